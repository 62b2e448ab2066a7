from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "ekshop.fulfilment"
    label = "fulfilment"
