"""Addresses of complaints that a centre or the call line writes for somebody."""

from django.urls import URLPattern, URLResolver, path

from .filing.door import BEHALF
from .filing.paths import filing_paths
from .views import acting

app_name = "assisted"

urlpatterns: list[URLPattern | URLResolver] = [
    *filing_paths(BEHALF, listed="", shown=""),
    path("<str:code>/<str:act>/", acting.act_for, name="act"),
]
