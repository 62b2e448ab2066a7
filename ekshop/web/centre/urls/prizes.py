"""Prizes: where the centre stands, and what it won."""

from django.urls import URLPattern, URLResolver, path

from ..views import prizes

urlpatterns: list[URLPattern | URLResolver] = [
    path("prizes/", prizes.prizes, name="prizes"),
    path("prizes/<int:scheme_id>/", prizes.prize_scheme, name="prize_scheme"),
    path("prizes/<int:scheme_id>/object/", prizes.prize_objection, name="prize_objection"),
    path("prizes/<int:scheme_id>/name/", prizes.prize_name, name="prize_name"),
]
