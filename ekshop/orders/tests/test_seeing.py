import pytest
from django.utils.translation import override

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.states import machine_problems
from ekshop.orders import rules
from ekshop.orders.selectors import (
    order_by_tracking,
    order_for,
    orders_visible_to,
    seller_orders_visible_to,
    standings_of,
)
from ekshop.parties.tests.make import customer

from . import make


@pytest.fixture
def people(db):
    return make.people()


@pytest.fixture
def order(people):
    rahim = customer(people.other_centre, "Rahim")
    make.agree(people.bina, rahim)
    make.order(people, [(make.offer(people.pharmacy), 1)], by=people.bina, customer=rahim)
    return make.order(people, [(make.offer(people.partner), 1), (make.offer(people.producer), 1)])


def test_each_sees_their_own_and_the_watchers_see_all(people, order):
    assert list(orders_visible_to(people.asha.actor)) == [order]
    for watcher in (people.omar, people.aziz, people.salma):
        assert orders_visible_to(watcher.actor).count() == 2
    for other in (people.mina, people.jamila, people.nila, people.rafi, people.stranger):
        assert not orders_visible_to(other.actor).exists()
    assert not orders_visible_to(Actor.public()).exists()


def test_sellers_see_their_share_and_nobody_elses(people, order):
    for seller in (people.mina, people.jamila):
        [share] = seller_orders_visible_to(seller.actor)
        assert (share.order, share.seller) == (order, seller.organisation)
    machine = Actor.partner_api(people.partner.pk)
    assert [share.seller for share in seller_orders_visible_to(machine)] == [people.partner]
    for other in (people.nila, people.rafi, people.stranger):
        assert not seller_orders_visible_to(other.actor).exists()


def test_an_order_is_found_by_its_code_however_it_is_typed(people, order):
    sloppy = order.code.lower().replace("-", " ")
    assert order_for(people.asha.actor, sloppy) == order
    assert order_for(people.asha.actor, make.share(order, people.partner).code) == order
    with pytest.raises(NotFound):
        order_for(people.bina.actor, order.code)
    with pytest.raises(NotFound):
        order_for(people.asha.actor, "not a code")


def test_tracking_needs_the_code_and_the_last_digits_of_the_mobile(people, order):
    last = people.karim.mobile[-4:]
    assert order_by_tracking(order.code, last) == order
    bengali = last.translate({ord(str(n)): chr(ord("০") + n) for n in range(10)})
    assert order_by_tracking(order.code.lower(), bengali) == order
    for wrong in ("", "0", str((int(last) + 1) % 10000).zfill(4)):
        with pytest.raises(NotFound):
            order_by_tracking(order.code, wrong)
    with pytest.raises(NotFound):
        order_by_tracking("K22-2222-2", last)


def test_a_timeline_says_what_was_what_is_next_and_under_which_rule(people, order):
    share = make.share(order, people.partner)
    standing = standings_of([share])[share.pk]
    assert [step.state for step in standing.steps] == ["placed"]
    assert (standing.next.who, standing.next.deadline.kind) == ("seller", "seller_confirm")
    assert standing.next.deadline.rule.citation_en
    make.confirm(people.mina, share)
    share.refresh_from_db()
    standing = standings_of([share])[share.pk]
    assert [step.state for step in standing.steps] == ["placed", "confirmed"]
    with override("en"):
        assert standings_of([share])[share.pk].steps[1].by == "Mina Das"
    with override("bn"):
        assert standings_of([share])[share.pk].steps[1].by == people.mina.person.name_bn


def test_standings_cost_three_statements_for_any_number(people, order, django_assert_num_queries):
    make.confirm(people.mina, make.share(order, people.partner))
    shares = list(order.seller_orders.all())
    with django_assert_num_queries(3):
        standings_of(shares)


def test_the_tables_of_states_are_sound_and_every_open_state_says_what_is_next():
    assert machine_problems(rules.SELLER_ORDER) == []
    assert machine_problems(rules.LINE) == []
    silent = {"cancelled", "refused", "handed_over", "uncollected"}
    assert set(rules.SELLER_ORDER.states) - silent == set(rules.NEXT_STEPS)
