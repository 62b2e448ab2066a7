"""Addresses of the sellers' pages, a file for each topic."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.statement_urls import statement_paths

from . import complaints, feeds, goods, machines, orders, returns

app_name = "partner"

urlpatterns: list[URLPattern | URLResolver] = [
    *orders.urlpatterns,
    *returns.urlpatterns,
    *complaints.urlpatterns,
    *feeds.urlpatterns,
    *goods.urlpatterns,
    *machines.urlpatterns,
    path("statements/", include(statement_paths("partner", base="partner/base.html"))),
]
