"""Money: what the centre earns, what it owes, and the lines behind every figure."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.frozen_urls import disputing_paths, frozen_paths
from ekshop.web.papers.statement_urls import statement_paths

from ..views import money, paid

urlpatterns: list[URLPattern | URLResolver] = [
    path("money/", money.money, name="money"),
    path("money/lines/", money.lines, name="money_lines"),
    path("money/lines.csv", money.lines_csv, name="money_lines_csv"),
    path("money/expected/", money.expected, name="money_expected"),
    path("money/payouts/", paid.payouts, name="payouts"),
    path("money/wallet/", paid.wallet, name="wallet"),
    path("money/cash/", money.cash, name="cash"),
    path("money/refunds/", money.refunds, name="refunds"),
    path("money/refunds/<str:code>/", money.refund_given, name="refund_given"),
    path("money/collected/", money.collected, name="collected"),
    path("commission/", include(frozen_paths("centre", base="centre/base.html"))),
    path("commission/", include(disputing_paths("centre", base="centre/base.html"))),
    path("statements/", include(statement_paths("centre", base="centre/base.html"))),
]
