"""What every interface answers when it refuses."""

from ninja import Field, Schema

REFUSALS = frozenset({400, 401, 403, 404, 409, 413, 422, 429})
"""The statuses of an `ErrorOut`."""


class ErrorOut(Schema):
    code: str = Field(description="Stable, for machines", examples=["stale_state"])
    message: str = Field(description="For people, in the language of Accept-Language")
    field_errors: dict[str, str] = Field(description="By field, what is wrong and how to mend it")
