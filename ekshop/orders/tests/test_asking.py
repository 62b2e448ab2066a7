"""Producers asked by SMS: answered by one, through their centre, and never by accident."""

from datetime import timedelta
from uuid import uuid4

import pytest

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.idempotency import OtherContent
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.states import history_of
from ekshop.notices.models import IncomingMessage, Message
from ekshop.notices.services import message_receive
from ekshop.orders import rules
from ekshop.orders.models import ProducerAsking
from ekshop.orders.services import (
    producer_ask,
    producer_order_answer,
    producer_reply_hear,
    seller_order_answer,
)
from ekshop.parties.models import Organisation
from ekshop.parties.tests.make import PLACED_AT

from . import make

LATER = PLACED_AT + timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "yes", "number", "reason"),
    [
        ("1 34", True, 34, ""),
        ("১ ৩৪", True, 34, ""),
        ("34 হ্যাঁ", True, 34, ""),
        ("হ্যাঁ", True, None, ""),
        ("Yes.", True, None, ""),
        ("2 34 সুতা নাই", False, 34, "out_of_stock"),
        ("২ সুতা শেষ", False, None, "out_of_stock"),
        ("না, ৩৪: দাম বেড়েছে", False, 34, "price_changed"),
        ("না", False, None, "other"),
        ("না পেলে কী হবে", None, None, ""),
        ("হ্যাঁ কিন্তু দেরি হবে", None, None, ""),
        ("1 34 35", None, None, ""),
        ("34", None, 34, ""),
        ("", None, None, ""),
        ("দাম কত", None, None, ""),
    ],
)
def test_what_a_producers_sms_means(text, yes, number, reason):
    reply = rules.producer_reply_read(text)
    assert (reply.yes, reply.number) == (yes, number)
    if yes is False:
        assert reply.reason == reason


def test_numbers_go_round_and_pass_over_those_awaited():
    assert rules.number_after(None, set()) == 11
    assert rules.number_after(98, {99, 11}) == 12
    with pytest.raises(ValueError, match="awaited"):
        rules.number_after(50, set(range(11, 100)))


@pytest.fixture
def people(db):
    return make.people()


def asked(people, quantity=2, now=PLACED_AT):
    kantha = make.offer(people.producer, price_poisha=150_000, on_hand=9)
    share = make.share(make.order(people, [(kantha, quantity)], now=now), people.producer)
    producer_ask(seller_order_id=share.pk, now=now)
    return share, kantha


def hear(people, text, now=LATER, **more):
    return producer_reply_hear(mobile=people.producer.mobile, text=text, now=now, **more)


def told(people, template):
    found = Message.objects.filter(template=template, to=people.producer.mobile)
    return [each.body for each in found.order_by("id")]


def test_a_producer_is_asked_once_by_sms_and_not_like_a_partner(people):
    kantha = make.offer(people.producer, price_poisha=150_000)
    make.order(people, [(kantha, 2)])
    run_jobs()
    asking = ProducerAsking.objects.get()
    assert producer_ask(seller_order_id=asking.pk, now=LATER) == asking
    [text] = told(people, "producer_new_order")
    assert "১ ১১" in text and "২ ১১" in text and "৩,০০০" in text
    assert not Message.objects.filter(template="seller_new_order").exists()


def test_yes_takes_the_order_and_says_where_to_bring_it(people):
    share, kantha = asked(people)
    assert hear(people, "১") == "confirmed"
    share.refresh_from_db()
    kantha.refresh_from_db()
    assert (share.state, kantha.on_hand, kantha.reserved) == ("confirmed", 7, 0)
    assert people.centre.name_bn in told(people, "producer_reply")[-1]
    asking = ProducerAsking.objects.get()
    assert (asking.how, asking.said, asking.answered_at) == ("sms", "১", LATER)
    assert hear(people, f"1 {asking.number}") == "over"


def test_no_declines_with_its_reason_and_frees_the_stock(people):
    share, kantha = asked(people)
    assert hear(people, "2 11 সুতা নাই") == "declined"
    share.refresh_from_db()
    kantha.refresh_from_db()
    assert (share.state, kantha.on_hand, kantha.reserved) == ("declined", 9, 0)
    assert share.lines.get().decline_reason == "out_of_stock"
    assert ProducerAsking.objects.get().said == "2 11 সুতা নাই"


