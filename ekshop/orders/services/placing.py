"""Placing an order: prices, rates and promises frozen, stock held, each seller told.

Everything below happens in one transaction with the same number of statements however many
lines and sellers there are. Stock is taken last: from there to the commit every other order
of a hot item waits, so nothing slow may stand behind it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.rules import NOT_ORDERABLE
from ekshop.catalogue.selectors import OfferToOrder, offers_to_order
from ekshop.catalogue.services import OfferNotOrderable, StockItem, stock_reserve
from ekshop.kernel import deadlines, rulebook
from ekshop.kernel.actors import Actor
from ekshop.kernel.clashes import constraint_of
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from ekshop.kernel.events import emit_many
from ekshop.kernel.ids import tracking_code
from ekshop.kernel.money import Money, total
from ekshop.kernel.statements import fetch, insert
from ekshop.parties.selectors import CustomerAtCentre, SellingTerms, customer_at_centre
from ekshop.parties.selectors import selling_terms as selling_terms_of
from ekshop.parties.services import require

from .. import rules
from ..events import OrderPlaced, SellerOrderPlaced
from ..models import CentreStop, Order, OrderLine, SellerOrder
from ..selectors.baskets import categories_of
from ..selectors.promising import making_days, promised_on, rests_of_sellers
from ..selectors.rates import centres_earning, rates_in_force
from . import telling
from .errors import CentreClosed, CentreStopped, ConsentMissing, NonceReused, PriceChanged
from .refusing import orderable, travelling, working

CONFIRM_RULE = "seller_confirm"
_ATTEMPTS = 5
_DRAWN_AGAIN = {"orders_order_code_key", "orders_sellerorder_code_key"}
_SENT_TWICE = "orders_order_nonce_key"


class OrderedLine(NamedTuple):
    """An offer, how many, and the unit price that was read back to the customer."""

    offer_id: int
    quantity: int
    expected_unit_price_poisha: int


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for, checked for shape."""

    nonce: UUID
    fingerprint: str
    centre_id: int
    customer_id: int
    channel: str
    lines: list[OrderedLine]
    replaces_line_id: int | None


@dataclass(frozen=True, slots=True)
class _Promise:
    """Until when the seller answers and the goods arrive, under which versions of the rules."""

    confirm: rulebook.Rule
    confirm_by: datetime
    delivery: dict[bool, rulebook.Rule]

    def deliver_by(self, same_district: bool, now: datetime, making_days: int) -> datetime:
        """Counted from when the goods can leave: what is made to order cannot arrive before."""
        return rulebook.due_at(self.delivery[same_district], now + timedelta(days=making_days))


def order_place(
    *,
    actor: Actor,
    nonce: UUID,
    centre_id: int,
    customer_id: int,
    channel: str,
    lines: Iterable[OrderedLine | tuple[int, int, int]],
    now: datetime,
    replaces_line_id: int | None = None,
) -> Order:
    """One order for the nonce, however often it is sent; the same one is returned again.

    Errors: InvalidInput (no lines, a quantity out of bounds, an offer twice, no such channel),
    NotAllowed, NotFound (a centre or a customer that is not the actor's), CentreClosed,
    CentreStopped, ConsentMissing, OfferNotOrderable, OutOfSeason, TooFarToTravel, MakerResting,
    PriceChanged, OutOfStock, NonceReused.
    The platform itself may place trial orders, also with a seller that is not open yet, and the
    supply of orders from abroad, of which nobody is told by SMS and no centre earns by selling.
    """
    require(actor, "order.place")
    person_id = person_of(actor)
    if channel in (rules.TRIAL, rules.EXPORT) and not actor.is_system:
        raise NotAllowed(channel=channel)
    wish = _checked(nonce, centre_id, customer_id, channel, lines, replaces_line_id)
    for _attempt in range(_ATTEMPTS):
        if _is_placed(nonce):
            return _placed_before(wish)
        try:
            with transaction.atomic():
                return _place(actor, person_id, wish, now)
        except IntegrityError as error:
            # The same nonce at the same moment: the other one won, and is read on the next
            # round. A code drawn twice: drawn again.
            if constraint_of(error) not in {_SENT_TWICE, *_DRAWN_AGAIN}:
                raise
    raise Conflict()


def person_of(actor: Actor) -> int:
    """Who orders: always a person, because somebody must answer for it. Raises NotAllowed."""
    if actor.person_id is None:
        raise NotAllowed(role=actor.role or actor.kind)
    return actor.person_id


def _is_placed(nonce: UUID) -> bool:
    return bool(fetch("SELECT FROM orders_order WHERE nonce = %s", [nonce]))


