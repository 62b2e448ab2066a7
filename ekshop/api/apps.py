from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "ekshop.api"
    label = "api"
