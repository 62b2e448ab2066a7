"""Addresses of the centre's pages, a file for each topic."""

from django.urls import URLPattern, URLResolver

from . import device, money, names, ordering, orders, parcels, prizes, producers, sourcing

app_name = "centre"

urlpatterns: list[URLPattern | URLResolver] = [
    *orders.urlpatterns,
    *ordering.urlpatterns,
    *parcels.urlpatterns,
    *sourcing.urlpatterns,
    *money.urlpatterns,
    *prizes.urlpatterns,
    *names.urlpatterns,
    *producers.urlpatterns,
    *device.urlpatterns,
]
