from django.apps import AppConfig


class ComponentsPagesConfig(AppConfig):
    name = "ekshop.web.components"
    label = "web_components"
