"""What an agency does with a case it took: it hears both sides, notes that they agreed, or decides,
and follows its decision until the fine is in and the complainant has the share."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router

from ekshop.api.access import Request, access
from ekshop.api.partners.calls import IdempotencyKey, write_once
from ekshop.api.schemas import REFUSALS, ErrorOut
from ekshop.complaints.selectors import referral_for
from ekshop.complaints.services import (
    OrderedRemedy,
    Terms,
    case_settle,
    compliance_record,
    decision_appeal,
    decision_record,
    fine_recover,
    hearing_call,
    hearing_hold,
    hearing_put_off,
    share_pay,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotFound

from .answers import referral_told
from .schemas import (
    DecisionIn,
    HearingIn,
    MinutesIn,
    PutOffIn,
    RecoveryIn,
    ReferralOut,
    SettlementIn,
    ShareIn,
    TextIn,
)

router = Router(tags=["Hearings and decisions"])

Id = Annotated[int, Path(ge=1, lt=2**63)]
NAMES = {"amount": "amount_poisha", "recovered": "recovered_poisha", "fine": "fine_poisha"}
"""What a field of the services is called here."""


@router.post(
    "/{code}/hearings",
    response={201: ReferralOut, REFUSALS: ErrorOut},
    operation_id="hearing_call",
    summary="Call a hearing; both sides are told",
)
@access("hearing.manage")
def hearing(
    request: Request, response: HttpResponse, code: str, told: HearingIn, key: IdempotencyKey
) -> Any:
    def act(referral: Any, now: datetime) -> None:
        hearing_call(
            actor=request.actor,
            referral_id=referral.pk,
            at=told.at,
            link=told.link,
            place=told.place,
            on_day_off=told.on_day_off,
            now=now,
        )

    return _acted(request, response, code, key, act, status=201)


@router.post(
    "/{code}/hearings/{hearing_id}/put-off",
    response={201: ReferralOut, REFUSALS: ErrorOut},
    operation_id="hearing_put_off",
    summary="Put a hearing off to another time; both sides are told",
)
@access("hearing.manage")
def put_off(
    request: Request,
    response: HttpResponse,
    code: str,
    hearing_id: Id,
    told: PutOffIn,
    key: IdempotencyKey,
) -> Any:
    def act(referral: Any, now: datetime) -> None:
        hearing_put_off(
            actor=request.actor,
            hearing_id=_of(referral.hearings, hearing_id),
            at=told.at,
            link=told.link,
            place=told.place,
            on_day_off=told.on_day_off,
            text=told.text,
            now=now,
        )

    return _acted(request, response, code, key, act, status=201)


@router.post(
    "/{code}/hearings/{hearing_id}/minutes",
    response={200: ReferralOut, REFUSALS: ErrorOut},
    operation_id="hearing_hold",
    summary="A hearing was held: who came, and what was said",
)
@access("hearing.manage")
def minutes(
    request: Request,
    response: HttpResponse,
    code: str,
    hearing_id: Id,
    told: MinutesIn,
    key: IdempotencyKey,
) -> Any:
    def act(referral: Any, now: datetime) -> None:
        hearing_hold(
            actor=request.actor,
            hearing_id=_of(referral.hearings, hearing_id),
            minutes=told.minutes,
            complainant_came=told.complainant_came,
            seller_came=told.seller_came,
            now=now,
        )

    return _acted(request, response, code, key, act)


@router.post(
    "/{code}/settlement",
    response={201: ReferralOut, REFUSALS: ErrorOut},
    operation_id="case_settle",
    summary="Both sides agreed before you: on what, and by when",
)
@access("decision.record")
def settle(
    request: Request, response: HttpResponse, code: str, told: SettlementIn, key: IdempotencyKey
) -> Any:
    """What was paid through ek-Shop goes back at once."""

    def act(referral: Any, now: datetime) -> None:
        terms = Terms(
            kind=told.kind,
            amount_poisha=told.amount_poisha,
            medium=told.medium,
            due_on=told.due_on,
            note=told.note,
        )
        case_settle(actor=request.actor, referral_id=referral.pk, terms=terms, now=now)

    return _acted(request, response, code, key, act, status=201)


@router.post(
    "/{code}/decision",
    response={201: ReferralOut, REFUSALS: ErrorOut},
    operation_id="decision_record",
    summary="Decide: an order, a fine, or a dismissal",
)
@access("decision.record")
def decide(
    request: Request, response: HttpResponse, code: str, told: DecisionIn, key: IdempotencyKey
) -> Any:
    remedy = told.remedy and OrderedRemedy(
        kind=told.remedy.kind,
        amount_poisha=told.remedy.amount_poisha,
        medium=told.remedy.medium,
        due_on=told.remedy.due_on,
    )

    def act(referral: Any, now: datetime) -> None:
        decision_record(
            actor=request.actor,
            referral_id=referral.pk,
            kind=told.kind,
            text=told.text,
            section=told.section,
            fine_poisha=told.fine_poisha,
            remedy=remedy or None,
            without_hearing=told.without_hearing,
            now=now,
        )

    return _acted(request, response, code, key, act, status=201)


@router.post(
    "/{code}/decisions/{decision_id}/appeal",
    response={200: ReferralOut, REFUSALS: ErrorOut},
    operation_id="decision_appeal",
    summary="An appeal came in time: the case is before you again",
)
@access("decision.appeal")
def appeal(
    request: Request,
    response: HttpResponse,
    code: str,
    decision_id: Id,
    told: TextIn,
    key: IdempotencyKey,
) -> Any:
    def act(referral: Any, now: datetime) -> None:
        decision_appeal(
            actor=request.actor,
            decision_id=_of(referral.decisions, decision_id),
            text=told.text,
            now=now,
        )

    return _acted(request, response, code, key, act)


@router.post(
    "/{code}/decisions/{decision_id}/compliance",
    response={200: ReferralOut, REFUSALS: ErrorOut},
    operation_id="compliance_record",
    summary="You saw the proof that the decision was followed",
)
@access("decision.record")
def comply(
    request: Request,
    response: HttpResponse,
    code: str,
    decision_id: Id,
    told: TextIn,
    key: IdempotencyKey,
) -> Any:
    def act(referral: Any, now: datetime) -> None:
        compliance_record(
            actor=request.actor,
            decision_id=_of(referral.decisions, decision_id),
            text=told.text,
            now=now,
        )

    return _acted(request, response, code, key, act)


@router.post(
    "/{code}/decisions/{decision_id}/recoveries",
    response={201: ReferralOut, REFUSALS: ErrorOut},
    operation_id="fine_recover",
    summary="Part of the fine, or all of it, came in",
)
@access("decision.record")
def recover(
    request: Request,
    response: HttpResponse,
    code: str,
    decision_id: Id,
    told: RecoveryIn,
    key: IdempotencyKey,
) -> Any:
    """What of it is the complainant's stands in the answer."""

    def act(referral: Any, now: datetime) -> None:
        fine_recover(
            actor=request.actor,
            decision_id=_of(referral.decisions, decision_id),
            recovered_poisha=told.recovered_poisha,
            reference=told.reference,
            complainant_is_staff=told.complainant_is_staff,
            now=now,
        )

    return _acted(request, response, code, key, act, status=201)


