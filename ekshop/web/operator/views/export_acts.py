"""What the operator does about orders from abroad; each is one service, and stays on its page."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ekshop.channels.selectors.exports import export_order_for, supplies_of
from ekshop.channels.services import exporting
from ekshop.fulfilment.rules import REJECT_REASONS
from ekshop.fulfilment.services import FoundLine
from ekshop.kernel import clock
from ekshop.kernel.bangla import latin_digits, parse_taka
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound
from ekshop.kernel.tables import TableUnreadable
from ekshop.settlement.services import deed_waits
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

from .exports import consignment_of, consignment_page, order_page, settled_page

Act = Callable[[Request, Posted, Any], Any]


def _try(request: Request, form: Posted, order: Any) -> str:
    went = exporting.export_order_try(actor=request.actor, order_id=order.pk, now=clock.now())
    return (
        _("It goes on: its goods are reserved.")
        if went
        else _("Something still stands in the way.")
    )


def _address(request: Request, form: Posted, order: Any) -> str:
    fields = ("name", "city", "region", "postcode", "country", "phone")
    buyer: dict[str, Any] = {field: form.text(field) for field in fields}
    buyer["lines"] = form.text("lines").splitlines()
    exporting.export_address_correct(
        actor=request.actor, order_id=order.pk, buyer=buyer, now=clock.now()
    )
    if order.state != "received":
        return _("The address was corrected.")
    return _try(request, form, order)


def _refuse(request: Request, form: Posted, order: Any) -> str:
    exporting.export_order_refuse(
        actor=request.actor, order_id=order.pk, reason=form.text("reason"), now=clock.now()
    )
    return _("The order has ended, and the channel is told.")


def _again(request: Request, form: Posted, order: Any) -> str:
    went = exporting.export_supply_again(actor=request.actor, order_id=order.pk, now=clock.now())
    return _("Ordered again.") if went else _("It cannot be ordered just now; see why.")


def _short(request: Request, form: Posted, order: Any) -> str:
    exporting.export_short_agree(
        actor=request.actor, order_id=order.pk, note=form.text("note"), now=clock.now()
    )
    return _("What is there will be sent.")


def _take(request: Request, form: Posted, order: Any) -> str:
    exporting.export_amounts_take(actor=request.actor, order_id=order.pk, now=clock.now())
    return _("The order stands as the channel tells it now.")


def _close(request: Request, form: Posted, order: Any) -> str:
    concern_id = form.whole("concern")
    if not order.concerns.filter(pk=concern_id).exists():
        raise NotFound(what="concern")
    exporting.export_concern_close(
        actor=request.actor,
        concern_id=concern_id,
        note=form.text("note"),
        try_again=bool(form.text("again")),
        now=clock.now(),
    )
    return _("Noted.")


def _receive(request: Request, form: Posted, order: Any) -> str:
    share = form.whole("share")
    if share not in {each.share.pk for each in supplies_of(order)}:
        raise NotFound(what="seller_order")
    exporting.hub_receive(actor=request.actor, seller_order_id=share, now=clock.now())
    return _("The parcel is at the hub. Open it and look.")


def _pack(request: Request, form: Posted, order: Any) -> str:
    exporting.export_order_pack(
        actor=request.actor,
        order_id=order.pk,
        weighed_g=form.whole("weighed_g"),
        carrier=form.text("carrier"),
        weight_note=form.text("weight_note"),
        now=clock.now(),
    )
    return _("Packed.")


def _unpack(request: Request, form: Posted, order: Any) -> str:
    exporting.export_order_unpack(actor=request.actor, order_id=order.pk, now=clock.now())
    return _("Unpacked.")


def _number(request: Request, form: Posted, order: Any) -> str:
    exporting.parcel_number_set(
        actor=request.actor, order_id=order.pk, number=form.text("number"), now=clock.now()
    )
    return _("The carrier's number is noted.")


def _report(request: Request, form: Posted, order: Any) -> str:
    exporting.parcel_report_by_hand(
        actor=request.actor, order_id=order.pk, status=form.text("status"), now=clock.now()
    )
    return _("Noted.")


def _undo(request: Request, form: Posted, order: Any) -> str:
    pieces = {line.pk: form.whole(f"pieces.{line.pk}") for line in order.lines.all()}
    exporting.export_return_record(
        actor=request.actor,
        order_id=order.pk,
        cause=form.text("cause"),
        pieces=pieces,
        note=form.text("note"),
        now=clock.now(),
    )
    return _("Recorded; who bears it is booked by the rule.")


_ACTS: dict[str, Act] = {
    "try": _try,
    "address": _address,
    "refuse": _refuse,
    "again": _again,
    "short": _short,
    "take": _take,
    "close": _close,
    "receive": _receive,
    "pack": _pack,
    "unpack": _unpack,
    "number": _number,
    "report": _report,
    "undo": _undo,
}


@access("export_order.work")
@require_POST
def order_do(request: Request, code: str) -> HttpResponse:
    order, form = export_order_for(request.actor, code), Posted(request)
    act = _ACTS.get(form.text("do"))
    if act is None:
        raise NotFound(what="action")
    errors, said = _tried(lambda: act(request, form, order))
    if errors:
        return order_page(request, code, errors, form.values, form.text("do"))
    messages.success(request, said)
    return redirect("operator:export_order", order.code)


def _tried(act: Callable[[], Any]) -> tuple[dict[str, Any], str]:
    """What was wrong by field ("" the whole), or what to say."""
    try:
        return {}, act()
    except InvalidInput as refused:
        return dict(refused.field_errors) or {"all": str(refused)}, ""
    except NotFound:
        raise
    except DomainError as refused:
        return {"all": str(refused)}, ""


def _names(line_id: int) -> dict[str, str]:
    """What the fields of a line are called on the page, and in what the service says of them."""
    fields = {name: f"{name}.{line_id}" for name in ("accepted", "rejected", "reason", "note")}
    return {**fields, "line": f"line-{line_id}", "photo": f"photo-{line_id}"}


@access("export_order.work")
@require_http_methods(["GET", "POST"])
def inspect(request: Request, code: str, share_id: int) -> HttpResponse:
    """The hub opens a parcel: of each line so much is accepted, the rest goes back or was missing."""
    order = export_order_for(request.actor, code)
    supplied = next((each for each in supplies_of(order) if each.share.pk == share_id), None)
    if supplied is None or supplied.parcel is None or supplied.share.state != "arrived":
        raise NotFound(what="parcel")
    parcel_lines = supplied.parcel.lines.select_related("order_line").order_by("id")
    lines = [(each, _names(each.order_line_id)) for each in parcel_lines]
    start: dict[str, Any] = {}
    for each, names in lines:
        start |= {names["accepted"]: each.quantity, names["rejected"]: 0}
    form = Posted(request, start)
    if form.sent:
        found = [
            FoundLine(
                each.order_line_id,
                accepted=form.whole(names["accepted"]),
                rejected=form.whole(names["rejected"]),
                reason=form.text(names["reason"]),
                note=form.text(names["note"]),
                photos=request.FILES.getlist(names["photo"]),
            )
            for each, names in lines
        ]
        if form.tried(
            lambda: exporting.hub_inspect(
                actor=request.actor,
                seller_order_id=share_id,
                found=found,
                nonce=uuid4(),
                now=clock.now(),
            )
        ):
            messages.success(request, _("Inspected. What was accepted is paid for."))
            return redirect("operator:export_order", order.code)
    return form.page(
        "operator/exports/inspect.html",
        {"order": order, "share": supplied.share, "lines": lines, "reasons": REJECT_REASONS},
    )


@access("export_order.work")
@require_POST
def consignment_do(request: Request, code: str) -> HttpResponse:
    row, form, now = consignment_of(request, code), Posted(request), clock.now()
    common: dict[str, Any] = {"actor": request.actor, "consignment_id": row.pk, "now": now}

    def freight() -> Any:
        return exporting.consignment_freight_record(
            poisha=form.number("amount", parse_taka, 0), reference=form.text("reference"), **common
        )

    acts: dict[str, Callable[[], Any]] = {
        "close": lambda: exporting.consignment_close(**common),
        "reopen": lambda: exporting.consignment_reopen(**common),
        "hand_over": lambda: exporting.consignment_hand_over(**common),
        "freight": freight,
    }
    act = acts.get(form.text("do"))
    if act is None:
        raise NotFound(what="action")
    errors, done = _tried(act)
    if errors or form.errors:
        return consignment_page(request, code, errors | form.errors, form.values)
    asked = _("Asked. A second person has to decide.")
    messages.success(request, asked if deed_waits(done) else _("Done."))
    return redirect("operator:consignment", row.code)


@access("export_order.work")
@require_POST
def settlement_file(request: Request) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return settled_page(request, {"file": _("Choose the file.")})
    try:
        kept = exporting.settlement_file_bring(
            actor=request.actor,
            channel_id=whole_of(latin_digits(str(request.POST.get("channel", "")))),
            filename=file.name or "",
            content=file.read(),
            now=clock.now(),
        )
    except (InvalidInput, TableUnreadable, exporting.FileKnown) as refused:
        said = getattr(refused, "field_errors", None) or {"file": str(refused)}
        return settled_page(request, said)
    messages.success(
        request,
        _("%(new)s of %(rows)s rows were new.") % {"new": kept.new_count, "rows": kept.rows_count},
    )
    return redirect("operator:export_settled")


@access("export_order.work")
@require_POST
def row_aside(request: Request, row_id: int) -> HttpResponse:
    form = Posted(request)
    errors, _said = _tried(
        lambda: exporting.settlement_row_set_aside(
            actor=request.actor, row_id=row_id, note=form.text("note"), now=clock.now()
        )
    )
    if errors:
        return settled_page(request, errors)
    return redirect("operator:export_settled")
