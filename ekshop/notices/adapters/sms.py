"""An SMS gateway with the wire shape of SSL Wireless's version 3.

    POST {base}/api/v3/send-sms {api_token, sid, msisdn, sms, csms_id}
    GET  {base}/api/v3/status?api_token=…&sid=…&csms_id=…
    POST {base}/api/v3/balance {api_token, sid}

Failures come with HTTP 200 and a `status_code`. `csms_id` is our message's key: the gateway sends a
key it has seen only once, so handing a message over again is safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings

from ekshop.kernel import http
from ekshop.kernel.errors import DomainError
from ekshop.notices.adapters import Outcome, Outgoing

PROVIDER = "ssl_wireless"
REFUSED_CODES = {4019}
"""Codes that judge the one message (a number that is none); others are trouble that may pass."""

UNKNOWN_KEY_CODE = 4003


class GatewayFailed(DomainError):
    code = "sms_gateway_failed"


def send(messages: Sequence[Outgoing]) -> Iterator[Outcome]:
    """One outcome for each message, in order. Trouble of the gateway's own stops the batch: the
    rest come out as ``later`` without being tried, so that a dead gateway costs one time-out."""
    trouble = ""
    with _client() as client:
        for message in messages:
            outcome = Outcome("later", trouble) if trouble else _send_one(client, message)
            if outcome.fate in ("later", "unknown"):
                trouble = trouble or outcome.reason
            yield outcome


def ask(keys: Sequence[str]) -> Iterator[Outcome]:
    """Whether the gateway has each message: ``accepted``, ``later`` (it has not), ``unknown``."""
    with _client() as client:
        for key in keys:
            yield _ask_one(client, key)


def _client() -> http.OutgoingClient:
    return http.client(base_url=settings.SMS_GATEWAY_URL, timeout=8, total=12, max_bytes=200_000)


def _who() -> dict[str, str]:
    return {"api_token": settings.SMS_GATEWAY_TOKEN, "sid": settings.SMS_GATEWAY_SID}


def _send_one(client: http.OutgoingClient, message: Outgoing) -> Outcome:
    asked = {
        **_who(),
        "msisdn": message.to.removeprefix("+"),
        "sms": message.body,
        "csms_id": message.key,
    }
    try:
        response = client.post("/api/v3/send-sms", json=asked)
    except http.FAILURES as error:
        unsent = http.surely_unsent(error)
        return Outcome("later" if unsent else "unknown", http.failure_sentence(error))
    answer = _answer_of(response)
    if answer is None:
        return Outcome("unknown", f"HTTP {response.status_code}")
    if answer.get("status_code") == 200:
        return _taken(answer, message.key)
    reason = f"{answer.get('status_code')}: {answer.get('error_message', '')}"
    return Outcome("refused" if answer.get("status_code") in REFUSED_CODES else "later", reason)


def _taken(answer: dict[str, Any], key: str) -> Outcome:
    for one in answer.get("smsinfo") or []:
        if isinstance(one, dict) and one.get("csms_id") == key:
            if one.get("sms_status", "SUCCESS") == "SUCCESS":
                return Outcome("accepted", "", str(one.get("reference_id", ""))[:64])
            return Outcome("refused", str(one.get("status_message", "")))
    return Outcome("unknown", "the answer does not name the message")


def _ask_one(client: http.OutgoingClient, key: str) -> Outcome:
    try:
        response = client.get("/api/v3/status", params={**_who(), "csms_id": key})
    except http.FAILURES as error:
        return Outcome("unknown", http.failure_sentence(error))
    answer = _answer_of(response)
    if answer and answer.get("status_code") == 200:
        return _taken(
            {"smsinfo": [{**one, "sms_status": "SUCCESS"} for one in _infos(answer)]}, key
        )
    if answer and answer.get("status_code") == UNKNOWN_KEY_CODE:
        return Outcome("later", "not known to the gateway")
    return Outcome("unknown", f"HTTP {response.status_code}")


def _infos(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in answer.get("smsinfo") or [] if isinstance(one, dict)]


def _answer_of(response: Any) -> dict[str, Any] | None:
    """The gateway's own answer; None for a page of maintenance, half an answer, an error page."""
    try:
        answer = response.json()
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and "status_code" in answer else None
