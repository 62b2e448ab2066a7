"""One order as those who watch over the platform see it: all of it, read only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ekshop.federation.selectors import deliveries_visible_to
from ekshop.fulfilment.rules import SHIPMENT
from ekshop.fulfilment.selectors import checks_of, inspections_of, returns_of, shipments_of
from ekshop.kernel.actors import Actor
from ekshop.kernel.states import histories_of
from ekshop.ledger.selectors import JournalView, journals_of_many
from ekshop.notices.selectors import messages_visible_to
from ekshop.orders.rules import LINE, SELLER_ORDER
from ekshop.orders.selectors import Standing, shares_of, standings_of
from ekshop.parties.selectors import doers_named, organisation_names
from ekshop.payments.selectors import payments_of, refunds_of
from ekshop.settlement.selectors import commission_of
from ekshop.web.papers.figures import Figure, figures_of

from . import words

TONES = {
    "placed": "turmeric",
    "confirmed": "green",
    "shipped": "indigo",
    "arrived": "turmeric",
    "inspected": "turmeric",
    "paid": "green",
    "handed_over": "green",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    line: Any
    state: str
    replaced_by: str
    commission: list[Any]


@dataclass(frozen=True, slots=True)
class ParcelShown:
    parcel: Any
    state: str
    moves: list[Any]


@dataclass(frozen=True, slots=True)
class Booked:
    """A journal with its sides named: (whose, account, poisha)."""

    journal: JournalView
    what: str
    sides: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class ShareShown:
    """One seller's part with everything that hangs on it; missing things are None or empty. `check`:
    the first inspection of a producer's goods, at her own centre."""

    share: Any
    state: str
    tone: str
    standing: Standing
    lines: list[LineShown]
    parcels: list[ParcelShown]
    check: Any
    inspection: Any
    payment: Any
    refunds: list[Any]
    returns: list[Any]
    figures: list[Figure]
    deliveries: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OrderShown:
    order: Any
    shares: list[ShareShown]
    journals: list[Booked]
    messages: list[Any]


def order_shown(actor: Actor, order: Any) -> OrderShown:
    """The same number of statements however many sellers and lines the order has."""
    shares = shares_of(order)
    ids = [share.pk for share in shares]
    codes = [order.code, *(share.code for share in shares)]
    standings, parcels = standings_of(shares), shipments_of(ids)
    moves = histories_of([parcel for group in parcels.values() for parcel in group])
    doers_named(chain.from_iterable(moves.values()))
    checks, inspections, returns = checks_of(ids), inspections_of(ids), returns_of(ids)
    payments, refunds = payments_of(ids), refunds_of(ids)
    commission = commission_of([line.pk for share in shares for line in share.lines.all()])
    told: dict[str, list[Any]] = {}
    for delivery in deliveries_visible_to(actor).filter(reference__in=codes).order_by("id"):
        told.setdefault(delivery.reference, []).append(delivery)
    journals = journals_of_many(
        [
            ("payment", [payment.pk for payment in payments.values()]),
            ("refund", [refund.pk for group in refunds.values() for refund in group]),
            ("return", [wanted.pk for group in returns.values() for wanted in group]),
            ("seller_order", ids),
            ("shipment", [parcel.pk for group in parcels.values() for parcel in group]),
            ("commission_line", [row.pk for group in commission.values() for row in group]),
        ]
    )
    return OrderShown(
        order=order,
        shares=[
            ShareShown(
                share=share,
                state=SELLER_ORDER.state_label(share.state),
                tone=TONES.get(share.state, "madder"),
                standing=standings[share.pk],
                lines=[_line(line, commission.get(line.pk, [])) for line in share.lines.all()],
                parcels=[
                    ParcelShown(parcel, SHIPMENT.state_label(parcel.state), moves[parcel.pk])
                    for parcel in parcels.get(share.pk, [])
                ],
                check=checks.get(share.pk),
                inspection=inspections.get(share.pk),
                payment=payments.get(share.pk),
                refunds=refunds.get(share.pk, []),
                returns=returns.get(share.pk, []),
                figures=figures_of([share], payments, refunds),
                deliveries=told.get(share.code, []),
            )
            for share in shares
        ],
        journals=_booked(journals),
        messages=list(messages_visible_to(actor).filter(reference__in=codes).order_by("id")),
    )


def _line(line: Any, commission: list[Any]) -> LineShown:
    mended = next(iter(line.replacements.all()), None)
    return LineShown(line, LINE.state_label(line.state), mended.code if mended else "", commission)


def _booked(journals: Sequence[JournalView]) -> list[Booked]:
    owners = {
        owner for journal in journals for _purpose, owner, _poisha in journal.entries if owner
    }
    names = organisation_names(owners)

    def whose(owner: int | None) -> str:
        return names[owner].name if owner in names else str(words.PLATFORM)

    return [
        Booked(
            journal,
            words.journal_kind(journal.kind),
            [
                (whose(owner), words.purpose(purpose), poisha)
                for purpose, owner, poisha in journal.entries
            ],
        )
        for journal in journals
    ]
