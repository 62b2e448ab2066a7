"""What the producers of each district sold at home and abroad, and what it meant for each of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import Greatest

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed
from ekshop.kernel.models import in_language
from ekshop.parties.rules import allowed
from ekshop.parties.selectors import districts, sellers_open_at
from ekshop.payments.selectors import payments_visible_to
from ekshop.producers.selectors.since import approved_since

from .. import rules

COUNTING = Actor.system("reporting")


@dataclass(frozen=True, slots=True)
class Trade:
    """Of a district, a division or the country: amounts in poisha, paid for goods accepted and not
    given back. `abroad` is what the export hub paid here, not the price there. `paid_home`,
    `paid_abroad`: what each producer who sold there adds to the amount. `incomes`: what each
    producer who sold anything got, the least first. `first_days`: whole days from a producer's
    approval to her first sale ever, the fewest first. `told`: which figures anybody may see, by the
    names of `MEASURES`; they name nobody, alone or taken from one another.
    """

    code: str
    slug: str
    name_bn: str
    name_en: str
    division: str
    producers: int = 0
    orders_home: int = 0
    orders_abroad: int = 0
    home_poisha: int = 0
    abroad_poisha: int = 0
    paid_home: tuple[int, ...] = ()
    paid_abroad: tuple[int, ...] = ()
    incomes: tuple[int, ...] = ()
    first_days: tuple[int, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self.name_bn, self.name_en)

    @property
    def selling(self) -> int:
        return len(self.incomes)

    @property
    def orders(self) -> int:
        return self.orders_home + self.orders_abroad

    @property
    def total_poisha(self) -> int:
        return self.home_poisha + self.abroad_poisha

    @property
    def income(self) -> rules.Spread | None:
        return rules.spread(self.incomes)

    @property
    def first_sale(self) -> rules.Spread | None:
        return rules.spread(self.first_days)

    @property
    def income_each(self) -> int | None:
        """What a producer who sold anything got, one with another; None where nobody did. Of few it
        tells what each got: for those who watch."""
        return rules.mean(self.incomes)

    @property
    def first_sale_each(self) -> int | None:
        """Days to a first sale, one with another, as `income_each`."""
        return rules.mean(self.first_days)

    @property
    def home_may_be_public(self) -> bool:
        return "home" in self.told

    @property
    def abroad_may_be_public(self) -> bool:
        return "abroad" in self.told

    @property
    def may_be_public(self) -> bool:
        """Whether there is an amount to tell."""
        return self.home_may_be_public or self.abroad_may_be_public

    @property
    def orders_may_be_public(self) -> bool:
        return "orders" in self.told

    @property
    def orders_split_may_be_public(self) -> bool:
        return "split" in self.told

    @property
    def selling_may_be_public(self) -> bool:
        return "selling" in self.told

    @property
    def income_public(self) -> rules.Spread | None:
        return self.income if self.selling >= rules.LEAST_SPREAD else None

    @property
    def first_sale_public(self) -> rules.Spread | None:
        return self.first_sale if len(self.first_days) >= rules.LEAST_SPREAD else None


MEASURES: dict[str, tuple[Callable[[Trade], rules.Behind], Callable[[rules.Behind], bool]]] = {
    "home": (
        lambda each: rules.Behind((len(each.paid_home), each.orders_home), each.paid_home),
        rules.enough_of_many,
    ),
    "abroad": (
        lambda each: rules.Behind((len(each.paid_abroad), each.orders_abroad), each.paid_abroad),
        rules.enough_of_many,
    ),
    "orders": (lambda each: rules.Behind((each.orders,)), rules.enough_orders),
    "split": (
        lambda each: rules.Behind((each.orders_home, each.orders_abroad)),
        rules.enough_or_none,
    ),
    "selling": (lambda each: rules.Behind((each.selling, each.orders)), rules.enough),
}
"""The figures that are told apart: what stands behind each, and when that is enough."""


INCOME_STEP = 1_000


@dataclass(frozen=True, slots=True)
class DistrictTrade:
    """`places` by district, `divisions` and `country` the same added up."""

    places: list[Trade]
    divisions: list[Trade]
    country: Trade


@dataclass(slots=True)
class _Sum:
    orders: dict[bool, int]
    poisha: dict[bool, int]
    first: datetime | None = None


def district_trade(actor: Actor, *, now: datetime, days: int) -> DistrictTrade:
    """Everything, for those who watch; the last `days` days, first sales ever. Five statements
    whatever there is. Raises NotAllowed."""
    if not allowed("operations.read", actor.role) and not actor.is_system:
        raise NotAllowed(action="operations.read", role=actor.role or actor.kind)
    return _trade(now, days)


def district_trade_public(*, now: datetime, days: int) -> DistrictTrade:
    """The same for anybody, until `rules.told_until`. Whoever shows it leaves out what is not in
    `Trade.told`."""
    return trade_told(_trade(rules.told_until(now), days))


def trade_told(trade: DistrictTrade) -> DistrictTrade:
    """With what of each may be told, given that all of it stands on one page, and amounts rounded:
    by what changes until they are told again one order could be had."""
    inside: dict[str, str | None] = {"": None}
    inside |= {each.slug: "" for each in trade.divisions}
    inside |= {each.code: each.division for each in trade.places}
    units = {"": trade.country}
    units |= {each.slug: each for each in trade.divisions}
    units |= {each.code: each for each in trade.places}
    told: dict[str, set[str]] = {}
    for measure, (stands, fits) in MEASURES.items():
        behind = {key: stands(unit) for key, unit in units.items()}
        for key in rules.told_apart(behind, inside, fits):
            told.setdefault(key, set()).add(measure)
    # The parts of the orders without their sum would tell it.
    for names in told.values():
        if "orders" not in names:
            names.discard("split")

    def telling(key: str) -> Trade:
        unit = units[key]
        return replace(
            unit,
            told=tuple(sorted(told.get(key, ()))),
            home_poisha=rules.rounded(unit.home_poisha),
            abroad_poisha=rules.rounded(unit.abroad_poisha),
            incomes=tuple(rules.rounded(one, INCOME_STEP) for one in unit.incomes),
        )

    return DistrictTrade(
        places=[telling(each.code) for each in trade.places],
        divisions=[telling(each.slug) for each in trade.divisions],
        country=telling(""),
    )


def _trade(now: datetime, days: int) -> DistrictTrade:
    sold = _sold(now - timedelta(days=days), now)
    since = approved_since()
    all_districts = districts()
    at_home: dict[int, list[int]] = {}
    for seller in sellers_open_at(now, kind="producer"):
        at_home.setdefault(seller.hub_district_id, []).append(seller.pk)
    places = [
        _of(
            sold,
            since,
            at_home.get(place.pk, ()),
            code=place.code,
            slug=place.slug,
            name_bn=place.name_bn,
            name_en=place.name_en,
            division=place.parent.slug if place.parent else "",
        )
        for place in all_districts
    ]
    parents = {place.parent.slug: place.parent for place in all_districts if place.parent}
    return DistrictTrade(
        places=places,
        divisions=[
            _together(
                [each for each in places if each.division == slug],
                code=division.code,
                slug=slug,
                name_bn=division.name_bn,
                name_en=division.name_en,
            )
            for slug, division in sorted(parents.items())
        ],
        country=_together(places, code="", slug="", name_bn="সারা দেশ", name_en="The whole country"),
    )


def _sold(start: datetime, now: datetime) -> dict[int, _Sum]:
    """By producer: orders and poisha at home (False) and abroad (True), and the first sale ever."""
    inside = Q(collected_at__gt=start, collected_at__lte=now)
    kept = Greatest(F("goods_poisha") - F("refunded_poisha"), 0)
    rows = (
        payments_visible_to(COUNTING)
        .select_related(None)
        .filter(seller_order__trial=False, seller_order__seller__kind="producer")
        .order_by()
        .values_list("seller_order__seller_id", "seller_order__export")
        .annotate(
            first=Min("collected_at", filter=Q(collected_at__lte=now)),
            number=Count("id", filter=inside),
            poisha=Sum(kept, filter=inside, default=0),
        )
    )
    sold: dict[int, _Sum] = {}
    for seller_id, export, first, number, poisha in rows:
        row = sold.setdefault(seller_id, _Sum({False: 0, True: 0}, {False: 0, True: 0}))
        row.orders[export], row.poisha[export] = number, poisha
        row.first = min(filter(None, (first, row.first)), default=None)
    return sold


def _of(
    sold: dict[int, _Sum], since: dict[int, datetime], seller_ids: Sequence[int], **named: Any
) -> Trade:
    here = [sold[pk] for pk in seller_ids if pk in sold]
    waited = [
        (row.first - since[pk]).days
        for pk in seller_ids
        if (row := sold.get(pk)) and row.first and pk in since and row.first >= since[pk]
    ]
    incomes = (sum(row.poisha.values()) for row in here if any(row.orders.values()))
    return Trade(
        **named,
        producers=len(seller_ids),
        orders_home=sum(row.orders[False] for row in here),
        orders_abroad=sum(row.orders[True] for row in here),
        home_poisha=sum(row.poisha[False] for row in here),
        abroad_poisha=sum(row.poisha[True] for row in here),
        paid_home=tuple(row.poisha[False] for row in here if row.orders[False]),
        paid_abroad=tuple(row.poisha[True] for row in here if row.orders[True]),
        incomes=tuple(sorted(incomes)),
        first_days=tuple(sorted(waited)),
    )


def _together(places: Iterable[Trade], **named: Any) -> Trade:
    those = list(places)
    return Trade(
        **named,
        division="",
        producers=sum(each.producers for each in those),
        orders_home=sum(each.orders_home for each in those),
        orders_abroad=sum(each.orders_abroad for each in those),
        home_poisha=sum(each.home_poisha for each in those),
        abroad_poisha=sum(each.abroad_poisha for each in those),
        paid_home=tuple(one for each in those for one in each.paid_home),
        paid_abroad=tuple(one for each in those for one in each.paid_abroad),
        incomes=tuple(sorted(one for each in those for one in each.incomes)),
        first_days=tuple(sorted(one for each in those for one in each.first_days)),
    )
