from datetime import timedelta

import pytest

from ekshop.catalogue.models import StockReservation
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadlines_of, deadlines_run
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.states import history_of
from ekshop.orders.models import OrderLine
from ekshop.orders.services import (
    AlreadyAnswered,
    AnswerTooLate,
    NotCancellable,
    OrderCancelled,
    seller_order_answer,
    seller_order_cancel,
    seller_order_expire,
    seller_order_mark_shipped,
)
from ekshop.parties.tests.make import PLACED_AT

from . import make

LATER = PLACED_AT + timedelta(hours=2)


@pytest.fixture
def people(db):
    return make.people()


@pytest.fixture
def two_books(people):
    """Mina's share of an order: two titles, three and one pieces; five of each in stock."""
    novel = make.offer(people.partner, price_poisha=20_000, on_hand=5)
    atlas = make.offer(people.partner, price_poisha=90_000, on_hand=5)
    order = make.order(people, [(novel, 3), (atlas, 1)])
    return make.share(order, people.partner), novel, atlas


def answer(people, share, *answers, by=None, now=LATER):
    lines = list(share.lines.order_by("position"))
    given = [(line.pk, *each) for line, each in zip(lines, answers, strict=True)]
    actor = (by or people.mina).actor
    return seller_order_answer(actor=actor, seller_order_id=share.pk, answers=given, now=now)


YES, NO = ("confirmed", ""), ("declined", "out_of_stock")


def stock(offer):
    offer.refresh_from_db()
    return offer.on_hand, offer.reserved


def test_a_confirmed_order_takes_its_stock_and_meets_its_deadline(people, two_books):
    share, novel, atlas = two_books
    assert answer(people, share, YES, YES).state == "confirmed"
    assert (stock(novel), stock(atlas)) == ((2, 0), (4, 0))
    [deadline] = deadlines_of(("seller_order", share.pk))
    assert (deadline.state, deadline.met_at) == ("met", LATER)
    [change] = history_of(share)
    assert (change.action, change.actor_person_id) == ("confirm", people.mina.person.pk)


def test_a_line_declined_is_taken_off_the_bill_and_its_stock_is_free(people, two_books):
    share, novel, atlas = two_books
    after = answer(people, share, YES, NO)
    assert (after.state, after.goods_poisha) == ("confirmed", 60_000)
    assert (stock(novel), stock(atlas)) == ((2, 0), (5, 0))
    declined = OrderLine.objects.get(seller_order=share, state="declined")
    assert declined.decline_reason == "out_of_stock"


def test_an_order_declined_whole_comes_to_nothing(people, two_books):
    share, novel, atlas = two_books
    after = answer(people, share, NO, NO)
    assert (after.state, after.goods_poisha) == ("declined", 0)
    assert (stock(novel), stock(atlas)) == ((5, 0), (5, 0))


def test_the_same_answer_again_is_harmless_and_another_is_refused(people, two_books):
    share, novel, _atlas = two_books
    answer(people, share, YES, NO)
    assert answer(people, share, YES, NO, now=LATER + timedelta(days=3)).state == "confirmed"
    assert stock(novel) == (2, 0)
    with pytest.raises(AlreadyAnswered):
        answer(people, share, YES, YES)


def test_a_silent_seller_loses_the_order_when_the_time_is_up(people, two_books):
    share, novel, atlas = two_books
    with clock.at(PLACED_AT + timedelta(hours=23, minutes=59)) as hand:
        deadlines_run(clock.now())
        run_jobs()
        share.refresh_from_db()
        assert share.state == "placed"
        hand.forward(minutes=2)
        deadlines_run(clock.now())
        run_jobs()
    share.refresh_from_db()
    assert (share.state, share.goods_poisha) == ("expired", 0)
    assert (stock(novel), stock(atlas)) == ((5, 0), (5, 0))
    assert set(share.lines.values_list("state", flat=True)) == {"expired"}


