"""Same thing, several sellers: pairs that wait for a person, a product's offers, what was done."""

from django.urls import URLPattern, URLResolver, path

from .views import matches

urlpatterns: list[URLPattern | URLResolver] = [
    path("", matches.queue, name="matches"),
    path("decide/", matches.decide_many, name="matches_decide"),
    path("history/", matches.history, name="match_history"),
    path("history/<int:move_id>/undo/", matches.undo, name="match_undo"),
    path("goods/<str:code>/", matches.goods, name="match_goods"),
    path("goods/<str:code>/part/", matches.part, name="match_part"),
    path("goods/<str:code>/merge/", matches.merge, name="match_merge"),
    path("<int:pair_id>/", matches.pair, name="match"),
    path("<int:pair_id>/decide/", matches.decide, name="match_decide"),
    path("<int:pair_id>/reopen/", matches.reopen, name="match_reopen"),
]
