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
    SellerRecord,
    name_of,
    respondents,
    respondents_known,
    seller_records,
    warnings_in_force,
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


class SellerOut(Schema):
    id: int
    name: str
    kind: str
    found_by: list[str]
    record: RecordOut
    warnings: list[WarningOut]


@router.get(
    "/sellers",
    response={200: list[SellerOut], REFUSALS: ErrorOut},
    summary="Sellers that a name or number leads to",
)
@access.public
def sellers(request: HttpRequest, q: str) -> list[dict[str, Any]]:
    known = respondents_known(q[:200])
    records = seller_records([each.respondent.pk for each in known], now=clock.now())
    return [
        _seller(each.respondent, records[each.respondent.pk], sorted({h.kind for h in each.by}))
        for each in known
    ]


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
    return _seller(found, seller_records([found.pk], now=clock.now())[found.pk], [])


def _seller(respondent: Any, record: SellerRecord, found_by: list[str]) -> dict[str, Any]:
    organisation = respondent.organisation
    return {
        "id": respondent.pk,
        "name": organisation.name_en if organisation else name_of(respondent),
        "kind": respondent.kind,
        "found_by": found_by,
        "record": record,
        "warnings": [
            {
                "text_bn": each.text_bn,
                "text_en": each.text_en,
                "published_at": each.published_at,
                "reply": each.alert.reply,
            }
            for each in warnings_in_force([respondent.pk])[respondent.pk]
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
