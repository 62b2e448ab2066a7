"""Addresses of the storefront pages: short, readable, the same in both languages."""

from django.urls import URLPattern, URLResolver, path

from . import (
    checking,
    district_figures,
    figures,
    pictures,
    places,
    prizes,
    product,
    returning,
    tracking,
    views,
)

app_name = "storefront"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("scan/", views.scan, name="scan"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("p/<str:code>/", product.product, name="product_short"),
    path("p/<str:code>/<str:words>/", product.product, name="product"),
    path(
        "pictures/<str:kind>/<int:number>/<int:place>/<int:side>/<str:mark>",
        pictures.picture,
        name="picture",
    ),
    path("districts/", places.districts, name="districts"),
    path("districts/<slug:slug>/", places.district, name="district"),
    path("seasons/", places.seasons, name="seasons"),
    path("sellers/<slug:slug>/", views.seller, name="seller"),
    path("track/", tracking.track, name="track"),
    path("track/<str:code>/", tracking.track, name="track_order"),
    path("track/<str:code>/return/", returning.ask, name="track_return"),
    path("t/<str:code>", tracking.short, name="track_short"),
    path("check/", checking.check, name="check"),
    path("check/<int:respondent_id>/", checking.checked, name="checked"),
    path("figures/", figures.page, name="figures"),
    path("figures/complaints.csv", figures.as_csv, name="figures_csv"),
    path("figures/complaints.jsonl", figures.as_jsonl, name="figures_jsonl"),
    path("figures/dictionary.json", figures.dictionary, name="figures_dictionary"),
    path("figures/districts/", district_figures.page, name="figures_districts"),
    path("figures/districts.csv", district_figures.as_csv, name="figures_districts_csv"),
    path("figures/districts.json", district_figures.as_json, name="figures_districts_json"),
    path("prizes/", prizes.prizes, name="prizes"),
    path("prizes/<int:scheme_id>/", prizes.prize_scheme, name="prize_scheme"),
    path("robots.txt", views.robots, name="robots"),
]
