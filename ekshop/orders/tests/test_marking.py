from datetime import timedelta

import pytest

from ekshop.kernel.errors import NotFound, StaleState
from ekshop.orders import services
from ekshop.orders.services import (
    InspectionIncomplete,
    ReturnTooMany,
    line_inspection_record,
    line_return_record,
)
from ekshop.parties.tests.make import PLACED_AT

from . import make

NOW = PLACED_AT + timedelta(days=4)


@pytest.fixture
def people(db):
    return make.people()


@pytest.fixture
def arrived(people):
    """Three saucers and two cups, confirmed, shipped and arrived."""
    saucer = make.offer(people.partner, price_poisha=10_000)
    cup = make.offer(people.partner, price_poisha=7_500)
    order = make.order(people, [(saucer, 3), (cup, 2)])
    share = make.confirm(people.mina, make.share(order, people.partner))
    mark(people, share, "shipped")
    return mark(people, share, "arrived")


def mark(people, share, name):
    function = getattr(services, f"seller_order_mark_{name}")
    return function(actor=people.asha.actor, seller_order_id=share.pk, now=NOW)


def inspect(people, share, *found):
    lines = share.lines.order_by("position")
    return line_inspection_record(
        actor=people.asha.actor,
        seller_order_id=share.pk,
        lines=[(line.pk, *each) for line, each in zip(lines, found, strict=True)],
        now=NOW,
    )


def test_only_what_was_accepted_counts(people, arrived):
    assert inspect(people, arrived, (2, 1, 0), (1, 0, 1)) == 27_500
    first, second = arrived.lines.order_by("position")
    assert (first.accepted_quantity, first.rejected_quantity, first.short_quantity) == (2, 1, 0)
    assert second.accepted_poisha == 7_500


@pytest.mark.parametrize("found", [(2, 0, 0), (2, 2, 0), (4, -1, 0)])
def test_what_was_found_must_add_up_to_what_was_ordered(people, arrived, found):
    with pytest.raises(InspectionIncomplete) as refused:
        inspect(people, arrived, found, (2, 0, 0))
    assert refused.value.data["lines"] == [arrived.lines.get(position=1).pk]


def test_nothing_is_inspected_before_it_arrives(people):
    order = make.order(people, [(make.offer(people.partner), 1)])
    share = make.confirm(people.mina, make.share(order, people.partner))
    with pytest.raises(StaleState):
        inspect(people, share, (1, 0, 0))


def test_a_seller_order_goes_from_inspection_to_the_customers_hands(people, arrived):
    inspect(people, arrived, (3, 0, 0), (2, 0, 0))
    for name in ("inspected", "paid", "handed_over"):
        assert mark(people, arrived, name).state == name


def test_a_step_cannot_be_taken_twice_or_out_of_turn(people, arrived):
    with pytest.raises(StaleState):
        mark(people, arrived, "paid")
    mark(people, arrived, "refused")
    with pytest.raises(StaleState):
        mark(people, arrived, "refused")


def test_a_lost_parcel_may_still_turn_up(people):
    order = make.order(people, [(make.offer(people.partner), 1)])
    share = make.confirm(people.mina, make.share(order, people.partner))
    for name in ("shipped", "lost", "arrived"):
        assert mark(people, share, name).state == name


def test_no_more_comes_back_than_was_accepted(people, arrived):
    inspect(people, arrived, (2, 1, 0), (2, 0, 0))
    line = arrived.lines.get(position=1)

    def give_back(quantity):
        return line_return_record(
            actor=people.asha.actor, line_id=line.pk, quantity=quantity, now=NOW
        )

    assert give_back(1).returned_quantity == 1
    assert give_back(1).returned_quantity == 2
    with pytest.raises(ReturnTooMany):
        give_back(1)


def test_an_unknown_seller_order_is_said_to_be_unknown(people):
    with pytest.raises(NotFound):
        services.seller_order_mark_paid(actor=people.asha.actor, seller_order_id=0, now=NOW)
