from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "ekshop.channels"
    label = "channels"
