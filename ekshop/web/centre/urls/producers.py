"""The centre's producers, and enrolling one."""

from django.urls import URLPattern, URLResolver, path

from ekshop.web.papers.goods_urls import goods_paths
from ekshop.web.papers.producer_urls import producer_paths

from ..views import enrolling, producers

_DRAFT = "producers/new/<uuid:token>/"
_ONE = "producers/<int:seller_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("producers/", producers.producers, name="producers"),
    path("producers/new/", enrolling.begin, name="enrolling_begin"),
    path(_DRAFT, enrolling.tasks, name="enrolling"),
    path(f"{_DRAFT}check/", enrolling.check, name="enrolling_check"),
    path(f"{_DRAFT}drop/", enrolling.drop, name="enrolling_drop"),
    path(f"{_DRAFT}<slug:step>/", enrolling.step, name="enrolling_step"),
    path(_ONE, producers.producer, name="producer"),
    path(f"{_ONE}mend/", producers.mend, name="producer_mend"),
    *producer_paths(producers.DOOR, under=_ONE),
    *goods_paths(producers.DOOR, under=_ONE),
]
