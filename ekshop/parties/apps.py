from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "ekshop.parties"
    label = "parties"
