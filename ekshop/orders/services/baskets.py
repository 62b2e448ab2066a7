"""The basket: what an entrepreneur puts together for one customer, kept when the line dies."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import offers_to_order
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.selectors import (
    centres_visible_to,
    customer_at_centre,
    customer_by_mobile,
    selling_terms,
)
from ekshop.parties.services import consent_record, customer_record, require

from .. import rules
from ..models import Basket, BasketLine, Order
from ..selectors.baskets import baskets_visible_to
from .errors import ConsentMissing
from .placing import OrderedLine, order_place, person_of
from .refusing import orderable, travelling


def basket_open(
    *,
    actor: Actor,
    centre_id: int,
    customer_id: int,
    channel: str,
    now: datetime,
) -> Basket:
    """The basket this person is filling for that customer, or a fresh one.

    Errors: NotAllowed, NotFound (someone else's centre or customer), ConsentMissing.
    """
    require(actor, "order.place")
    if not centres_visible_to(actor).filter(pk=centre_id).exists():
        raise NotFound(what="centre")
    _check_customer(centre_id, customer_id)
    with transaction.atomic():
        basket = (
            baskets_visible_to(actor)
            .filter(centre_id=centre_id, customer_id=customer_id)
            .order_by("-updated_at")
            .first()
        )
        if basket is None:
            return Basket.objects.create(
                centre_id=centre_id,
                made_by_id=person_of(actor),
                customer_id=customer_id,
                channel=channel,
                nonce=uuid4(),
                updated_at=now,
            )
        basket.channel, basket.updated_at = channel, now
        basket.save(update_fields=["channel", "updated_at"])
        return basket


def basket_open_for(
    *,
    actor: Actor,
    centre_id: int,
    mobile: str,
    name: str,
    agreed_by: str,
    channel: str,
    now: datetime,
) -> Basket:
    """Attends to whoever has that mobile number: known or new, agreed before or just now.

    `agreed_by`: how the customer said yes after the words were read out ("spoken" or "written");
    "" when they were not asked, which is enough for one who agreed before. Errors: NotAllowed,
    NotFound, InvalidInput, ConsentMissing.
    """
    require(actor, "order.place")
    _check_channel(channel)
    with transaction.atomic():
        customer_id = _attend(actor, centre_id, mobile, name, agreed_by, now)
        return basket_open(
            actor=actor, centre_id=centre_id, customer_id=customer_id, channel=channel, now=now
        )


def basket_lines_set(
    *, actor: Actor, basket_id: int, quantities: Mapping[int, int], now: datetime
) -> Basket:
    """Several offers at once, as `basket_line_set`; all or none."""
    with transaction.atomic():
        basket = _basket(actor, basket_id)
        for offer_id, quantity in quantities.items():
            basket = basket_line_set(
                actor=actor, basket_id=basket_id, offer_id=offer_id, quantity=quantity, now=now
            )
    return basket


def basket_line_set(
    *, actor: Actor, basket_id: int, offer_id: int, quantity: int, now: datetime
) -> Basket:
    """That many of the offer; none takes it out. Errors: NotFound, InvalidInput,
    OfferNotOrderable, OutOfSeason, TooFarToTravel. Stock is not held by a basket, so too much is only refused at the end.
    """
    require(actor, "order.place")
    basket = _basket(actor, basket_id)
    if not 0 <= quantity <= rules.QUANTITY_AT_MOST:
        raise InvalidInput(
            {
                "quantity": _("A quantity is a whole number from 1 to %(most)s.")
                % {"most": rules.QUANTITY_AT_MOST}
            }
        )
    with transaction.atomic():
        if quantity == 0:
            basket.lines.filter(offer_id=offer_id).delete()
        else:
            _check_offer(basket, offer_id, now)
            BasketLine.objects.update_or_create(
                basket=basket, offer_id=offer_id, defaults={"quantity": quantity}
            )
        basket.updated_at = now
        basket.save(update_fields=["updated_at"])
    return basket


def basket_drop(*, actor: Actor, basket_id: int) -> None:
    """Forgets it. One that is gone already is no error."""
    require(actor, "order.place")
    baskets_visible_to(actor).filter(pk=basket_id).delete()


def basket_place(
    *,
    actor: Actor,
    nonce: UUID,
    centre_id: int,
    customer_id: int,
    channel: str,
    lines: Iterable[OrderedLine | tuple[int, int, int]],
    now: datetime,
) -> Order:
    """Orders what was read back and forgets the basket of that nonce, both or neither.

    Everything comes with the call, so the same form sent again finds the same order though the
    basket is gone. Errors: as `order_place`.
    """
    with transaction.atomic():
        order = order_place(
            actor=actor,
            nonce=nonce,
            centre_id=centre_id,
            customer_id=customer_id,
            channel=channel,
            lines=lines,
            now=now,
        )
        baskets_visible_to(actor).filter(nonce=nonce).delete()
    return order


def order_place_for(
    *,
    actor: Actor,
    nonce: UUID,
    centre_id: int,
    mobile: str,
    name: str,
    agreed_by: str,
    channel: str,
    lines: Iterable[OrderedLine | tuple[int, int, int]],
    now: datetime,
) -> Order:
    """Attends to whoever has that number and orders for them at once, both or neither.

    For an order put together where no server could be asked, so there is no basket. The same
    nonce again finds the same order and asks nobody's consent a second time. Errors: as
    `basket_open_for` and `order_place`.
    """
    require(actor, "order.place")
    _check_channel(channel)
    with transaction.atomic():
        if Order.objects.filter(nonce=nonce).exists():
            name = agreed_by = ""
        customer_id = _attend(actor, centre_id, mobile, name, agreed_by, now)
        return order_place(
            actor=actor,
            nonce=nonce,
            centre_id=centre_id,
            customer_id=customer_id,
            channel=channel,
            lines=lines,
            now=now,
        )


def _attend(
    actor: Actor, centre_id: int, mobile: str, name: str, agreed_by: str, now: datetime
) -> int:
    """The customer with that number, recorded, renamed and agreed as far as need be."""
    known: Any = customer_by_mobile(actor, centre_id=centre_id, mobile=mobile)
    customer, has_agreed = known, bool(known and known.has_agreed)
    if customer is None or (name and name != customer.name):
        customer = customer_record(
            actor=actor, name=name, mobile=mobile, now=now, centre_id=centre_id
        )
    if agreed_by and not has_agreed:
        consent_record(
            actor=actor,
            customer_id=customer.pk,
            purpose="order",
            medium=agreed_by,
            wording=rules.CONSENT_WORDING,
            now=now,
        )
    return customer.pk


def _basket(actor: Actor, basket_id: int) -> Basket:
    basket = baskets_visible_to(actor).filter(pk=basket_id).first()
    if basket is None:
        raise NotFound(what="basket")
    return basket


def _check_channel(channel: str) -> None:
    if channel not in dict(rules.CHANNELS):
        raise InvalidInput(
            {"channel": _("Choose how the customer asks: at the centre or by telephone.")}
        )


def _check_customer(centre_id: int, customer_id: int) -> None:
    customer = customer_at_centre(centre_id=centre_id, customer_id=customer_id)
    if customer is None:
        raise NotFound(what="customer")
    if not customer.agreed_to_order:
        raise ConsentMissing(customer=customer.name)


def _check_offer(basket: Basket, offer_id: int, now: datetime) -> None:
    offer = orderable(offer_id, offers_to_order([offer_id], at=now).get(offer_id))
    if offer.terms.longest_way is not None:
        terms = selling_terms([offer.seller_id])[offer.seller_id]
        travelling(
            offer,
            terms,
            district_id=basket.centre.centre.district_id,
            centre_id=basket.centre_id,
        )
