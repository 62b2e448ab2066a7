"""The next best offer in place of a line its seller will not deliver."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.parties.services import require

from .. import rules
from ..models import Order, OrderLine
from ..selectors.orders import lines_visible_to
from .errors import AlreadyReplaced, NotReplaceable
from .placing import OrderedLine, order_place


def line_replace(
    *,
    actor: Actor,
    line_id: int,
    offer_id: int,
    expected_unit_price_poisha: int,
    nonce: UUID,
    now: datetime,
    quantity: int | None = None,
) -> Order:
    """A follow-up order of another offer for the same customer, as many unless said otherwise.

    Errors: NotFound, NotReplaceable (the line is still coming), AlreadyReplaced, and all that
    `order_place` raises.
    """
    require(actor, "order.place")
    line = lines_visible_to(actor).select_related("seller_order__order").filter(pk=line_id).first()
    if line is None:
        raise NotFound(what="order_line")
    if line.state not in rules.REPLACEABLE_LINE_STATES:
        raise NotReplaceable()
    _refuse_second(line, nonce)
    order = line.seller_order.order
    try:
        with transaction.atomic():
            return order_place(
                actor=actor,
                nonce=nonce,
                centre_id=order.centre_id,
                customer_id=order.customer_id,
                channel=order.channel,
                lines=[
                    OrderedLine(
                        offer_id,
                        line.quantity if quantity is None else quantity,
                        expected_unit_price_poisha,
                    )
                ],
                now=now,
                replaces_line_id=line.pk,
            )
    except IntegrityError:
        _refuse_second(line, nonce)
        raise


def _refuse_second(line: OrderLine, nonce: UUID) -> None:
    other = line.replacements.exclude(nonce=nonce).first()
    if other is not None:
        raise AlreadyReplaced(order=other.code)
