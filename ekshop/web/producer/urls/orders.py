"""What is ordered from the producer."""

from django.urls import URLPattern, URLResolver, path

from ..views import orders

urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/", orders.order_list, name="orders"),
    path("orders/<str:code>/", orders.order_page, name="order"),
    path("orders/<str:code>/answer/", orders.order_answer, name="order_answer"),
]
