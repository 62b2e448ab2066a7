from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "ekshop.payments"
    label = "payments"
