"""Lines of statements that do not book themselves: one person says what each was, another confirms."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ekshop.channels.services import exporting
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from .exports import settled_page

_DONE: dict[str, tuple[Callable[..., Any], Any]] = {
    "confirm": (exporting.settlement_booking_confirm, gettext_lazy("Booked.")),
    "refuse": (exporting.settlement_booking_refuse, gettext_lazy("Left as it is.")),
    "undo": (exporting.settlement_booking_undo, gettext_lazy("Taken back.")),
}


@access("export_order.work")
@require_POST
def row_book(request: Request, row_id: int) -> HttpResponse:
    form = Posted(request)
    return _after(
        request,
        lambda: exporting.settlement_row_book_ask(
            actor=request.actor,
            row_id=row_id,
            account=form.text("account"),
            note=form.text("note"),
            now=clock.now(),
        ),
        _("It is booked once another person has confirmed it."),
    )


@access("export_order.work")
@require_POST
def row_believe(request: Request, row_id: int) -> HttpResponse:
    note = Posted(request).text("note")
    return _after(
        request,
        lambda: exporting.settlement_row_believe_ask(
            actor=request.actor, row_id=row_id, note=note, now=clock.now()
        ),
        _("It is booked once another person has confirmed it."),
    )


@access("export_order.work")
@require_POST
def row_unbook(request: Request, booking_id: int) -> HttpResponse:
    note = Posted(request).text("note")
    return _after(
        request,
        lambda: exporting.settlement_booking_undo_ask(
            actor=request.actor, booking_id=booking_id, note=note, now=clock.now()
        ),
        _("It is taken back once another person has confirmed it."),
    )


@access("export_order.work")
@require_POST
def booking_decide(request: Request, booking_id: int) -> HttpResponse:
    act, said = _DONE.get(Posted(request).text("do"), _DONE["refuse"])
    return _after(
        request,
        lambda: act(actor=request.actor, booking_id=booking_id, now=clock.now()),
        said,
    )


def _after(request: Request, act: Callable[[], Any], said: Any) -> HttpResponse:
    try:
        act()
    except InvalidInput as refused:
        return settled_page(request, dict(refused.field_errors))
    except NotFound:
        raise
    except DomainError as refused:
        return settled_page(request, {"all": str(refused)})
    messages.success(request, said)
    return redirect("operator:export_settled")
