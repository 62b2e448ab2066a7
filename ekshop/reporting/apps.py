from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "ekshop.reporting"
    label = "reporting"
