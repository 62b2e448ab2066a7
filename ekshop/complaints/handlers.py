"""What complaints do when they are told of something. Each may run twice."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction

from ekshop.federation.services import seller_announce
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import DeadlineTold
from ekshop.kernel.events import emit
from ekshop.notices.events import MessageReceived
from ekshop.payments.events import RefundGiven

from . import tasks
from .events import (
    BulkActAsked,
    CaseClockPassed,
    CaseClockWarned,
    CaseFiled,
    CaseMoved,
    CasePauseOver,
    CaseReceived,
    EvidenceAdded,
    OpenCasesChanged,
    ReferralMoved,
    ReferralSent,
)
from .selectors import referral_line_wire
from .services import (
    case_announce,
    case_moved_tell,
    case_pause_over,
    case_receipt_send,
    case_triage,
    cases_money_follow,
    cases_move_on,
    cases_remind,
    cash_given,
    message_answer,
    referral_get,
    referral_tell,
    waiting_cases_serve,
)

logger = logging.getLogger(__name__)

PLATFORM = Actor.system("complaints")
CLOCK = Actor.system("clock")

T = TypeVar("T", bound=DeadlineTold)


def on_case_filed(event: CaseFiled) -> None:
    """A new case is sorted by the rules, and what it tells of its seller serves others."""
    now = clock.now()
    case_triage(actor=PLATFORM, case_id=event.case_id, now=now)
    waiting_cases_serve(actor=PLATFORM, case_id=event.case_id, now=now)


def on_case_received(event: CaseReceived) -> None:
    """Its number goes to whoever complains."""
    case_receipt_send(actor=PLATFORM, case_id=event.case_id, now=clock.now())


def on_case_moved(event: CaseMoved) -> None:
    """Both sides are told."""
    case_moved_tell(
        actor=PLATFORM,
        case_id=event.case_id,
        action=event.action,
        entry_id=event.entry_id,
        now=clock.now(),
    )


def money_follows_cases(events: list[OpenCasesChanged]) -> None:
    """What the seller is paid for the order waits while the complaint is open."""
    cases_money_follow(case_ids=[event.case_id for event in events], now=clock.now())


def announce_case(event: CaseMoved) -> None:
    """The seller's system is told, where it has a webhook."""
    case_announce(
        case_id=event.case_id, action=event.action, entry_id=event.entry_id, now=clock.now()
    )


def on_referral_sent(event: ReferralSent) -> None:
    """The letter goes its way; outside this transaction, as a job."""
    tasks.referral_deliver.later(referral_id=event.referral_id)


def on_evidence_added(event: EvidenceAdded) -> None:
    """It is scanned outside this transaction."""
    tasks.evidence_scan.later(evidence_id=event.evidence_id)


def officers_told_of_referral(event: ReferralSent) -> None:
    """Its officers hear that a case came, whatever way the letter goes."""
    referral_tell(actor=PLATFORM, referral_id=event.referral_id, now=clock.now())


def on_message_received(event: MessageReceived) -> None:
    """Somebody wrote to our number: a yes or a no to an order, to an offer or to a remedy."""
    message_answer(message_id=event.message_id, now=clock.now())


def on_refund_given(event: RefundGiven) -> None:
    """Cash is in the customer's hands."""
    cash_given(actor=PLATFORM, refund_id=event.refund_id, now=clock.now())


def on_clocks_passed(events: list[CaseClockPassed]) -> None:
    """Cases move by themselves when their time is over."""
    now = clock.now()
    _together(events, lambda some: cases_move_on(actor=CLOCK, passed=some, now=now))


def on_clocks_warned(events: list[CaseClockWarned]) -> None:
    """Who must act is reminded."""
    now = clock.now()
    _together(events, lambda some: cases_remind(actor=CLOCK, warned=some, now=now))


def _together(events: list[T], act: Callable[[Sequence[T]], None]) -> None:
    """All at once; where that fails, each is told again alone, so that one case that cannot be
    acted on holds up no other."""
    try:
        with transaction.atomic():
            act(events)
    except Exception as error:
        if len(events) == 1:
            raise
        logger.warning("a batch of clocks failed: %s", type(error).__name__)
        for event in events:
            emit(event)


def on_bulk_act(event: BulkActAsked) -> None:
    tasks.bulk_act_run.later(act_id=event.act_id)


def on_pause_over(event: CasePauseOver) -> None:
    """A pause reached its cap: the case goes on."""
    case_pause_over(actor=PLATFORM, case_id=event.id, now=clock.now())


def agency_told_of_referral(event: ReferralSent | ReferralMoved) -> None:
    """An agency with a system of its own hears of it by webhook, as the referral stands now."""
    referral = referral_get(event.referral_id)
    seller_announce(
        seller_id=referral.agency_id,
        event_type="referral.sent" if isinstance(event, ReferralSent) else "referral.moved",
        reference=referral.code,
        payload=referral_line_wire(referral),
        now=clock.now(),
    )
