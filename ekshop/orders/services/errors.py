"""What orders refuse, each in a class and a sentence of its own."""

from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import OfferToOrder, too_far_words
from ekshop.catalogue.services import OfferNotOrderable
from ekshop.kernel.bangla import format_due, format_taka
from ekshop.kernel.errors import Conflict, DomainError

from ..rules import resting_until


class PriceChanged(Conflict):
    """Read back at one price, asked at another. `changes`: offer_id, title, old and new poisha."""

    code = "price_changed"
    message = _("The price has changed since it was read back: %(what)s. Read it back again.")

    def __init__(self, changes: list[dict[str, Any]]) -> None:
        self.changes = changes
        language = get_language() or "bn"
        what = "; ".join(
            f"{change['title']} {format_taka(change['old_poisha'], language)}"
            f" → {format_taka(change['new_poisha'], language)}"
            for change in changes
        )
        super().__init__(what=what, changes=changes)


class OutOfSeason(OfferNotOrderable):
    """There is none of it at this time of the year."""

    code = "out_of_season"

    def __init__(self, offer: OfferToOrder) -> None:
        super().__init__(offer_id=offer.id, title=offer.name, reason="season", why=offer.why)


class TooFarToTravel(OfferNotOrderable):
    """It would spoil on the way. `days`: how long it takes to the centre; `most`: how long it may."""

    code = "too_far_to_travel"

    def __init__(self, offer: OfferToOrder, days: int) -> None:
        why = too_far_words(offer.terms, days)
        super().__init__(offer_id=offer.id, title=offer.name, reason="too_far", why=why)
        self.data |= {"days": days, "most": offer.terms.longest_way}


class MakerResting(OfferNotOrderable):
    """Whoever makes it does not work for long. `back`: the day she works again."""

    code = "maker_resting"

    def __init__(self, offer: OfferToOrder, back: date) -> None:
        why = resting_until(back)
        super().__init__(offer_id=offer.id, title=offer.name, reason="resting", why=why)
        self.data |= {"back": back.isoformat()}


class CentreClosed(Conflict):
    code = "centre_closed"
    message = _("%(centre)s is not taking orders at the moment.")


class CentreStopped(Conflict):
    """It holds more collected cash than it may, or for longer; `held`, `limit` and `pass_on` in
    words."""

    code = "centre_stopped"
    message = _(
        "New orders wait: the centre holds %(held)s of collected cash, and %(limit)s is the most."
        " Pass on at least %(pass_on)s, then order."
    )

    def __init__(self, stop: Any) -> None:
        if not stop.above_limit:
            self.message = _(
                "New orders wait: %(pass_on)s of the centre's cash should have been passed on by"
                " now. Pass it on, then order."
            )
        language = get_language() or "bn"
        super().__init__(
            held=format_taka(stop.held_poisha, language),
            limit=format_taka(stop.limit_poisha, language),
            pass_on=format_taka(stop.to_pass_on_poisha, language),
        )


class ConsentMissing(DomainError):
    code = "consent_missing"
    message = _("%(customer)s has not yet agreed that the centre orders for them.")
    http_status = 409


class NonceReused(Conflict):
    """The nonce belongs to an order that asked for something else."""

    code = "nonce_reused"
    message = _("This form was already sent with other contents. Start a new order.")


class AlreadyAnswered(Conflict):
    code = "already_answered"
    message = _("This order was already answered, and differently. Its answer stands.")


class AnswerTooLate(Conflict):
    """`confirm_by`: when the time ran out."""

    code = "answer_too_late"
    message = _(
        "The time to answer ended on %(when)s. The order was given up and its stock is free again."
    )

    def __init__(self, confirm_by: Any) -> None:
        when = format_due(confirm_by, get_language() or "bn")
        super().__init__(when=when, confirm_by=confirm_by.isoformat())


class HandsTooFew(Conflict):
    """`left`: how many pieces the group's members can still make in these thirty days."""

    code = "hands_too_few"
    message = _("The group's members can make only %(left)s more pieces in these thirty days.")


class OrderCancelled(Conflict):
    code = "order_cancelled"
    message = _("The centre has cancelled this order.")


class NotCancellable(Conflict):
    code = "not_cancellable"
    message = _(
        "It is “%(state)s” and can no longer be cancelled. Refuse the goods at inspection instead."
    )


class NotReplaceable(Conflict):
    code = "not_replaceable"
    message = _("Only a line that its seller will not deliver can be replaced.")


class AlreadyReplaced(Conflict):
    code = "already_replaced"
    message = _("This line was already replaced by order %(order)s.")


class InspectionIncomplete(DomainError):
    """Accepted, rejected and short do not add up to the quantity ordered, line by line."""

    code = "inspection_incomplete"
    message = _("Accepted, rejected and missing pieces must add up to what was ordered.")


class ReturnTooMany(Conflict):
    code = "return_too_many"
    message = _("No more can come back than was accepted.")


class RatesOverlap(Conflict):
    """`existing_id`, `valid_from`, `valid_to` name the rate it would run into."""

    code = "rates_overlap"
    message = _(
        "Another rate for the same goods and centres holds from %(from_when)s to %(to_when)s."
        " Choose a time outside it."
    )
