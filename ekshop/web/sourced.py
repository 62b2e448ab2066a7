"""A producer's orders as she and her centre both see them: the shelves, one of them, yes or no."""

from collections.abc import Mapping
from typing import Any

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel import clock
from ekshop.kernel.deadlines import deadlines_of, deadlines_running
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of
from ekshop.orders.rules import DECLINE_REASONS

from .access import Request


def shelf_shown(request: Request, labels: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the shelf asked for, or of the first that holds anything. Raises NotFound."""
    counts = fulfilment.sourcing_counts(request.actor)
    shelf = request.GET.get("shelf") or next((key for key in counts if counts[key]), "bringing")
    if shelf not in labels:
        raise NotFound
    page = page_of(
        fulfilment.sourced_orders_listed(request.actor, shelf),
        order=fulfilment.SOURCED_ORDER,
        cursor=request.GET.get("cursor"),
    )
    return {
        "page": page,
        "shelf": shelf,
        "shelves": [(key, label, counts.get(key)) for key, label in labels.items()],
        "now": clock.now(),
    }


def sourcing_named(request: Request, code: str) -> Any:
    """By its code however it was typed. Raises NotFound."""
    try:
        plain = parse_code(code)
    except InvalidCode as error:
        raise NotFound from error
    return fulfilment.sourcing_of(request.actor, plain)


def answers_typed(request: Request, sourcing: Any) -> list[tuple[int, str, str]]:
    """Yes to all of it, or no with one reason: a line, its answer and the reason each."""
    yes = request.POST.get("answer") == "yes"
    word = ("confirmed", "") if yes else ("declined", request.POST.get("reason", ""))
    return [(line.pk, *word) for line in sourcing.lines]


def order_shown(request: Request, sourcing: Any, errors: Mapping[str, Any]) -> dict[str, Any]:
    """What both pages about an order show, with what was typed in it."""
    running = deadlines_running(deadlines_of(("seller_order", sourcing.order.pk)))
    return {
        "sourcing": sourcing,
        "order": sourcing.order,
        "deadline": running[0] if running else None,
        "reasons": DECLINE_REASONS,
        "given": request.POST,
        "errors": errors,
        "now": clock.now(),
    }
