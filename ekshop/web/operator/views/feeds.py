"""Sellers' feeds: which are healthy, and one reading with what was not taken and why."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.federation.rules.incoming import FEED, RUN
from ekshop.federation.selectors import (
    feed_runs,
    feeds_stale,
    feeds_visible_to,
    field_name,
    problem_sentence,
    reason_sentence,
    reject_rows,
    rejects_of,
    run_visible_to,
)
from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access

from ..lists import EXPORTED, asked, csv_answer, moment

TONES = {
    "active": "green",
    "done": "green",
    "unchanged": "green",
    "failing": "madder",
    "failed": "madder",
    "incomplete": "turmeric",
}
LATEST = 12


@access("operations.read")
@require_safe
def feeds(request: Request) -> HttpResponse:
    wanted, now = asked(request, "state"), clock.now()
    page = page_of(_found(request, wanted), order=("id",), cursor=request.GET.get("cursor"))
    stale = set(
        feeds_stale(now).filter(pk__in=[feed.pk for feed in page]).values_list("pk", flat=True)
    )
    return render(
        request,
        "operator/feeds.html",
        {
            "asked": wanted,
            "states": [(state, FEED.state_label(state)) for state in FEED.states],
            "page": page,
            "rows": [
                {
                    "feed": feed,
                    "state": FEED.state_label(feed.state),
                    "tone": TONES.get(feed.state, ""),
                    "stale": feed.pk in stale,
                    "last": RUN.state_label(feed.last_state) if feed.last_state else "",
                    "last_tone": TONES.get(feed.last_state, ""),
                }
                for feed in page
            ],
        },
    )


@access("operations.read")
@require_safe
def feeds_export(request: Request) -> HttpResponse:
    return csv_answer(
        "feeds",
        [_("Seller"), _("Feed"), _("Address"), _("State"), _("Last read"), _("Last reading")],
        (
            (
                feed.seller.name,
                feed.name,
                feed.address,
                FEED.state_label(feed.state),
                moment(feed.last_read_at),
                RUN.state_label(feed.last_state) if feed.last_state else "",
            )
            for feed in _found(request, asked(request, "state")).order_by("id")[:EXPORTED]
        ),
    )


@access("operations.read")
@require_safe
def feed_run(request: Request, run_id: int) -> HttpResponse:
    run = run_visible_to(request.actor, run_id)
    language = get_language() or "bn"
    page = page_of(rejects_of(run), order=("row", "id"), cursor=request.GET.get("cursor"))
    return render(
        request,
        "operator/feed_run.html",
        {
            "run": run,
            "state": RUN.state_label(run.state),
            "tone": TONES.get(run.state, ""),
            "problem": problem_sentence(run),
            "page": page,
            "rejects": [
                (reject, field_name(reject), reason_sentence(reject, language)) for reject in page
            ],
            "runs": [
                (each, RUN.state_label(each.state), TONES.get(each.state, ""))
                for each in feed_runs(run.feed).order_by("-id")[:LATEST]
            ],
        },
    )


@access("operations.read")
@require_safe
def feed_rejects(request: Request, run_id: int) -> HttpResponse:
    rows = reject_rows(run_visible_to(request.actor, run_id), get_language() or "bn")
    return csv_answer(f"rejects-{run_id}", next(rows), rows)


def _found(request: Request, wanted: dict[str, str]) -> Any:
    found = feeds_visible_to(request.actor)
    return found.filter(state=wanted["state"]) if wanted["state"] in FEED.states else found
