"""Baskets, and what ordering one would come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from ekshop.catalogue.rules import NOT_ORDERABLE
from ekshop.catalogue.selectors import OfferToOrder, offers_to_order, terms_words, too_far_words
from ekshop.kernel import rulebook
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.money import Money
from ekshop.parties.selectors import Named, SellingTerms, organisation_names, selling_terms

from .. import rules
from ..models import Basket
from .promising import closed_until, making_days, promised_on, rests_of_sellers
from .rates import rates_in_force


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """`problem`: why it cannot be ordered as it stands, in words, or None."""

    offer: OfferToOrder
    quantity: int
    commission_poisha: int
    problem: object | None

    @property
    def total_poisha(self) -> int:
        return self.offer.price_poisha * self.quantity

    @property
    def terms(self) -> list[str]:
        """How long it takes to make, keeps and travels, in words."""
        return terms_words(self.offer.terms)


@dataclass(slots=True)
class QuotedShare:
    """What one seller would send. `promised_on`: by the seller's own days; `deliver_by`: the last
    day the law allows, both counted from when it is made. `making_days`: of what is made to order."""

    seller_id: int
    seller: Named
    delivery_poisha: int
    promised_days: int
    promised_on: date
    deliver_by: date
    making_days: int = 0
    lines: list[QuotedLine] = field(default_factory=list)

    @property
    def goods_poisha(self) -> int:
        return sum(line.total_poisha for line in self.lines)

    @property
    def total_poisha(self) -> int:
        return self.goods_poisha + self.delivery_poisha


@dataclass(frozen=True, slots=True)
class Quote:
    """A basket counted through: per seller and altogether."""

    shares: list[QuotedShare]

    @property
    def goods_poisha(self) -> int:
        return sum(share.goods_poisha for share in self.shares)

    @property
    def delivery_poisha(self) -> int:
        return sum(share.delivery_poisha for share in self.shares)

    @property
    def total_poisha(self) -> int:
        return self.goods_poisha + self.delivery_poisha

    @property
    def commission_poisha(self) -> int:
        return sum(line.commission_poisha for share in self.shares for line in share.lines)

    @property
    def pieces(self) -> int:
        return sum(line.quantity for share in self.shares for line in share.lines)

    @property
    def can_be_placed(self) -> bool:
        lines = [line for share in self.shares for line in share.lines]
        return bool(lines) and not any(line.problem for line in lines)


def baskets_visible_to(actor: Actor) -> QuerySet[Basket]:
    """Each person's own; an entrepreneur's of the centre they act for now."""
    own = Basket.objects.filter(made_by_id=actor.person_id)
    if actor.role == "entrepreneur":
        return own.filter(centre_id=actor.organisation_id)
    return own if actor.role == "call_operator" else Basket.objects.none()


def baskets_waiting(actor: Actor) -> QuerySet[Basket]:
    """Those with something in them, the last touched first, with `pieces` lines counted."""
    return (
        baskets_visible_to(actor)
        .annotate(line_count=Count("lines"))
        .filter(line_count__gt=0)
        .select_related("customer", "centre")
        .order_by("-updated_at", "-id")
    )


def basket_quote(basket: Basket, *, district_id: int, at: datetime) -> Quote:
    """What the basket would come to if it were ordered at that moment."""
    return quote(
        list(basket.lines.order_by("id").values_list("offer_id", "quantity")),
        district_id=district_id,
        at=at,
        centre_id=basket.centre_id,
    )


def quote(
    wanted: Sequence[tuple[int, int]],
    *,
    district_id: int,
    at: datetime,
    centre_id: int | None = None,
) -> Quote:
    """Offers and quantities, counted through, the commission as that centre would earn it.

    A constant number of statements.
    """
    if not wanted:
        return Quote([])
    offers = offers_to_order([offer_id for offer_id, _quantity in wanted], at=at)
    sellers = selling_terms({offer.seller_id for offer in offers.values()})
    names = organisation_names(sellers)
    limits = rulebook.rules_at(list(rules.DELIVERY_RULES.values()), at)
    rates = rates_in_force(
        seller_ids=sellers,
        category_ids=categories_of(offers.values()),
        offer_ids=offers,
        centres={} if centre_id is None else {centre_id: district_id},
        at=at,
    )
    rests = rests_of_sellers(sellers.values(), at=at)
    by_seller: dict[int, list[QuotedLine]] = {}
    for offer_id, quantity in wanted:
        if offer := offers.get(offer_id):
            line = _line(offer, quantity, sellers[offer.seller_id], rates, centre_id, district_id)
            if back := closed_until(rests.get(offer.seller_id, ()), at=at):
                line = replace(line, problem=rules.resting_until(back))
            by_seller.setdefault(offer.seller_id, []).append(line)
    return Quote(
        [
            _share(
                sellers[seller_id],
                names,
                limits,
                district_id,
                centre_id,
                at,
                lines,
                making_days((line.offer for line in lines), rests.get(seller_id, ()), at=at),
            )
            for seller_id, lines in by_seller.items()
        ]
    )


def categories_of(offers: Iterable[OfferToOrder]) -> set[int]:
    """Their categories and those categories' parents."""
    return {
        category
        for offer in offers
        for category in (offer.category_id, offer.parent_category_id)
        if category is not None
    }


def _share(
    terms: SellingTerms,
    names: dict[int, Named],
    limits: Mapping[str, rulebook.Rule],
    district_id: int,
    centre_id: int | None,
    at: datetime,
    lines: list[QuotedLine],
    making: int,
) -> QuotedShare:
    same_district = terms.hub_district_id == district_id
    days = terms.days_to(district_id, centre_id)
    limit = limits[rules.DELIVERY_RULES[same_district]]
    return QuotedShare(
        seller_id=terms.seller_id,
        seller=names[terms.seller_id],
        delivery_poisha=terms.delivery_fee_poisha(same_district),
        promised_days=making + days,
        promised_on=promised_on(days, at, making),
        deliver_by=dhaka_date(rulebook.due_at(limit, at + timedelta(days=making))),
        making_days=making,
        lines=lines,
    )


def _line(
    offer: OfferToOrder,
    quantity: int,
    terms: SellingTerms,
    rates: list[rules.Rate],
    centre_id: int | None,
    district_id: int,
) -> QuotedLine:
    rate = rules.rate_for(
        rates,
        seller_id=offer.seller_id,
        category_id=offer.category_id,
        parent_category_id=offer.parent_category_id,
        offer_id=offer.id,
        centre_id=centre_id,
    )
    problem: object | None = None
    days = terms.days_to(district_id, centre_id)
    if offer.refusal:
        problem = offer.why
    elif not terms.is_open:
        problem = NOT_ORDERABLE["seller_closed"]
    elif not offer.terms.travels(days):
        problem = too_far_words(offer.terms, days)
    elif offer.available < quantity:
        problem = rules.only_left(offer.available)
    goods = Money(offer.price_poisha) * quantity
    return QuotedLine(offer, quantity, goods.share(rate.rate_bp).poisha if rate else 0, problem)
