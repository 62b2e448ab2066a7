from django.apps import AppConfig


class OperatorPagesConfig(AppConfig):
    name = "ekshop.web.operator"
    label = "web_operator"
