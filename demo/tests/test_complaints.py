"""The complaints of the demonstration: believable, ours, and never twice the same."""

from collections import Counter
from datetime import timedelta

from demo.content.complaints import COLLAPSED, drawn, drawn_of_the_collapsed, handles_of
from demo.content.stories import EVENTS
from demo.load.cases import paid_here
from ekshop.complaints.rules import BY_CODE, STORY_AT_LEAST, handle_fold
from ekshop.kernel.phones import parse_mobile
from ekshop.orders.models import SellerOrder
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.tests import make

DAY = timedelta(days=1)


def test_no_two_complaints_read_alike_and_each_can_be_filed():
    told = [*drawn(600), *drawn_of_the_collapsed(200)]
    assert len({each.story for each in told}) == 800
    for each in told:
        assert each.category in BY_CODE and len(each.story) > STORY_AT_LEAST
        assert "{" not in each.story and each.taka > 0
        assert parse_mobile(each.mobile) == each.mobile
        assert bool(each.partner) != bool(each.shop)


def test_they_are_the_same_each_time_in_all_ways_of_writing():
    assert list(drawn(50)) == list(drawn(50))
    languages = Counter(each.language for each in drawn(400))
    assert set(languages) == {"bn", "en", "latin"} and languages["bn"] > 200


def test_sellers_are_known_by_handles_that_fold():
    for kind, value in handles_of(COLLAPSED):
        assert handle_fold(kind, value)


def test_every_category_told_of_exists():
    assert set(EVENTS) <= set(BY_CODE)


def test_nobody_complains_here_of_what_was_bought_for_abroad(db):
    people = make.orders.people()
    make.orders.rate(500)
    offer = make.orders.offer(people.partner, price_poisha=40_000, on_hand=9)
    share = make.arrived(people, make.orders.order(people, [(offer, 1)], now=PLACED_AT))
    make.inspected(people, share, now=PLACED_AT + 5 * DAY)
    payment = make.paid(people, share, now=PLACED_AT + 5 * DAY)
    assert list(paid_here(PLACED_AT + 6 * DAY)) == [payment]
    SellerOrder.objects.filter(pk=share.pk).update(export=True)
    assert not paid_here(PLACED_AT + 6 * DAY).exists()
