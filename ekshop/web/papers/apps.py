from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Receipts, statements, labels and photos: the same paper for whoever may see it."""

    name = "ekshop.web.papers"
    label = "web_papers"
