"""Ordering payouts: once, to the wallet set last, split over days."""

from datetime import timedelta

import pytest

from ekshop.kernel import clock, states
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.rulebook import rules_load
from ekshop.notices.models import Message
from ekshop.parties.models import Wallet
from ekshop.parties.selectors import wallet_mark, wallet_paid
from ekshop.parties.services import wallet_set, wallet_vouch
from ekshop.parties.tests.make import PLACED_AT, Personas, personas
from ekshop.settlement.models import Payout
from ekshop.settlement.rules import ATTEMPT, BATCH, FLOAT_MOVE, PAYOUT, PayoutRequest, parts_of
from ekshop.settlement.services import payouts_order
from ekshop.settlement.services.payouts.ordering import waiting_placed

pytestmark = pytest.mark.django_db
NOW = PLACED_AT


@pytest.fixture
def people() -> Personas:
    everyone = personas()
    rules_load()
    Wallet.objects.all().delete()
    return everyone


def request_for(people, taka: int, entity_id: int = 1) -> PayoutRequest:
    return PayoutRequest(
        entity="commission_statement",
        entity_id=entity_id,
        organisation_id=people.asha.actor.organisation_id,
        person_id=people.asha.actor.person_id,
        amount_poisha=taka * 100,
        account="commission_payable",
    )


def wallet(people, number="01712345678", provider="bkash", now=NOW):
    return wallet_set(
        actor=people.asha.actor,
        person_id=people.asha.actor.person_id,
        provider=provider,
        number=number,
        now=now,
    )


def order(people, *requests, now=NOW):
    return payouts_order(actor=people.omar.actor, requests=requests, now=now)


@pytest.mark.parametrize("machine", [PAYOUT, ATTEMPT, BATCH, FLOAT_MOVE])
def test_the_tables_of_states_hold_together(machine):
    assert states.machine_problems(machine) == []


def test_a_payout_is_ordered_once_however_often_it_is_asked_for(people):
    wallet(people)
    first = order(people, request_for(people, 500))
    again = order(people, request_for(people, 500), request_for(people, 700, 2))
    assert [row.pk for row in first] == [again[0].pk]
    assert [row.amount_poisha for row in again] == [50_000, 70_000]
    assert (first[0].provider, first[0].number) == ("bkash", "01712345678")


def test_a_sum_above_the_days_limit_is_split_over_days(people):
    wallet(people)
    rows = order(people, request_for(people, 120_000))
    assert [row.amount_poisha for row in rows] == [5_000_000, 5_000_000, 2_000_000]
    first = dhaka_date(NOW)
    assert [(row.pay_on - first).days for row in rows] == [0, 1, 2]
    assert {row.parts for row in rows} == {3}


def test_another_sellers_payout_to_the_same_wallet_counts_against_its_limits(people):
    wallet(people)
    order(people, request_for(people, 40_000))
    rows = order(people, request_for(people, 20_000, 2))
    assert [row.amount_poisha for row in rows] == [1_000_000, 1_000_000]


def test_a_months_limit_sends_the_rest_to_the_next_month(people):
    wallet(people)
    rows = order(people, request_for(people, 310_000))
    by_month = {}
    for row in rows:
        key = (row.pay_on.year, row.pay_on.month)
        by_month[key] = by_month.get(key, 0) + row.amount_poisha
    assert sum(by_month.values()) == 31_000_000
    assert max(by_month.values()) <= 30_000_000


def test_limits_without_room_are_a_mistake_and_no_endless_search():
    with pytest.raises(ValueError, match="no room"):
        parts_of(100, dhaka_date(NOW), lambda day: 0)


def test_who_has_no_wallet_is_planned_and_waits(people):
    rows = order(people, request_for(people, 500))
    assert rows[0].provider == "" and rows[0].state == "planned"


def test_a_number_nobody_confirmed_is_not_paid_to_until_somebody_has(people):
    wallet(people)
    Wallet.objects.update(rests=True)
    [row] = order(people, request_for(people, 500))
    assert row.provider == ""
    asha = people.asha.person.pk
    seen = wallet_mark(wallet_paid(asha))
    wallet_vouch(actor=people.omar.actor, person_id=asha, seen=seen, now=NOW)
    assert waiting_placed(actor=people.omar.actor, now=NOW) == 1
    row.refresh_from_db()
    assert row.provider == "bkash"


def test_a_changed_wallet_is_paid_only_after_the_cooling_off(people):
    wallet(people)
    assert wallet_paid(people.asha.actor.person_id).pays_from is None
    wallet(people, "018123456781", "rocket", now=NOW + timedelta(hours=1))
    row = order(people, request_for(people, 500), now=NOW + timedelta(hours=2))[0]
    assert (row.provider, row.number) == ("rocket", "018123456781")
    assert row.not_before == NOW + timedelta(hours=49)
    assert row.pay_on == dhaka_date(NOW + timedelta(hours=49))


def test_both_numbers_are_told_of_a_change(people):
    wallet(people)
    wallet(people, "018123456781", "rocket", now=NOW + timedelta(hours=1))
    wallet(people, "018123456781", "rocket", now=NOW + timedelta(hours=2))
    with clock.at(NOW + timedelta(hours=2)):
        run_jobs(queues=["default"])
    sent = Message.objects.filter(template="wallet_changed").order_by("pk")
    assert [each.to for each in sent] == ["+8801712345678", "+8801812345678"]
    assert "017…5678" in sent[0].body and "018…5678" in sent[0].body


def test_where_it_goes_is_frozen_with_the_order(people):
    wallet(people)
    row = order(people, request_for(people, 500))[0]
    wallet(people, "01812345678", now=NOW + timedelta(hours=1))
    assert Payout.objects.get(pk=row.pk).number == "01712345678"
