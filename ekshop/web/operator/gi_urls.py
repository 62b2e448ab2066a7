"""Addresses of names that belong to a place, below /operator/gi/."""

from django.urls import URLPattern, URLResolver, path

from .views import names

urlpatterns: list[URLPattern | URLResolver] = [
    path("", names.uses, name="gi"),
    path("table.csv", names.uses_export, name="gi_csv"),
    path("names/", names.register, name="gi_names"),
    path("names/<int:gi_name_id>/", names.name, name="gi_name"),
    path("<int:use_id>/", names.use, name="gi_use"),
    path("<int:use_id>/<slug:action>/", names.decide, name="gi_decide"),
]
