"""A producer rests: her goods come later, or are not to be had meanwhile."""

from datetime import date, timedelta

import pytest

from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers import rules
from ekshop.producers.selectors import back_to_work, resting, rests_ahead, stopped_by_rest
from ekshop.producers.services import rest_add, rest_remove

from . import make

TODAY = date(2026, 11, 2)


@pytest.fixture
def people(db):
    return personas()


def rest(people, profile, first: date, days: int):
    return rest_add(
        actor=people.asha.actor,
        seller_id=profile.seller_id,
        from_day=first,
        to_day=first + timedelta(days=days - 1),
        now=PLACED_AT,
    )


def test_work_pauses_while_she_rests():
    rests = [rules.Rest(date(2026, 11, 4), date(2026, 11, 6))]
    assert rules.ready_on(rests, TODAY, 1) == date(2026, 11, 3)
    assert rules.ready_on(rests, TODAY, 3) == date(2026, 11, 8)
    assert rules.ready_on(rests, date(2026, 11, 5), 0) == date(2026, 11, 7)


def test_rests_that_touch_are_one_rest():
    rests = [
        rules.Rest(date(2026, 11, 7), date(2026, 11, 9)),
        rules.Rest(date(2026, 11, 2), date(2026, 11, 6)),
    ]
    assert rules.back_on(rests, TODAY) == date(2026, 11, 10)


def test_a_short_rest_moves_the_promise_and_a_long_one_closes_her_goods(people):
    short, long_, busy = (make.approved(people) for _n in range(3))
    rest(people, short, TODAY, 5)
    rest(people, long_, TODAY, 20)
    ids = [short.seller_id, long_.seller_id, busy.seller_id, people.partner.pk]
    assert back_to_work(ids, TODAY) == {
        short.seller_id: date(2026, 11, 7),
        long_.seller_id: date(2026, 11, 22),
    }
    assert stopped_by_rest(ids, TODAY) == {long_.seller_id: date(2026, 11, 22)}
    assert resting(short.seller_id, TODAY) and not resting(short.seller_id, date(2026, 11, 7))
    assert rules.ready_on(rests_ahead(ids, TODAY)[short.seller_id], TODAY, 2) == date(2026, 11, 9)
    assert rules.ready_on([], TODAY, 2) == date(2026, 11, 4)


def test_days_that_are_over_or_doubled_are_refused(people):
    profile = make.approved(people)
    added = rest(people, profile, TODAY, 5)
    for first, days in ((TODAY, 3), (TODAY - timedelta(days=9), 2), (TODAY, 0), (TODAY, 200)):
        with pytest.raises(InvalidInput):
            rest(people, profile, first, days)
    with pytest.raises(NotFound):
        rest_remove(
            actor=people.bina.actor, seller_id=profile.seller_id, rest_id=added.pk, now=PLACED_AT
        )
    rest_remove(
        actor=people.asha.actor, seller_id=profile.seller_id, rest_id=added.pk, now=PLACED_AT
    )
    assert not resting(profile.seller_id, TODAY)
