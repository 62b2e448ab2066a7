"""Jobs that talk to couriers."""

from ekshop.kernel.jobs import job

from .adapters import courier_for
from .models import Shipment
from .services.shipping import shipment_courier_booked


@job(queue="outgoing")
def courier_book(*, shipment_id: int) -> None:
    """Book a parcel with its courier; asked again, the courier answers with the same booking."""
    shipment = Shipment.objects.select_related(
        "seller_order__centre", "seller_order__order__customer"
    ).get(pk=shipment_id)
    if shipment.courier_ref or shipment.state == "cancelled":
        return
    booked = courier_for(shipment.courier).book(shipment)
    shipment_courier_booked(
        shipment_id=shipment.pk,
        courier_ref=booked.reference,
        tracking_number=booked.tracking_number,
    )
