"""Carriers abroad, behind one shape: book a consignment of parcels, and ask what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

import httpx
from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import DomainError
from ekshop.kernel.http import OutgoingError, client

from ..rules.exporting import CARRIER_STATUSES


class CarrierTrouble(DomainError):
    code = "carrier_trouble"
    message = _("The carrier did not take it: %(answer)s")
    http_status = 502


@dataclass(frozen=True)
class ParcelToCarry:
    """`reference` is ours; `to` the buyer's name and address; `contents` for customs."""

    reference: str
    to: Mapping[str, Any]
    grams: int
    currency: str
    value_minor: int
    contents: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class CarrierBooked:
    """What the carrier calls the consignment, and each parcel by our reference."""

    reference: str
    numbers: Mapping[str, str]


@dataclass(frozen=True)
class CarrierReportRead:
    """One report, in our words (`rules.CARRIER_STATUSES`); `number` is the carrier's."""

    number: str
    event_key: str
    status: str
    message: str
    at: datetime


class Carrier(Protocol):
    """Both raise CarrierTrouble. `book` is called again with the same code when its answer was
    lost, and answers with the same numbers."""

    def book(self, code: str, country: str, parcels: Sequence[ParcelToCarry]) -> CarrierBooked: ...

    def track(self, reference: str) -> list[CarrierReportRead]: ...


class PlainCarrier:
    """The sandbox's, and whoever speaks as plainly."""

    def __init__(self, url: str, key: str) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Api-Key": key}

    def book(self, code: str, country: str, parcels: Sequence[ParcelToCarry]) -> CarrierBooked:
        body = self._asked(
            "POST",
            "/v1/consignments",
            json={
                "reference": code,
                "country": country,
                "parcels": [asdict(parcel) for parcel in parcels],
            },
        )
        try:
            return CarrierBooked(
                str(body["reference"]),
                {str(each["reference"]): str(each["number"]) for each in body["parcels"]},
            )
        except (KeyError, TypeError) as error:
            raise CarrierTrouble(answer=str(body)[:200]) from error

    def track(self, reference: str) -> list[CarrierReportRead]:
        body = self._asked("GET", f"/v1/consignments/{reference}/events")
        found = []
        events = body.get("events")
        for each in events if isinstance(events, list) else ():
            if not isinstance(each, dict) or not each.get("number") or not each.get("id"):
                continue
            at = _moment(str(each.get("at", "")))
            if at is not None and at.tzinfo and each.get("status") in CARRIER_STATUSES:
                found.append(
                    CarrierReportRead(
                        number=str(each["number"]),
                        event_key=str(each["id"]),
                        status=each["status"],
                        message=str(each.get("message", "")),
                        at=at,
                    )
                )
        return found

    def _asked(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            with client(headers=self._headers) as http:
                answer = http.fetch(method, f"{self._url}{path}", **options)
        except (httpx.HTTPError, OutgoingError) as error:
            raise CarrierTrouble(answer=str(error)[:200] or type(error).__name__) from error
        try:
            body = answer.json()
        except (ValueError, RecursionError) as error:
            raise CarrierTrouble(answer=answer.text[:200]) from error
        if answer.status_code >= 400 or not isinstance(body, dict):
            raise CarrierTrouble(answer=str(body)[:200])
        return body


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def carrier_for(name: str) -> Carrier | None:
    """By its name in `rules.CARRIERS`; None for one without an interface."""
    if name == "sandbox_carrier":
        return PlainCarrier(settings.CARRIER_URL, settings.CARRIER_API_KEY)
    return None
