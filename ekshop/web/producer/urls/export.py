"""Selling abroad."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.export_urls import export_order_paths, export_paths

urlpatterns: list[URLPattern | URLResolver] = [
    path("export/", include(export_order_paths("producer", base="producer/base.html"))),
    path("export/", include(export_paths("producer", base="producer/base.html"))),
]
