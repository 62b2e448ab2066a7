"""Money for a producer never ends with somebody else without her and the office knowing of it."""

import re

import pytest

from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.rulebook import rules_load
from ekshop.notices.models import Message
from ekshop.parties.models import Person
from ekshop.parties.selectors import wallet_paid
from ekshop.parties.services import wallet_set
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers.selectors import others_behind
from ekshop.producers.services import (
    NumbersShared,
    WalletOfAnother,
    draft_begin,
    wallet_code_send,
    wallet_code_try,
)

from . import make

NOW = PLACED_AT


@pytest.fixture
def people(db):
    rules_load()
    return personas()


def proved(actor, seller_id: int, number: str) -> None:
    who = {"actor": actor, "seller_id": seller_id, "now": NOW}
    mobile = wallet_code_send(provider="bkash", number=number, **who)
    body = Message.objects.filter(template="wallet_code", to=mobile).latest("pk").body
    wallet_code_try(typed=re.search(r"\d{6}", body)[0], **who)


def of_asha(people) -> str:
    return Person.objects.get(pk=people.asha.actor.person_id).mobile.removeprefix("+88")


@pytest.mark.parametrize("whose", ["her own telephone", "where she is paid", "another producer's"])
def test_a_centres_own_or_anothers_account_is_not_taken_for_a_producer(people, whose):
    producer = make.approved(people)
    if whose == "her own telephone":
        number = of_asha(people)
    elif whose == "where she is paid":
        number = "01612345678"
        wallet_set(
            actor=people.asha.actor,
            person_id=people.asha.actor.person_id,
            provider="rocket",
            number=f"{number}7",
            now=NOW,
        )
    else:
        number = make.approved(people, name="Another").wallet_proved
    before = wallet_paid(producer.person_id).number
    with pytest.raises(WalletOfAnother):
        proved(people.asha.actor, producer.seller_id, number)
    assert wallet_paid(producer.person_id).number == before
    proved(people.omar.actor, producer.seller_id, number)
    assert wallet_paid(producer.person_id).number == number


def test_who_takes_a_number_between_the_code_and_its_proof_keeps_it(people):
    producer, number = make.approved(people), "01612345678"
    who = {"actor": people.asha.actor, "seller_id": producer.seller_id, "now": NOW}
    mobile = wallet_code_send(provider="bkash", number=number, **who)
    body = Message.objects.filter(template="wallet_code", to=mobile).latest("pk").body
    me = people.asha.actor
    wallet_set(actor=me, person_id=me.person_id, provider="bkash", number=number, now=NOW)
    with pytest.raises(WalletOfAnother):
        wallet_code_try(typed=re.search(r"\d{6}", body)[0], **who)


def test_she_hears_on_her_own_telephone_of_a_number_somebody_else_gave(people):
    producer = make.brought(people, wallet_number="01612345678")
    run_jobs()
    [told] = Message.objects.filter(template="wallet_named")
    assert told.to == producer.person.mobile and "016…5678" in told.body
    assert "333" in told.body or "৩৩৩" in told.body
    proved(people.asha.actor, producer.seller_id, "01512345678")
    run_jobs()
    changed = Message.objects.filter(template="wallet_changed").values_list("to", flat=True)
    assert set(changed) == {"+8801612345678", "+8801512345678", producer.person.mobile}


def test_whose_code_went_to_her_own_telephone_is_told_nothing_twice(people):
    make.brought(people)
    run_jobs()
    assert not Message.objects.filter(template="wallet_named").exists()


def test_at_her_enrolment_the_centre_must_say_that_anothers_account_is_right(people):
    draft = draft_begin(actor=people.asha.actor, now=NOW)
    asked = {
        "actor": people.asha.actor,
        "provider": "bkash",
        "number": of_asha(people),
        "draft_token": str(draft.token),
        "now": NOW,
    }
    with pytest.raises(NumbersShared):
        wallet_code_send(**asked)
    assert wallet_code_send(**asked, shared_is_right=True) == f"+88{of_asha(people)}"


def test_a_producer_with_her_centres_telephone_is_approved_only_once_that_was_asked_about(people):
    """All that she is told by SMS would reach only those who act in her name."""
    asha = people.asha.person
    producer = make.brought(people, mobile=asha.mobile, wallet_number="01612345678")
    assert producer.person == asha
    assert others_behind(producer) == [f"{asha.called} ({people.centre.name})"]
