"""Addresses of the component page and of the choice of light."""

from django.urls import URLPattern, URLResolver, path

from ekshop.web.access import access

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("components/", access.public(views.components), name="components"),
    path("components/layouts/<str:name>/", access.public(views.layout), name="components_layout"),
    path("theme/", access.public(views.theme_choose), name="theme_choose"),
]
