"""An agency decides; one side may appeal in time; then the decision is final."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_datetime, normalise
from ekshop.kernel.clock import DHAKA, dhaka_date
from ekshop.kernel.deadlines import deadline_meet
from ekshop.kernel.errors import InvalidInput, NotFound, StaleState
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.parties.services import require

from .. import rules
from ..clocks import ENTITY, kind_name
from ..events import ReferralMoved
from ..models import Case, Decision, Referral, Remedy
from ..selectors import side_of
from .chain import Entry, entry_write
from .endings import hearings_cancel
from .errors import AppealOver, AppealRuns, CasePaused, NotInForce, NotYourReferral
from .holding import case_held
from .moving import case_step, clock_start, told_as_one
from .referring import referral_held
from .remedies import ordered_refund_pay, paid_here
from .serving import notice_to_bring
from .speaking import day_said
from .terms import refundable_poisha

LARGEST_POISHA = 10**12


@dataclass(frozen=True, kw_only=True)
class OrderedRemedy:
    """What the seller is ordered to do, by the end of a day. An amount for money only."""

    kind: str
    due_on: date
    amount_poisha: int | None = None
    medium: str = ""


def decision_record(
    *,
    actor: Actor,
    referral_id: int,
    kind: str,
    text: str,
    section: str = "",
    fine_poisha: int = 0,
    remedy: OrderedRemedy | None = None,
    without_hearing: bool = False,
    now: datetime,
) -> Decision:
    """The agency's order, fine or dismissal. The time to appeal runs from now; a remedy ordered
    is due by its day.

    A hearing that was called and not held is put aside only on purpose (`without_hearing`); then
    it is cancelled, and both sides are told.

    Errors: NotAllowed, NotYourReferral, ReferralOver, StaleState before the case is accepted,
    InvalidInput by field, CasePaused.
    """
    require(actor, "decision.record")
    with transaction.atomic():
        case, referral = referral_held(actor, referral_id)
        if referral.state != "accepted":
            raise StaleState
        _check(case, kind, text, fine_poisha, remedy, now)
        if not without_hearing:
            _check_heard(referral)
        decision = Decision.objects.create(
            referral=referral,
            kind=kind,
            text=normalise(text)[:20_000],
            section=normalise(section)[:80],
            fine_poisha=fine_poisha,
            decided_at=now,
            appeal_until=due_at(rule_at("appeal_window", now), now),
        )
        notice_to_bring(case, decision=decision, now=now)
        deadline_meet(entity=(ENTITY, case.pk), kind=kind_name("agency_reply"), now=now)
        hearings_cancel([case], actor=actor, now=now)
        states.move(
            referral,
            "decide",
            actor=actor,
            now=now,
            also={"ended_at": now},
            event=ReferralMoved(referral.pk, "decide", "decided"),
        )
        entry = Entry("decided", text=decision.text, data=_data(decision, remedy))
        with told_as_one(now=now):
            case_step(
                case,
                "decide",
                entry,
                actor=actor,
                now=now,
                owner_organisation_id=referral.agency_id,
            )
            if remedy is not None:
                _order(case, decision, remedy, now)
    return decision


def decision_appeal(*, actor: Actor, decision_id: int, text: str, now: datetime) -> Decision:
    """A side appeals in time (or the agency records an appeal that came to it): the case goes back
    to the agency, which must act again; what was ordered is set aside.

    Errors: NotAllowed, NotFound, AppealOver, NotInForce, StaleState, InvalidInput, CasePaused.
    """
    require(actor, "decision.appeal")
    said = normalise(text)[:5000]
    with transaction.atomic():
        case, decision = decision_held(actor, decision_id)
        if not said:
            raise InvalidInput({"text": _("Say why the decision should be looked at again.")})
        if _newest(case) != decision:
            raise NotInForce
        if case.paused_at is not None:
            raise CasePaused
        if now > decision.appeal_until:
            raise AppealOver(day=day_said(decision.appeal_until))
        agency_id = decision.referral.agency_id
        entry = Entry("appealed", text=said, data={"agency": decision.referral.agency.code})
        case_step(
            case,
            "appeal",
            entry,
            actor=actor,
            now=now,
            owner_organisation_id=agency_id,
            clock="agency_reply",
        )
        decision.appealed_at = now
        decision.save(update_fields=["appealed_at"])
        Remedy.objects.filter(decision=decision, done_at__isnull=True).update(set_aside_at=now)
        states.move(
            decision.referral,
            "appeal",
            actor=actor,
            now=now,
            also={"ended_at": None},
            event=ReferralMoved(decision.referral_id, "appeal", "accepted"),
        )
    return decision


def decision_finish(*, actor: Actor, case_id: int, now: datetime) -> Case:
    """The time to appeal is over: the decision is final, and the case closes.

    Where a remedy was ordered and is still to come its own clock runs on, and the case with it.
    Errors: NotAllowed, NotFound, AppealRuns, StaleState.
    """
    require(actor, "decision.record")
    with transaction.atomic():
        case = case_held(actor, case_id)
        decision = _newest(case)
        if decision is None or case.state != "decided":
            raise StaleState
        if now < decision.appeal_until:
            raise AppealRuns(day=day_said(decision.appeal_until))
        if remedy_ordered(decision) is not None:
            return case
        outcome = "dismissed" if decision.kind == "dismissal" else "decided"
        case_step(case, "finish", Entry("decision_final"), actor=actor, now=now, outcome=outcome)
    return case


def compliance_record(*, actor: Actor, decision_id: int, text: str, now: datetime) -> Decision:
    """The agency saw the proof that its decision was followed. A remedy ordered counts as given,
    and waits for the complainant's word; money that came through ek-Shop goes back now.

    Errors: NotAllowed, NotYourReferral, NotInForce, StaleState when recorded before, InvalidInput,
    and payments' where money moves.
    """
    require(actor, "decision.record")
    said = normalise(text)[:1000]
    with transaction.atomic():
        case, decision = decision_held(actor, decision_id)
        if not said:
            raise InvalidInput({"text": _("Say what was seen: a receipt, a number, a date.")})
        if decision.complied_at is not None:
            raise StaleState
        decision.complied_at, decision.complied_note = now, said
        decision.save(update_fields=["complied_at", "complied_note"])
        entry = Entry("complied", text=said, data={"agency": decision.referral.agency.code})
        remedy = remedy_ordered(decision)
        if remedy is not None and case.state == "decided":
            remedy.done_at, remedy.done_note = now, said[:500]
            if paid_here(case, remedy):
                ordered_refund_pay(case, remedy, entry, actor=actor, now=now)
                return decision
            remedy.save(update_fields=["done_at", "done_note"])
            case_step(case, "fulfil", entry, actor=actor, now=now)
        else:
            entry_write(case, entry, actor=actor, side=side_of(actor), now=now)
    return decision


def decision_held(actor: Actor, decision_id: int) -> tuple[Case, Decision]:
    """The decision and its case, held. An officer's own agency's; a party's own case.

    Raises NotFound or NotYourReferral, and NotInForce after an appeal.
    """
    decision = Decision.objects.select_related("referral").filter(pk=decision_id).first()
    if decision is None:
        raise NotFound(what="decision")
    if actor.role == "officer":
        if decision.referral.agency_id != actor.organisation_id:
            raise NotYourReferral(decision_id=decision_id)
        case, referral = referral_held(actor, decision.referral_id, ended=True)
    else:
        case = case_held(actor, decision.referral.case_id)
        referral = Referral.objects.select_related("agency").get(pk=decision.referral_id)
    # Read again under the case's lock: an appeal of the same moment is over by now.
    decision.refresh_from_db()
    decision.referral = referral
    if decision.appealed_at is not None:
        raise NotInForce
    return case, decision


def remedy_ordered(decision: Decision) -> Remedy | None:
    """What the decision ordered and is still to be given."""
    return Remedy.objects.filter(
        decision=decision,
        done_at__isnull=True,
        broken_at__isnull=True,
        set_aside_at__isnull=True,
    ).first()


def _newest(case: Case) -> Decision | None:
    return Decision.objects.filter(referral__case=case).order_by("-id").first()


def _check(
    case: Case,
    kind: str,
    text: str,
    fine_poisha: int,
    remedy: OrderedRemedy | None,
    now: datetime,
) -> None:
    wrong: dict[str, Any] = {}
    if kind not in dict(rules.DECISIONS):
        wrong["kind"] = _("Choose the kind of decision.")
    if not normalise(text):
        wrong["text"] = _("Write the decision and its reasons.")
    if kind == "fine" and not 0 < fine_poisha <= LARGEST_POISHA:
        wrong["fine"] = _("Write the fine in taka.")
    if kind != "fine" and fine_poisha:
        wrong["fine"] = _("Only a fine has an amount.")
    if remedy is not None:
        wrong |= _check_remedy(case, kind, remedy, now)
    if wrong:
        raise InvalidInput(wrong)


def _check_heard(referral: Referral) -> None:
    called = referral.hearings.filter(state="called").first()
    if called is not None:
        when = format_datetime(called.at, get_language() or "bn")
        why = _("A hearing is called for %(when)s. Hold it first, or confirm to decide without it.")
        raise InvalidInput({"without_hearing": why % {"when": when}})


def _check_remedy(case: Case, kind: str, remedy: OrderedRemedy, now: datetime) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    amount = remedy.amount_poisha
    if kind == "dismissal":
        wrong["remedy"] = _("A dismissal orders nothing.")
    if remedy.kind not in dict(rules.REMEDIES):
        wrong["remedy"] = _("Choose what the seller is to do.")
    if remedy.kind in rules.MONEY_REMEDIES:
        if not amount or not 0 < amount <= LARGEST_POISHA:
            wrong["remedy_amount"] = _("Write the amount in taka.")
        elif remedy.kind == "refund" and amount > case.paid_poisha:
            wrong["remedy_amount"] = _("A refund is never more than was paid. Order compensation.")
        elif remedy.kind == "refund":
            wrong |= _check_ours(case, amount, remedy.medium)
    elif amount:
        wrong["remedy_amount"] = _("Only money back and compensation have an amount.")
    if remedy.medium and remedy.medium not in dict(rules.REFUND_MEDIA):
        wrong["medium"] = _("Choose how the money comes.")
    if remedy.due_on <= dhaka_date(now):
        wrong["remedy_due_on"] = _("Choose a day to come.")
    return wrong


def _check_ours(case: Case, amount: int, medium: str) -> dict[str, Any]:
    """Money that came through ek-Shop goes back through it, and no more than is left there."""
    wrong: dict[str, Any] = {}
    left = refundable_poisha(case)
    if left is not None and amount > left:
        wrong["remedy_amount"] = _(
            "This is more than is left of what was paid here. What goes beyond it is compensation."
        )
    if left is not None and medium not in ("", "same"):
        wrong["medium"] = _("This was paid through ek-Shop: it goes back the way it was paid.")
    return wrong


def _order(case: Case, decision: Decision, remedy: OrderedRemedy, now: datetime) -> None:
    made = Remedy.objects.create(
        case=case,
        decision=decision,
        kind=remedy.kind,
        amount_poisha=remedy.amount_poisha,
        medium=remedy.medium,
        due_at=datetime.combine(remedy.due_on, time(23, 59, 59), tzinfo=DHAKA),
        agreed_at=now,
    )
    clock_start(
        case,
        "remedy",
        None,
        now=now,
        due_at=made.due_at,
        owner_organisation_id=case.respondent.organisation_id,
    )


def _data(decision: Decision, remedy: OrderedRemedy | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "agency": decision.referral.agency.code,
        "kind": decision.kind,
        "section": decision.section,
        "fine_poisha": decision.fine_poisha,
        "appeal_until": decision.appeal_until.isoformat(),
    }
    if remedy is not None:
        data["remedy"] = {
            "kind": remedy.kind,
            "amount_poisha": remedy.amount_poisha,
            "due_on": remedy.due_on.isoformat(),
        }
    return data
