"""Addresses of the pages for whoever complains."""

from django.urls import URLPattern, URLResolver, path

from .views import acting, cases, proving

app_name = "complaints"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", proving.start, name="start"),
    path("mobile/", proving.mobile, name="mobile"),
    path("mobile/code/", proving.code, name="mobile_code"),
    path("mobile/forget/", proving.forget, name="mobile_forget"),
    path("mine/", cases.mine, name="mine"),
    path("cases/<str:code>/", cases.case, name="case"),
    path("cases/<str:code>/<str:act>/", acting.act, name="act"),
]
