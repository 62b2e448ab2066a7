"""Addresses of the producer's own pages, a file for each topic."""

from django.urls import URLPattern, URLResolver

from . import export, home, me, orders

app_name = "producer"

urlpatterns: list[URLPattern | URLResolver] = [
    *home.urlpatterns,
    *me.urlpatterns,
    *orders.urlpatterns,
    *export.urlpatterns,
]
