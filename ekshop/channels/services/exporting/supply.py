"""Goods for an order abroad: checked, and ordered at home like anybody's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from ekshop.catalogue.rules import NOT_ORDERABLE
from ekshop.catalogue.selectors import offers_to_order
from ekshop.catalogue.services import OutOfStock
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadline_extend, deadlines_of
from ekshop.kernel.errors import DomainError
from ekshop.kernel.rulebook import rule_at
from ekshop.orders.rules import EXPORT
from ekshop.orders.selectors import shares_of
from ekshop.orders.services import OrderedLine, order_place
from ekshop.parties.services import export_hub

from ...models import ChannelListing, ExportLine, ExportOrder, ExportSupply
from ...rules import MINOR_DIGITS
from ...rules import exporting as rules
from ...rules.readiness import SPOILS
from ...rules.sentences import both
from ...rules.strange import sku_told
from ...selectors.context import rate_on
from .concerns import concern_open, concerns_close
from .telling import telling_put

HUB = Actor.system("export_hub")
BEFORE_RESERVING = (
    "listing_unknown",
    "listing_ended",
    "currency",
    "address",
    "stock",
    "not_orderable",
)


@dataclass(frozen=True)
class Wrong:
    """A concern that is to be opened."""

    kind: str
    data: dict[str, Any]


def export_reserve(*, order: ExportOrder, now: datetime) -> bool:
    """Orders the goods of an order that was taken in, and reserves their stock; what stands in the
    way becomes a concern, and the order stays as it is. Call it with the order's row held."""
    if order.concerns.filter(kind="nonsense", closed_at=None).exists():
        return False
    lines = list(order.lines.order_by("position"))
    wrong = _order_wrong(order, lines, now) or _supply_place(order, _wanted(lines), now=now)
    for each in wrong:
        concern_open(order, each.kind, now=now, **each.data)
    settled = [kind for kind in BEFORE_RESERVING if kind not in {each.kind for each in wrong}]
    concerns_close(order, *settled, actor=HUB, outcome="", now=now)
    if wrong:
        return False
    _making_awaited(order, now)
    states.move(order, "reserve", actor=HUB, now=now)
    telling_put(order, "acknowledge", now=now)
    return True


def _making_awaited(order: ExportOrder, now: datetime) -> None:
    """What is made to order is to be sent so much later: the hub cannot pack what is not made."""
    at_home = [one.order for one in order.supplies.select_related("order")]
    days = max((each.making_days for one in at_home for each in shares_of(one)), default=0)
    promise = deadlines_of(("export_order", order.pk)).filter(state="waiting").first()
    if not days or promise is None:
        return
    order.ship_by = promise.due_at + timedelta(days=days)
    deadline_extend(
        actor=HUB,
        deadline_id=promise.pk,
        due_at=order.ship_by,
        reason=f"made to order in {days} days",
        now=now,
    )
    order.save(update_fields=["ship_by"])


def supply_again(*, order: ExportOrder, missing: dict[int, int], now: datetime) -> bool:
    """Orders what is missing once more: pieces by offer. False: a concern says why not."""
    wrong = _supply_place(order, missing, now=now)
    for each in wrong:
        concern_open(order, each.kind, now=now, **each.data)
    return not wrong


def _wanted(lines: Sequence[ExportLine]) -> dict[int, int]:
    """Pieces by offer: a channel may tell one thing in two lines."""
    wanted: dict[int, int] = {}
    for line in lines:
        if line.offer_id:
            wanted[line.offer_id] = wanted.get(line.offer_id, 0) + line.quantity
    return wanted


def _order_wrong(order: ExportOrder, lines: list[ExportLine], now: datetime) -> list[Wrong]:
    """What can be seen before anything is ordered; listings found late are tied to their lines."""
    listings = {
        each.sku: each
        for each in ChannelListing.objects.filter(
            channel_id=order.channel_id, sku__in=[sku_told(line.sku) for line in lines]
        ).select_related("goods")
    }
    wrong: list[Wrong] = []
    for line in lines:
        listing = listings.get(sku_told(line.sku))
        if listing is None:
            wrong.append(Wrong("listing_unknown", {"sku": line.sku}))
        elif listing.state == "ended":
            wrong.append(Wrong("listing_ended", {"sku": line.sku}))
        elif line.listing_id is None:
            line.listing, line.offer_id = listing, listing.offer_id
            line.title = listing.goods.title_en
            line.save(update_fields=["listing", "offer", "title"])
    if order.currency not in MINOR_DIGITS or rate_on(order.currency, dhaka_date(now)) is None:
        wrong.append(Wrong("currency", {"currency": order.currency}))
    problems = rules.address_problems(
        order.buyer_known, order.channel.settings.get("address") or {}
    )
    if problems:
        wrong.append(Wrong("address", {"what": _joined(problems)}))
    return wrong


def _joined(texts: Sequence[Any]) -> dict[str, str]:
    said = [both(text) for text in texts]
    return {language: " ".join(each[language] for each in said) for language in said[0]}


def _supply_place(order: ExportOrder, wanted: dict[int, int], *, now: datetime) -> list[Wrong]:
    """An order at the hub for these pieces. The nonce is the order's and how many supplies it has,
    so that the same step taken again is the same order."""
    hub = export_hub(now=now)
    offers, way_days = offers_to_order(list(wanted), at=now), rule_at(rules.WAY_RULE, now).value
    for offer_id in wanted:
        offer = offers.get(offer_id)
        if offer is None or offer.refusal:
            why = NOT_ORDERABLE[offer.refusal if offer else "unknown"]
            return [Wrong("not_orderable", {"what": both(why)})]
        if not offer.terms.travels(way_days):
            spoils = SPOILS(most=offer.terms.longest_way, days=way_days)
            return [Wrong("not_orderable", {"what": both(spoils)})]
    try:
        with transaction.atomic():
            placed = order_place(
                actor=replace(HUB, person_id=hub.person_id),
                nonce=uuid5(NAMESPACE_URL, f"export:{order.code}:{order.supplies.count()}"),
                centre_id=hub.centre_id,
                customer_id=hub.customer_id,
                channel=EXPORT,
                lines=[
                    OrderedLine(offer_id, pieces, offers[offer_id].price_poisha)
                    for offer_id, pieces in wanted.items()
                ],
                now=now,
            )
            ExportSupply.objects.create(export_order=order, order=placed, made_at=now)
    except OutOfStock as error:
        short = "; ".join(f"{each.title} ({each.left}/{each.wanted})" for each in error.shortages)
        return [Wrong("stock", {"what": {"bn": short, "en": short}})]
    except DomainError as error:
        return [Wrong("not_orderable", {"what": both(error)})]
    return []
