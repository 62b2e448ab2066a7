"""Papers anybody may hold in the hand, and the photos people send."""

from django.urls import URLPattern, URLResolver, path

from .views import agreements, channel_feeds, evidence, export, goods, names, photos, receipts

app_name = "papers"

urlpatterns: list[URLPattern | URLResolver] = [
    path("receipts/<str:code>/", receipts.asked, name="receipt"),
    path("receipts/<str:code>/<str:seal>/", receipts.sealed, name="receipt_sealed"),
    path("agreements/<slug:version>/", agreements.words, name="agreement_words"),
    path("agreements/<slug:version>.pdf", agreements.blank, name="agreement_blank"),
    path(
        "producers/<int:seller_id>/agreements/<int:agreement_id>.pdf",
        agreements.signed,
        name="agreement",
    ),
    path(
        "producers/<int:seller_id>/agreements/papers/<int:paper_id>/<str:size>/",
        agreements.paper,
        name="agreement_paper",
    ),
    path("producers/photos/<uuid:token>/<str:size>/", agreements.photo, name="producer_photo"),
    path("evidence/<uuid:token>/", evidence.whole, name="evidence"),
    path("evidence/<uuid:token>/small/", evidence.small, name="evidence_small"),
    path("export-pictures/<str:name>", export.picture, name="export_picture_shown"),
    path("channel-feeds/<slug:key>/<str:token>/", channel_feeds.feed, name="channel_feed"),
    path("photos/<int:photo_id>/<str:size>/", photos.photo, name="photo"),
    path("photos/goods/<int:photo_id>/<int:side>/", goods.photo, name="listing_photo"),
    path("photos/names/<int:evidence_id>/<str:size>/", names.evidence, name="gi_evidence"),
    path("photos/kept/<str:scope>/<str:token>/", photos.kept, name="photo_kept"),
]
