"""The queue: what falls due first stands first, narrowed by the address."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from ekshop.complaints import rules
from ekshop.complaints.selectors import (
    BY_CLOCK,
    RECENT,
    SHELVES,
    Wanted,
    agencies,
    case_for,
    cases_in_order,
    cases_wanted,
    clock_next,
    clocks_of,
    deadlines_of_queue,
    queue_counts,
)
from ekshop.kernel import clock
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import DomainError
from ekshop.kernel.paging import Page, page_of
from ekshop.parties.rules import allowed
from ekshop.parties.selectors import districts
from ekshop.web.access import Request, access
from ekshop.web.clocks import clock_tone

from ..case_page import tone_of
from ..lists import asked, csv_answer, midnight, moment, taka

FILTERS = (
    "shelf",
    "q",
    "state",
    "owner",
    "category",
    "agency",
    "district",
    "urgency",
    "seller",
    "from",
    "to",
)
SHELF_WORDS = {
    "open": pgettext_lazy("complaints", "Open"),
    "late": _("Late"),
    "paused": _("Paused"),
    "closed": _("Closed"),
    "all": _("All"),
}
SIZE, LATE_SHOWN = 30, 15
LATE = ("late_since", "id")
"""Who waits for an office longest stands above all others."""
EXPORTED = 10_000


@access("desk.read")
@require_safe
def queue(request: Request) -> HttpResponse:
    typed = asked(request, *FILTERS)
    if typed["q"] and (code := _one(request, typed["q"])):
        return redirect("desk:case", code)
    wanted, now = _wanted(typed), clock.now()
    found = cases_wanted(request.actor, wanted)
    cursor = request.GET.get("cursor")
    by_clock = wanted.shelf in ("open", "late")
    late: list[Any] = []
    if wanted.shelf == "open":
        if not cursor:
            late = list(found.filter(late_since__isnull=False).order_by(*LATE)[:LATE_SHOWN])
        found = found.filter(late_since__isnull=True)
    if by_clock:
        clocks = page_of(deadlines_of_queue(found), order=BY_CLOCK, cursor=cursor, size=SIZE)
        page: Page[Any] = clocks
        cases = cases_in_order(found, [each.entity_id for each in clocks.items])
    else:
        page = page_of(found, order=RECENT, cursor=cursor, size=SIZE)
        cases = list(page.items)
    running = clocks_of([*late, *cases])
    next_clock = {pk: clock_next(rows) for pk, rows in running.items()}
    counts = queue_counts(request.actor, wanted)
    kept = {name: value for name, value in typed.items() if value}
    return render(
        request,
        "desk/queue.html",
        {
            "asked": typed,
            "shelf": wanted.shelf,
            "page": page,
            "now": now,
            "rows": [
                (case, next_clock[case.pk], clock_tone(next_clock[case.pk], now), tone_of(case))
                for case in (*late, *cases)
            ],
            "late_left": counts.late - len(late) if late else 0,
            "counts": counts,
            "states": [
                (state, rules.CASE.state_label(state), number)
                for state, number in counts.states.items()
            ],
            "shelves": [
                (
                    name,
                    SHELF_WORDS[name],
                    {"late": counts.late, "paused": counts.paused}.get(name, 0),
                )
                for name in SHELVES
            ],
            "choices": _choices(request),
            "narrowed": any(typed[name] for name in FILTERS if name not in ("shelf", "state")),
            "export": f"{reverse('desk:queue_csv')}?{urlencode(kept)}",
            "may_bulk": allowed("incident.work", request.actor.role),
            "all_seen": allowed("case.read_all", request.actor.role),
        },
    )


@access("desk.read")
@require_safe
def queue_export(request: Request) -> StreamingHttpResponse:
    """What the address asks for, the newest first; who took it is on record."""
    typed = asked(request, *FILTERS)
    found = cases_wanted(request.actor, _wanted(typed)).order_by(*RECENT)[:EXPORTED]
    audit_write(
        actor=request.actor,
        action="cases_export",
        entity="case",
        entity_id="",
        data={name: value for name, value in typed.items() if value and name != "q"},
        now=clock.now(),
    )
    header = [
        _("Complaint"),
        _("Filed"),
        _("Stands at"),
        _("With"),
        _("About"),
        _("Urgency"),
        _("Seller"),
        _("District"),
        _("Paid (taka)"),
        _("Wanted"),
        _("Wanted (taka)"),
        _("Late since"),
        _("How it ended"),
    ]
    return csv_answer("complaints", header, _rows(found))


def _rows(found: Any) -> Iterator[list[Any]]:
    for case in found.iterator(chunk_size=500):
        yield [
            case.code,
            moment(case.filed_at),
            rules.CASE.state_label(case.state),
            case.owner_organisation.name
            if case.owner_organisation
            else case.get_owner_side_display(),
            case.category_name,
            case.get_urgency_display(),
            case.respondent.name,
            case.district.name if case.district else "",
            taka(case.paid_poisha),
            case.get_wanted_display(),
            taka(case.wanted_poisha),
            moment(case.late_since),
            case.get_outcome_display(),
        ]


def _one(request: Request, text: str) -> str:
    """The code of the case that was typed, if it was one and may be seen."""
    try:
        return case_for(request.actor, text).code
    except DomainError:
        return ""


def _wanted(typed: dict[str, str]) -> Wanted:
    seller = typed["seller"]
    wanted = Wanted(
        text=typed["q"][:200],
        state=typed["state"],
        owner=typed["owner"],
        category=typed["category"],
        agency=typed["agency"],
        district=typed["district"],
        urgency=typed["urgency"],
        seller=int(seller) if seller.isascii() and seller.isdigit() and len(seller) < 18 else None,
        since=midnight(typed["from"]),
        until=midnight(typed["to"], days=1),
    )
    return replace(wanted, shelf=typed["shelf"]) if typed["shelf"] in SHELVES else wanted


def _choices(request: Request) -> dict[str, list[tuple[Any, Any]]]:
    return {
        "owner": [side for side in rules.SIDES if side[0] in rules.EVERYONE],
        "category": [(each.code, each.name) for each in rules.CATEGORIES],
        "agency": [(each.code, each.name) for each in agencies()],
        "district": [(each.slug, each.name) for each in districts()],
        "urgency": rules.URGENCIES,
    }
