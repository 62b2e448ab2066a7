"""Producers' goods that wait to be looked at."""

from django.urls import URLPattern, URLResolver, path

from .views import listings

urlpatterns: list[URLPattern | URLResolver] = [
    path("listings/", listings.listings, name="listings"),
    path("listings/<int:listing_id>/", listings.listing, name="listing"),
    path("listings/<int:listing_id>/<slug:act>/", listings.listing_act, name="listing_act"),
]
