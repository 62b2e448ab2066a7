"""What people sought in vain: mended by a word that means the same, or marked as not sold."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ekshop.catalogue.selectors import (
    Rule,
    SearchUnavailable,
    finds_with,
    near_words,
    search_misses,
)
from ekshop.catalogue.services import rule_checked, search_miss_mark, synonym_add
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.paging import page_of
from ekshop.parties import rules
from ekshop.web.access import Request, access

from ..lists import EXPORTED, asked, csv_answer
from .search_words import split

STATES = {
    "open": gettext_lazy("To be looked at"),
    "mended": gettext_lazy("Mended"),
    "not_sold": gettext_lazy("Not sold here"),
}


@access("operations.read")
@require_safe
def misses(request: Request) -> HttpResponse:
    wanted = asked(request, "q", "state")
    state = wanted["state"] if wanted["state"] in STATES else "open"
    page = page_of(
        search_misses(state=state, part=wanted["q"]),
        order=("-times", "-id"),
        cursor=request.GET.get("cursor"),
        size=20,
    )
    return render(
        request,
        "operator/search/misses.html",
        {
            "asked": wanted,
            "state": state,
            "states": STATES.items(),
            "page": page,
            "rows": [(miss, _near(miss.query) if state == "open" else "") for miss in page.items],
            "may_manage": rules.allowed("search.manage", request.actor.role),
        },
    )


@access("operations.read")
@require_safe
def misses_export(request: Request) -> HttpResponse:
    wanted = asked(request, "q", "state")
    found = search_misses(state=wanted["state"], part=wanted["q"])
    return csv_answer(
        "sought_in_vain",
        [_("Words"), _("Times"), _("First"), _("Last"), _("State")],
        (
            (row.query, row.times, row.first_on, row.last_on, str(STATES[row.state]))
            for row in found[:EXPORTED]
        ),
    )


@access("search.manage")
@require_POST
def miss_mend(request: Request, miss_id: int) -> HttpResponse:
    """One press: what was typed also finds the word beside it, and the row is done. A word that finds
    nothing itself mends nothing, and is refused."""
    miss = search_misses(state="").filter(pk=miss_id).first()
    if miss is None:
        raise NotFound(what="search_miss")
    now = clock.now()
    typed = request.POST.get("word", "").strip()
    try:
        rule = rule_checked([miss.query], split(typed) or [miss.query])
    except InvalidInput:
        messages.error(
            request, _("Write another word that “%(query)s” should find.") % {"query": miss.query}
        )
        return redirect("operator:search_misses")
    if not _finds(rule):
        messages.error(request, _("“%(word)s” finds nothing either.") % {"word": typed})
        return redirect("operator:search_misses")
    synonym_add(actor=request.actor, words=rule.words, finds=rule.finds, now=now)
    search_miss_mark(actor=request.actor, miss_id=miss_id, state="mended", now=now)
    messages.success(request, _("“%(query)s” finds it from now on.") % {"query": miss.query})
    return redirect("operator:search_misses")


@access("search.manage")
@require_POST
def miss_mark(request: Request, miss_id: int, state: str) -> HttpResponse:
    search_miss_mark(actor=request.actor, miss_id=miss_id, state=state, now=clock.now())
    return redirect("operator:search_misses")


def _near(query: str) -> str:
    with suppress(SearchUnavailable):
        return near_words(query)
    return ""


def _finds(rule: Rule) -> bool:
    """While the catalogue is being prepared nobody knows, and the rule is taken as given."""
    with suppress(SearchUnavailable):
        return finds_with(rule)
    return True
