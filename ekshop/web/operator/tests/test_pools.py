"""Parcels sent together, as the operator sees them: found, opened, and from the order back."""

from datetime import timedelta
from uuid import uuid4

from ekshop.fulfilment.services import pool_make
from ekshop.fulfilment.tests import make
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, customer

LATER = PLACED_AT + timedelta(hours=3)


def test_what_leaves_a_centre_together_is_found_and_leads_to_its_orders(db, client):
    people = orders.people()
    buyer = customer(people.other_centre, "Rahima")
    orders.agree(people.bina, buyer)
    kantha = orders.offer(people.producer, price_poisha=150_000, on_hand=9)
    order = orders.order(people, [(kantha, 3)], by=people.bina, customer=buyer)
    share = orders.share(order, people.producer)
    orders.confirm(people.jamila, share)
    make.looked_at(share, bad={1: 1}, now=LATER)
    pool = pool_make(
        actor=people.asha.actor,
        seller_order_ids=[share.pk],
        courier="manual",
        nonce=uuid4(),
        now=LATER,
    )
    client.force_login(people.omar.person)
    client.cookies["language"] = "en"
    with clock.at(LATER):
        for found in ("", "?state=open", f"?q={pool.code[:5]}"):
            assert pool.code in client.get(f"/operator/pools/{found}").text
        for missed in ("?state=handed_over", "?q=nobody"):
            assert pool.code not in client.get(f"/operator/pools/{missed}").text
        one = client.get(f"/operator/pools/{pool.code}/").text
        assert share.code in one and "Being put together" in one
        assert pool.code in client.get("/operator/pools/table.csv").text
        whole = client.get(f"/operator/orders/{order.code}/").text
    assert f"/operator/pools/{pool.code}/" in whole
    assert "2 good, 1 not good, 0 not brought" in whole
