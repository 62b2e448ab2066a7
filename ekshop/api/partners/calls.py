"""Who calls, how often, and each write once."""

import json
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Status
from ninja.security import HttpBearer
from pydantic import StringConstraints

from ekshop.api.access import Request
from ekshop.api.machine import (
    MOST_BYTES,
    MOST_BYTES_OF_GOODS,
    MOST_BYTES_WITH_FILE,
    Unknown,
    check_size,
)
from ekshop.federation.selectors import key_known
from ekshop.federation.services import TooManyCalls, api_use_count, conformance_heard
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.idempotency import fingerprint_of, once

LONGEST_KEY = 200
EVIDENCE_PATH = "/{code}/evidence"
"""Of a complaint; the only address whose body may be as large as a photo."""
GOODS_PATHS = ("/v1/goods/", "/v1/goods/prices")

IdempotencyKey = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_KEY, pattern=r"^[\x21-\x7e]+$"),
    Header(
        alias="Idempotency-Key",
        description="Yours, new for each write. The same key and body again gets the same answer; "
        "the same key with another body is refused with 409.",
    ),
]


class KeyAuth(HttpBearer):
    """`Authorization: Bearer KEY`; sets `request.actor` to the seller's machine."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        key = key_known(token) if len(token) <= LONGEST_KEY else None
        if key is None or key.seller.kind == "agency":
            raise Unknown
        request.actor = Actor.partner_api(key.seller_id, label=key.label)  # type: ignore[attr-defined]
        count_call(request, key)
        check_size(request, most=_most_bytes(request))
        return key


def _most_bytes(request: HttpRequest) -> int:
    if request.method == "PUT" and request.path.endswith(GOODS_PATHS):
        return MOST_BYTES_OF_GOODS
    with_file = request.path.endswith(EVIDENCE_PATH.removeprefix("/{code}"))
    return MOST_BYTES_WITH_FILE if with_file else MOST_BYTES


def count_call(request: HttpRequest, key: Any) -> None:
    """Leaves the usual headers for the answer, also for the refusal. Raises TooManyCalls."""
    try:
        limit, left, seconds = api_use_count(key=key, now=clock.now())
    except TooManyCalls as error:
        request.rate_headers = _rate(error.data["limit"], 0, error.data["wait"])  # type: ignore[attr-defined]
        raise
    request.rate_headers = _rate(limit, left, seconds)  # type: ignore[attr-defined]


def trial_note(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keeps a write of a seller's machine in the log of its trial; the response goes on unchanged."""
    actor = getattr(request, "actor", None)
    if request.method != "GET" and actor is not None and actor.kind == "partner_api":
        conformance_heard(
            seller_id=actor.organisation,
            method=str(request.method),
            path=request.path,
            status=response.status_code,
            answer=_read(response.content),
            now=clock.now(),
        )
    return response


def _read(content: bytes) -> str:
    """A refusal as people read it: JSON writes Bengali in numbers."""
    try:
        return json.dumps(json.loads(content), ensure_ascii=False)[:300]
    except ValueError:
        return content[:300].decode(errors="replace")


def write_once(
    request: Request,
    response: HttpResponse,
    key: str,
    write: Callable[[], dict[str, Any]],
    *,
    status: int = 200,
) -> Status[Any]:
    """Does the write once under the caller's key, in one transaction, and keeps the answer.

    A refused write keeps nothing, so it may be tried again under its key.
    """
    asked = f"{request.method} {request.path} ".encode() + request.body
    scope = f"partner_api:{request.actor.organisation_id}"
    with once(scope=scope, key=key, fingerprint=fingerprint_of(asked), now=clock.now()) as done:
        if not done.is_repeat:
            done.answer = write()
    if done.is_repeat:
        response["Idempotency-Replayed"] = "true"
    return Status(status, done.answer)


def _rate(limit: int, left: int, seconds: int) -> dict[str, str]:
    return {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, left)),
        "RateLimit-Reset": str(seconds),
    }
