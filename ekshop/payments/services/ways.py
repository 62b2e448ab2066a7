"""How money comes and where it then is."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import InvalidInput

from ..models import Payment
from ..rules import EXPORT, Due


def money_account(payment: Payment) -> tuple[int | None, str]:
    """Where the money is: with the centre when it was cash, on the platform's account if not; what
    the export hub pays for is no money yet but goods."""
    if payment.medium == EXPORT:
        return None, "export_goods"
    return (payment.centre_id, "cash_collected") if payment.medium == "cash" else (None, "bank")


def earned_postings(seller_order: Any, paid: Due) -> list[tuple[int | None, str, int]]:
    """Whose the money is. A producer's goods went by a courier ek-Shop pays, so the way is paid for
    with it; whoever has a courier of its own gets both."""
    own = paid.goods_poisha if seller_order.by_our_courier else paid.amount_poisha
    return [
        (seller_order.seller_id, "seller_payable", -own),
        (None, "delivery_due", own - paid.amount_poisha),
    ]


def medium_check(medium: str, reference: str, media: Sequence[tuple[str, object]]) -> None:
    if medium not in {name for name, _label in media}:
        raise InvalidInput({"medium": _("Choose how the money was paid.")})
    if medium == "cash" and reference:
        raise InvalidInput({"reference": _("Cash has no transaction number.")})
    if medium != "cash" and not reference:
        raise InvalidInput({"reference": _("Type the transaction number from the SMS.")})
    if len(reference) > 60:
        raise InvalidInput({"reference": _("A transaction number has at most 60 letters.")})