@router.post(
    "/{code}/decisions/{decision_id}/recoveries/{recovery_id}/share",
    response={200: ReferralOut, REFUSALS: ErrorOut},
    operation_id="share_pay",
    summary="The complainant was paid the share",
)
@access("decision.record")
def share(
    request: Request,
    response: HttpResponse,
    code: str,
    decision_id: Id,
    recovery_id: Id,
    told: ShareIn,
    key: IdempotencyKey,
) -> Any:
    def act(referral: Any, now: datetime) -> None:
        decision = referral.decisions.get(pk=_of(referral.decisions, decision_id))
        share_pay(
            actor=request.actor,
            recovery_id=_of(decision.recoveries, recovery_id),
            reference=told.reference,
            now=now,
        )

    return _acted(request, response, code, key, act)


def _of(rows: Any, row_id: int) -> int:
    """The id, where it is one of this referral's. Raises NotFound."""
    if not rows.filter(pk=row_id).exists():
        raise NotFound(id=row_id)
    return row_id


def _acted(
    request: Request,
    response: HttpResponse,
    code: str,
    key: str,
    act: Callable[[Any, datetime], None],
    *,
    status: int = 200,
) -> Any:
    """Does it once under the caller's key, and answers with the referral as it stands then."""
    referral = referral_for(request.actor, code)

    def write() -> dict[str, Any]:
        try:
            act(referral, clock.now())
        except InvalidInput as refused:
            named = {NAMES.get(k, k): v for k, v in refused.field_errors.items()}
            raise InvalidInput(named) from refused
        return referral_told(request, code)

    return write_once(request, response, key, write, status=status)
