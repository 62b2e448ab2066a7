from django.apps import AppConfig


class ConsumerPagesConfig(AppConfig):
    name = "ekshop.web.consumer"
    label = "web_consumer"
