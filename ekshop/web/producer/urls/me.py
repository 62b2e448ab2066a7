"""Who she is, what is hers to change, her money."""

from django.urls import URLPattern, URLResolver, path

from ekshop.web.papers.goods_urls import goods_paths
from ekshop.web.papers.producer_urls import producer_paths

from ..views import me

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", me.profile, name="producer"),
    path("me/looks/", me.looks, name="looks"),
    *producer_paths(me.DOOR, under="me/"),
    *goods_paths(me.DOOR),
    path("money/", me.money, name="money"),
]
