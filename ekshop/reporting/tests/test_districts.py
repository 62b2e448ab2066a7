"""What districts sold: counted once, given back taken off, and nobody found in it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed
from ekshop.orders.models import SellerOrder
from ekshop.parties.models import Organisation, Seller
from ekshop.parties.tests.make import PLACED_AT
from ekshop.reporting import rules
from ekshop.reporting.selectors import Trade, district_trade, district_trade_public
from ekshop.settlement.tests import make

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
    with django_assert_num_queries(4):
        district_trade_public(now=PLACED_AT, days=365)
    sold(people, now=PLACED_AT + 5 * DAY)
    with django_assert_num_queries(4):
        district_trade_public(now=PLACED_AT + 6 * DAY, days=365)


def test_only_those_who_watch_see_everything(people):
    for actor in (people.asha.actor, people.jamila.actor, Actor.public()):
        with pytest.raises(NotAllowed):
            district_trade(actor, now=PLACED_AT, days=365)


def test_the_public_is_not_told_what_few_stand_behind(people):
    trade = district_trade_public(now=PLACED_AT, days=365)
    assert not trade.country.may_be_public and trade.country.income_public is None


def test_an_amount_at_home_is_not_told_because_others_sold_abroad():
    few = Trade(
        "", "", "", "", "", selling_home=1, orders_home=5, selling_abroad=3, orders_abroad=9
    )
    assert few.may_be_public and few.abroad_may_be_public and not few.home_may_be_public
    assert few.orders_split_may_be_public
    assert not replace(few, orders_home=1).orders_split_may_be_public


def test_the_public_is_told_no_spread_that_is_what_single_producers_got():
    some = Trade("", "", "", "", "", incomes=(723, 1_350, 4_460), first_days=(55, 76, 85))
    assert some.income and some.income_public is None and some.first_sale_public is None
    many = replace(some, incomes=tuple(range(12)), first_days=tuple(range(12)))
    assert many.income_public == many.income and many.first_sale_public == many.first_sale


def test_a_spread_is_told_by_the_nearest_rank_and_not_of_a_few():
    assert rules.spread([1, 2]) is None
    assert rules.spread([10, 20, 30, 40]) == (4, 10, 20, 30)
    assert rules.spread([7] * 5) == (5, 7, 7, 7)
