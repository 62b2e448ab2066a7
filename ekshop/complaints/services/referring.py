"""A case goes to an agency with its whole file, which accepts it, passes it on or gives it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.deadlines import deadline_meet, deadlines_cancel
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from .. import rules
from ..clocks import ENTITY, kind_name
from ..events import ReferralMoved, ReferralSent
from ..models import Agency, Case, Referral
from ..selectors import side_of
from .acting import may
from .chain import Entry, entry_write
from .endings import hearings_cancel
from .errors import CasePaused, NotYourReferral, ReferralOver
from .holding import case_held, cases_held
from .letters import memo_number_take
from .moving import case_step, clock_start, told_as_one
from .opening import file_open
from .speaking import day_said


def referral_send(
    *, actor: Actor, case_id: int, agency_id: int, letter: str, now: datetime
) -> Referral:
    """Refers a case to an agency by the agency's way; a job carries the letter there.

    Errors: NotAllowed, NotFound, StaleState, CasePaused.
    """
    require(actor, "case.refer")
    with transaction.atomic():
        case = case_held(actor, case_id)
        may(case, "refer")
        agency = agency_working(agency_id)
        referral = _begin(case, agency, letter, now)
        entry = Entry("referred", text=letter, data={"agency": agency.code, "code": referral.code})
        case_step(case, "refer", entry, actor=actor, now=now, owner_organisation_id=agency.pk)
        states.begin(referral, actor=actor, now=now, event=ReferralSent(referral.pk))
    return referral


def referral_accept(*, actor: Actor, referral_id: int, number: str = "", now: datetime) -> Referral:
    """The agency takes the case; from now its time to act runs. `number`: what it calls the case.

    Errors: NotAllowed, NotYourReferral, ReferralOver, StaleState when accepted before, CasePaused.
    """
    require(actor, "referral.answer")
    with transaction.atomic():
        case, referral = referral_held(actor, referral_id)
        number = normalise(number)[:40]
        states.move(
            referral,
            "accept",
            actor=actor,
            now=now,
            also={"accepted_at": now, "dak_number": number or referral.dak_number},
            event=ReferralMoved(referral.pk, "accept", "accepted"),
        )
        _say(case, "referral_accepted", "", {**_named(referral), "number": number}, actor, now)
        case.late_since = None
        case.save(update_fields=["late_since"])
        deadline_meet(entity=(ENTITY, case.pk), kind=kind_name("agency_accept"), now=now)
        clock_start(case, "agency_reply", "agency_reply", now=now)
    return referral


def referral_pass_on(
    *, actor: Actor, referral_id: int, agency_id: int | None, text: str, now: datetime
) -> Referral | None:
    """ "Not ours, theirs": the case goes on to the agency named, which must be another.

    One that had the case already ends the round: the case goes to the coordinator (None), with
    the agencies it was at. Errors as `referral_accept`, NotFound for no working agency, and
    InvalidInput where no other is named or nothing is said.
    """
    require(actor, "referral.answer")
    with transaction.atomic():
        case, referral = referral_held(actor, referral_id)
        if agency_id is None or agency_id == referral.agency_id:
            raise InvalidInput({"agency": _("Name the other agency that this belongs to.")})
        text = _reason(text)
        agency = agency_working(agency_id)
        been = list(case.referrals.order_by("id").values_list("agency_id", "agency__code"))
        deadline_meet(entity=(ENTITY, case.pk), kind=kind_name("agency_accept"), now=now)
        states.move(
            referral,
            "pass_on",
            actor=actor,
            now=now,
            also={"ended_at": now},
            event=ReferralMoved(referral.pk, "pass_on", "passed_on"),
        )
        data = {**_named(referral), "to": agency.code}
        if agency.pk in dict(been):
            route = [*(code for _id, code in been), agency.code]
            entry = Entry("referral_looped", text=text, data={**data, "route": route})
            case_step(case, "return", entry, actor=actor, now=now)
            return None
        hearings_cancel([case], actor=actor, now=now)
        following = _begin(case, agency, referral.letter, now, came_from=referral)
        _say(case, "referral_passed_on", text, {**data, "next": following.code}, actor, now)
        _owned_by(case, agency, now)
        states.begin(following, actor=actor, now=now, event=ReferralSent(following.pk))
    return following


def referral_return(*, actor: Actor, referral_id: int, text: str, now: datetime) -> Referral:
    """The agency gives the case back to the coordinator and says why.

    Errors as `referral_accept`, and InvalidInput where nothing is said.
    """
    require(actor, "referral.answer")
    with transaction.atomic():
        case, referral = referral_held(actor, referral_id)
        text = _reason(text)
        deadline_meet(entity=(ENTITY, case.pk), kind=kind_name("agency_accept"), now=now)
        states.move(
            referral,
            "return",
            actor=actor,
            now=now,
            also={"ended_at": now},
            event=ReferralMoved(referral.pk, "return", "returned"),
        )
        entry = Entry("referral_returned", text=text, data=_named(referral))
        case_step(case, "return", entry, actor=actor, now=now)
    return referral


def case_transfer(
    *, actor: Actor, case_id: int, agency_id: int | None, text: str, now: datetime
) -> Case:
    """The coordinator takes a case from the agency it is at: to another one, or (None) back.

    Errors: NotAllowed, NotFound, StaleState when it is at no agency, InvalidInput, CasePaused.
    """
    require(actor, "case.refer")
    with transaction.atomic():
        case = case_held(actor, case_id)
        text = _reason(text)
        referral = case.referrals.filter(state__in=rules.OPEN_REFERRAL_STATES).first()
        if referral is not None and referral.agency_id == agency_id:
            raise InvalidInput({"agency": _("The case is at this agency already.")})
        entry = Entry("referral_recalled", text=text, data=_named(referral) if referral else {})
        with told_as_one(now=now):
            case_step(case, "return", entry, actor=actor, now=now)
            if agency_id is not None:
                letter = referral.letter if referral else ""
                referral_send(
                    actor=actor, case_id=case.pk, agency_id=agency_id, letter=letter, now=now
                )
                case.refresh_from_db()
    return case


def agency_working(agency_id: int) -> Agency:
    """Raises NotFound, also for one that takes no cases now."""
    agency = Agency.objects.filter(pk=agency_id, active=True).first()
    if agency is None:
        raise NotFound(what="agency")
    return agency


def agency_by_code(code: str) -> Agency:
    """Raises NotFound, also for one that takes no cases now."""
    agency = Agency.objects.filter(code=code, active=True).first()
    if agency is None:
        raise NotFound(what="agency")
    return agency


def file_opened(*, actor: Actor, referral_id: int, now: datetime) -> None:
    """An agency's system read a complainant's file: on record for the auditor, and shown to the
    complainant like a person's look at it. One that gave the case away was not told it."""
    referral = Referral.objects.select_related("case").get(pk=referral_id)
    if referral.state in rules.READING_REFERRAL_STATES:
        file_open(actor=actor, case=referral.case, now=now)
    audit_write(
        actor=actor,
        action="referral.read",
        entity="referral",
        entity_id=referral_id,
        data={},
        now=now,
    )


