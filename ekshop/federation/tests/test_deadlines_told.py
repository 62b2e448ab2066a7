"""Sellers reminded of what is due, and told of what they let pass."""

import pytest

from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.orders.tests import make as orders


def told(seller, code: str) -> list[str]:
    """The text messages about it, the oldest first."""
    rows = Message.objects.filter(template="deadline_warned", to=seller.mobile, reference=code)
    return list(rows.order_by("id").values_list("body", flat=True))


def run(hand) -> None:
    deadlines_run(hand.when)
    run_jobs(queues=["default"])


@pytest.fixture
def share(people):
    placed = orders.order(people, [(orders.offer(people.partner), 1)])
    return orders.share(placed, people.partner)


def test_a_seller_is_reminded_once_before_the_time_to_answer_ends(people, share, hand):
    hand.forward(hours=19)
    run(hand)
    run(hand)
    [message] = told(people.partner, share.code)
    assert share.code in message and f"/partner/orders/{share.code}/" in message
    assert told(people.pharmacy, share.code) == []


def test_an_answered_order_is_not_reminded_of(people, share, hand):
    orders.confirm(people.mina, share)
    hand.forward(hours=19)
    run(hand)
    assert told(people.partner, share.code) == []


def test_a_parcel_not_handed_over_is_reminded_of_and_told_when_late(people, share, hand):
    orders.confirm(people.mina, share)
    run_jobs(queues=["default"])
    hand.forward(hours=37)
    run(hand)
    assert len(told(people.partner, share.code)) == 1
    hand.forward(hours=12)
    run(hand)
    assert len(told(people.partner, share.code)) == 2
