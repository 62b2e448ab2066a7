from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "ekshop.catalogue"
    label = "catalogue"
