"""Complaints about the seller, and its answers."""

from base64 import b64decode
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from ekshop.api.access import Request, access
from ekshop.api.schemas import REFUSALS, ErrorOut
from ekshop.complaints import rules
from ekshop.complaints.selectors import case_for, case_wire, cases_visible_to, cases_wire
from ekshop.complaints.services import (
    complaint_reject,
    counter_accept,
    evidence_add,
    information_ask,
    remedy_offer,
    remedy_report,
)
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.ids import InvalidCode
from ekshop.kernel.money import taka
from ekshop.kernel.paging import page_of

from .calls import EVIDENCE_PATH, IdempotencyKey, write_once
from .schemas import PLAIN, Strict

router = Router(tags=["Complaints"])

if TYPE_CHECKING:
    State = str
    Kind = str
    Medium = str
    Reason = str
else:
    State = Literal[tuple(rules.CASE.states)]
    Kind = Literal[tuple(dict(rules.REMEDIES))]
    Medium = Literal[("", *dict(rules.REFUND_MEDIA))]
    Reason = Literal[tuple(dict(rules.REJECTION_REASONS))]
Cursor = Annotated[str, Query(max_length=2000, description="From the answer before")]
Size = Annotated[int, Query(ge=1, le=100)]
Note = Annotated[str, StringConstraints(max_length=1000, pattern=PLAIN, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(max_length=4000, pattern=PLAIN, strip_whitespace=True)]
Tokens = Annotated[list[UUID], Field(max_length=rules.EVIDENCE_MOST)]
Taka = Annotated[str, StringConstraints(pattern=r"^\d{1,10}(\.\d{1,2})?$")]


class OfferOut(Schema):
    offer_id: str
    side: Literal["seller", "complainant", "coordinator", "agency", "platform"]
    remedy: str
    amount: str | None
    medium: str
    due_on: date
    note: str
    answer: str = Field(description="Empty while it waits")
    made_at: str


class EntryOut(Schema):
    number: int
    kind: str
    side: str
    text: str
    at: str


class EvidenceOut(Schema):
    """The file itself is on the complaint's page."""

    name: str
    side: str = Field(description="Who brought it")
    mime: str
    sha256: str = Field(description="Of the file as it came")


class ComplaintOut(Schema):
    code: str
    state: str
    your_turn: bool
    due_at: str | None = Field(description="By when whoever must act must have acted")
    category: str
    complainant_name: str
    seller_order_code: str | None
    goods: str
    story: str
    happened_on: date
    currency: str
    paid: str = Field(description="Taka, exact", examples=["1500.00"])
    paid_by: str
    transaction_id: str
    wanted: str
    wanted_amount: str | None
    damages: bool = Field(description="More than what was paid may be offered")
    filed_at: str
    sent_at: str | None
    closed_at: str | None
    outcome: str
    rating: int | None


class ComplaintWholeOut(ComplaintOut):
    offers: list[OfferOut] = Field(description="The newest first")
    timeline: list[EntryOut]
    evidence: list[EvidenceOut]


class ComplaintsOut(Schema):
    items: list[ComplaintOut]
    next_cursor: str | None
    previous_cursor: str | None


class OfferIn(Strict):
    """Money back and compensation have an amount and a medium, other remedies neither."""

    remedy: Kind
    amount: Taka | None = None
    medium: Medium = Field("", description="“same” for what was paid through ek-Shop")
    due_on: date
    note: Note = ""


class RejectIn(Strict):
    reason: Reason
    text: Words = Field(
        description="Why, in your words; the complainant and the coordinator read it"
    )
    evidence: Tokens = Field([], description="What proves it, brought before")


class AskIn(Strict):
    text: Words


class AgreeIn(Strict):
    offer_id: Annotated[str, StringConstraints(pattern=r"^\d{1,18}$")] = Field(
        description="The counter-offer you have read"
    )


class ReportIn(Strict):
    note: Annotated[
        str, StringConstraints(max_length=500, min_length=1, pattern=PLAIN, strip_whitespace=True)
    ] = Field(description="How it was done: the number of a transfer or parcel, the day")
    evidence: Tokens = Field([], description="What proves it, brought before")


class EvidenceIn(Strict):
    """A picture, PDF, recording, video or chat, judged by its bytes; 2 MB at most by this way."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
    content: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]*={0,2}$")] = Field(
        description="Its bytes in base64"
    )


class EvidenceAddedOut(EvidenceOut):
    token: UUID = Field(description="Names it when you reject or report")
    state: str = Field(description="Shown to nobody until it is “clean”")


@router.get(
    "/",
    response={200: ComplaintsOut, REFUSALS: ErrorOut},
    operation_id="complaints_list",
    summary="Complaints about you, the newest first",
)
@access("complaint.answer")
def complaints(
    request: Request, state: State | None = None, cursor: Cursor = "", size: Size = 25
) -> Any:
    rows = cases_visible_to(request.actor).filter(joined_to__isnull=True)
    if state:
        rows = rows.filter(state=state)
    page = page_of(
        rows.select_related("seller_order"),
        order=("-filed_at", "-id"),
        cursor=cursor or None,
        size=size,
    )
    return {
        "items": cases_wire(page.items),
        "next_cursor": page.next_cursor,
        "previous_cursor": page.previous_cursor,
    }


@router.get(
    "/{code}",
    response={200: ComplaintWholeOut, REFUSALS: ErrorOut},
    operation_id="complaint_get",
    summary="One complaint, its offers and what was said",
)
@access("complaint.answer")
def complaint(request: Request, code: str) -> Any:
    return case_wire(_case(request.actor, code))


@router.post(
    "/{code}/offer",
    response={200: ComplaintWholeOut, REFUSALS: ErrorOut},
    operation_id="complaint_offer",
    summary="Offer a remedy",
)
@access("complaint.answer")
def offer(
    request: Request, response: HttpResponse, code: str, told: OfferIn, key: IdempotencyKey
) -> Any:
    """The complainant accepts, refuses, or asks for something else."""
    return _done(
        request,
        response,
        code,
        key,
        lambda to: remedy_offer(
            kind=told.remedy,
            amount_poisha=taka(told.amount).poisha if told.amount else None,
            medium=told.medium,
            due_on=told.due_on,
            note=told.note,
            **to,
        ),
        {"kind": "remedy"},
    )


@router.post(
    "/{code}/reject",
    response={200: ComplaintWholeOut, REFUSALS: ErrorOut},
    operation_id="complaint_reject",
    summary="Reject a complaint, with the reason",
)
@access("complaint.answer")
def reject(
    request: Request, response: HttpResponse, code: str, told: RejectIn, key: IdempotencyKey
) -> Any:
    """The coordinator looks at it then."""
    return _done(
        request,
        response,
        code,
        key,
        lambda to: complaint_reject(
            reason=told.reason, text=told.text, evidence=told.evidence, **to
        ),
    )


@router.post(
    "/{code}/ask",
    response={200: ComplaintWholeOut, REFUSALS: ErrorOut},
    operation_id="complaint_ask",
    summary="Ask the complainant for information, once",
)
@access("complaint.answer")
def ask(
    request: Request, response: HttpResponse, code: str, told: AskIn, key: IdempotencyKey
) -> Any:
    """Your time stands still until they answer."""
    return _done(request, response, code, key, lambda to: information_ask(text=told.text, **to))


@router.post(
    "/{code}/agree",
    response={200: ComplaintWholeOut, REFUSALS: ErrorOut},
    operation_id="complaint_agree",
    summary="Accept the complainant's counter-offer",
)
@access("complaint.answer")
def agree(
    request: Request, response: HttpResponse, code: str, told: AgreeIn, key: IdempotencyKey
) -> Any:
    """What was paid through ek-Shop goes back at once."""
    return _done(
        request, response, code, key, lambda to: counter_accept(offer_id=int(told.offer_id), **to)
    )


@router.post(
    "/{code}/report",
    response={200: ComplaintWholeOut, REFUSALS: ErrorOut},
    operation_id="complaint_report",
    summary="Say that the remedy is done",
)
@access("complaint.answer")
def report(
    request: Request, response: HttpResponse, code: str, told: ReportIn, key: IdempotencyKey
) -> Any:
    """The complainant is asked whether it came."""
    return _done(
        request,
        response,
        code,
        key,
        lambda to: remedy_report(note=told.note, evidence=told.evidence, **to),
    )


@router.post(
    EVIDENCE_PATH,
    response={201: EvidenceAddedOut, REFUSALS: ErrorOut},
    operation_id="complaint_evidence",
    summary="Bring a file that proves what you say",
)
@access("complaint.answer")
def evidence(
    request: Request, response: HttpResponse, code: str, told: EvidenceIn, key: IdempotencyKey
) -> Any:
    case = _case(request.actor, code)
    try:
        content = b64decode(told.content, validate=True)
    except ValueError:
        raise InvalidInput({"content": _("This is not base64.")}) from None

    def write() -> dict[str, Any]:
        row = evidence_add(
            actor=request.actor,
            file=BytesIO(content),
            name=told.name,
            case_id=case.pk,
            now=clock.now(),
        )
        told_back = {
            each: str(getattr(row, each))
            for each in EvidenceAddedOut.model_fields
            if each != "name"
        }
        return {"name": row.filename, **told_back}

    return write_once(request, response, key, write, status=201)


def _done(
    request: Request,
    response: HttpResponse,
    code: str,
    key: str,
    act: Any,
    names: dict[str, str] | None = None,
) -> Any:
    """Does it once under the caller's key. `names`: what a field of the service is called here."""
    actor = request.actor
    case = _case(actor, code)

    def write() -> dict[str, Any]:
        try:
            act({"actor": actor, "case_id": case.pk, "now": clock.now()})
        except InvalidInput as refused:
            told = {(names or {}).get(k, k): v for k, v in refused.field_errors.items()}
            raise InvalidInput(told) from refused
        return case_wire(_case(actor, code))

    return write_once(request, response, key, write)


def _case(actor: Actor, code: str) -> Any:
    """Raises NotFound, also for somebody else's."""
    try:
        return case_for(actor, code)
    except InvalidCode:
        raise NotFound(what="complaint") from None
