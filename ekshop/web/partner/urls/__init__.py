"""Addresses of the partner's pages, a file for each topic."""

from django.urls import URLPattern, URLResolver

from . import feeds, goods

app_name = "partner"

urlpatterns: list[URLPattern | URLResolver] = [
    *feeds.urlpatterns,
    *goods.urlpatterns,
]
