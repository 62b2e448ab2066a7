from django.apps import AppConfig


class ProducersConfig(AppConfig):
    name = "ekshop.producers"
    label = "producers"
