"""How much each thing counts for the order of results: tried on the wanted answers, then saved."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ekshop.catalogue.search.weights import HOUSE
from ekshop.catalogue.selectors import SearchUnavailable, search_tried, search_tuning, tuned
from ekshop.catalogue.services import search_weights_set, weights_checked
from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_int
from ekshop.parties import rules
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from .search_words import history

WORDS: dict[str, tuple[Any, Any]] = {
    "words": (
        gettext_lazy("How well the words fit"),
        gettext_lazy("At 0 the order does not ask how well they fit."),
    ),
    "stock": (gettext_lazy("In stock"), gettext_lazy("What goods that are sold out lose.")),
    "record": (
        gettext_lazy("The seller’s record"),
        gettext_lazy("What goods of the worst seller lose; of a good one nothing."),
    ),
    "popularity": (
        gettext_lazy("How many buy it"),
        gettext_lazy("Orders of ninety days, and how many sellers have it."),
    ),
    "origin": (
        gettext_lazy("GI goods"),
        gettext_lazy("What goods without a registered origin lose."),
    ),
    "delivery": (
        gettext_lazy("Soon delivered"),
        gettext_lazy("One day loses nothing, ten days or more all of it."),
    ),
    "freshness": (
        gettext_lazy("New in the shop"),
        gettext_lazy("Goods of today lose nothing, of sixty days ago all of it."),
    ),
    "price": (
        gettext_lazy("Cheap for its kind"),
        gettext_lazy("Beside the middle price of its category."),
    ),
}


@access("operations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: Request) -> HttpResponse:
    held = search_tuning().weights.as_dict()
    form = Posted(request, {name: str(value) for name, value in held.items()})
    trial = None
    if form.sent:
        typed = {name: form.number(name, parse_int, -1) for name in WORDS}
        if form.text("act") == "save":
            if form.tried(
                lambda: search_weights_set(actor=request.actor, weights=typed, now=clock.now())
            ):
                messages.success(request, _("It holds everywhere within two seconds."))
                return redirect("operator:search_weights")
        elif form.tried(lambda: weights_checked(typed)):
            trial = _tried(form.result)
    return form.page(
        "operator/search/weights.html",
        {
            "rows": [
                (name, label, hint, getattr(HOUSE, name)) for name, (label, hint) in WORDS.items()
            ],
            "trial": trial,
            "history": history("weights", request),
            "may_manage": rules.allowed("search.manage", request.actor.role),
        },
    )


def _tried(weights: Any) -> Any:
    try:
        return search_tried(tuned(weights=weights), language=get_language() or "bn")
    except SearchUnavailable:
        return None
