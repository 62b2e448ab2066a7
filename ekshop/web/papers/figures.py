"""What an order comes to, figure by figure, each with the lines it is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.kernel.bangla import format_number, format_taka
from ekshop.orders import rules


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a figure: what it is, how it is reckoned, and poisha."""

    title: str
    note: str
    poisha: int


@dataclass(slots=True)
class Figure:
    """`less`: it is taken off. `total`: it is what the figures above come to."""

    key: str
    label: str
    parts: list[Part] = field(default_factory=list)
    less: bool = False
    total: bool = False

    @property
    def poisha(self) -> int:
        return sum(part.poisha for part in self.parts)


def figures_of(
    shares: Sequence[Any], payments: Mapping[int, Any], refunds: Mapping[int, Sequence[Any]]
) -> list[Figure]:
    """What was ordered, what of it does not come or went back, and what is due, paid and given
    back: of one seller's part, or of all parts together. What is nought is left out."""
    ordered = Figure("ordered", _("Goods ordered"))
    declined = Figure("declined", _("Does not come"), less=True)
    rejected = Figure("rejected", _("Sent back at inspection"), less=True)
    uncollected = Figure("uncollected", _("Not collected, sent back"), less=True)
    short = Figure("short", _("Missing from the parcel"), less=True)
    delivery = Figure("delivery", _("Delivery"))
    due = Figure("due", _("To pay"), total=True)
    coming = Figure("coming", _("To pay if all that comes is accepted"), total=True)
    paid = Figure("paid", _("Paid"), total=True)
    back = Figure("back", _("Given back"), less=True)
    for share in shares:
        for line in share.lines.all():
            ordered.parts.append(_part(line, line.quantity))
            if share.state == "lost" or line.state not in rules.LIVE_LINE_STATES:
                declined.parts.append(_part(line, line.quantity))
            elif share.state == "uncollected" and share.pk not in payments:
                sent_back = line.rejected_quantity + line.short_quantity
                uncollected.parts += _pieces(line, line.quantity - sent_back)
            rejected.parts += _pieces(line, line.rejected_quantity)
            short.parts += _pieces(line, line.short_quantity)
        accepted = sum(line.accepted_poisha for line in share.lines.all())
        standing = rules.standing_poisha(share, accepted_poisha=accepted)
        payment = payments.get(share.pk)
        if not standing and payment is None:
            continue
        delivery.parts.append(Part(share.seller.name, f"{share.code} ·", share.delivery_poisha))
        if payment is not None:
            paid.parts.append(Part(share.seller.name, f"{payment.code} ·", payment.amount_poisha))
            back.parts += [
                Part(share.seller.name, _refund_note(refund), refund.amount_poisha)
                for refund in refunds.get(share.pk, ())
            ]
        else:
            sure = share.state in rules.INSPECTED_STATES
            (due if sure else coming).parts.append(
                Part(share.seller.name, f"{share.code} ·", standing)
            )
    if not (due.parts or coming.parts or paid.parts):
        due.parts.append(Part(_("Nothing is to be paid"), "", 0))
    every = (ordered, declined, rejected, short, uncollected, delivery, paid, back, due, coming)
    return [figure for figure in every if figure.parts]


def _pieces(line: Any, quantity: int) -> Iterable[Part]:
    return [_part(line, quantity)] if quantity else []


def _refund_note(refund: Any) -> str:
    return " · ".join(each for each in (refund.code, refund.case_code) if each) + " ·"


def _part(line: Any, quantity: int) -> Part:
    language = get_language() or "bn"
    price = format_taka(line.unit_price_poisha, language)
    return Part(
        line.name,
        f"{format_number(quantity, language)} × {price} =",
        line.unit_price_poisha * quantity,
    )
