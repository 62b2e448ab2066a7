"""Cash: what centres hold and for how long, their limits, and matching what they passed on."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_taka
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.kernel.rulebook import rules_at
from ekshop.kernel.states import history_of
from ekshop.orders.selectors import centre_stop
from ekshop.parties import rules as parties
from ekshop.parties.selectors import doers_named
from ekshop.payments.rules import ASKED, REMITTANCE, REMITTANCE_MEDIA
from ekshop.payments.selectors import (
    cash_limits_of,
    cash_pieces,
    cash_standings_visible_to,
    collection_files_visible_to,
    collection_rows_open,
    collection_rows_visible_to,
    remittances_open,
    remittances_visible_to,
)
from ekshop.payments.services import (
    cash_limit_set,
    collection_file_bring,
    collection_row_set_aside,
    remittance_ask,
    remittance_decide,
    remittance_withdraw,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import EXPORTED, csv_answer, moment, taka

ORDER = ("-held_poisha", "-centre_id")
SHELVES = {
    "all": gettext_lazy("All"),
    "over": gettext_lazy("Over the limit or the time"),
    "near": gettext_lazy("Near it"),
}
PROBLEMS = {
    "no_reference": gettext_lazy("No transaction number"),
    "no_amount": gettext_lazy("The amount cannot be read"),
    "twice": gettext_lazy("The same number twice in the file"),
    "altered": gettext_lazy("Known already, with another amount"),
}


@access("collection.read")
@require_safe
def collections(request: Request) -> HttpResponse:
    shelf = _shelf(request)
    now = clock.now()
    return render(
        request,
        "operator/collections/list.html",
        {
            "shelf": shelf,
            "shelves": SHELVES.items(),
            "page": page_of(
                _standings(request, shelf), order=ORDER, cursor=request.GET.get("cursor")
            ),
            "rules": rules_at(("cash_limit", "cash_age"), now),
            "open_rows": collection_rows_open(request.actor).count(),
            "open_remittances": remittances_open(request.actor).count(),
            "now": now,
        },
    )


@access("collection.read")
@require_safe
def collections_export(request: Request) -> HttpResponse:
    rows = _standings(request, _shelf(request)).order_by(*ORDER)[:EXPORTED]
    return csv_answer(
        "collections",
        [
            _("Centre"),
            _("Holds (taka)"),
            _("Limit (taka)"),
            _("Passed on, not seen yet (taka)"),
            _("Oldest cash from"),
            _("Due"),
        ],
        (
            (
                each.centre.name,
                taka(each.held_poisha),
                taka(each.limit_poisha),
                taka(each.in_transit_poisha),
                moment(each.oldest_at),
                moment(each.due_at),
            )
            for each in rows
        ),
    )


@access("collection.read")
@require_http_methods(["GET", "HEAD", "POST"])
def centre(request: Request, centre_id: int) -> HttpResponse:
    """One centre: its cash piece by piece, what it passed on, its limit; posting sets the limit."""
    standing = cash_standings_visible_to(request.actor).filter(pk=centre_id).first()
    if standing is None:
        raise NotFound(what="centre")
    form = Posted(request)
    if form.sent and _limit_set(request, form, centre_id):
        messages.success(request, _("The limit is set."))
        return redirect("operator:collection_centre", centre_id)
    return form.page(
        "operator/collections/centre.html",
        {
            "standing": standing,
            "stop": centre_stop(centre_id),
            "pieces": cash_pieces(centre_id, standing.owed_poisha),
            "limits": cash_limits_of(centre_id)[:10],
            "page": page_of(
                remittances_visible_to(request.actor).filter(centre_id=centre_id),
                order=("-remitted_at", "-id"),
                cursor=request.GET.get("cursor"),
            ),
            "now": clock.now(),
            "may_act": parties.allowed("collection.work", request.actor.role),
        },
    )


@access("collection.read")
@require_http_methods(["GET", "HEAD", "POST"])
def matching(request: Request) -> HttpResponse:
    """What stands on our statements and nobody reported, and what was reported and stands on none;
    posting brings a statement."""
    form = Posted(request, {"medium": "bkash"})
    if form.sent and _brought(request, form):
        return redirect("operator:collection_file", form.result.pk)
    return form.page(
        "operator/collections/matching.html",
        {
            "rows": collection_rows_open(request.actor).order_by("-id")[:100],
            "page": page_of(
                remittances_open(request.actor),
                order=("remitted_at", "id"),
                cursor=request.GET.get("cursor"),
            ),
            "files": collection_files_visible_to(request.actor).order_by("-id")[:10],
            "media": REMITTANCE_MEDIA,
            "may_act": parties.allowed("collection.work", request.actor.role),
        },
    )


@access("collection.read")
@require_safe
def file(request: Request, file_id: int) -> HttpResponse:
    """What a statement held: matched, waiting, known already, and what could not be read."""
    found = collection_files_visible_to(request.actor).filter(pk=file_id).first()
    if found is None:
        raise NotFound(what="file")
    return render(
        request,
        "operator/collections/file.html",
        {
            "file": found,
            "problems": [
                (each["line"], PROBLEMS.get(each["why"], each["why"]), each["text"])
                for each in found.problems
            ],
            "page": page_of(
                collection_rows_visible_to(request.actor).filter(file=found),
                order=("id",),
                cursor=request.GET.get("cursor"),
            ),
        },
    )


@access("collection.work")
@require_POST
def set_aside(request: Request, row_id: int) -> HttpResponse:
    collection_row_set_aside(
        actor=request.actor, row_id=row_id, note=request.POST.get("note", ""), now=clock.now()
    )
    messages.success(request, _("Set aside, with what you wrote."))
    return redirect("operator:collection_matching")


@access("collection.read")
@require_http_methods(["GET", "HEAD", "POST"])
def remittance(request: Request, remittance_id: int) -> HttpResponse:
    """One remittance and its history; posting asks a second person to decide by hand."""
    found = remittances_visible_to(request.actor).filter(pk=remittance_id).first()
    if found is None:
        raise NotFound(what="remittance")
    form = Posted(request)
    if form.sent and form.tried(
        lambda: remittance_ask(
            actor=request.actor,
            remittance_id=remittance_id,
            what=form.text("what"),
            note=form.text("note"),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Asked. A second person has to decide."))
        return redirect("operator:remittance", remittance_id)
    return form.page(
        "operator/collections/remittance.html",
        {
            "remittance": found,
            "row": collection_rows_visible_to(request.actor)
            .filter(medium=found.medium, reference=found.reference)
            .first(),
            "state": REMITTANCE.state_label(found.state),
            "steps": [
                (
                    REMITTANCE.action_label(each.action, each.from_state),
                    each.doer,
                    each.at,
                    each.reason,
                )
                for each in doers_named(history_of(found))
                if each.from_state
            ],
            "choices": ASKED,
            "own": found.asked_by_id == request.actor.person_id,
            "may_act": parties.allowed("collection.work", request.actor.role),
        },
    )


@access("collection.work")
@require_POST
def remittance_done(request: Request, remittance_id: int) -> HttpResponse:
    """The second person does what was asked, or the first takes it back."""
    act = remittance_withdraw if request.POST.get("do") == "withdraw" else remittance_decide
    act(actor=request.actor, remittance_id=remittance_id, now=clock.now())
    messages.success(request, _("Done."))
    return redirect("operator:remittance", remittance_id)


def _limit_set(request: Request, form: Posted, centre_id: int) -> bool:
    amount = form.number("limit", parse_taka, -1)
    last = form.day("valid_to")
    return form.tried(
        lambda: cash_limit_set(
            actor=request.actor,
            centre_id=centre_id,
            limit_poisha=amount,
            reason=form.text("reason"),
            valid_to=clock.dhaka_midnight(last + timedelta(days=1)) if last else None,
            now=clock.now(),
        )
    )


def _brought(request: Request, form: Posted) -> bool:
    return form.tried_with_table(
        lambda name, content: collection_file_bring(
            actor=request.actor,
            medium=form.text("medium"),
            filename=name,
            content=content,
            now=clock.now(),
        )
    )


def _shelf(request: Request) -> str:
    shelf = request.GET.get("show", "all")
    return shelf if shelf in SHELVES else "all"


def _standings(request: Request, shelf: str) -> Any:
    rows = cash_standings_visible_to(request.actor)
    if shelf == "all":
        return rows.filter(held_poisha__gt=0) | rows.filter(in_transit_poisha__gt=0)
    return rows.filter(stage=shelf)
