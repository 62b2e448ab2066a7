"""Offers and categories."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.export_urls import export_order_paths, export_paths

from ..views import categories, offers

urlpatterns: list[URLPattern | URLResolver] = [
    path("offers/", offers.offer_list, name="offers"),
    path("export/", include(export_order_paths("partner", base="partner/base.html"))),
    path("export/", include(export_paths("partner", base="partner/base.html"))),
    path("categories/", categories.category_list, name="categories"),
    path("categories/decide/", categories.decide, name="categories_decide"),
]
