"""What districts sold: counted once, given back taken off, and nobody found in it."""

from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from itertools import combinations
from random import Random

import numpy as np
import pytest

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_midnight
from ekshop.kernel.errors import NotAllowed
from ekshop.kernel.money import Money
from ekshop.kernel.states import move
from ekshop.orders.models import SellerOrder
from ekshop.parties.models import Organisation, Seller
from ekshop.parties.services import organisation_suspend
from ekshop.parties.tests.make import PLACED_AT
from ekshop.reporting import rules
from ekshop.reporting.selectors import (
    DistrictTrade,
    Trade,
    district_trade,
    district_trade_public,
    trade_told,
)
from ekshop.settlement.tests import make
from ekshop.web.storefront.district_figures import rows_of

DAY = timedelta(days=1)


@pytest.fixture
def people(db):
    everyone = make.orders.people()
    make.orders.rate(500)
    return everyone


def sold(people, *, now, rejected=0):
    """What a producer was paid for, given that she is whom the makers of orders know as seller."""
    Organisation.objects.filter(pk=people.partner.pk).update(kind="producer")
    Seller.objects.filter(pk=people.partner.pk).update(kind="producer")
    offer = make.orders.offer(people.partner, price_poisha=40_000, on_hand=9)
    share = make.arrived(people, make.orders.order(people, [(offer, 3)], now=PLACED_AT))
    make.inspected(people, share, rejected=rejected, now=now)
    return make.paid(people, share, now=now)


def trade_of(people, now, days=365):
    home = people.partner.seller.hub_district
    trade = district_trade(people.omar.actor, now=now, days=days)
    return next(each for each in trade.places if each.code == home.code), trade


def test_a_district_sold_what_its_producers_were_paid_for(people):
    paid_at = PLACED_AT + 5 * DAY
    sold(people, now=paid_at, rejected=1)
    here, trade = trade_of(people, paid_at + DAY)
    assert (here.orders_home, here.home_poisha, here.abroad_poisha) == (1, 80_000, 0)
    assert here.incomes == (80_000,) and trade.country.home_poisha == 80_000
    assert here.income_each == trade.country.income_each == 80_000
    assert trade_of(people, paid_at + 40 * DAY, days=30)[0].orders == 0


def test_abroad_is_told_apart_and_a_trial_counts_for_nothing(people):
    paid_at = PLACED_AT + 5 * DAY
    payment = sold(people, now=paid_at)
    SellerOrder.objects.filter(pk=payment.seller_order_id).update(export=True)
    here, _trade = trade_of(people, paid_at + DAY)
    assert (here.orders_home, here.orders_abroad, here.abroad_poisha) == (0, 1, 120_000)
    SellerOrder.objects.filter(pk=payment.seller_order_id).update(trial=True)
    assert trade_of(people, paid_at + DAY)[0].orders == 0


def test_the_figures_cost_the_same_number_of_statements_whatever_was_sold(
    people, django_assert_num_queries
):
    with django_assert_num_queries(5):
        district_trade_public(now=PLACED_AT, days=365)
    sold(people, now=PLACED_AT + 5 * DAY)
    with django_assert_num_queries(5):
        district_trade_public(now=PLACED_AT + 6 * DAY, days=365)


def test_only_those_who_watch_see_everything(people):
    for actor in (people.asha.actor, people.jamila.actor, Actor.public()):
        with pytest.raises(NotAllowed):
            district_trade(actor, now=PLACED_AT, days=365)


def test_the_public_is_not_told_what_few_stand_behind(people):
    trade = district_trade_public(now=PLACED_AT, days=365)
    assert not trade.country.may_be_public and trade.country.income_public is None


