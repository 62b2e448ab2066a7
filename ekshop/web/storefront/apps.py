from django.apps import AppConfig


class StorefrontPagesConfig(AppConfig):
    name = "ekshop.web.storefront"
    label = "web_storefront"
