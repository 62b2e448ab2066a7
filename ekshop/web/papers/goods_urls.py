"""Addresses of a producer's goods: the same for herself and for her centre."""

from django.urls import URLPattern, path

from .producers import Door
from .views import goods


def goods_paths(door: Door, *, under: str = "") -> list[URLPattern]:
    """`under` goes before each and names the seller, unless the pages are her own."""
    given = {"door": door}
    one = f"{under}goods/<int:listing_id>/"
    return [
        path(f"{under}goods/", goods.goods, given, name="producer_goods"),
        path(one, goods.good, given, name="producer_good"),
        path(f"{one}reach/", goods.good_reach, given, name="producer_good_reach"),
        path(f"{one}kinds/", goods.good_kinds, given, name="producer_good_kinds"),
        path(f"{one}shares/", goods.good_shares, given, name="producer_good_shares"),
        path(f"{one}act/<slug:act>/", goods.good_act, given, name="producer_good_act"),
        path(f"{one}<slug:step>/", goods.good_step, given, name="producer_good_step"),
    ]
