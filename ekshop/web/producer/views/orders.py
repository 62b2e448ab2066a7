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
from ekshop.kernel.errors import InvalidInput
from ekshop.orders.selectors import SHARE_ORDER, shares_visible_to, state_label
from ekshop.orders.services import seller_order_answer
from ekshop.producers.rules import ALLOTTED_BY
from ekshop.web.access import Request, access
from ekshop.web.sourced import answers_typed, order_shown, shelf_shown, sourcing_named

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
    shares = shares_visible_to(request.actor).order_by(*SHARE_ORDER)[:SHARES_SHOWN]
    context = {
        **shelf_shown(request, SHELVES),
        "shares": [(share, state_label(share.line.seller_order)) for share in shares],
        "allotted_by": ALLOTTED_BY,
    }
    return render(request, "producer/orders/list.html", context)


@access("producer.work")
@require_safe
def order_page(request: Request, code: str) -> HttpResponse:
    return _page(request, sourcing_named(request, code), {})


@access("producer.work")
@require_POST
def order_answer(request: Request, code: str) -> HttpResponse:
    """Yes to all of it, or no with the reason."""
    sourcing = sourcing_named(request, code)
    yes = request.POST.get("answer") == "yes"
    try:
        seller_order_answer(
            actor=request.actor,
            seller_order_id=sourcing.order.pk,
            answers=answers_typed(request, sourcing),
            now=clock.now(),
        )
    except InvalidInput:
        return _page(request, sourcing, {"reason": _("Choose why you cannot send it.")})
    messages.success(
        request, _("Good. Bring it to your centre.") if yes else _("The buyer's centre is told.")
    )
    return redirect("producer:order", sourcing.order.code)


def _page(request: Request, sourcing: Any, errors: dict[str, str]) -> HttpResponse:
    order = sourcing.order
    context = {
        **order_shown(request, sourcing, errors),
        "state": state_label(order),
        "inspection": fulfilment.inspections_of([order.pk]).get(order.pk),
    }
    return render(request, "producer/orders/one.html", context, status=422 if errors else 200)