def referral_held(actor: Actor, referral_id: int, *, ended: bool = False) -> tuple[Case, Referral]:
    """The case and its referral, both held, for the agency that has it (or the platform).

    `ended`: also one whose referral was decided. Raises NotYourReferral for any other agency's,
    ReferralOver once it was answered, CasePaused.
    """
    case_id = (
        Referral.objects.filter(
            pk=referral_id, **({} if actor.is_system else {"agency_id": actor.organisation_id})
        )
        .values_list("case_id", flat=True)
        .first()
    )
    if case_id is None:
        raise NotYourReferral(referral_id=referral_id)
    # By the referral, not by what the agency may still read: one that gave the case away is told so.
    case = cases_held([case_id]).get(case_id)
    if case is None:
        raise NotFound(what="case")
    referral = Referral.objects.select_related("agency__organisation").get(pk=referral_id)
    if not ended and referral.state not in rules.OPEN_REFERRAL_STATES:
        raise ReferralOver(
            day=day_said(referral.ended_at or referral.sent_at),
            state=rules.REFERRAL.state_label(referral.state),
        )
    if case.paused_at is not None and not ended:
        raise CasePaused
    return case, referral


def _begin(
    case: Case, agency: Agency, letter: str, now: datetime, came_from: Referral | None = None
) -> Referral:
    return coded_insert(
        Referral(
            case=case,
            agency=agency,
            way=agency.way,
            letter=letter,
            memo_number=memo_number_take(now),
            came_from=came_from,
            sent_at=now,
        ),
        "Q",
    )


def _owned_by(case: Case, agency: Agency, now: datetime) -> None:
    turn = rules.TURNS["referred"]
    case.owner_organisation_id, case.late_since = agency.pk, None
    case.save(update_fields=["owner_organisation", "late_since"])
    deadlines_cancel(entity=(ENTITY, case.pk), now=now, reason="passed on")
    clock_start(case, turn.clock, turn.rule_key, now=now)


def _say(
    case: Case, kind: str, text: str, data: dict[str, str], actor: Actor, now: datetime
) -> None:
    entry_write(case, Entry(kind, text=text, data=data), actor=actor, side=side_of(actor), now=now)


def _named(referral: Referral) -> dict[str, str]:
    return {"agency": referral.agency.code, "code": referral.code}


def _reason(text: str) -> str:
    said = normalise(text)
    if not said:
        raise InvalidInput({"text": _("Say why, in a sentence.")})
    return said[:5000]
