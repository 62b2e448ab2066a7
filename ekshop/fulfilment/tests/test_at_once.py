"""Two at the same moment on a producer's order: one of them counts, and nothing counts twice."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from ekshop.fulfilment.models import SourcingCheck
from ekshop.fulfilment.services import FoundLine, first_check_record, pool_hand_over, pool_make
from ekshop.fulfilment.services.errors import CheckedBefore
from ekshop.kernel.errors import DomainError, StaleState
from ekshop.kernel.states import history_of
from ekshop.orders import services as ordering
from ekshop.orders.models import ProducerAsking
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, customer

from . import make

pytestmark = pytest.mark.django_db(transaction=True)
LATER = PLACED_AT + timedelta(hours=20)


@pytest.fixture
def people():
    return orders.people()


def ordered(people):
    """Three of Jamila's, at Bina's centre."""
    buyer = customer(people.other_centre, "Rahima")
    orders.agree(people.bina, buyer)
    saree = orders.offer(people.producer, price_poisha=100_000, on_hand=20)
    placed = orders.order(people, [(saree, 3)], by=people.bina, customer=buyer)
    return orders.share(placed, people.producer)


def answers(share, *word):
    return [(line.pk, *word) for line in share.lines.all()]


def both(*acts):
    """What each said, or the error's class; begun at one moment."""
    start, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            outcomes.append(act())
        except DomainError as refused:
            outcomes.append(type(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_first_inspection_written_down_twice_at_once_counts_once(people):
    share = ordered(people)
    orders.confirm(people.jamila, share)
    [line] = share.lines.all()

    def look(nonce, good):
        return first_check_record(
            actor=people.asha.actor,
            seller_order_id=share.pk,
            found=[FoundLine(line.pk, good, 0)],
            nonce=nonce,
            now=LATER,
        )

    outcomes = both(lambda: look(uuid4(), 3), lambda: look(uuid4(), 2))
    check = SourcingCheck.objects.get(seller_order=share)
    assert check in outcomes
    assert any(each in (CheckedBefore, StaleState) for each in outcomes)
    line.refresh_from_db()
    assert line.coming_quantity == check.lines.get().good


def test_one_form_sent_twice_at_once_answers_with_one_inspection(people):
    share = ordered(people)
    orders.confirm(people.jamila, share)
    nonce, [line] = uuid4(), share.lines.all()

    def look():
        return first_check_record(
            actor=people.asha.actor,
            seller_order_id=share.pk,
            found=[FoundLine(line.pk, 3, 0)],
            nonce=nonce,
            now=LATER,
        )

    first, second = both(look, look)
    assert first == second == SourcingCheck.objects.get()


def test_a_pool_handed_over_twice_at_once_leaves_once(people):
    share = ordered(people)
    orders.confirm(people.jamila, share)
    make.looked_at(share, now=LATER)
    pool = pool_make(
        actor=people.asha.actor,
        seller_order_ids=[share.pk],
        courier="manual",
        nonce=uuid4(),
        now=LATER,
    )
    [parcel] = pool.shipments.all()

    def leave():
        return pool_hand_over(
            actor=people.asha.actor, pool_id=pool.pk, shipment_ids=[parcel.pk], now=LATER
        ).state

    assert both(leave, leave) == ["handed_over", "handed_over"]
    assert history_of(pool).filter(action="hand_over").count() == 1
    assert history_of(parcel).filter(action="hand_over").count() == 1


def test_her_yes_by_sms_and_her_centres_no_at_one_moment_are_one_answer(people):
    share = ordered(people)
    ordering.producer_ask(seller_order_id=share.pk, now=PLACED_AT)
    number = ProducerAsking.objects.get(pk=share.pk).number

    def reply():
        return ordering.producer_reply_hear(
            mobile=people.producer.mobile, text=f"1 {number}", now=LATER
        )

    def decline():
        return ordering.producer_order_answer(
            actor=people.asha.actor,
            seller_order_id=share.pk,
            answers=answers(share, "declined", "out_of_stock"),
            heard="in_person",
            agreed=True,
            now=LATER,
        ).state

    outcomes = both(reply, decline)
    share.refresh_from_db()
    assert share.state in ("confirmed", "declined")
    # Only one of the two was heard; the other is told that it is settled.
    assert outcomes.count(share.state) == 1, outcomes
    moves = history_of(share).exclude(from_state="")
    assert moves.count() == 1
    line = share.lines.get()
    assert line.state == share.state
    offer = line.offer
    offer.refresh_from_db()
    # What she confirmed has left her stock; what was declined is for sale again.
    assert (offer.on_hand, offer.reserved) == (17 if share.state == "confirmed" else 20, 0)
