"""What can go wrong. `code` is stable and for programs; the message is for people."""

from __future__ import annotations

from collections.abc import Mapping


class PartnerError(Exception):
    """Anything this package raises."""


class ConnectionFailed(PartnerError):
    """No answer, also after trying again. A write may have been done: repeat it under its key."""

    def __init__(self, message: str, idempotency_key: str | None) -> None:
        super().__init__(message)
        self.idempotency_key = idempotency_key


class ApiError(PartnerError):
    """ek-Shop answered that it will not. `field_errors`: what is wrong with which field."""

    def __init__(
        self, status: int, code: str, message: str, field_errors: Mapping[str, str]
    ) -> None:
        super().__init__(f"{message} ({code})")
        self.status = status
        self.code = code
        self.message = message
        self.field_errors = dict(field_errors)


class Refused(ApiError):
    """What was sent is wrong, or the key may not do this (400, 401, 403, 413, 422)."""


class NotFound(ApiError):
    """There is no such thing of yours."""


class Conflict(ApiError):
    """It cannot be done as things stand, or the idempotency key was used for something else."""


class RateLimited(ApiError):
    """More calls than allowed, also after waiting. `retry_after`: seconds."""

    retry_after: int = 60
