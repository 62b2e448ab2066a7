"""A prize scheme and what centres earned in it, without walking every order to its end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ekshop.catalogue.models import Offer
from ekshop.kernel.clock import month_of
from ekshop.orders.models import OrderLine
from ekshop.parties.models import Customer
from ekshop.parties.tests import make as parties
from ekshop.parties.tests.make import Persona, Personas
from ekshop.settlement.models import CommissionLine, MonthClose, PrizeResult, PrizeScheme
from ekshop.settlement.services.prizes import (
    PrizeGiven,
    Terms,
    scheme_propose,
    scheme_publish,
    scheme_save,
)

from . import make

WRITTEN_AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
SOLD_AT = datetime(2026, 12, 5, 4, 0, tzinfo=UTC)
LOCKED_AT = SOLD_AT + timedelta(days=7)
SETTLED_AT = datetime(2027, 1, 16, 4, 0, tzinfo=UTC)
OBJECTIONS_OVER = datetime(2027, 1, 26, 4, 0, tzinfo=UTC)

LADDER = [
    PrizeGiven("step", "ছাতা", "Umbrella", 50_000, threshold_poisha=10_000),
    PrizeGiven("step", "মোবাইল ফোন", "Mobile phone", 1_200_000, threshold_poisha=50_000),
]
RANKS = [
    PrizeGiven("country", "মোটরসাইকেল", "Motorcycle", 15_000_000, first_rank=1, last_rank=1),
    PrizeGiven("country", "টেলিভিশন", "Television", 3_000_000, first_rank=2, last_rank=3),
    PrizeGiven("division", "সাইকেল", "Bicycle", 900_000, first_rank=1, last_rank=1),
]


def terms(**fields: Any) -> Terms:
    """December 2026, reckoned on 15 January, objections through the 25th."""
    return Terms(
        **{
            "name_bn": "ডিসেম্বরের সেরা",
            "name_en": "Best of December",
            "first_month": "2026-12",
            "last_month": "2026-12",
            "settles_on": date(2027, 1, 15),
            "objections_until": date(2027, 1, 25),
            "tie_rule": "reached_first",
            "prizes": [*LADDER, *RANKS],
            **fields,
        }
    )


def second_operator(people: Personas) -> Persona:
    who = parties.person("Parul", "পারুল", email="parul@operator.example")
    return parties.persona(who, "operator", people.omar.organisation)


def published(people: Personas, parul: Persona, **fields: Any) -> PrizeScheme:
    scheme = scheme_save(
        actor=people.omar.actor, scheme_id=None, terms=terms(**fields), now=WRITTEN_AT
    )
    scheme_propose(actor=people.omar.actor, scheme_id=scheme.pk, now=WRITTEN_AT)
    return scheme_publish(actor=parul.actor, scheme_id=scheme.pk, now=WRITTEN_AT)


def sold(
    people: Personas,
    by: Persona,
    poisha: int,
    *,
    customer: Customer | None = None,
    at: datetime = SOLD_AT,
    locked_at: datetime | None = LOCKED_AT,
    offer: Offer | None = None,
) -> CommissionLine:
    """An order of that centre which earned so much, as settlement keeps it."""
    centre = by.organisation
    assert centre is not None
    if customer is None:
        customer = parties.customer(centre, "Rahima")
        make.orders.agree(by, customer)
    offer = offer or make.orders.offer(people.partner, price_poisha=poisha * 20, on_hand=50)
    order = make.orders.order(people, [(offer, 1)], by=by, customer=customer)
    line = OrderLine.objects.get(seller_order__order=order)
    return CommissionLine.objects.create(
        order_line=line,
        kind="commission",
        seller=people.partner,
        centre=centre,
        person=by.person,
        base_poisha=poisha * 20,
        rate_bp=500,
        amount_poisha=poisha,
        state="locked" if locked_at else "earned",
        month=month_of(at),
        earned_at=at,
        locks_at=locked_at,
        locked_at=locked_at,
    )


def taken_back(line: CommissionLine, poisha: int, *, at: datetime) -> CommissionLine:
    OrderLine.objects.filter(pk=line.order_line_id).update(accepted_quantity=1, returned_quantity=1)
    return CommissionLine.objects.create(
        order_line=line.order_line,
        kind="reversal",
        seller=line.seller,
        centre=line.centre,
        person=line.person,
        base_poisha=-poisha * 20,
        rate_bp=500,
        amount_poisha=-poisha,
        state=line.state,
        month=month_of(at),
        earned_at=at,
        locked_at=line.locked_at,
    )


def closed(*months: str) -> None:
    """The months' accounts are closed."""
    MonthClose.objects.bulk_create(MonthClose(month=month, state="closed") for month in months)


def centre(people: Personas, name: str) -> Persona:
    """One more centre with somebody who runs it, in Asha's union."""
    made = parties.centre(people.places.bhulta, name, name).organisation
    return parties.persona(parties.person(f"{name} runner"), "entrepreneur", made)


def told(scheme: PrizeScheme) -> list[tuple[str, int, int | None, int | None, str]]:
    """Every centre of a result: its name, what counted, its ranks and why."""
    rows = PrizeResult.objects.filter(scheme=scheme).order_by("rank", "centre__name_en")
    return [
        (row.centre.name_en.split()[0], row.counted_poisha, row.rank, row.division_rank, row.reason)
        for row in rows.select_related("centre")
    ]
