"""The day, and orders once they are placed."""

from django.urls import URLPattern, URLResolver, path

from ..views import orders, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today_page, name="today"),
    path("orders/", orders.order_list, name="orders"),
    path("orders.csv", orders.order_export, name="orders_csv"),
    path("orders/<str:code>/", orders.order_page, name="order"),
    path("orders/<str:code>/slip.pdf", orders.order_slip, name="order_slip"),
    path("orders/<str:code>/cancel/", orders.order_cancel, name="order_cancel"),
    path("lines/<int:line_id>/replace/", orders.replace_line, name="line_replace"),
]
