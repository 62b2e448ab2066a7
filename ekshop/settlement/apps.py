from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "ekshop.settlement"
    label = "settlement"
