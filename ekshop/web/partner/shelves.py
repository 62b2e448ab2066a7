"""A seller's orders as its lists show them: on which shelf, by when, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from ekshop.fulfilment.selectors import shipments_of
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.orders import rules
from ekshop.orders.selectors import (
    Standing,
    lines_visible_to,
    seller_orders_visible_to,
    standings_of,
)
from ekshop.web.clocks import HOURS, clock_tone

from .words import OWN_STEPS

SHELVES: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "to_confirm": (_("To answer"), ("placed",)),
    "to_ship": (_("To send"), ("confirmed",)),
    "on_way": (_("On the way"), ("shipped", "lost")),
    "at_centre": (_("At the centre"), ("arrived", "inspected", "paid")),
    "done": (_("Done"), ("handed_over",)),
    "ended": (
        _("Did not come about"),
        ("declined", "expired", "cancelled", "refused", "uncollected"),
    ),
}
OLDEST_FIRST = {"to_confirm", "to_ship"}
"""Whoever has waited longest is served first."""

TONES = {
    "placed": "turmeric",
    "confirmed": "turmeric",
    "shipped": "indigo",
    "arrived": "indigo",
    "inspected": "green",
    "paid": "green",
    "handed_over": "green",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One order with its clock (None where nothing is promised any more) and its parcels."""

    order: Any
    state: str
    tone: str
    standing: Standing
    clock: Any
    clock_tone: str
    parcels: list[Any]

    @property
    def parcel(self) -> Any:
        """The one to the centre, if there is one."""
        outbound = (each for each in self.parcels if each.direction == "outbound")
        return next((each for each in outbound if each.state != "cancelled"), None)

    @property
    def what(self) -> Any:
        """What should happen now, said to the seller where it is the seller's to do."""
        following = self.standing.next
        return OWN_STEPS.get(self.order.state, following.what) if following else ""

    @property
    def total_poisha(self) -> int:
        """What it comes to by now: what still comes, or what was accepted."""
        accepted = sum(line.accepted_poisha for line in self.order.lines.all())
        return rules.standing_poisha(self.order, accepted_poisha=accepted)


def listed(
    actor: Actor,
    *,
    shelf: str = "",
    text: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Any:
    """Seller orders with what a list shows of them; an unknown shelf holds nothing.

    `text` is a code of ours, a parcel's tracking number, or part of a title.
    """
    rows = seller_orders_visible_to(actor)
    if shelf:
        rows = rows.filter(state__in=SHELVES[shelf][1] if shelf in SHELVES else ())
    if text:
        rows = _matching(rows, text)
    if since is not None:
        rows = rows.filter(placed_at__gte=since)
    if until is not None:
        rows = rows.filter(placed_at__lt=until)
    return with_all(rows, actor)


def with_all(rows: Any, actor: Actor) -> Any:
    lines = lines_visible_to(actor).select_related("product__category").order_by("position")
    return rows.select_related(
        "order", "seller", "centre__centre__district", "centre__centre__union"
    ).prefetch_related(Prefetch("lines", lines))


def order_of(shelf: str) -> tuple[str, str]:
    return ("placed_at", "id") if shelf in OLDEST_FIRST else ("-placed_at", "-id")


def shown(orders: Sequence[Any], now: datetime) -> list[Shown]:
    """Four statements for any number of them."""
    standings = standings_of(orders)
    parcels = shipments_of([each.pk for each in orders])
    return [_shown(each, standings[each.pk], parcels.get(each.pk, []), now) for each in orders]


def counts(actor: Actor) -> dict[str, int]:
    """How many lie on each shelf that asks for something."""
    found = dict(
        seller_orders_visible_to(actor)
        .filter(state__in=("placed", "confirmed", "shipped", "lost"))
        .values_list("state")
        .annotate(number=Count("id"))
        .order_by()
    )
    return {
        name: sum(found.get(state, 0) for state in SHELVES[name][1])
        for name in ("to_confirm", "to_ship", "on_way")
    }


def pressing(actor: Actor, now: datetime, most: int = 6) -> list[Shown]:
    """Open orders by what falls due first, among those that have waited longest."""
    waiting: list[Shown] = []
    for shelf in ("to_confirm", "to_ship", "on_way"):
        rows = listed(actor, shelf=shelf).order_by("placed_at", "id")[: most * 2]
        waiting += shown(list(rows), now)
    waiting = [each for each in waiting if each.clock is not None]
    waiting.sort(key=lambda each: each.clock.due_at)
    return waiting[:most]


def _shown(order: Any, standing: Standing, parcels: list[Any], now: datetime) -> Shown:
    running = standing.next.deadline if standing.next else None
    return Shown(
        order=order,
        state=str(rules.SELLER_ORDER.state_label(order.state)),
        tone=TONES.get(order.state, "madder"),
        standing=standing,
        clock=running,
        clock_tone=clock_tone(running, now, soon=HOURS),
        parcels=parcels,
    )


def _titled(text: str) -> Q:
    titles = ("title", "title_bn", "title_en")
    return reduce(or_, (Q(**{f"lines__{title}__icontains": text}) for title in titles))


def _matching(rows: Any, text: str) -> Any:
    try:
        code = parse_code(text)
    except InvalidCode:
        return rows.filter(_titled(normalise(text))).distinct()
    return rows.filter(code=code) | rows.filter(order__code=code)
