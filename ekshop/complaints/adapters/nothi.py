"""Nothi, the government's e-filing: a citizen's dak in, what became of it back.

There is no public document of its interface. The fields are those seen in public code, spelled as
they are spelled there; the address, the key and the office come from settings. Digits travel as
Bengali. What Nothi does with a dak sent twice is not known, so each carries our reference in
`meta_data`, and the first receipt we hear of is the one that counts.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import bengali_digits, latin_digits
from ekshop.kernel.errors import DomainError
from ekshop.kernel.http import client

ORIGIN = "ccms"
FEEDBACK_BY_SMS = "2"
RECEIVED, MOVED, NOTE_COMPLETED, LETTER_ISSUED = 1, 2, 3, 4
SECONDS = 20.0
SUBJECT_AT_MOST, DESCRIPTION_AT_MOST = 250, 8_000


class NothiRefused(DomainError):
    """Nothi answered, and did not take it: asking again unchanged will not help."""

    code = "nothi_refused"
    message = _("Nothi did not take the letter: %(answer)s")
    http_status = 502


@dataclass(frozen=True)
class Dak:
    """A citizen's dak. `files` are (name, content); `reference` is ours, the same at each try."""

    reference: str
    subject: str
    description: str
    name_bn: str
    mobile: str
    office: str
    unit: str
    designation: str
    urgent: bool = False
    name_en: str = ""
    father_name: str = ""
    mother_name: str = ""
    previous_receipt: str = ""
    files: Sequence[tuple[str, bytes]] = ()


class Received(NamedTuple):
    """What Nothi calls a dak it took, in Latin digits; `receipt` as it is written on paper."""

    receipt: str
    dak_id: str
    desk_id: str


class Movement(NamedTuple):
    sequence: int
    from_designation: str
    to_designation: str
    is_copy: bool
    at: str


@dataclass(frozen=True)
class Feedback:
    """Where a dak stands. `action`: 1 received, 2 moved, 3 note completed, 4 letter issued."""

    action: int
    movements: list[Movement] = field(default_factory=list)
    memo_number: str = ""
    subject: str = ""
    body: str = ""


class Nothi:
    def __init__(self, url: str, key: str) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {key}"}

    def dak_send(self, dak: Dak) -> Received:
        """Errors: NothiRefused; the transport's own (`kernel.http.FAILURES`) when it is down or its
        answer was lost, after which the same dak may be sent again."""
        body = self._answered("POST", f"{self._url}/api/dak", json=_wire(dak))
        try:
            return Received(
                str(body["dak_received_no"]),
                latin_digits(str(body["dak_id"])),
                latin_digits(str(body["current_desk_id"])),
            )
        except KeyError as error:
            raise NothiRefused(answer=str(body)[:200]) from error

    def feedback(self, dak_id: str) -> Feedback:
        """Errors: NothiRefused, and the transport's own."""
        body = self._answered("GET", f"{self._url}/api/dak/{bengali_digits(dak_id)}/feedback")
        try:
            letter = body.get("letter") or {}
            return Feedback(
                action=int(latin_digits(str(body["action"]))),
                movements=[_movement(each) for each in body.get("movements") or []],
                memo_number=str(letter.get("sharok_no") or ""),
                subject=str(letter.get("subject") or ""),
                body=str(letter.get("body") or ""),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NothiRefused(answer=str(body)[:200]) from error

    def _answered(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        with client(headers=self._headers, total=SECONDS) as http:
            answer = http.request(method, url, **more)
        if answer.status_code >= 500:
            answer.raise_for_status()
        try:
            body = answer.json()
            data = body["data"]
        except (ValueError, KeyError, TypeError) as error:
            raise NothiRefused(answer=answer.text[:200]) from error
        if not answer.is_success or not isinstance(data, dict):
            raise NothiRefused(answer=answer.text[:200])
        return data


def _wire(dak: Dak) -> dict[str, Any]:
    return {
        "dak_subject": dak.subject[:SUBJECT_AT_MOST],
        "dak_description": dak.description[:DESCRIPTION_AT_MOST],
        "dak_priority_level": bengali_digits("1" if dak.urgent else "0"),
        "dak_security_level": bengali_digits("0"),
        "name_eng": dak.name_en,
        "name_bng": dak.name_bn,
        "national_idendity_no": "",
        "father_name": dak.father_name,
        "mother_name": dak.mother_name,
        "mobile_no": bengali_digits(dak.mobile),
        "feedback_type": FEEDBACK_BY_SMS,
        "receiving_office_id": bengali_digits(dak.office),
        "receiving_office_unit_id": bengali_digits(dak.unit),
        "receiving_officer_designation_id": bengali_digits(dak.designation),
        "application_origin": ORIGIN,
        "meta_data": dak.reference,
        "previous_receipt_no": dak.previous_receipt,
        "attachments": [
            {"file_name": name, "content": base64.b64encode(content).decode()}
            for name, content in dak.files
        ],
    }


def _movement(told: dict[str, Any]) -> Movement:
    return Movement(
        sequence=int(latin_digits(str(told["sequence"]))),
        from_designation=str(told["from_designation"]),
        to_designation=str(told["to_designation"]),
        is_copy=latin_digits(str(told.get("attention_type") or "1")) != "1",
        at=str(told.get("created") or ""),
    )


def nothi() -> Nothi:
    """Nothi as the settings name it."""
    return Nothi(settings.NOTHI_URL, settings.NOTHI_API_KEY)
