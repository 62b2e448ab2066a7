"""Where a producer begins."""

from django.urls import URLPattern, URLResolver, path

from ..views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
]
