from django.apps import AppConfig


class CentrePagesConfig(AppConfig):
    name = "ekshop.web.centre"
    label = "web_centre"
