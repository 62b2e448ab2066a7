"""What sellers are paid: due, held, paid, overdue; and one seller's standing."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.settlement_urls import settlement_paths

from .views import settlements

urlpatterns: list[URLPattern | URLResolver] = [
    path("", settlements.settlements, name="settlements"),
    path("table.csv", settlements.settlements_export, name="settlements_csv"),
    path("run/", settlements.run, name="settlements_run"),
    path("accounts/", settlements.accounts, name="bank_accounts"),
    path("accounts/<int:account_id>/decide/", settlements.account_decide, name="account_decide"),
    path("seller/<int:seller_id>/", settlements.seller, name="seller_money"),
    path("seller/<int:seller_id>/hold/", settlements.hold, name="seller_hold"),
    path("seller/<int:seller_id>/escrow/", settlements.escrow, name="seller_escrow"),
    path("holds/<int:hold_id>/release/", settlements.release, name="hold_release"),
    path("", include(settlement_paths("operator", base="operator/base.html"))),
]
