"""What couriers broke or lost, as the centres concerned see it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from ekshop.fulfilment import selectors as fulfilment
from ekshop.kernel.actors import Actor
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, customer
from ekshop.settlement.selectors import courier_claims_listed
from ekshop.settlement.services import courier_claim_write_off
from ekshop.settlement.services.claims import Claimed, courier_claim_open
from ekshop.settlement.tests import make

LATER = PLACED_AT + timedelta(days=3)


def claimed(people, share, number: int = 1):
    [line] = share.lines.all()
    return courier_claim_open(
        actor=Actor.system("test"),
        seller_order_id=share.pk,
        courier="manual",
        why="lost",
        key=f"courier_claim:{share.pk}:{number}",
        goods=[Claimed(line.pk, 150_000)],
        ways_poisha=11_000,
        now=LATER,
    )


@pytest.fixture
def people(db):
    return orders.people()


@pytest.fixture
def share(people):
    """Bina's centre ordered for Rahima what Jamila makes; hers is Asha's centre."""
    buyer = customer(people.other_centre, "Rahima")
    orders.agree(people.bina, buyer)
    kantha = orders.offer(people.producer, price_poisha=150_000, on_hand=9)
    order = orders.order(people, [(kantha, 1)], by=people.bina, customer=buyer)
    return orders.share(order, people.producer)


def signed(persona, language="en"):
    client = Client()
    client.force_login(persona.person)
    client.cookies["language"] = language
    return client


def test_a_claim_is_seen_by_the_centre_it_went_to_and_by_the_one_it_came_from(people, share):
    assert "No courier broke or lost anything" in signed(people.asha).get("/centre/claims/").text
    claim = claimed(people, share)
    there, home = signed(people.bina), signed(people.asha)
    page = there.get("/centre/claims/").text
    assert "৳1,610" in page and "Rahima" in page and f"/centre/parcels/{share.code}/" in page
    page = home.get("/centre/claims/").text
    # The maker's centre is told where it went, and nothing of whom it was for.
    assert f"/centre/producers/orders/{share.code}/" in page and "Rahima" not in page
    assert "কুরিয়ারের কাছে দাবি" in signed(people.asha, "bn").get("/centre/claims/").text
    for client, address in (
        (there, f"/centre/parcels/{share.code}/"),
        (there, f"/centre/orders/{share.order.code}/"),
        (home, f"/centre/producers/orders/{share.code}/"),
    ):
        assert f"/centre/claims/?q={share.code}" in client.get(address).text, address
    courier_claim_write_off(
        actor=people.omar.actor, claim_id=claim.pk, reason="It closed its doors.", now=LATER
    )
    assert share.code not in home.get("/centre/claims/?state=open").text
    page = home.get("/centre/claims/?state=written_off").text
    assert share.code in page and "closed its doors" not in page


def test_nobody_else_sees_a_claim_and_it_is_found_by_code_and_by_name(people, share):
    claimed(people, share)
    assert not courier_claims_listed(people.salma.actor)
    assert not courier_claims_listed(people.jamila.actor)
    assert not courier_claims_listed(people.mina.actor)
    name = people.producer.name_en
    for text in (share.code, share.order.code.lower(), name[2:6].upper(), people.producer.name_bn):
        assert courier_claims_listed(people.asha.actor, text=f" {text} ").count() == 1, text
    for text in ("Rahima", "K7-4MX2-9", "nobody"):
        assert not courier_claims_listed(people.asha.actor, text=text), text
    there = replace(people, asha=people.bina, mina=people.jamila)
    [parcel] = fulfilment.shipments_of([make.arrived(there, share.order).pk])[share.pk]
    assert courier_claims_listed(people.asha.actor, text=parcel.code).count() == 1


def test_a_page_of_claims_costs_the_same_however_many(people, share, django_assert_max_num_queries):
    for number in range(30):
        claimed(people, share, number)
    asha = signed(people.asha)
    with django_assert_max_num_queries(12):
        assert 'rel="next"' in asha.get("/centre/claims/").text
