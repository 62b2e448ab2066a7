from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.held_urls import held_paths

from ..views import feeds, runs

urlpatterns: list[URLPattern | URLResolver] = [
    path("held/", include(held_paths("partner", base="partner/base.html"))),
    path("feeds/", feeds.feed_list, name="feeds"),
    path("feeds/new/", feeds.feed_new, name="feed_new"),
    path("feeds/new/<slug:connector>/", feeds.feed_new_by, name="feed_new_by"),
    path("feeds/look/", feeds.feed_look, name="feed_look"),
    path("feeds/save/", feeds.feed_save, name="feed_save"),
    path("feeds/<int:feed_id>/", feeds.feed_page, name="feed"),
    path("feeds/<int:feed_id>/change/", feeds.feed_change, name="feed_change"),
    path("feeds/<int:feed_id>/read/", runs.feed_read, name="feed_read"),
    path("feeds/<int:feed_id>/upload/", runs.upload, name="feed_upload"),
    path("feeds/<int:feed_id>/right/", feeds.feed_vouch, name="feed_vouch"),
    path("feeds/<int:feed_id>/pause/", feeds.feed_pause, name="feed_pause"),
    path("feeds/<int:feed_id>/resume/", feeds.feed_resume, name="feed_resume"),
    path(
        "feeds/<int:feed_id>/orders/<int:order_id>/again/",
        feeds.shop_order_again,
        name="shop_order_again",
    ),
    path("feeds/<int:feed_id>/withdraw/", feeds.feed_withdraw, name="feed_withdraw"),
    path("feeds/runs/<int:run_id>/", runs.run_page, name="run"),
    path("feeds/runs/<int:run_id>/rejects.csv", runs.rejects_csv, name="run_rejects"),
]
