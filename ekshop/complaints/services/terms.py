"""What a remedy may be: its kind, amount, way and day, as the rules allow."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.clock import DHAKA, dhaka_date
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.payments.selectors import payment_of

from .. import rules
from ..models import Case, RemedyOffer


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What one side proposes. `amount_poisha` and `medium` for money only."""

    kind: str
    due_on: date
    amount_poisha: int | None = None
    medium: str = ""
    note: str = ""

    def as_data(self) -> dict[str, Any]:
        """For the timeline; JSON."""
        return {
            "kind": self.kind,
            "amount_poisha": self.amount_poisha,
            "medium": self.medium,
            "due_on": self.due_on.isoformat(),
        }


def terms_check(case: Case, terms: Terms, *, now: datetime) -> None:
    """Raises InvalidInput with a sentence for each field that must be mended."""
    wrong: dict[str, Any] = {}
    if terms.kind not in dict(rules.REMEDIES):
        wrong["kind"] = _("Choose what would put it right.")
    elif terms.kind in rules.MONEY_REMEDIES:
        wrong |= _money_wrong(case, terms)
    elif terms.amount_poisha is not None:
        wrong["amount"] = _("Only money back and compensation have an amount.")
    today = dhaka_date(now)
    last = due_on_latest(terms.kind, now=now)
    if terms.due_on < today:
        wrong["due_on"] = _("This day is over. Choose a day to come.")
    elif terms.due_on > last:
        wrong["due_on"] = _("This is too late: the rules allow %(days)s days.") % {
            "days": (last - today).days
        }
    if wrong:
        raise InvalidInput(wrong)


def _money_wrong(case: Case, terms: Terms) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    amount = terms.amount_poisha
    if amount is None or not 0 < amount <= 10**12:
        wrong["amount"] = _("Write the amount in taka.")
    elif amount > case.paid_poisha and not case.damages:
        wrong["amount"] = _("This is more than was paid.")
    left = refundable_poisha(case) if terms.kind == "refund" else None
    if left is not None:
        if amount is not None and amount > left:
            wrong["amount"] = _(
                "This is more than is left of what was paid here. What goes beyond it is compensation."
            )
        if terms.medium != "same":
            wrong["medium"] = _("This was paid through ek-Shop: it goes back the way it was paid.")
    elif terms.medium not in dict(rules.REFUND_MEDIA):
        wrong["medium"] = _("Choose how the money comes.")
    return wrong


def refundable_poisha(case: Case) -> int | None:
    """What is left to give back through ek-Shop. None where it was not paid through us."""
    payment = payment_of(case.seller_order_id) if case.seller_order_id else None
    return payment.amount_poisha - payment.refunded_poisha if payment else None


def due_on_latest(kind: str, *, now: datetime) -> date:
    """The last day that may be promised now."""
    key = "refund_after_failure" if kind == "refund" else "complaint_remedy"
    return dhaka_date(due_at(rule_at(key, now), now))


def end_of(day: date) -> datetime:
    """The day's last second in Dhaka."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=DHAKA)


def due_on_accepted(offer: RemedyOffer, *, now: datetime) -> date:
    """The day an accepted offer is due: its own, or as many days from now as it first gave.

    Whoever thinks an offer over until its day has come does not make the other break it.
    """
    today = dhaka_date(now)
    if offer.due_on > today:
        return offer.due_on
    return today + max(timedelta(days=1), offer.due_on - dhaka_date(offer.made_at))
