from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "ekshop.kernel"
    label = "kernel"
    verbose_name = "Kernel"
