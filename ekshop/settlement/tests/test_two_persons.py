"""Above the rule book's limit a bill, a payment on a claim and a write-off take two persons."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ekshop.fulfilment.rules import COURIERS
from ekshop.kernel import rulebook
from ekshop.kernel.errors import NotAllowed
from ekshop.kernel.states import ActionNotPossible
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.parties.tests.make import PLACED_AT, Persona, Personas, person, persona
from ekshop.payments.services import SamePerson
from ekshop.settlement.models import CourierClaim, CourierWay, TwoPersonDeed
from ekshop.settlement.selectors import deeds_waiting
from ekshop.settlement.services import (
    ChangedMeanwhile,
    DeedAsked,
    courier_claim_pay,
    courier_claim_write_off,
    deed_confirm,
    deed_refuse,
    deed_waits,
)

from . import make
from .make_couriers import LATER, PRICE, WAY, bill, ordered, people, reported, there

__all__ = ["people", "there"]

pytestmark = pytest.mark.django_db
LIMIT = 20_000


@pytest.fixture
def olga(people: Personas) -> Persona:  # noqa: F811
    rulebook.rule_put(
        actor=people.omar.actor,
        key="two_persons_above",
        value=LIMIT,
        unit="poisha",
        valid_from=PLACED_AT - timedelta(days=1),
        now=PLACED_AT - timedelta(days=2),
    )
    return persona(person("Olga"), "operator", people.omar.organisation)


def claimed(there: Personas, people: Personas) -> CourierClaim:  # noqa: F811
    share, _parcel = make.packed(there, ordered(people))
    make.work(LATER)
    reported(share, "lost")
    return CourierClaim.objects.get()


def test_a_couriers_bill_waits_and_is_paid_by_what_is_owed_when_it_is_confirmed(
    people,
    there,
    olga,
    client,  # noqa: F811
):
    make.arrived(there, ordered(people))
    for wrong in ({"actor": people.aziz.actor}, {"owed_poisha": WAY + 1}):
        with pytest.raises((NotAllowed, ChangedMeanwhile)):
            bill(people, **{"owed_poisha": WAY, **wrong})
    asked = bill(people, owed_poisha=WAY)
    assert deed_waits(asked) and balance(None, "bank") == 0
    with pytest.raises(DeedAsked):
        bill(people, owed_poisha=WAY, reference="BRAC 5522")
    decided = {"deed_id": asked.pk, "now": LATER}
    with pytest.raises(SamePerson):
        deed_confirm(actor=people.omar.actor, **decided)
    with pytest.raises(NotAllowed):
        deed_confirm(actor=people.asha.actor, **decided)
    with pytest.raises(IntegrityError), transaction.atomic():
        TwoPersonDeed.objects.filter(pk=asked.pk).update(
            state="done", decided_by=people.omar.person
        )
    make.arrived(there, ordered(people))
    with pytest.raises(ChangedMeanwhile):
        deed_confirm(actor=olga.actor, **decided)
    deed_refuse(actor=people.omar.actor, **decided)
    with pytest.raises(ActionNotPossible):
        deed_confirm(actor=olga.actor, **decided)
    client.force_login(people.omar.person)
    form = {"courier": "manual", "owed": 2 * WAY, "until": f"{LATER:%Y-%m-%d}"}
    form |= {"reference": "BRAC 5523", "amount": "৳২২৫"}
    client.post("/operator/couriers/pay/", form)
    [waits] = deeds_waiting(olga.actor, ["courier_bill"])
    there_it_is = f"/operator/second/{waits.pk}/"
    assert 'value="confirm"' not in client.get("/operator/couriers/").content.decode()
    client.force_login(olga.person)
    page = client.get("/operator/couriers/").content.decode()
    assert there_it_is in page and 'value="confirm"' in page and "BRAC 5523" in page
    assert "· manual" not in page and str(dict(COURIERS)["manual"]) in page
    assert client.post(there_it_is, {"do": "confirm"}).status_code == 302
    assert balance(None, "bank") == -22_500
    assert {way.state for way in CourierWay.objects.all()} == {"paid"}
    assert mismatches() == [] and unbalanced_journals() == []


def test_small_bills_of_one_day_take_two_once_they_come_to_more(people, there, olga):  # noqa: F811
    make.arrived(there, ordered(people))
    assert not deed_waits(bill(people, owed_poisha=WAY, amount_poisha=WAY))
    make.arrived(there, ordered(people))
    assert deed_waits(bill(people, owed_poisha=WAY, amount_poisha=WAY, reference="BRAC 5522"))


def test_payments_on_a_claim_take_two_from_the_part_that_passes_the_limit(people, there, olga):  # noqa: F811
    claim = claimed(there, people)
    work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
    assert not deed_waits(
        courier_claim_pay(**work, amount_poisha=LIMIT, reference="Transfer 1", seen_poisha=0)
    )
    asked = courier_claim_pay(**work, amount_poisha=100, reference="Transfer 2", seen_poisha=LIMIT)
    assert deed_waits(asked) and balance(None, "bank") == LIMIT
    deed_confirm(actor=olga.actor, deed_id=asked.pk, now=LATER)
    assert balance(None, "bank") == LIMIT + 100
    assert mismatches() == [] and unbalanced_journals() == []


def test_a_write_off_of_much_takes_two_and_is_not_of_another_sum_than_asked(
    people,  # noqa: F811
    there,  # noqa: F811
    olga,
    client,
):
    claim = claimed(there, people)
    work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
    asked = courier_claim_write_off(**work, reason="Nothing more comes.")
    assert deed_waits(asked) and balance(None, "delivery_borne") == 0
    client.force_login(olga.person)
    [card] = client.get("/operator/claims/").context["deeds"]
    assert card.name == dict(COURIERS)[claim.courier]
    assert (card.order_code, card.seller) == (
        claim.seller_order.code,
        claim.seller_order.seller.name,
    )
    courier_claim_pay(**work, amount_poisha=100, reference="Transfer 1", seen_poisha=0)
    with pytest.raises(ChangedMeanwhile):
        deed_confirm(actor=olga.actor, deed_id=asked.pk, now=LATER)
    deed_refuse(actor=olga.actor, deed_id=asked.pk, now=LATER)
    asked = courier_claim_write_off(**work, reason="Nothing more comes.")
    deed_confirm(actor=olga.actor, deed_id=asked.pk, now=LATER)
    assert balance(None, "delivery_borne") == 3 * PRICE - 100
    with pytest.raises(ActionNotPossible):
        courier_claim_write_off(**work, reason="Nothing more comes.")
    assert mismatches() == [] and unbalanced_journals() == []


def test_who_records_a_part_alone_does_not_write_off_the_rest_alone(people, there, olga):  # noqa: F811
    claim = claimed(there, people)
    assert claim.amount_poisha > LIMIT
    work = {"actor": people.omar.actor, "claim_id": claim.pk, "now": LATER}
    CourierClaim.objects.filter(pk=claim.pk).update(amount_poisha=LIMIT + 100)
    courier_claim_pay(**work, amount_poisha=LIMIT, reference="Transfer 1", seen_poisha=0)
    assert deed_waits(courier_claim_write_off(**work, reason="Nothing more comes."))