def test_an_answer_after_the_time_is_up_is_refused_in_words(people, two_books):
    share, _novel, _atlas = two_books
    seller_order_expire(actor=Actor.system("clock"), seller_order_id=share.pk, now=share.confirm_by)
    with pytest.raises(AnswerTooLate) as refused:
        answer(people, share, YES, YES, now=share.confirm_by + timedelta(hours=1))
    assert "৩ নভেম্বর ২০২৬" in str(refused.value)


def test_expiring_an_answered_order_does_nothing(people, two_books):
    share, _novel, _atlas = two_books
    answer(people, share, YES, YES)
    assert not seller_order_expire(
        actor=Actor.system("clock"), seller_order_id=share.pk, now=share.confirm_by
    )
    share.refresh_from_db()
    assert share.state == "confirmed"


def test_every_line_needs_an_answer_and_a_decline_a_reason(people, two_books):
    share, _novel, _atlas = two_books
    first, second = share.lines.order_by("position")
    with pytest.raises(InvalidInput) as refused:
        seller_order_answer(
            actor=people.mina.actor,
            seller_order_id=share.pk,
            answers=[(first.pk, "declined", "")],
            now=LATER,
        )
    assert set(refused.value.field_errors) == {str(first.pk), str(second.pk)}


def test_a_line_of_another_order_is_not_part_of_it(people, two_books):
    share, _novel, _atlas = two_books
    other = make.share(make.order(people, [(make.offer(people.partner), 1)]), people.partner)
    with pytest.raises(InvalidInput):
        seller_order_answer(
            actor=people.mina.actor,
            seller_order_id=share.pk,
            answers=[
                (line.pk, "confirmed", "") for line in [*share.lines.all(), *other.lines.all()]
            ],
            now=LATER,
        )


def test_only_the_seller_itself_answers(people, two_books):
    share, _novel, _atlas = two_books
    for other in (people.tania, people.jamila):
        with pytest.raises(NotFound):
            answer(people, share, YES, YES, by=other)
    for other in (people.asha, people.omar, people.stranger):
        with pytest.raises(NotAllowed):
            answer(people, share, YES, YES, by=other)


def test_the_centre_cancels_before_shipping_and_the_stock_is_free(people, two_books):
    share, novel, _atlas = two_books

    def cancel():
        return seller_order_cancel(
            actor=people.asha.actor, seller_order_id=share.pk, reason="Bought elsewhere", now=LATER
        )

    assert cancel().state == "cancelled"
    assert stock(novel) == (5, 0)
    assert cancel().state == "cancelled"
    [deadline] = deadlines_of(("seller_order", share.pk))
    assert deadline.state == "cancelled"
    with pytest.raises(OrderCancelled):
        answer(people, share, YES, YES)


def test_what_is_on_its_way_can_no_longer_be_cancelled(people, two_books):
    share, _novel, _atlas = two_books
    answer(people, share, YES, YES)
    seller_order_mark_shipped(actor=people.mina.actor, seller_order_id=share.pk, now=LATER)
    with pytest.raises(NotCancellable):
        seller_order_cancel(
            actor=people.asha.actor, seller_order_id=share.pk, reason="Too late", now=LATER
        )


def test_another_centre_cannot_cancel_and_a_reason_is_asked_for(people, two_books):
    share, _novel, _atlas = two_books
    with pytest.raises(NotFound):
        seller_order_cancel(
            actor=people.bina.actor, seller_order_id=share.pk, reason="Mine", now=LATER
        )
    with pytest.raises(InvalidInput):
        seller_order_cancel(
            actor=people.asha.actor, seller_order_id=share.pk, reason="  ", now=LATER
        )


def test_nothing_is_held_once_everybody_has_answered(people, two_books):
    share, _novel, _atlas = two_books
    answer(people, share, YES, NO)
    assert set(StockReservation.objects.values_list("state", flat=True)) == {
        "consumed",
        "released",
    }
