"""Products found, as PostgreSQL has them now, each with its offers in the order they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..models import Offer, Product
from ..rules import NO_TERMS, Terms, rank_price
from .directory import Directory, SellerFacts, knowing
from .rows import MemberRow, live_offers_of, members_of, products_of
from .suggest import title_of


@dataclass(frozen=True, slots=True)
class Found:
    """A product found, with its live offers: those that can be ordered now first, confirmed ones
    before others, then by `rules.rank_price`. `unconfirmed`: since when, by offer.

    A product reached by its address may have none left; what search finds always has one.
    `members`: of a product that is one of a family, all of them; the offers are of all of them.
    `terms`: by offer, of those that have any, or whose kind usually spoils; `too_far`: offers that would spoil on the way to where
    they are asked for, who stand last. `days`: with the making, where it is made to order. `bound`: the
    district and the centre they are asked for.
    """

    product: Product
    offers: tuple[Offer, ...]
    sellers: dict[int, SellerFacts]
    days: int
    in_stock: bool
    members: tuple[MemberRow, ...] = ()
    unconfirmed: Mapping[int, datetime] = field(default_factory=dict)
    terms: Mapping[int, Terms] = field(default_factory=dict)
    too_far: frozenset[int] = frozenset()
    bound: tuple[int | None, int | None] = (None, None)

    @property
    def best(self) -> Offer | None:
        return self.offers[0] if self.offers else None

    @property
    def available(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.available > 0)

    @property
    def travels(self) -> bool:
        """Can any of it that is there be brought to where it is asked for?"""
        return any(offer.pk not in self.too_far for offer in self.available)

    def terms_of(self, offer: Offer) -> Terms:
        return self.terms.get(offer.pk, NO_TERMS)

    def way_of(self, offer: Offer) -> int:
        """Promised days on the way to where it is asked for."""
        facts, (district, centre) = self.sellers[offer.seller_id], self.bound
        return facts.days_to(district, facts.centre if self.only_own_centre(offer) else centre)

    def days_of(self, offer: Offer) -> int:
        """Promised days from the order to where it is asked for, with the making."""
        return self.way_of(offer) + self.terms_of(offer).making_days

    def only_own_centre(self, offer: Offer) -> bool:
        """Of goods asked for by district: do they come to their maker's own centre alone?"""
        facts, (district, centre) = self.sellers[offer.seller_id], self.bound
        return (
            district is not None
            and centre is None
            and offer.pk not in self.too_far
            and not self.terms_of(offer).travels(facts.days_to(district))
        )

    @property
    def name_unshown(self) -> bool:
        """Is it sold under a registered name, and by nobody who has shown a right to it?"""
        return self.product.name_unshown and not self.product.is_gi

    @property
    def shown_first(self) -> tuple[str, tuple[Offer, ...]]:
        """Of a family the code of the member that has the best offer, with the offers of just that
        size and colour; of others its own and all."""
        chosen = next((m for m in self.members if self.best and m.id == self.best.product_id), None)
        if chosen is None:
            return self.product.code, self.offers
        alike = {member.id for member in self.members if member.variant == chosen.variant}
        return chosen.code, tuple(each for each in self.offers if each.product_id in alike)

    @property
    def seller_count(self) -> int:
        """How many sell what is shown first."""
        _code, offers = self.shown_first
        return len({offer.seller_id for offer in offers})

    def title(self, language: str) -> str:
        return title_of(self.members[0] if self.members else self.product, language)


def load(
    ids: list[int],
    names: Directory,
    deliver_to: int | None = None,
    at_centre: int | None = None,
    *,
    even_unsold: bool = False,
) -> tuple[Found, ...]:
    """Products in the order of their ids, with their live offers, in two statements; one more
    where a family is among them.

    Categories, districts and sellers are this process's own rows, so nothing is joined.
    """
    products = {row.pk: row for row in products_of(ids)}
    families: dict[int, list[MemberRow]] = {}
    if of := list({row.family_id for row in products.values() if row.family_id}):
        for member in members_of(of):
            families.setdefault(member.family_id, []).append(member)
    relatives = {member.id for members in families.values() for member in members}
    offers: dict[int, list[Offer]] = {}
    live, terms = live_offers_of([*{*ids, *relatives}])
    names = knowing(names, {offer.seller_id for offer in live})
    for offer in live:
        if offer.seller_id in names.sellers:
            offer._state.fields_cache["seller"] = names.rows["seller", offer.seller_id]
            offers.setdefault(offer.product_id, []).append(offer)
    found = []
    for pk in ids:
        if product := products.get(pk):
            members = families.get(product.family_id or 0, [])
            own = [one for each in [m.id for m in members] or [pk] for one in offers.get(each, [])]
            if own or even_unsold:
                found.append(_found(product, own, names, (deliver_to, at_centre), members, terms))
    return tuple(found)


def _found(
    product: Product,
    offers: list[Offer],
    names: Directory,
    bound: tuple[int | None, int | None],
    members: list[MemberRow],
    all_terms: Mapping[int, Terms],
) -> Found:
    deliver_to, at_centre = bound
    held = product._state.fields_cache
    if ("category", product.category_id) in names.rows:
        held["category"] = names.rows["category", product.category_id]
    if product.district_id:
        held["district"] = names.rows["district", product.district_id]
    sellers = {offer.seller_id: names.sellers[offer.seller_id] for offer in offers}
    doubted = {
        offer.pk: names.unconfirmed[offer.feed_id]
        for offer in offers
        if offer.feed_id in names.unconfirmed
    }
    terms = {offer.pk: all_terms[offer.pk] for offer in offers if offer.pk in all_terms}
    if usual := names.keeping.get(product.category_id):
        terms = {offer.pk: terms.get(offer.pk, NO_TERMS).or_usual(usual) for offer in offers}
    too_far = frozenset(
        offer.pk
        for offer in offers
        if offer.pk in terms
        and deliver_to is not None
        and not sellers[offer.seller_id].comes_to(terms[offer.pk], deliver_to, at_centre)
    )
    offers.sort(
        key=lambda offer: (
            offer.pk in too_far,
            offer.available <= 0,
            offer.pk in doubted,
            rank_price(offer.price_poisha, sellers[offer.seller_id].record),
            offer.pk,
        )
    )
    there = [offer for offer in offers if offer.available > 0] or offers
    return Found(
        product=product,
        offers=tuple(offers),
        sellers=sellers,
        days=min(
            (
                sellers[offer.seller_id].days_to(deliver_to, at_centre)
                + terms.get(offer.pk, NO_TERMS).making_days
                for offer in there
            ),
            default=0,
        ),
        in_stock=any(offer.available > 0 for offer in offers),
        members=tuple(members),
        unconfirmed=doubted,
        terms=terms,
        too_far=too_far,
        bound=bound,
    )
