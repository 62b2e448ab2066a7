"""Refused at the second inspection: the books follow the rule of who bears it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from ekshop.fulfilment import selectors as fulfilment
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.services import FoundLine
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotAllowed, StaleState
from ekshop.kernel.rulebook import rule_put
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.parties.tests.make import PLACED_AT, Personas, customer
from ekshop.settlement.models import CommissionLine, SellerRelease
from ekshop.settlement.selectors import courier_claims_open, courier_claims_visible_to
from ekshop.settlement.services import (
    ChangedMeanwhile,
    commission_lock,
    courier_claim_pay,
    courier_claim_write_off,
    rejection_book,
)

from . import make

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)
SYSTEM = Actor.system("test")


@pytest.fixture
def people() -> Personas:
    everyone = make.orders.people()
    make.orders.rate(500)
    make.orders.rate(150, role="sourcing")
    return everyone


def opened(people: Personas, reason: str, accepted: int, rejected: int):
    """Bina's centre opens what Jamila made and Asha's centre looked at."""
    there = replace(people, asha=people.bina, mina=people.jamila)
    buyer = customer(people.other_centre, "Rahima")
    make.orders.agree(people.bina, buyer)
    saree = make.orders.offer(people.producer, price_poisha=150_000, on_hand=50)
    order = make.orders.order(
        people, [(saree, accepted + rejected)], by=people.bina, customer=buyer
    )
    share = make.arrived(there, order)
    parcel = fulfilment.shipments_of([share.pk])[share.pk][0]
    fulfilling.inspection_record(
        actor=people.bina.actor,
        shipment_id=parcel.pk,
        found=[FoundLine(share.lines.get().pk, accepted, rejected, reason)],
        nonce=uuid4(),
        now=LATER,
    )
    for _again in range(2):
        make.work(LATER)
    share.refresh_from_db()
    assert share.delivery_poisha == 11_000
    assert rejection_book(actor=SYSTEM, seller_order_id=share.pk, now=LATER) >= 0
    assert mismatches() == [] and unbalanced_journals() == []
    return share


def test_what_broke_on_the_way_the_courier_owes_and_the_producer_is_paid(people: Personas):
    opened(people, "damaged", 2, 1)
    # One saree, which its maker is paid, and one way back, which the courier goes unpaid.
    assert balance(None, "courier_claims") == 161_000
    assert balance(people.producer.pk, "seller_payable") == -150_000
    assert not CommissionLine.objects.exists()
    [claim] = courier_claims_visible_to(people.omar.actor)
    assert (claim.courier, claim.amount_poisha) == ("manual", 161_000)
    end = {"claim_id": claim.pk, "reason": "The courier closed.", "now": LATER}
    with pytest.raises(NotAllowed):
        courier_claim_write_off(actor=people.bina.actor, **end)
    with pytest.raises(InvalidInput):
        courier_claim_write_off(actor=people.omar.actor, **{**end, "reason": ""})
    courier_claim_write_off(actor=people.omar.actor, **end)
    with pytest.raises(StaleState):
        courier_claim_write_off(actor=people.omar.actor, **end)
    assert (balance(None, "courier_claims"), balance(None, "delivery_borne")) == (0, 161_000)
    assert courier_claims_open(people.omar.actor) == [] and mismatches() == []


def came(people: Personas, claim: int, poisha: int, *, seen: int):
    return courier_claim_pay(
        actor=people.omar.actor,
        claim_id=claim,
        amount_poisha=poisha,
        reference=f"Transfer {poisha}",
        seen_poisha=seen,
        now=LATER,
    )


def where_it_stands() -> tuple[int, int, int]:
    assert mismatches() == [] and unbalanced_journals() == []
    return tuple(balance(None, each) for each in ("courier_claims", "bank", "delivery_borne"))


def test_a_courier_pays_in_parts_and_what_comes_after_a_write_off_lessens_the_loss(
    people: Personas,
):
    opened(people, "damaged", 2, 1)
    [claim] = courier_claims_visible_to(people.omar.actor)
    came(people, claim.pk, 61_000, seen=0)
    assert where_it_stands() == (100_000, 61_000, 0)
    [open_now] = courier_claims_open(people.omar.actor)
    assert (open_now["claims"], open_now["poisha"]) == (1, 100_000)
    # The same press again, and more than is left of it.
    with pytest.raises(ChangedMeanwhile):
        came(people, claim.pk, 61_000, seen=0)
    with pytest.raises(InvalidInput):
        came(people, claim.pk, 100_001, seen=61_000)
    courier_claim_write_off(
        actor=people.omar.actor, claim_id=claim.pk, reason="Nothing more comes.", now=LATER
    )
    assert where_it_stands() == (0, 61_000, 100_000)
    assert came(people, claim.pk, 40_000, seen=61_000).state == "written_off"
    assert where_it_stands() == (0, 101_000, 60_000)
    assert came(people, claim.pk, 60_000, seen=101_000).state == "paid"
    assert where_it_stands() == (0, 161_000, 0)


def test_the_operator_sees_what_a_courier_owes_and_books_what_came(people: Personas, client):
    share = opened(people, "damaged", 2, 1)
    [claim] = courier_claims_visible_to(people.omar.actor)
    client.force_login(people.omar.person)
    assert share.code in client.get("/operator/claims/").content.decode()
    there = f"/operator/claims/{claim.pk}/end/"
    form = {"action": "pay", "amount": "৳১,৬১০", "seen": "0", "reason": ""}
    assert client.post(there, form).status_code == 422
    form["reason"] = "Transfer 4417 of today"
    assert client.post(there, form).status_code == 302
    assert balance(None, "bank") == 161_000 and balance(None, "courier_claims") == 0
    assert "Transfer 4417" in client.get("/operator/claims/?state=paid").content.decode()


def test_what_the_first_inspection_should_have_seen_its_centre_bears(people: Personas):
    share = opened(people, "wrong_item", 2, 1)
    [row] = CommissionLine.objects.all()
    assert (row.kind, row.role, row.amount_poisha) == ("borne", "sourcing", -11_000)
    assert (row.centre_id, row.person_id) == (people.centre.pk, people.asha.person.pk)
    assert balance(people.centre.pk, "commission_earned") == 11_000
    assert balance(people.producer.pk, "seller_payable") == 0
    assert commission_lock(actor=SYSTEM, now=LATER) == 1
    assert balance(people.centre.pk, "commission_payable") == 11_000
    # What is accepted goes on as ever.
    make.paid(replace(people, asha=people.bina), share, now=LATER)
    sourced = CommissionLine.objects.get(kind="commission", role="sourcing")
    assert sourced.amount_poisha == 4_500
    assert mismatches() == []


def test_what_lies_in_the_making_its_maker_bears(people: Personas):
    share = opened(people, "bad_quality", 2, 1)
    assert balance(people.producer.pk, "seller_payable") == 11_000
    [found] = fulfilment.inspections_of([share.pk])[share.pk].lines.all()
    assert (found.leg, found.bearer) == ("making", "seller")
    assert "how the goods were made" in found.borne_by.citation_en


def test_another_rule_from_a_day_on_counts_for_what_is_found_from_then_on(people: Personas):
    rule_put(
        actor=people.omar.actor,
        key="borne_bad_quality",
        value=2,
        unit="bearer",
        valid_from=LATER,
        citation=("চুক্তি ২০২৬", "Contract of 2026"),
        now=PLACED_AT,
    )
    share = opened(people, "bad_quality", 2, 1)
    [found] = fulfilment.inspections_of([share.pk])[share.pk].lines.all()
    assert (found.bearer, found.borne_by.citation_en) == ("centre", "Contract of 2026")
    assert balance(people.centre.pk, "commission_earned") == 11_000


def test_a_parcel_refused_whole_costs_both_ways_and_stands_at_once(people: Personas):
    share = opened(people, "damaged", 0, 2)
    assert share.state == "refused"
    assert balance(None, "courier_claims") == 322_000
    release = SellerRelease.objects.get(seller_order=share)
    assert release.release_at <= LATER
