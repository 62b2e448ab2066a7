from django.apps import AppConfig


class ProducerPagesConfig(AppConfig):
    name = "ekshop.web.producer"
    label = "web_producer"
