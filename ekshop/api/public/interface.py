"""The public API: read only, no key."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Router, Schema

from ekshop.api.access import access
from ekshop.api.machine import Interface
from ekshop.api.schemas import REFUSALS, ErrorOut
from ekshop.complaints.selectors import (
    NAMES,
    SAMPLE_AT_LEAST,
    Checked,
    Known,
    respondents,
    sellers_checked,
    sellers_public,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound

PREFIX = "/api/public/v1/"
MOST_ID = 2**62

router = Router()


class RecordOut(Schema):
    """Of the last 365 days; shares of a hundred, null below the smallest sample."""

    complaints: int
    open: int
    asked: int
    answered_in_time: int
    answered_share: int | None
    closed: int
    remedied: int
    remedied_share: int | None
    promises_broken: int
    sample_at_least: int = SAMPLE_AT_LEAST


class WarningOut(Schema):
    """What the public is told of the seller now, with the seller's own word."""

    text_bn: str
    text_en: str
    published_at: datetime
    reply: str


class ReviewOut(Schema):
    """What is weighed now, no finding: the seller was asked, and said `reply` or nothing in time."""

    counted: str
    reply: str


class CorrectionOut(Schema):
    """What was put right in the record: a warning lifted (published `since`), or complaints that
    came to the record ("joined"), left it ("split") or came back ("given_back")."""

    kind: str
    at: datetime
    since: datetime | None
    complaints: int
    why: str


class SellerOut(Schema):
    """`name` is null where it is not public: an unregistered seller of whom few complained.
    `many_open`: so many complaints wait that a buyer should pay nothing in advance."""

    id: int
    name: str | None
    kind: str
    found_by: list[str]
    record: RecordOut
    many_open: bool
    reviews: list[ReviewOut]
    warnings: list[WarningOut]
    corrections: list[CorrectionOut]


@router.get(
    "/sellers",
    response={200: list[SellerOut], REFUSALS: ErrorOut},
    summary="Sellers that a name or number leads to",
)
@access.public
def sellers(request: HttpRequest, q: str) -> list[dict[str, Any]]:
    return [_seller(each) for each in sellers_public(q[:200], now=clock.now())]


@router.get(
    "/sellers/{seller_id}",
    response={200: SellerOut, REFUSALS: ErrorOut},
    summary="One seller's record",
)
@access.public
def seller(request: HttpRequest, seller_id: int) -> dict[str, Any]:
    found = respondents().filter(pk=seller_id).first() if 0 < seller_id < MOST_ID else None
    if found is None:
        raise NotFound(what="seller")
    (checked,) = sellers_checked([Known(found, [])], now=clock.now())
    return _seller(checked)


def _seller(checked: Checked) -> dict[str, Any]:
    organisation = checked.respondent.organisation
    return {
        "id": checked.respondent.pk,
        "name": organisation.name_en if organisation else checked.name or None,
        "kind": checked.respondent.kind,
        "found_by": checked.by,
        "record": checked.record,
        "many_open": checked.many_open,
        "reviews": checked.reviews,
        "corrections": checked.corrections,
        "warnings": [
            {
                "text_bn": each.text_bn,
                "text_en": each.text_en,
                "published_at": each.published_at,
                "reply": each.alert.reply,
            }
            for each in checked.warnings
        ],
    }


interface = Interface(
    title="Central Complaint Management System, public API",
    version="1",
    urls_namespace="public-v1",
    description=(
        "Records of sellers with what each share is a share of. The complaints themselves, "
        "redacted, are at `/figures/complaints.jsonl` and `.csv` with the columns "
        + ", ".join(NAMES)
        + "; `/figures/dictionary.json` says what they mean."
    ),
)
interface.add_router("", router)


def openapi(request: HttpRequest) -> JsonResponse:
    """The description machines read."""
    return JsonResponse(interface.get_openapi_schema(path_prefix=PREFIX))
