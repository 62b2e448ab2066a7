"""Addresses of the component page and of the choice of light."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("components/", views.components, name="components"),
    path("components/layouts/<str:name>/", views.layout, name="components_layout"),
    path("theme/", views.theme_choose, name="theme_choose"),
]
