"""What comes back: returns customers ask for, and goods refused at inspection."""

from django.urls import URLPattern, URLResolver, path

from ..views import returns

urlpatterns: list[URLPattern | URLResolver] = [
    path("returns/", returns.return_list, name="returns"),
    path("returns/<str:code>/", returns.return_page, name="return"),
    path("returns/<str:code>/receive/", returns.receive, name="return_receive"),
    path("back/", returns.back_list, name="back"),
]