def _placed_before(wish: _Wish) -> Order:
    order = Order.objects.get(nonce=wish.nonce)
    if order.fingerprint != wish.fingerprint:
        raise NonceReused(nonce=str(wish.nonce))
    return order


def _checked(
    nonce: UUID,
    centre_id: int,
    customer_id: int,
    channel: str,
    lines: Iterable[OrderedLine | tuple[int, int, int]],
    replaces_line_id: int | None,
) -> _Wish:
    asked = [OrderedLine(*line) for line in lines]
    problems: dict[str, object] = {}
    if channel not in {*dict(rules.CHANNELS), rules.TRIAL, rules.EXPORT}:
        problems["channel"] = _("Choose how the customer asks: at the centre or by telephone.")
    if not asked:
        problems["lines"] = _("The basket is empty.")
    elif len(asked) > rules.LINES_AT_MOST:
        problems["lines"] = _("At most %(most)s different goods go into one order.") % {
            "most": rules.LINES_AT_MOST
        }
    elif len({line.offer_id for line in asked}) < len(asked):
        problems["lines"] = _("The same offer stands there twice: put the quantities together.")
    elif any(not 1 <= line.quantity <= rules.QUANTITY_AT_MOST for line in asked):
        problems["lines"] = _("A quantity is a whole number from 1 to %(most)s.") % {
            "most": rules.QUANTITY_AT_MOST
        }
    if problems:
        raise InvalidInput(problems)
    mark = rules.fingerprint(
        centre_id=centre_id,
        customer_id=customer_id,
        channel=channel,
        lines=asked,
        replaces_line_id=replaces_line_id,
    )
    return _Wish(nonce, mark, centre_id, customer_id, channel, asked, replaces_line_id)


def _place(actor: Actor, person_id: int, wish: _Wish, now: datetime) -> Order:
    customer = _customer(actor, wish)
    offers = _offers(wish, now)
    trial, export = wish.channel == rules.TRIAL, wish.channel == rules.EXPORT
    sellers = _sellers(offers, trial=trial)
    rests = rests_of_sellers(sellers.values(), at=now)
    for offer in offers.values():
        travelling(
            offer,
            sellers[offer.seller_id],
            district_id=customer.district_id,
            centre_id=wish.centre_id,
        )
        working(offer, rests.get(offer.seller_id, ()), at=now)
    same_district = {
        seller_id: terms.hub_district_id == customer.district_id
        for seller_id, terms in sellers.items()
    }
    rates = rates_in_force(
        seller_ids=sellers.keys(),
        category_ids=categories_of(offers.values()),
        offer_ids=offers,
        centres=centres_earning(
            sellers.values(), centre_id=wish.centre_id, district_id=customer.district_id
        ),
        at=now,
    )
    promise = _promise(now)

    by_seller: dict[int, list[OrderedLine]] = {}
    for line in wish.lines:
        by_seller.setdefault(offers[line.offer_id].seller_id, []).append(line)
    making = {
        seller_id: making_days(
            (offers[line.offer_id] for line in lines), rests.get(seller_id, ()), at=now
        )
        for seller_id, lines in by_seller.items()
    }
    order = Order(
        code=tracking_code("K"),
        centre_id=wish.centre_id,
        customer_id=wish.customer_id,
        placed_by_id=person_id,
        channel=wish.channel,
        nonce=wish.nonce,
        fingerprint=wish.fingerprint,
        replaces_id=wish.replaces_line_id,
        goods_poisha=0,
        delivery_poisha=0,
        placed_at=now,
    )
    shares = [
        SellerOrder(
            code=tracking_code("S"),
            seller_id=seller_id,
            centre_id=wish.centre_id,
            same_district=same_district[seller_id],
            goods_poisha=total(
                Money(offers[line.offer_id].price_poisha) * line.quantity for line in lines
            ).poisha,
            delivery_poisha=sellers[seller_id].delivery_fee_poisha(same_district[seller_id]),
            placed_at=now,
            confirm_by=promise.confirm_by,
            making_days=making[seller_id],
            promised_on=promised_on(
                sellers[seller_id].days_to(customer.district_id, wish.centre_id),
                now,
                making[seller_id],
            ),
            deliver_by=promise.deliver_by(same_district[seller_id], now, making[seller_id]),
            trial=trial,
            export=export,
            sourcing_centre_id=None if trial else sellers[seller_id].sourcing_centre_id,
        )
        for seller_id, lines in by_seller.items()
    ]
    order.goods_poisha = sum(share.goods_poisha for share in shares)
    order.delivery_poisha = sum(share.delivery_poisha for share in shares)
    insert([order])
    for share in shares:
        share.order = order
    insert(shares)
    lines = [
        _line(share, sellers[share.seller_id], offers[line.offer_id], line, rates, position)
        for share in shares
        for position, line in enumerate(by_seller[share.seller_id], start=1)
    ]
    insert(lines)
    deadlines.deadlines_set(
        [
            deadlines.ToSet(
                entity=("seller_order", share.pk),
                kind=CONFIRM_RULE,
                rule=promise.confirm,
                start=now,
                due_at=share.confirm_by,
                owner_organisation_id=share.seller_id,
            )
            for share in shares
        ],
        now=now,
    )
    if not export:
        telling.order_placed(
            actor=actor,
            order=order,
            customer=customer,
            seller_count=len(shares),
            promised_on=max(share.promised_on for share in shares),
            deliver_by=dhaka_date(max(share.deliver_by for share in shares)),
            now=now,
        )
    emit_many([OrderPlaced(order.pk), *(SellerOrderPlaced(share.pk) for share in shares)])
    stock_reserve(
        items=[StockItem(line.offer_id, line.quantity, line.stock_reference) for line in lines],
        now=now,
    )
    return order


