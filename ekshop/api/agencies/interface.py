"""The agency API: referrals sent to one agency, and whether it takes them. What it does with those it
took is in `proceedings`."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Query, Router
from ninja.security import HttpBearer

from ekshop.api.access import Request, access
from ekshop.api.machine import Interface, Unknown, check_size
from ekshop.api.partners.calls import LONGEST_KEY, IdempotencyKey, count_call, write_once
from ekshop.api.schemas import REFUSALS, ErrorOut
from ekshop.complaints.rules import REFERRAL
from ekshop.complaints.selectors import (
    referral_for,
    referral_line_wire,
    referrals_visible_to,
)
from ekshop.complaints.services import (
    agency_by_code,
    referral_accept,
    referral_pass_on,
    referral_return,
)
from ekshop.federation.selectors import key_known
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.paging import page_of

from . import proceedings
from .answers import referral_told
from .schemas import AcceptIn, PassOnIn, ReferralOut, ReferralsOut, ReturnIn

PREFIX = "/api/agencies/v1/"

router = Router(tags=["Referrals"])

if TYPE_CHECKING:
    State = str
else:
    State = Literal[tuple(REFERRAL.states)]
Cursor = Annotated[str, Query(max_length=2000, description="From the answer before")]
Size = Annotated[int, Query(ge=1, le=100)]


class AgencyKeyAuth(HttpBearer):
    """`Authorization: Bearer KEY`; sets `request.actor` to the agency's machine."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        key = key_known(token) if len(token) <= LONGEST_KEY else None
        if key is None or key.seller.kind != "agency":
            raise Unknown
        request.actor = Actor.agency_api(key.seller_id, label=key.label)  # type: ignore[attr-defined]
        count_call(request, key)
        check_size(request)
        return key


@router.get(
    "/",
    response={200: ReferralsOut, REFUSALS: ErrorOut},
    operation_id="referrals_list",
    summary="Cases referred to you, the newest first",
)
@access("case.read_referred")
def referrals(
    request: Request, state: State | None = None, cursor: Cursor = "", size: Size = 25
) -> Any:
    rows = referrals_visible_to(request.actor)
    if state:
        rows = rows.filter(state=state)
    page = page_of(rows, order=("-sent_at", "-id"), cursor=cursor or None, size=size)
    return {
        "items": [referral_line_wire(each) for each in page.items],
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.get(
    "/{code}",
    response={200: ReferralOut, REFUSALS: ErrorOut},
    operation_id="referral_get",
    summary="One referral with the whole file",
)
@access("case.read_referred")
def referral(request: Request, code: str) -> Any:
    return referral_told(request, code)


@router.post(
    "/{code}/accept",
    response={200: ReferralOut, REFUSALS: ErrorOut},
    operation_id="referral_accept",
    summary="Take the case",
)
@access("referral.answer")
def accept(
    request: Request, response: HttpResponse, code: str, told: AcceptIn, key: IdempotencyKey
) -> Any:
    found = referral_for(request.actor, code)

    def write() -> dict[str, Any]:
        referral_accept(
            actor=request.actor, referral_id=found.pk, number=told.number, now=clock.now()
        )
        return referral_told(request, code)

    return write_once(request, response, key, write)


@router.post(
    "/{code}/pass-on",
    response={200: ReferralOut, REFUSALS: ErrorOut},
    operation_id="referral_pass_on",
    summary="Not yours: name the agency it belongs to",
)
@access("referral.answer")
def pass_on(
    request: Request, response: HttpResponse, code: str, told: PassOnIn, key: IdempotencyKey
) -> Any:
    found = referral_for(request.actor, code)

    def write() -> dict[str, Any]:
        referral_pass_on(
            actor=request.actor,
            referral_id=found.pk,
            agency_id=agency_by_code(told.agency).pk,
            text=told.text,
            now=clock.now(),
        )
        return referral_told(request, code)

    return write_once(request, response, key, write)


@router.post(
    "/{code}/return",
    response={200: ReferralOut, REFUSALS: ErrorOut},
    operation_id="referral_return",
    summary="Give it back to the coordinator",
)
@access("referral.answer")
def give_back(
    request: Request, response: HttpResponse, code: str, told: ReturnIn, key: IdempotencyKey
) -> Any:
    found = referral_for(request.actor, code)

    def write() -> dict[str, Any]:
        referral_return(actor=request.actor, referral_id=found.pk, text=told.text, now=clock.now())
        return referral_told(request, code)

    return write_once(request, response, key, write)


interface = Interface(
    title="Central Complaint Management System, agency API",
    version="1",
    urls_namespace="agencies-v1",
    auth=AgencyKeyAuth(),
    description=(
        "Cases referred to one agency. Every write carries an `Idempotency-Key`. Lists are paged by "
        "cursor. What happens to a referral is also told by signed webhooks (`referral.sent`, "
        "`referral.moved`) to the address you gave. Refusals are `{code, message, field_errors}` in "
        "the language of `Accept-Language` (bn, en)."
    ),
)
interface.add_router("/referrals", router)
interface.add_router("/referrals", proceedings.router)


def openapi(request: HttpRequest) -> JsonResponse:
    """The description machines read."""
    return JsonResponse(interface.get_openapi_schema(path_prefix=PREFIX))
