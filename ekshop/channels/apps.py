from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "ekshop.channels"
    label = "channels"

    def ready(self) -> None:
        from . import checks as checks
