"""A producer's goods sold at another centre: both centres earn, each by a line of its own."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from ekshop.fulfilment import services as fulfilling
from ekshop.kernel.actors import Actor
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.orders.models import OrderLine
from ekshop.orders.services import commission_rate_set
from ekshop.parties.models import Seller
from ekshop.parties.tests.make import PLACED_AT, Personas, customer
from ekshop.payments.models import Payment
from ekshop.settlement.models import CommissionLine
from ekshop.settlement.selectors import statements
from ekshop.settlement.services import commission_earn, commission_lock

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


@pytest.fixture
def there(people: Personas) -> Personas:
    """Bina sells what Jamila weaves; Jamila's centre is Asha's."""
    return replace(people, asha=people.bina, mina=people.jamila)


def carried(people: Personas, there: Personas, *, quantity: int = 3):
    buyer = customer(people.other_centre, "Rahima")
    make.orders.agree(people.bina, buyer)
    saree = make.orders.offer(people.producer, price_poisha=150_050, on_hand=50)
    order = make.orders.order(people, [(saree, quantity)], by=people.bina, customer=buyer)
    seller_order = make.arrived(there, order)
    make.inspected(there, seller_order, now=LATER)
    make.paid(there, seller_order, now=LATER)
    make.handed_over(there, seller_order, now=LATER)
    return seller_order


def amounts() -> list[tuple[str, str, int]]:
    rows = CommissionLine.objects.order_by("id")
    return [(row.role, row.kind, row.amount_poisha) for row in rows]


def test_both_centres_earn_of_a_producers_goods(people: Personas, there: Personas) -> None:
    seller_order = carried(people, there)
    line = seller_order.lines.get()
    assert (line.commission_bp, line.sourcing_bp) == (500, 150)
    assert line.sourcing_centre_id == people.centre.pk
    assert amounts() == [("sale", "commission", 22_508), ("sourcing", "commission", 6_752)]
    sale, sourcing = CommissionLine.objects.order_by("id")
    assert (sale.centre_id, sale.person_id) == (people.other_centre.pk, people.bina.person.pk)
    assert (sourcing.centre_id, sourcing.person_id) == (people.centre.pk, people.asha.person.pk)
    assert balance(people.other_centre.pk, "commission_earned") == -22_508
    assert balance(people.centre.pk, "commission_earned") == -6_752
    (own,) = statements(people.asha.actor, month=sourcing.month)
    assert (own.seller_id, own.net_poisha) == (people.producer.pk, 6_752)
    assert commission_lock(actor=SYSTEM, now=sale.locks_at) == 2
    assert balance(people.centre.pk, "commission_payable") == -6_752
    assert set(CommissionLine.objects.values_list("locked_at", flat=True)) == {sale.locks_at}
    assert mismatches() == [] and unbalanced_journals() == []


def test_a_return_takes_both_back(people: Personas, there: Personas) -> None:
    seller_order = carried(people, there)
    wanted = fulfilling.return_ask(
        actor=people.bina.actor,
        order_line_id=seller_order.lines.get().pk,
        quantity=1,
        reason="bad_quality",
        note="",
        now=LATER,
    )
    fulfilling.return_decide(
        actor=people.jamila.actor, return_id=wanted.pk, approve=True, note="", now=LATER
    )
    fulfilling.return_send(
        actor=people.bina.actor,
        return_id=wanted.pk,
        courier="manual",
        tracking_number="",
        now=LATER,
    )
    fulfilling.return_receive(actor=people.jamila.actor, return_id=wanted.pk, now=LATER)
    make.work(LATER)
    make.work(LATER)
    # 5 and 1.5 per cent of the 3,001.00 that stay: 150.05 and 45.02.
    assert amounts()[2:] == [("sale", "reversal", -7_503), ("sourcing", "reversal", -2_250)]
    assert balance(people.other_centre.pk, "commission_earned") == -15_005
    assert balance(people.centre.pk, "commission_earned") == -4_502
    assert mismatches() == []


def test_the_producers_centre_is_the_one_of_the_day_it_was_ordered(
    people: Personas, there: Personas
) -> None:
    carried(people, there, quantity=1)
    Seller.objects.filter(pk=people.producer.pk).update(sourcing_centre=people.other_centre)
    commission_rate_set(
        actor=SYSTEM,
        seller_id=people.producer.pk,
        category_id=None,
        rate_bp=900,
        role="sourcing",
        valid_from=PLACED_AT,
        now=LATER,
    )
    payment = Payment.objects.get()
    assert commission_earn(actor=SYSTEM, payment_id=payment.pk, now=LATER) == []
    sourcing = CommissionLine.objects.get(role="sourcing")
    assert (sourcing.centre_id, sourcing.rate_bp) == (people.centre.pk, 150)


def test_goods_of_a_partner_or_without_a_rule_source_nothing(people: Personas) -> None:
    order = make.orders.order(people, [(make.orders.offer(people.partner), 1)])
    line = OrderLine.objects.get(seller_order__order=order)
    assert (line.sourcing_centre_id, line.sourcing_rate_id, line.sourcing_bp) == (None, None, 0)


def test_a_centre_that_sells_what_it_sources_earns_both(people: Personas) -> None:
    here = replace(people, mina=people.jamila)
    saree = make.orders.offer(people.producer, price_poisha=100_000)
    seller_order = make.arrived(here, make.orders.order(people, [(saree, 1)], nonce=uuid4()))
    make.inspected(here, seller_order, now=LATER)
    make.paid(here, seller_order, now=LATER)
    assert balance(people.centre.pk, "commission_earned") == -6_500
