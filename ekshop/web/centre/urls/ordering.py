"""A new order: for whom, what, how many, and the reading back."""

from django.urls import URLPattern, URLResolver, path

from ..views import ordering

urlpatterns: list[URLPattern | URLResolver] = [
    path("new/", ordering.customer, name="order_new"),
    path("new/centre/", ordering.centre_choose, name="centre_choose"),
    path("baskets/<int:basket_id>/", ordering.goods, name="goods"),
    path("baskets/<int:basket_id>/choose/<str:code>/", ordering.choose, name="choose"),
    path("baskets/<int:basket_id>/suggest/", ordering.suggest, name="goods_suggest"),
    path("baskets/<int:basket_id>/add/", ordering.line_add, name="line_add"),
    path("baskets/<int:basket_id>/count/", ordering.basket, name="basket"),
    path("baskets/<int:basket_id>/read-back/", ordering.read_back, name="read_back"),
    path("baskets/<int:basket_id>/drop/", ordering.drop, name="basket_drop"),
    path("place/", ordering.place, name="order_place"),
]
