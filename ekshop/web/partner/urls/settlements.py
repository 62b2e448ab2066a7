"""What a seller is paid: settlements, what waits and why, and where it is paid to."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.settlement_urls import settlement_paths

from ..views import settlements

urlpatterns: list[URLPattern | URLResolver] = [
    path("settlements/", settlements.settlement_list, name="settlements"),
    path("settlements/waiting/", settlements.waiting, name="settlements_waiting"),
    path("settlements/account/", settlements.account, name="bank_account"),
    path("settlements/", include(settlement_paths("partner", base="partner/base.html"))),
]
