from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "ekshop.notices"
    label = "notices"
