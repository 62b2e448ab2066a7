"""Sending one webhook, in the form of Standard Webhooks."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override
from standardwebhooks import Webhook

from ekshop.kernel.http import FAILURES, client, failure_sentence

TIMEOUT = 10.0
TOTAL = 15.0
EXCERPT = 500
ANSWER_BYTES = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back: an HTTP status and the body's beginning, or no status and the reason."""

    status: int | None
    text: str
    milliseconds: int

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """The seller's system says that nobody will ever listen here again."""
        return self.status == 410


def webhook_post(
    *, url: str, secrets: Sequence[str], webhook_id: str, body: str, at: datetime
) -> Answer:
    """Posts `body`, signed with each secret. Never raises for trouble on the way: it is an answer.

    Redirects are not followed and private addresses refused (see kernel.http).
    """
    began = time.monotonic()
    try:
        with client(timeout=TIMEOUT, total=TOTAL, max_bytes=ANSWER_BYTES) as http:
            response = http.post(
                url,
                content=body.encode(),
                headers=signed_headers(secrets=secrets, webhook_id=webhook_id, body=body, at=at),
            )
        status, text = response.status_code, response.text
    except FAILURES as error:
        # Kept in English, and translated for whoever reads the log.
        with override("en"):
            status, text = None, failure_sentence(error)
    milliseconds = int((time.monotonic() - began) * 1000)
    return Answer(status, text.replace("\x00", "")[:EXCERPT], milliseconds)


def signed_headers(
    *, secrets: Sequence[str], webhook_id: str, body: str, at: datetime
) -> dict[str, str]:
    """The three headers; `webhook-signature` carries one signature for each secret."""
    signatures = [Webhook(secret).sign(webhook_id, at, body) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
