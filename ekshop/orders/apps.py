from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "ekshop.orders"
    label = "orders"
