from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "ekshop.ledger"
    label = "ledger"
