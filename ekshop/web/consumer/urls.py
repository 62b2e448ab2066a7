"""Addresses of the pages for whoever complains."""

from django.urls import URLPattern, URLResolver, path

from .filing.door import OWN
from .filing.paths import filing_paths
from .views import acting, proving

app_name = "complaints"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", proving.start, name="start"),
    path("mobile/", proving.mobile, name="mobile"),
    path("mobile/code/", proving.code, name="mobile_code"),
    path("mobile/forget/", proving.forget, name="mobile_forget"),
    *filing_paths(OWN, listed="mine/", shown="cases/"),
    path("cases/<str:code>/<str:act>/", acting.act, name="act"),
]
