"""A seller without an account answers one complaint by the secret address it was sent."""

from django.urls import URLPattern, URLResolver, path

from ..views import by_link

app_name = "answer"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:secret>/", by_link.case_page, name="case"),
    path("<str:secret>/files/<uuid:token>/", by_link.file, name="file"),
    path("<str:secret>/files/<uuid:token>/small/", by_link.file_small, name="file_small"),
    path("<str:secret>/<str:act>/", by_link.act, name="act"),
]
