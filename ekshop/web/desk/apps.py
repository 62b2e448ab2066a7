from django.apps import AppConfig


class DeskPagesConfig(AppConfig):
    name = "ekshop.web.desk"
    label = "web_desk"
