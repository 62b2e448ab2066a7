"""What is ordered from the producer: yes or no, what to bring, and what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment.rules import SOURCING_SHELVES
from ekshop.kernel import clock
from ekshop.kernel.deadlines import deadlines_of, deadlines_running
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of
from ekshop.orders.rules import DECLINE_REASONS
from ekshop.orders.selectors import SHARE_ORDER, shares_visible_to, state_label
from ekshop.orders.services import seller_order_answer
from ekshop.producers.rules import ALLOTTED_BY
from ekshop.web.access import Request, access

SHARES_SHOWN = 20
SHELVES = {
    **SOURCING_SHELVES,
    "asking": gettext_lazy("Will you send it?"),
    "bringing": gettext_lazy("To bring"),
    "sending": gettext_lazy("At the centre"),
}


@access("producer.work")
@require_safe
def order_list(request: Request) -> HttpResponse:
    counts = fulfilment.sourcing_counts(request.actor)
    shelf = request.GET.get("shelf") or next((key for key in counts if counts[key]), "bringing")
    if shelf not in SHELVES:
        raise NotFound
    page = page_of(
        fulfilment.sourced_orders_listed(request.actor, shelf),
        order=fulfilment.SOURCED_ORDER,
        cursor=request.GET.get("cursor"),
    )
    shelves = [(key, label, counts.get(key)) for key, label in SHELVES.items()]
    shares = shares_visible_to(request.actor).order_by(*SHARE_ORDER)[:SHARES_SHOWN]
    context = {
        "page": page,
        "shelf": shelf,
        "shelves": shelves,
        "shares": [(share, state_label(share.line.seller_order)) for share in shares],
        "allotted_by": ALLOTTED_BY,
        "now": clock.now(),
    }
    return render(request, "producer/orders/list.html", context)


@access("producer.work")
@require_safe
def order_page(request: Request, code: str) -> HttpResponse:
    return _page(request, _sourcing(request, code), {})


@access("producer.work")
@require_POST
def order_answer(request: Request, code: str) -> HttpResponse:
    """Yes to all of it, or no with the reason."""
    sourcing = _sourcing(request, code)
    yes = request.POST.get("answer") == "yes"
    word = ("confirmed", "") if yes else ("declined", request.POST.get("reason", ""))
    try:
        seller_order_answer(
            actor=request.actor,
            seller_order_id=sourcing.order.pk,
            answers=[(line.pk, *word) for line in sourcing.lines],
            now=clock.now(),
        )
    except InvalidInput:
        return _page(request, sourcing, {"reason": _("Choose why you cannot send it.")})
    messages.success(
        request, _("Good. Bring it to your centre.") if yes else _("The buyer's centre is told.")
    )
    return redirect("producer:order", sourcing.order.code)


def _page(request: Request, sourcing: Any, errors: dict[str, str]) -> HttpResponse:
    running = deadlines_running(deadlines_of(("seller_order", sourcing.order.pk)))
    context = {
        "sourcing": sourcing,
        "order": sourcing.order,
        "state": state_label(sourcing.order),
        "inspection": fulfilment.inspections_of([sourcing.order.pk]).get(sourcing.order.pk),
        "deadline": running[0] if running else None,
        "reasons": DECLINE_REASONS,
        "given": request.POST,
        "errors": errors,
        "now": clock.now(),
    }
    return render(request, "producer/orders/one.html", context, status=422 if errors else 200)


def _sourcing(request: Request, code: str) -> Any:
    try:
        return fulfilment.sourcing_of(request.actor, parse_code(code))
    except InvalidCode as error:
        raise NotFound from error
