"""Inspection: count, accept, reject with reason and photos; read back; record once."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ekshop.fulfilment.rules import REJECT_REASONS
from ekshop.fulfilment.services import inspection_record
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound
from ekshop.web.access import Request, access

from .. import found, typed
from ..device import is_queued, keepable, queueable
from ..parcel import STEPS, Parcel, parcel_of


@access("inspection.record")
@require_http_methods(["GET", "HEAD", "POST"])
@keepable
@queueable
def inspect(request: Request, code: str) -> HttpResponse:
    """The form, its reading back and its recording are one address, told apart by the button.

    With `ahead` the empty form is shown before the parcel is here, for a device that will have
    no line when it comes.
    """
    parcel = parcel_of(request.actor, code, now=clock.now())
    if parcel.shipment is None:
        raise NotFound
    action = request.POST.get("action", "")
    if action == "record":
        return _record(request, parcel)
    ahead = "ahead" in request.GET and parcel.step == 1
    if parcel.share.state != "arrived" and not ahead:
        return redirect("centre:parcel", parcel.share.code)
    if action == "all_good":
        return _form(request, parcel, found.fresh(parcel.lines))
    if action == "all_bad":
        return _form(request, parcel, _all_bad(request, parcel))
    if request.method != "POST":
        return _form(request, parcel, found.fresh(parcel.lines))
    lines = _read(request, parcel)
    if action.startswith("drop:"):
        for each in lines:
            each.kept = [token for token in each.kept if token != action[5:]]
        return _form(request, parcel, lines)
    if action == "edit":
        return _form(request, parcel, lines)
    for each in lines:
        each.check()
    if found.errors_of(lines):
        return _form(request, parcel, lines, status=422)
    return _page(request, parcel, lines, "centre/parcels/inspect_read_back.html")


@access("inspection.record")
@require_POST
def inspect_sum(request: Request, code: str) -> HttpResponse:
    """What becomes payable by the counts typed so far; a fragment, for pages with scripts."""
    parcel = parcel_of(request.actor, code, now=clock.now())
    lines = found.read(request.POST, parcel.lines)
    return _page(request, parcel, lines, "centre/parcels/inspect_sum.html")


def _read(request: Request, parcel: Parcel) -> list[found.LineTyped]:
    lines = found.read(request.POST, parcel.lines)
    found.keep_photos(
        lines,
        request.FILES,
        actor=request.actor,
        scope=_scope(parcel),
        now=clock.now(),
    )
    return lines


def _all_bad(request: Request, parcel: Parcel) -> list[found.LineTyped]:
    """Every piece goes back; reasons, notes and photos typed so far stay."""
    lines = _read(request, parcel)
    for each, none in zip(lines, found.fresh(parcel.lines, all_bad=True), strict=True):
        each.good, each.bad = none.good, none.bad
    return lines


def _record(request: Request, parcel: Parcel) -> HttpResponse:
    """Photos come with it only from a device that had no line to show them first."""
    fresh = request.FILES and parcel.inspection is None
    lines = _read(request, parcel) if fresh else found.read(request.POST, parcel.lines)
    try:
        if spoiled := {k: v for k, v in found.errors_of(lines).items() if k.startswith("photo-")}:
            raise InvalidInput(spoiled)
        done = inspection_record(
            actor=request.actor,
            shipment_id=parcel.shipment.pk,
            found=[each.found() for each in lines],
            nonce=typed.nonce(request.POST),
            now=clock.now(),
        )
    except DomainError as refused:
        if parcel.share.state == "arrived" and not is_queued(request):
            messages.error(request, str(refused))
            return _form(request, parcel, lines, status=refused.http_status)
        raise
    if any(line.accepted for line in done.lines.all()):
        messages.success(request, _("Recorded. Now take the money for what was accepted."))
        return redirect("centre:pay", parcel.share.code)
    if any(line.short for line in done.lines.all()):
        messages.success(request, _("Recorded. Nothing was accepted and nothing is to be paid."))
    else:
        messages.success(request, _("Recorded. Everything goes back and nothing is to be paid."))
    return redirect("centre:parcel", parcel.share.code)


def _form(
    request: Request, parcel: Parcel, lines: list[found.LineTyped], status: int = 200
) -> HttpResponse:
    return _page(request, parcel, lines, "centre/parcels/inspect.html", status)


def _page(
    request: Request,
    parcel: Parcel,
    lines: list[found.LineTyped],
    template: str,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "parcel": parcel,
        "share": parcel.share,
        "lines": lines,
        "due": found.due_of(lines, parcel.share.delivery_poisha),
        "reasons": REJECT_REASONS,
        "errors": found.errors_of(lines),
        "nonce": request.POST.get("nonce") or uuid4(),
        "scope": _scope(parcel),
        "missing": sum(each.short for each in lines),
        "rejected": sum(each.rejected or 0 for each in lines),
        "steps": STEPS,
    }
    return render(request, template, context, status=status)


def _scope(parcel: Parcel) -> str:
    return f"parcel:{parcel.shipment.pk}"
