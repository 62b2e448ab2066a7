"""What couriers owe us, and what they are owed for carrying producers' goods."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from ekshop.fulfilment.selectors import orders_of_parcel
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clock import DHAKA
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.parties.rules import allowed

from ..models import CourierBill, CourierClaim, CourierWay

COURIER_CLAIM_ORDER = ("-opened_at", "-id")
COURIER_WAY_ORDER = ("-owed_at", "-id")
OWED_WAYS = Q(state="owed")
OWED_CLAIMS = Q(state="withdrawn", paid_poisha__gt=0, bill=None)
"""Claims of which a courier has paid something, and gets it back: what it paid for was found."""


def courier_claims_visible_to(actor: Actor) -> QuerySet[CourierClaim]:
    """All for those who watch the books; a centre's of parcels that came to it, and of those its
    producers sent."""
    rows = CourierClaim.objects.select_related(
        "seller_order__seller", "seller_order__centre", "seller_order__order__customer", "bill"
    )
    if _reads(actor):
        return rows
    if not allowed("courier_claim.read", actor.role):
        return rows.none()
    centre = actor.organisation_id
    return rows.filter(
        Q(seller_order__centre_id=centre) | Q(seller_order__sourcing_centre_id=centre)
    )


def courier_claims_listed(
    actor: Actor, *, state: str = "", text: str = ""
) -> QuerySet[CourierClaim]:
    """Those one may see, to be paged by `COURIER_CLAIM_ORDER`. `text`: the code of an order, of a
    seller's part or of a parcel, or part of the seller's name."""
    rows = courier_claims_visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    text = normalise(text)
    if not text:
        return rows
    wanted = Q(seller_order__seller__name_en__icontains=text) | Q(
        seller_order__seller__name_bn__icontains=text
    )
    try:
        code = parse_code(text)
    except InvalidCode:
        return rows.filter(wanted)
    return rows.filter(
        Q(seller_order__code=code)
        | Q(seller_order__order__code=code)
        | Q(seller_order__in=orders_of_parcel(code))
    )


def courier_claims_of(
    actor: Actor, seller_order_ids: Sequence[int]
) -> dict[int, list[CourierClaim]]:
    """By seller order, those one may see, the newest first."""
    found: dict[int, list[CourierClaim]] = {each: [] for each in seller_order_ids}
    rows = courier_claims_visible_to(actor).filter(seller_order__in=seller_order_ids)
    for claim in rows.order_by(*COURIER_CLAIM_ORDER):
        found[claim.seller_order_id].append(claim)
    return found


def courier_claims_open(actor: Actor) -> list[dict[str, Any]]:
    """By courier: `courier`, how many `claims` are open, and their `poisha` that have not come."""
    rows = courier_claims_visible_to(actor).filter(state="open").order_by()
    sums = rows.values("courier").annotate(
        claims=Count("id"), poisha=Sum(F("amount_poisha") - F("paid_poisha"))
    )
    return cast("list[dict[str, Any]]", list(sums.order_by("-poisha", "courier")))


def courier_ways_visible_to(actor: Actor) -> QuerySet[CourierWay]:
    """All for those who watch the books."""
    rows = CourierWay.objects.select_related(
        "shipment", "seller_order__seller", "seller_order__centre", "bill"
    )
    return rows if _reads(actor) else rows.none()


def courier_ways_owed(actor: Actor, until: date | None = None) -> list[dict[str, Any]]:
    """By courier, up to a day where one is named, that one too: `courier`, how many `ways` are owed
    to it, their `ways_poisha`, since when the `first`, how many withdrawn `claims` it gets back,
    their `claims_poisha`, and the `poisha` of both."""
    ways = courier_ways_visible_to(actor).filter(OWED_WAYS).order_by()
    claims = courier_claims_visible_to(actor).filter(OWED_CLAIMS).order_by()
    if until:
        ways = ways.filter(owed_at__lt=day_end(until))
        claims = claims.filter(ended_at__lt=day_end(until))
    carried = ways.values("courier").annotate(
        ways=Count("id"), ways_poisha=Sum("amount_poisha"), first=Min("owed_at")
    )
    found = claims.values("courier").annotate(
        claims=Count("id"), claims_poisha=Sum("paid_poisha"), first=Min("ended_at")
    )
    nothing = {"ways": 0, "ways_poisha": 0, "claims": 0, "claims_poisha": 0}
    owed: dict[str, dict[str, Any]] = {}
    for row in [*found, *carried]:
        owed[row["courier"]] = {**nothing, **owed.get(row["courier"], {}), **row}
    for sums in owed.values():
        sums["poisha"] = sums["ways_poisha"] + sums["claims_poisha"]
    return sorted(owed.values(), key=lambda each: (-each["poisha"], each["courier"]))


def courier_bills_visible_to(actor: Actor) -> QuerySet[CourierBill]:
    """To be paged by (`paid_at`, `id`)."""
    rows = CourierBill.objects.select_related("paid_by")
    return rows if _reads(actor) else rows.none()


def day_end(day: date) -> datetime:
    """The moment after a day in Dhaka."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), DHAKA)


def _reads(actor: Actor) -> bool:
    return actor.is_system or allowed("ledger.read", actor.role)
