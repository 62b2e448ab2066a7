from django.apps import AppConfig


class FederationConfig(AppConfig):
    name = "ekshop.federation"
    label = "federation"
