"""The way of the money, of orders that were really carried and a month really closed."""

import pytest

from ekshop.reporting.selectors import money_way
from ekshop.settlement.models import CommissionStatement
from ekshop.settlement.tests import make, months
from ekshop.settlement.tests.months import IN_DECEMBER, NOVEMBER

pytestmark = pytest.mark.django_db


def steps(actor):
    way = money_way(actor, month=NOVEMBER)
    return {step.name: step.poisha for step in (*way.goods, *way.commission)}


def test_each_step_is_the_sum_of_what_came_so_far(django_assert_num_queries):
    people = make.orders.people()
    make.orders.rate(1000)
    hasan = months.second_operator(people)
    waiting = [(make.orders.offer(people.partner, price_poisha=30_000), 2)]
    make.orders.order(people, waiting)
    sold = months.sold(people, 200_000, 100_000)
    months.returned(people, sold, 1, now=make.PLACED_AT.replace(day=make.PLACED_AT.day + 5))
    months.locked(IN_DECEMBER)
    with django_assert_num_queries(3):
        before = steps(people.omar.actor)
    assert before["ordered"] == 360_000
    assert before["accepted"] == 300_000
    assert before["collected"] - before["kept"] >= 100_000
    assert (before["earned"], before["locked"], before["stated"]) == (20_000, 20_000, 0)
    months.settled(people, hasan, NOVEMBER, now=IN_DECEMBER)
    months.approved(people, NOVEMBER, now=IN_DECEMBER)
    stated = steps(people.omar.actor)
    assert (stated["stated"], stated["paid"]) == (20_000, 0)
    months.paid_out(CommissionStatement.objects.get(), now=IN_DECEMBER)
    assert steps(people.omar.actor)["paid"] == 20_000


def test_everybody_sees_their_own_way_only():
    people = make.orders.people()
    make.orders.rate(1000)
    months.sold(people, 200_000)
    assert steps(people.asha.actor) == steps(people.mina.actor) == steps(people.omar.actor)
    assert set(steps(people.bina.actor).values()) == {0}
