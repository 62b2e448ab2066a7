"""Addresses of the sellers' pages, a file for each topic."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.frozen_urls import frozen_paths
from ekshop.web.papers.gi_urls import gi_paths
from ekshop.web.papers.statement_urls import statement_paths

from ..views import commission, own_table
from . import complaints, feeds, goods, machines, orders, returns, settlements

app_name = "partner"

urlpatterns: list[URLPattern | URLResolver] = [
    *orders.urlpatterns,
    *returns.urlpatterns,
    *complaints.urlpatterns,
    *feeds.urlpatterns,
    *goods.urlpatterns,
    *machines.urlpatterns,
    path("gi/", include(gi_paths("partner", base="partner/base.html", own=True))),
    path("commission/", commission.months, name="commission"),
    path("commission/", include(frozen_paths("partner", base="partner/base.html"))),
    path("commission/<str:month>/", commission.month, name="commission_month"),
    path("commission/<str:month>/table/", own_table.own_table, name="commission_table"),
    *settlements.urlpatterns,
    path("statements/", include(statement_paths("partner", base="partner/base.html"))),
]
