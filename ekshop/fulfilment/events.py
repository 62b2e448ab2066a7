"""What fulfilment tells those above it."""

from dataclasses import dataclass

from ekshop.kernel.events import Event


@dataclass(frozen=True)
class ShipmentBooked(Event):
    """A parcel is made: a courier with an interface is to be told."""

    shipment_id: int


@dataclass(frozen=True)
class ShipmentHandedOver(Event):
    shipment_id: int


@dataclass(frozen=True)
class ShipmentArrived(Event):
    shipment_id: int


@dataclass(frozen=True)
class ShipmentLost(Event):
    shipment_id: int


@dataclass(frozen=True)
class ShipmentFound(Event):
    """A parcel that was lost on its way back is with its seller after all."""

    shipment_id: int


@dataclass(frozen=True)
class InspectionRecorded(Event):
    inspection_id: int
    seller_order_id: int


@dataclass(frozen=True)
class HandedOver(Event):
    """The customer took the goods: the return window starts."""

    seller_order_id: int


@dataclass(frozen=True)
class ParcelUncollected(Event):
    """Nobody came for the goods in time: they go back, and so does what was paid for them."""

    seller_order_id: int
    shipment_id: int


@dataclass(frozen=True)
class ReturnAsked(Event):
    return_id: int


@dataclass(frozen=True)
class ReturnDecided(Event):
    return_id: int


@dataclass(frozen=True)
class ReturnReceived(Event):
    """The goods are back with the seller: the money is due back to the customer."""

    return_id: int
