"""A payment as its receipt tells it, on screen, on paper and to whoever scans it."""

import hmac
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from ekshop.fulfilment.rules import REJECT_REASONS
from ekshop.fulfilment.selectors import inspections_of
from ekshop.orders.selectors import lines_of
from ekshop.payments.rules import PAYMENT_MEDIA


@dataclass(frozen=True, slots=True)
class Receipt:
    """`lines` are the accepted ones; `refused` (title, quantity, reason) goes back unpaid."""

    payment: Any
    lines: list[Any]
    refused: list[tuple[str, int, str]]
    address: str

    @property
    def medium(self) -> str:
        return str(dict(PAYMENT_MEDIA)[self.payment.medium])

    @property
    def kept_poisha(self) -> int:
        return self.payment.amount_poisha - self.payment.refunded_poisha


def receipt_of(payment: Any) -> Receipt:
    """Two statements beside those that found the payment."""
    found = inspections_of([payment.seller_order_id]).get(payment.seller_order_id)
    reasons = dict(REJECT_REASONS)
    return Receipt(
        payment=payment,
        lines=[line for line in lines_of(payment.seller_order_id) if line.accepted_quantity],
        refused=[
            (line.order_line.name, line.rejected, str(reasons.get(line.reason, "")))
            for line in (found.lines.all() if found else ())
            if line.rejected
        ],
        address=settings.PUBLIC_URL
        + reverse("papers:receipt_sealed", args=[payment.code, seal(payment.code)]),
    )


def seal(code: str) -> str:
    """What the QR on a receipt holds beside its number: nobody guesses it from the number."""
    return salted_hmac("ekshop.receipt", code, algorithm="sha256").hexdigest()[:16]


def seal_fits(code: str, given: str) -> bool:
    return hmac.compare_digest(seal(code).encode(), given.encode())


def receipt_data(receipt: Receipt) -> dict[str, Any]:
    """What the document template `receipt` reads."""
    payment = receipt.payment
    share = payment.seller_order
    return {
        "number": payment.code,
        "order_code": share.order.code,
        "qr": receipt.address,
        "paid_at": payment.collected_at,
        "medium": receipt.medium + (f" · {payment.reference}" if payment.reference else ""),
        "centre": party(share.centre) | {"person": payment.collected_by.called},
        "customer": {"name": share.order.customer.name, "mobile": share.order.customer.mobile},
        "lines": [
            {
                "title": line.name,
                "quantity": line.accepted_quantity,
                "unit_price_poisha": line.unit_price_poisha,
                "total_poisha": line.accepted_poisha,
            }
            for line in receipt.lines
        ],
        "refused": [
            {"title": title, "quantity": quantity, "reason": reason}
            for title, quantity, reason in receipt.refused
        ]
        or None,
        "goods_poisha": payment.goods_poisha,
        "delivery_poisha": payment.delivery_poisha,
        "total_poisha": payment.amount_poisha,
        "total_in_words": payment.amount_poisha,
    }


def party(organisation: Any) -> dict[str, Any]:
    """An organisation as documents name one."""
    place = organisation.place
    return {
        "name": organisation.name,
        "address": organisation.address or None,
        "area": place.name if place else None,
        "mobile": organisation.mobile or None,
    }
