"""The packages of the house, top to bottom, and the libraries they stand on."""

from .core import DEMO

INSTALLED_APPS = [
    "ekshop.web.account",
    "ekshop.web.operator",
    "ekshop.web.partner",
    "ekshop.web.producer",
    "ekshop.web.centre",
    "ekshop.web.consumer",
    "ekshop.web.desk",
    "ekshop.web.storefront",
    "ekshop.web.papers",
    "ekshop.web.components",
    "ekshop.api",
    "ekshop.reporting",
    "ekshop.complaints",
    "ekshop.federation",
    "ekshop.channels",
    "ekshop.settlement",
    "ekshop.payments",
    "ekshop.fulfilment",
    "ekshop.orders",
    "ekshop.producers",
    "ekshop.catalogue",
    "ekshop.ledger",
    "ekshop.notices",
    "ekshop.parties",
    "ekshop.kernel",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

if DEMO:
    INSTALLED_APPS.append("demo")
