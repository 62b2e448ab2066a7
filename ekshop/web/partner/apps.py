from django.apps import AppConfig


class PartnerPagesConfig(AppConfig):
    name = "ekshop.web.partner"
    label = "web_partner"
