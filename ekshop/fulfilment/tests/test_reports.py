"""Reports of parcels that cannot be true."""

from datetime import UTC, datetime, timedelta

import pytest

from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.models import Shipment
from ekshop.kernel.errors import InvalidInput
from ekshop.orders.models import SellerOrder
from ekshop.orders.tests import make
from ekshop.parties.tests.make import PLACED_AT, Personas

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(hours=1)


@pytest.fixture
def people() -> Personas:
    return make.people()


@pytest.fixture
def share(people: Personas) -> SellerOrder:
    order = make.order(people, [(make.offer(people.partner), 2)])
    return make.confirm(people.mina, make.share(order, people.partner))


@pytest.fixture
def parcel(people: Personas, share: SellerOrder) -> Shipment:
    return fulfilling.shipment_book(
        actor=people.mina.actor, seller_order_id=share.pk, courier="sandbox_courier", now=LATER
    )


def told(parcel: Shipment, status: str, at: datetime = LATER) -> bool:
    return fulfilling.tracking_record(
        courier=parcel.courier,
        shipment_id=parcel.pk,
        event_key=f"{status}{at}",
        status=status,
        message="",
        at=at,
        now=LATER,
    )


@pytest.mark.parametrize(
    "at",
    [datetime(1, 1, 2, tzinfo=UTC), LATER + timedelta(days=1), datetime(9999, 1, 1, tzinfo=UTC)],
)
def test_a_report_of_a_time_that_cannot_be_is_refused(parcel: Shipment, at: datetime) -> None:
    with pytest.raises(InvalidInput):
        told(parcel, "in_transit", at)
