"""Where a seller is paid: two persons, a wait, and everyone told."""

from datetime import timedelta

import pytest

from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.rulebook import rules_load
from ekshop.kernel.states import StaleState
from ekshop.notices.models import Message
from ekshop.parties.selectors import bank_account_in_force, bank_accounts_visible_to
from ekshop.parties.services import (
    bank_account_confirm,
    bank_account_propose,
    bank_account_refuse,
)
from ekshop.parties.services.bank_accounts import AnotherWaits

from .make import PLACED_AT as NOW
from .make import personas

GOOD = {
    "bank": "Sonali Bank",
    "branch": "Motijheel",
    "routing_number": "200-270-522",
    "holder": "pathshala  books",
    "number": "০১২৩ ৪৫৬৭ ৮৯০১২",
}


@pytest.fixture
def people(db):
    rules_load()
    return personas()


def test_an_account_is_used_only_after_a_second_person_and_the_wait(people):
    asked = bank_account_propose(actor=people.mina.actor, **GOOD, now=NOW)
    assert (asked.number, asked.routing_number) == ("0123456789012", "200270522")
    assert bank_account_in_force(people.partner.pk, NOW + timedelta(days=9)) is None
    done = bank_account_confirm(actor=people.omar.actor, bank_account_id=asked.pk, now=NOW)
    assert bank_account_in_force(people.partner.pk, NOW + timedelta(hours=47)) is None
    assert bank_account_in_force(people.partner.pk, NOW + timedelta(hours=48)) == done
    with pytest.raises(StaleState):
        bank_account_refuse(actor=people.omar.actor, bank_account_id=asked.pk, reason="no", now=NOW)


def test_the_account_before_stays_in_force_until_the_wait_is_over(people):
    for number, days in (("0123456789012", 0), ("9876543210987", 5)):
        at = NOW + timedelta(days=days)
        asked = bank_account_propose(actor=people.mina.actor, **{**GOOD, "number": number}, now=at)
        bank_account_confirm(actor=people.omar.actor, bank_account_id=asked.pk, now=at)
    inside = bank_account_in_force(people.partner.pk, NOW + timedelta(days=6))
    after = bank_account_in_force(people.partner.pk, NOW + timedelta(days=7))
    assert (inside.number, after.number) == ("0123456789012", "9876543210987")


def test_one_proposal_at_a_time_and_only_whoever_may_decides(people):
    asked = bank_account_propose(actor=people.mina.actor, **GOOD, now=NOW)
    with pytest.raises(AnotherWaits):
        bank_account_propose(actor=people.mina.actor, **GOOD, now=NOW)
    for other in (people.mina, people.aziz, people.asha):
        with pytest.raises(NotAllowed):
            bank_account_confirm(actor=other.actor, bank_account_id=asked.pk, now=NOW)
    with pytest.raises(NotFound):
        bank_account_confirm(actor=people.omar.actor, bank_account_id=asked.pk + 1, now=NOW)
    assert not bank_accounts_visible_to(people.tania.actor).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("routing_number", "12345678"),
        ("routing_number", "12345678x"),
        ("number", "1234567"),
        ("number", "١٢٣٤٥٦٧٨٩"),
        ("holder", "Shushruta Pharmacy"),
        ("bank", " "),
    ],
)
def test_an_account_that_cannot_be_the_sellers_is_refused_by_field(people, field, value):
    with pytest.raises(InvalidInput) as caught:
        bank_account_propose(actor=people.mina.actor, **{**GOOD, field: value}, now=NOW)
    assert list(caught.value.field_errors) == [field]


def test_everyone_of_the_seller_is_told_of_every_step(people):
    asked = bank_account_propose(actor=people.mina.actor, **GOOD, now=NOW)
    bank_account_confirm(actor=people.omar.actor, bank_account_id=asked.pk, now=NOW)
    run_jobs(queues=["default"])
    told = Message.objects.filter(template="bank_account_changed")
    assert {each.to for each in told} == {people.partner.mobile, people.mina.person.mobile}
    assert told.count() == 4
