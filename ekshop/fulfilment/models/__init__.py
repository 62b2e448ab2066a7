"""Fulfilment's tables: parcels, what was found in them, and what producers bring."""

from .parcels import (
    HandOver,
    Inspection,
    InspectionLine,
    Photo,
    ReturnRequest,
    Shipment,
    ShipmentLine,
    TrackingEvent,
)
from .sourcing import Pool, SourcingCheck, SourcingCheckLine

__all__ = [
    "HandOver",
    "Inspection",
    "InspectionLine",
    "Photo",
    "Pool",
    "ReturnRequest",
    "Shipment",
    "ShipmentLine",
    "SourcingCheck",
    "SourcingCheckLine",
    "TrackingEvent",
]
