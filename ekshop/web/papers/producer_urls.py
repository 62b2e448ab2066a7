"""Addresses at which a producer is changed: the same for herself and for her centre.

*producer_paths(Door("centre", "centre/base.html"), under="producers/<int:seller_id>/")
"""

from django.urls import URLPattern, path

from .producers import Door
from .views import groups, producers


def producer_paths(door: Door, *, under: str) -> list[URLPattern]:
    """`under` goes before each and names the seller, unless the pages are her own."""
    given = {"door": door}
    return [
        path(f"{under}group/", groups.group, given, name="producer_group"),
        path(f"{under}work/", producers.work, given, name="producer_work"),
        path(f"{under}rests/", producers.rests, given, name="producer_rests"),
        path(f"{under}photos/", producers.photos, given, name="producer_photos"),
        path(f"{under}wallet/", producers.wallet, given, name="producer_wallet"),
        path(f"{under}wallet/code/", producers.wallet_code, given, name="producer_wallet_code"),
        path(f"{under}agree/", producers.agree, given, name="producer_agree"),
        path(f"{under}withdraw/", producers.withdraw, given, name="producer_withdraw"),
    ]
