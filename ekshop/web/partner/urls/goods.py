"""Offers and categories."""

from django.urls import URLPattern, URLResolver, path

from ..views import categories, offers

urlpatterns: list[URLPattern | URLResolver] = [
    path("offers/", offers.offer_list, name="offers"),
    path("categories/", categories.category_list, name="categories"),
    path("categories/decide/", categories.decide, name="categories_decide"),
]
