from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "ekshop.complaints"
    label = "complaints"

    def ready(self) -> None:
        from . import clocks as clocks