def _customer(actor: Actor, wish: _Wish) -> CustomerAtCentre:
    """Someone else's centre or customer is not found, as if there were none."""
    if actor.role == "entrepreneur" and wish.centre_id != actor.organisation_id:
        raise NotFound(what="centre")
    customer = customer_at_centre(centre_id=wish.centre_id, customer_id=wish.customer_id)
    if customer is None:
        raise NotFound(what="customer")
    if not customer.centre_open:
        raise CentreClosed(centre=customer.centre_name)
    if not customer.agreed_to_order:
        raise ConsentMissing(customer=customer.name)
    # What takes a declined line's place was ordered before the centre was stopped.
    if not wish.replaces_line_id:
        stop = CentreStop.objects.filter(centre_id=wish.centre_id).first()
        if stop is not None:
            raise CentreStopped(stop)
    return customer


def _offers(wish: _Wish, now: datetime) -> dict[int, OfferToOrder]:
    offers = offers_to_order([line.offer_id for line in wish.lines], at=now)
    changes = []
    for line in wish.lines:
        offer = orderable(line.offer_id, offers.get(line.offer_id))
        if offer.price_poisha != line.expected_unit_price_poisha:
            changes.append(
                {
                    "offer_id": offer.id,
                    "title": offer.name,
                    "old_poisha": line.expected_unit_price_poisha,
                    "new_poisha": offer.price_poisha,
                }
            )
    if changes:
        raise PriceChanged(changes)
    return offers


def _sellers(offers: dict[int, OfferToOrder], *, trial: bool) -> dict[int, SellingTerms]:
    sellers = selling_terms_of({offer.seller_id for offer in offers.values()})
    for offer in offers.values():
        terms = sellers.get(offer.seller_id)
        if terms is None or not (terms.is_open or trial):
            raise OfferNotOrderable(
                offer_id=offer.id,
                title=offer.name,
                reason="seller_closed",
                why=NOT_ORDERABLE["seller_closed"],
            )
    return sellers


def _promise(now: datetime) -> _Promise:
    found = rulebook.rules_at([CONFIRM_RULE, *rules.DELIVERY_RULES.values()], now)
    return _Promise(
        confirm=found[CONFIRM_RULE],
        confirm_by=rulebook.due_at(found[CONFIRM_RULE], now),
        delivery={same: found[key] for same, key in rules.DELIVERY_RULES.items()},
    )


def _line(
    share: SellerOrder,
    terms: SellingTerms,
    offer: OfferToOrder,
    asked: OrderedLine,
    rates: list[rules.Rate],
    position: int,
) -> OrderLine:
    def held_by(centre_id: int | None, role: str) -> rules.Rate | None:
        return rules.rate_for(
            rates,
            seller_id=offer.seller_id,
            category_id=offer.category_id,
            parent_category_id=offer.parent_category_id,
            offer_id=offer.id,
            centre_id=centre_id,
            role=role,
        )

    rate = None if share.export else held_by(share.centre_id, "sale")
    sourcing_centre_id = terms.sourcing_centre_id
    sourcing = held_by(sourcing_centre_id, "sourcing") if sourcing_centre_id else None
    return OrderLine(
        seller_order=share,
        offer_id=offer.id,
        product_id=offer.product_id,
        seller_ref=offer.seller_ref,
        title=offer.title,
        title_bn=offer.title_bn,
        title_en=offer.title_en,
        quantity=asked.quantity,
        unit_price_poisha=offer.price_poisha,
        commission_bp=rate.rate_bp if rate else 0,
        commission_rate_id=rate.id if rate else None,
        sourcing_bp=sourcing.rate_bp if sourcing else 0,
        sourcing_rate_id=sourcing.id if sourcing else None,
        sourcing_centre_id=sourcing_centre_id,
        position=position,
    )