def place(code, division, selling=0, orders=0, abroad=(0, 0), paid=None):
    """Of a district: producers and orders at home, and the same abroad; a thousand taka an order.
    `paid`: what each got at home instead, in taka."""
    home = (
        [taka * 100 for taka in paid]
        if paid
        else [part.poisha for part in Money(orders * 100_000).allocate([1] * selling or [1])][
            :selling
        ]
    )
    return Trade(
        code,
        code,
        code,
        code,
        division,
        paid_home=tuple(home),
        orders_home=orders,
        home_poisha=sum(home),
        paid_abroad=(abroad[1] * 100_000 // max(abroad[0], 1),) * abroad[0],
        orders_abroad=abroad[1],
        abroad_poisha=abroad[1] * 100_000,
        incomes=(100_000,) * max(selling, abroad[0]),
    )


def told(*places):
    """What anybody is told, by place; divisions by their name, the country as ""."""

    def together(code, those):
        added = {name: sum((getattr(each, name) for each in those), none) for name, none in SUMMED}
        return Trade(code, code, code, code, "", **added)

    divisions = [
        together(name, [each for each in places if each.division == name])
        for name in sorted({each.division for each in places})
    ]
    trade = trade_told(DistrictTrade(list(places), divisions, together("", places)))
    return {row["code"]: row for row in rows_of(trade)}


SUMMED = [
    ("paid_home", ()),
    ("orders_home", 0),
    ("home_poisha", 0),
    ("paid_abroad", ()),
    ("orders_abroad", 0),
    ("abroad_poisha", 0),
    ("incomes", ()),
]


def test_an_amount_at_home_is_not_told_because_others_sold_abroad():
    rows = told(place("feni", "east", 1, 5, abroad=(3, 9)), place("barguna", "south", 9, 90))
    feni = rows["feni"]
    assert (feni["sold_home_taka"], feni["sold_abroad_taka"]) == (None, 9_000)
    assert (feni["orders_home"], feni["orders_abroad"]) == (5, 9)
    one = told(place("feni", "east", 1, 1, abroad=(3, 9)))["feni"]
    assert (one["orders"], one["orders_home"], one["orders_abroad"]) == (10, None, None)


def test_a_district_that_is_all_that_is_left_of_its_division_takes_another_with_it():
    rows = told(
        place("few", "east", 1, 2), place("some", "east", 4, 8), place("many", "east", 9, 90)
    )
    shown = {code: row["sold_home_taka"] for code, row in rows.items()}
    assert shown == {"few": None, "some": None, "many": 90_000, "east": 100_000, "": 100_000}
    assert {code: row["orders"] for code, row in rows.items()} == {
        "few": None,
        "some": None,
        "many": 90,
        "east": 100,
        "": 100,
    }


def test_a_division_that_is_all_that_is_left_of_the_country_takes_another_with_it():
    rows = told(
        place("few", "north", 1, 2), place("some", "east", 4, 8), place("many", "west", 9, 90)
    )
    assert rows[""]["sold_home_taka"] == 100_000
    assert rows["west"]["sold_home_taka"] == rows["many"]["sold_home_taka"] == 90_000
    for code in ("few", "north", "some", "east"):
        assert rows[code]["sold_home_taka"] is rows[code]["orders"] is None
        assert rows[code]["producers_selling"] is None


def test_a_sum_of_a_few_and_nothing_else_is_not_told():
    rows = told(place("few", "east", 1, 2), place("none", "east"), place("many", "west", 9, 90))
    assert rows["east"]["sold_home_taka"] is None
    assert rows[""]["sold_home_taka"] is None or rows["many"]["sold_home_taka"] is None


def test_a_sum_that_two_producers_nearly_make_alone_is_not_told_nor_had_by_subtraction():
    many = (9_000, 8_000, 8_000, 7_000, 6_000, 6_000)
    shown = told(
        place("two", "east", 5, 90, paid=(60_000, 25_000, 6_000, 5_000, 4_000)),
        place("less", "east", 6, 30, paid=many),
        place("more", "east", 6, 40, paid=tuple(2 * each for each in many)),
    )
    sums = {code: row["sold_home_taka"] for code, row in shown.items()}
    # 90,000 and 44,000 together are no longer two people's.
    assert sums == {"two": None, "less": None, "more": 88_000, "east": 230_000, "": 230_000}
    assert all(row["orders"] for row in shown.values())


def test_a_producer_who_sold_far_more_than_all_others_hides_the_sums_above_hers():
    shown = told(
        place("hers", "east", 5, 90, paid=(900_000, 9_000, 9_000, 8_000, 8_000)),
        place("others", "east", 5, 30, paid=(9_000, 9_000, 8_000, 8_000, 8_000)),
        place("west", "west", 5, 30, paid=(9_000, 9_000, 8_000, 8_000, 8_000)),
    )
    sums = {code: row["sold_home_taka"] for code, row in shown.items()}
    assert sums["hers"] is sums["east"] is sums[""] is None
    assert sums["others"] == sums["west"] == 42_000


BEHIND = [((0, 0), ()), ((1, 2), (9,)), ((2, 9), (4, 5)), ((3, 5), (3, 3, 3)), ((4, 8), (90, 1, 1, 1)),
    ((4, 8), (5, 4, 4, 3)), ((9, 90), (400, 9, 9, 8, 8, 7, 7, 6, 6)), ((9, 90), (9, 9, 8, 8, 7, 7, 6, 6, 5))]  # fmt: skip


@pytest.mark.parametrize("fits", [rules.enough, rules.enough_of_many])
@pytest.mark.parametrize("seed", range(12))
def test_no_sum_that_may_not_be_told_can_be_had_by_adding_and_taking_away_what_is(seed, fits):
    """Whatever follows from the sums told is a set of districts: every such set may be told."""
    draw = Random(seed)
    behind = {at: rules.Behind(*draw.choice(BEHIND)) for at in range(7)}
    leaves = {("east", "west", "north")[at // 3]: [] for at in behind} | {"": list(behind)}
    for at in behind:
        leaves[("east", "west", "north")[at // 3]].append(at)
    inside = (
        {"": None}
        | {name: "" for name in leaves if name}
        | {at: ("east", "west", "north")[at // 3] for at in behind}
    )
    leaves |= {at: [at] for at in behind}

    def added(those):
        return reduce(rules.Behind.together, (behind[at] for at in those), rules.Behind((0, 0)))

    figures = {key: added(those) for key, those in leaves.items()}
    known = rules.told_apart(figures, inside, fits)
    assert known or not fits(figures[""])
    rows = np.array([[at in leaves[key] for at in behind] for key in known] or [[0] * 7], float)
    rank = np.linalg.matrix_rank(rows)
    for size in range(1, 8):
        for those in combinations(behind, size):
            one = np.array([[at in those for at in behind]], float)
            if np.linalg.matrix_rank(np.vstack([rows, one])) == rank and added(those):
                had = added(those)
                assert fits(had), (known, those)
                if fits is rules.enough_of_many:
                    first, second, *_rest = sorted(had.paid, reverse=True)
                    # Who made the second part takes it off, and is wrong by a seventh at least.
                    assert sum(had.paid) - second >= 1.15 * first


def test_producers_are_counted_as_they_stood_on_sunday_too(people):
    sunday = dhaka_midnight(date(2026, 11, 29))
    Seller.objects.filter(pk=people.jamila.organisation.pk).update(kind="producer")

    def counted(day: int) -> int:
        return district_trade_public(now=sunday + day * DAY, days=365).country.producers

    before = counted(1)
    organisation_suspend(
        actor=people.omar.actor,
        organisation_id=people.jamila.organisation.pk,
        reason="Away",
        now=sunday + DAY,
    )
    new = Organisation.objects.create(kind="producer", slug="new", name_bn="নতুন", name_en="New")
    Seller.objects.create(organisation=new, kind="producer", hub_district=people.places.dhaka)
    for action, day in (("try", 1), ("open", 2)):
        move(new, action, actor=people.omar.actor, now=sunday + day * DAY)
    late = Organisation.objects.create(kind="producer", slug="late", name_bn="পরে", name_en="Late")
    Seller.objects.create(organisation=late, kind="producer", hub_district=people.places.dhaka)
    move(late, "try", actor=people.omar.actor, now=sunday - DAY)
    move(late, "open", actor=people.omar.actor, now=sunday + 8 * DAY)
    assert [counted(day) for day in (3, 7, 13, 14)] == [before, before, before, before + 1]


def test_from_one_telling_to_the_next_no_single_order_can_be_had(people):
    sunday = dhaka_midnight(date(2026, 11, 29))
    assert rules.told_until(sunday) == rules.told_until(sunday + 7 * DAY - DAY / 24) == sunday
    paid_at = rules.told_until(PLACED_AT + 9 * DAY) + DAY
    sold(people, now=paid_at)
    for now, orders in ((paid_at + DAY, 0), (paid_at + 7 * DAY, 1)):
        assert district_trade_public(now=now, days=365).country.orders == orders
    assert [rules.rounded(each) for each in (0, 123_456, 9_876_543, 9_951_000)] == [
        0, 100_000, 9_900_000, 10_000_000,
    ]  # fmt: skip


def test_the_public_is_told_no_spread_that_is_what_single_producers_got():
    some = Trade("", "", "", "", "", incomes=(723, 1_350, 4_460), first_days=(55, 76, 85))
    assert some.income and some.income_public is None and some.first_sale_public is None
    many = replace(some, incomes=tuple(range(12)), first_days=tuple(range(12)))
    assert many.income_public == many.income and many.first_sale_public == many.first_sale


def test_averages_are_whole_numbers_and_none_of_nobody():
    assert (rules.mean([]), rules.mean([5]), rules.mean([1, 2, 2])) == (None, 5, 2)


def test_a_spread_is_told_by_the_nearest_rank_and_not_of_a_few():
    assert rules.spread([1, 2]) is None
    assert rules.spread([10, 20, 30, 40]) == (4, 10, 20, 30)
    assert rules.spread([7] * 5) == (5, 7, 7, 7)
