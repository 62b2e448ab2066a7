"""Names of the place that a centre's producers claim."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.gi_urls import gi_paths

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "producers/<int:seller_id>/gi/",
        include(gi_paths("centre", base="centre/base.html")),
    ),
]
