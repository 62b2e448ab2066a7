"""Couriers, behind one shape: book, and read what they push.

The one wire shape spoken here is Steadfast's (its published merchant interface): a parcel is
an "invoice" of ours, and the same invoice booked again is the same consignment.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.clock import DHAKA
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.kernel.http import client
from ekshop.parties.selectors import members_of

from .models import Shipment


class CourierRefused(DomainError):
    code = "courier_refused"
    message = _("The courier did not take the parcel: %(answer)s")
    http_status = 502


@dataclass(frozen=True)
class Booked:
    """What the courier calls the parcel."""

    reference: str
    tracking_number: str


@dataclass(frozen=True)
class Report:
    """One pushed report, in our words; `reference` is the courier's number or our code."""

    reference: str
    event_key: str
    status: str
    message: str
    at: datetime


class Courier(Protocol):
    def book(self, shipment: Shipment) -> Booked: ...

    def report_read(self, body: dict[str, Any]) -> Report | None: ...


class Steadfast:
    """Steadfast's interface, and whoever speaks it."""

    _STATUSES = {
        "pending": "handed_over",
        "picked_up": "handed_over",
        "handed_over": "handed_over",
        "in_transit": "in_transit",
        "hold": "in_transit",
        "out_for_delivery": "out_for_delivery",
        "delivered_approval_pending": "arrived",
        "delivered": "arrived",
        "partial_delivered": "arrived",
        "arrived": "arrived",
        "returning": "returning",
        "cancelled": "returned",
        "returned": "returned",
        "lost": "lost",
    }

    def __init__(self, url: str, key: str, secret: str) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Api-Key": key, "Secret-Key": secret}

    def book(self, shipment: Shipment) -> Booked:
        """Book a consignment; one that goes back is fetched from the centre.

        Errors: CourierRefused, and the transport's own when it is down.
        """
        with client(headers=self._headers) as http:
            answer = http.fetch(
                "POST",
                f"{self._url}/api/v1/create_order",
                json={
                    "invoice": shipment.code,
                    **_ends(shipment),
                    "cod_amount": 0,
                    "note": shipment.seller_order.code,
                },
            )
        try:
            body = answer.json()
            consignment = body["consignment"]
            return Booked(str(consignment["consignment_id"]), str(consignment["tracking_code"]))
        except (ValueError, KeyError, TypeError) as error:
            raise CourierRefused(answer=answer.text[:200]) from error

    def report_read(self, body: dict[str, Any]) -> Report | None:
        """Understand a pushed report; None for a status that says nothing new to us.

        Errors: InvalidInput when a field the interface promises is missing or no time.
        """
        problems = {
            name: _("This field is missing.")
            for name in ("status", "updated_at")
            if not isinstance(body.get(name), str)
        }
        reference = str(body.get("consignment_id") or body.get("invoice") or "")
        if not reference:
            problems["consignment_id"] = _("This field is missing.")
        at = None if "updated_at" in problems else _time(body["updated_at"])
        if at is None and "updated_at" not in problems:
            problems["updated_at"] = _("Not a time, like 2026-11-22T10:15:00+06:00.")
        if problems or at is None:
            raise InvalidInput(problems)
        status = self._STATUSES.get(body["status"])
        if status is None:
            return None
        key = str(body.get("event_id") or f"{reference}:{body['status']}:{body['updated_at']}")
        return Report(reference, key, status, str(body.get("tracking_message") or ""), at)


def _ends(shipment: Shipment) -> dict[str, str]:
    """To whom, and for a parcel on its way back also where to fetch it; else from the seller."""
    centre, seller = shipment.seller_order.centre, shipment.seller_order.seller
    if shipment.direction == "outbound":
        return _party("recipient", centre)
    return {**_party("recipient", seller), **_party("pickup", centre)}


def _party(part: str, organisation: Any) -> dict[str, str]:
    mobile = organisation.mobile or next(
        (each.person.mobile for each in members_of(organisation.pk) if each.person.mobile), ""
    )
    return {
        f"{part}_name": organisation.name_en[:100],
        f"{part}_phone": f"0{mobile[-10:]}" if mobile else "",
        f"{part}_address": (organisation.address or organisation.name_en)[:250],
    }


def _time(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    if at is None:
        return None
    return at if at.tzinfo else at.replace(tzinfo=DHAKA)


def courier_for(name: str) -> Courier:
    """The courier by its name in `rules.COURIERS`. Errors: InvalidInput for one without interface."""
    if name == "sandbox_courier":
        return Steadfast(
            settings.COURIER_URL, settings.COURIER_API_KEY, settings.COURIER_SECRET_KEY
        )
    raise InvalidInput({"courier": _("This courier has no interface; enter its reports by hand.")})