def test_of_two_orders_the_number_says_which(people):
    first, second = asked(people)[0], asked(people)[0]
    assert hear(people, "হ্যাঁ") == "which"
    assert "১১" in told(people, "producer_reply")[-1] and "১২" in told(people, "producer_reply")[-1]
    assert hear(people, "1 55") == "unclear"
    assert hear(people, "কখন আনব?") == "unclear"
    assert hear(people, "1 12") == "confirmed"
    assert hear(people, "না") == "declined"
    for share, state in ((first, "declined"), (second, "confirmed")):
        share.refresh_from_db()
        assert share.state == state


def test_whoever_is_asked_nothing_is_left_to_others(people):
    assert hear(people, "1") == ""
    asked(people)
    assert producer_reply_hear(mobile=people.karim.mobile, text="1", now=LATER) == ""
    # A complaint of hers awaits a yes or a no, too: only the number makes it the order's.
    assert hear(people, "1", sure_only=True) == ""
    assert hear(people, "1 11", sure_only=True) == "confirmed"


def test_two_machines_that_answer_each_other_come_to_an_end(people):
    asked(people)
    for _each in range(14):
        hear(people, "?")
    assert len(told(people, "producer_reply")) == 10


def test_a_message_is_kept_whole_and_acted_on_once(people):
    share, _kantha = asked(people)
    key, words = uuid4().hex, {"sender": people.producer.mobile, "text": " ১ \n"}
    gateway = Actor.system("sms gateway")
    kept, is_new = message_receive(actor=gateway, key=key, now=LATER, **words)
    again = message_receive(actor=gateway, key=key, now=LATER, **words)
    assert is_new and again == (kept, False) and kept.text == " ১ \n"
    with pytest.raises(OtherContent):
        message_receive(actor=gateway, key=key, now=LATER, sender=words["sender"], text="2")
    with clock.at(LATER):
        run_jobs()
    share.refresh_from_db()
    assert share.state == "confirmed"
    assert IncomingMessage.objects.get().heard == "confirmed"


def by_centre(people, share, *, by=None, heard="telephone", agreed=True, answer=None):
    return producer_order_answer(
        actor=(by or people.asha).actor,
        seller_order_id=share.pk,
        answers=[(line.pk, *(answer or ("confirmed", ""))) for line in share.lines.all()],
        heard=heard,
        agreed=agreed,
        said="Yes, by Thursday",
        now=LATER,
    )


def test_her_centre_answers_for_her_when_she_agreed(people):
    Organisation.objects.filter(pk=people.producer.pk).update(mobile="")
    share, _kantha = asked(people)
    with pytest.raises(InvalidInput) as refused:
        by_centre(people, share, heard="", agreed=False)
    assert set(refused.value.field_errors) == {"heard", "agreed"}
    assert by_centre(people, share).state == "confirmed"
    asking = ProducerAsking.objects.get()
    assert (asking.how, asking.written_down_by) == ("telephone", people.asha.person)
    assert (asking.wording, asking.said) == ("answer-1", "Yes, by Thursday")
    assert list(history_of(share))[-1].actor_person_id == people.asha.person.pk
    assert by_centre(people, share).state == "confirmed"


def test_no_other_centre_and_nobody_else_answers_for_her(people):
    share, _kantha = asked(people)
    with pytest.raises(NotFound):
        by_centre(people, share, by=people.bina)
    for other in (people.mina, people.salma, people.jamila):
        with pytest.raises(NotAllowed):
            by_centre(people, share, by=other)
    partners = make.share(make.order(people, [(make.offer(people.partner), 1)]), people.partner)
    with pytest.raises(NotFound):
        by_centre(people, partners)


def test_her_own_page_answers_too_and_a_later_sms_finds_it_over(people):
    share, _kantha = asked(people)
    seller_order_answer(
        actor=people.jamila.actor,
        seller_order_id=share.pk,
        answers=[(share.lines.get().pk, "confirmed", "")],
        now=LATER,
    )
    assert ProducerAsking.objects.get().how == "page"
    assert hear(people, "2 11") == "over"
