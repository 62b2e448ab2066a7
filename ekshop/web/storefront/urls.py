"""Addresses of the storefront pages: short, readable, the same in both languages."""

from django.urls import URLPattern, URLResolver, path

from . import returning, tracking, views

app_name = "storefront"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("p/<str:code>/", views.product, name="product_short"),
    path("p/<str:code>/<str:words>/", views.product, name="product"),
    path("districts/", views.districts, name="districts"),
    path("districts/<slug:slug>/", views.district, name="district"),
    path("sellers/<slug:slug>/", views.seller, name="seller"),
    path("track/", tracking.track, name="track"),
    path("track/<str:code>/", tracking.track, name="track_order"),
    path("track/<str:code>/return/", returning.ask, name="track_return"),
    path("t/<str:code>", tracking.short, name="track_short"),
    path("robots.txt", views.robots, name="robots"),
]
