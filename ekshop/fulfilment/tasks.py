"""Jobs that talk to couriers, and what is done by the clock."""

from ekshop.kernel.clock import now
from ekshop.kernel.jobs import job, periodic

from .adapters import courier_for
from .models import Shipment
from .services.photos import photos_prune, photos_sweep
from .services.shipping import shipment_courier_booked


@job(queue="outgoing")
def courier_book(*, shipment_id: int) -> None:
    """Book a parcel with its courier; asked again, the courier answers with the same booking."""
    shipment = Shipment.objects.select_related("seller_order__centre", "seller_order__seller").get(
        pk=shipment_id
    )
    if shipment.courier_ref or shipment.courier == "manual" or shipment.state == "cancelled":
        return
    booked = courier_for(shipment.courier).book(shipment)
    shipment_courier_booked(
        shipment_id=shipment.pk,
        courier_ref=booked.reference,
        tracking_number=booked.tracking_number,
    )


@periodic(cron="40 21 * * *", name="fulfilment.photos_prune")
def prune_photos() -> None:
    """Photos of forms nobody finished, and files whose row never came to be."""
    photos_prune(now=now())
    photos_sweep()
