"""Addresses of the centre's pages, a file for each topic."""

from django.urls import URLPattern, URLResolver

from . import ordering, orders

app_name = "centre"

urlpatterns: list[URLPattern | URLResolver] = [*orders.urlpatterns, *ordering.urlpatterns]
