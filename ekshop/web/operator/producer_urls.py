"""Producers brought for approval, and those who sell."""

from django.urls import URLPattern, URLResolver, path

from ekshop.web.papers.views import groups
from ekshop.web.papers.views import producers as changing

from .views import producers

urlpatterns: list[URLPattern | URLResolver] = [
    path("producers/", producers.producers, name="producers"),
    path("producers.csv", producers.producers_export, name="producers_csv"),
    path("producers/<int:seller_id>/", producers.producer, name="producer"),
    path("producers/<int:seller_id>/approve/", producers.approve, name="producer_approve"),
    path("producers/<int:seller_id>/send-back/", producers.send_back, name="producer_send_back"),
    path("producers/<int:seller_id>/identity/", producers.identity, name="producer_identity"),
    path(
        "producers/<int:seller_id>/group/",
        groups.group,
        {"door": producers.DOOR},
        name="producer_group",
    ),
    path(
        "producers/<int:seller_id>/wallet/",
        changing.wallet,
        {"door": producers.DOOR},
        name="producer_wallet",
    ),
    path(
        "producers/<int:seller_id>/wallet/code/",
        changing.wallet_code,
        {"door": producers.DOOR},
        name="producer_wallet_code",
    ),
]
