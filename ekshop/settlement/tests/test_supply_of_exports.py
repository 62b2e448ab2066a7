"""What is ordered for a buyer abroad: to the seller an order like any other, to nobody else one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ekshop.fulfilment import selectors as parcels
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.services import FoundLine
from ekshop.fulfilment.tests.make import looked_at
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.notices.models import Message
from ekshop.orders.models import SellerOrder
from ekshop.orders.rules import EXPORT
from ekshop.orders.selectors import (
    bought_by,
    order_by_tracking,
    orders_visible_to,
    seller_orders_visible_to,
)
from ekshop.parties.selectors import centres_visible_to
from ekshop.parties.services import export_hub
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.payments.models import Payment
from ekshop.payments.selectors import cash_owed, payments_visible_to
from ekshop.payments.services import export_pay
from ekshop.settlement.models import CommissionLine, SellerRelease
from ekshop.settlement.services import commission_lock

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


def at_the_hub(people: Personas, *, accepted: int, quantity: int = 3) -> SellerOrder:
    saree = make.orders.offer(people.producer, price_poisha=150_000, on_hand=50)
    order = make.orders.supply([(saree, quantity)])
    share = make.orders.share(order, people.producer)
    make.orders.confirm(people.jamila, share)
    looked_at(share, now=PLACED_AT)
    parcel = fulfilling.shipment_book(
        actor=people.jamila.actor, seller_order_id=share.pk, courier="manual", now=PLACED_AT
    )
    hub = replace(SYSTEM, person_id=export_hub(now=PLACED_AT).person_id)
    fulfilling.shipment_receive(actor=hub, shipment_id=parcel.pk, now=LATER)
    [line] = share.lines.all()
    fulfilling.inspection_record(
        actor=hub,
        shipment_id=parcel.pk,
        found=[FoundLine(line.pk, accepted, quantity - accepted, "bad_quality")],
        nonce=order.nonce,
        now=LATER,
    )
    with clock.at(LATER):
        run_jobs()
    share.refresh_from_db()
    return share


def test_the_hub_pays_for_what_it_accepts_and_only_the_sourcing_centre_earns(people: Personas):
    share = at_the_hub(people, accepted=2)
    assert share.state == "handed_over"
    due = 300_000 + share.delivery_poisha
    assert balance(None, "export_goods") == due
    [earned] = CommissionLine.objects.all()
    assert (earned.role, earned.amount_poisha) == ("sourcing", 4_500)
    # The way to the hub is the courier's; the way back of the refused one she bears.
    assert balance(people.producer.pk, "seller_payable") == -300_000 + 4_500 + share.delivery_poisha
    assert balance(share.centre_id, "commission_earned") == 0
    assert balance(None, "bank") == cash_owed(share.centre_id) == 0
    # What the hub accepted it cannot give back: the window is over and the seller can be paid.
    assert commission_lock(actor=SYSTEM, now=LATER) == 1
    assert SellerRelease.objects.get().seller_order_id == share.pk
    assert mismatches() == [] and unbalanced_journals() == []


def test_it_is_paid_once_and_nothing_is_paid_for_what_was_refused(people: Personas):
    share = at_the_hub(people, accepted=1)
    assert export_pay(actor=SYSTEM, seller_order_id=share.pk, now=LATER) == Payment.objects.get()
    refused = at_the_hub(people, accepted=0)
    assert refused.state == "refused"
    assert export_pay(actor=SYSTEM, seller_order_id=refused.pk, now=LATER) is None
    back = parcels.shipments_of([refused.pk])[refused.pk]
    assert [each.direction for each in back] == ["outbound", "return"]


def test_no_customer_centre_or_watcher_of_home_sees_it_and_nobody_gets_a_message(people: Personas):
    share = at_the_hub(people, accepted=3)
    assert not Message.objects.filter(to="").exists()
    told = {"order_placed", "parcel_arrived", "payment_received", "hand_over_code"}
    assert not Message.objects.filter(template__in=told).exists()
    for watcher in (people.omar, people.aziz, people.salma, people.asha):
        assert not orders_visible_to(watcher.actor).exists()
        assert not seller_orders_visible_to(watcher.actor).exists()
        assert not payments_visible_to(watcher.actor).exists()
    assert seller_orders_visible_to(people.jamila.actor).get() == share
    assert bought_by("") == []
    with pytest.raises(NotFound):
        order_by_tracking(share.order.code, "")
    assert not centres_visible_to(people.omar.actor).filter(pk=share.centre_id).exists()


def test_nobody_but_the_platform_orders_for_abroad(people: Personas):
    for who in (people.asha, people.salma, people.omar):
        with pytest.raises(NotAllowed):
            make.orders.order(people, [], by=who, channel=EXPORT)
