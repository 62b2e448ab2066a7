from django.apps import AppConfig


class AccountPagesConfig(AppConfig):
    name = "ekshop.web.account"
    label = "web_account"
