"""What centres owe of the cash they collected, and whether what they sent has arrived."""

from django.urls import URLPattern, URLResolver, path

from .views import collections

urlpatterns: list[URLPattern | URLResolver] = [
    path("", collections.collections, name="collections"),
    path("table.csv", collections.collections_export, name="collections_csv"),
    path("matching/", collections.matching, name="collection_matching"),
    path("files/<int:file_id>/", collections.file, name="collection_file"),
    path("rows/<int:row_id>/aside/", collections.set_aside, name="collection_row_aside"),
    path("remittances/<int:remittance_id>/", collections.remittance, name="remittance"),
    path(
        "remittances/<int:remittance_id>/decide/",
        collections.remittance_done,
        name="remittance_decide",
    ),
    path("<int:centre_id>/", collections.centre, name="collection_centre"),
]
