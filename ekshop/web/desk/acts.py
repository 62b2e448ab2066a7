"""What may be done with a case from its page: when, by whom, and with which form.

An act's fields stand in `templates/desk/acts/NAME.html`. Whether it is offered is a courtesy to
the eye; whether it may be done, the service says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from ekshop.complaints import rules, services
from ekshop.complaints.selectors import case_for
from ekshop.kernel.bangla import latin_digits, parse_taka
from ekshop.kernel.clock import DHAKA
from ekshop.kernel.errors import DomainError
from ekshop.parties.rules import allowed
from ekshop.web.forms import Posted, whole_of

from .case_page import CaseFile

Run = Callable[[Posted, CaseFile, datetime], Any]


@dataclass(frozen=True)
class Act:
    name: str
    label: Any
    permission: str
    when: Callable[[CaseFile], Any]
    run: Run
    done: Any
    kind: str = "primary"
    first: Callable[[CaseFile], bool] = lambda file: False
    """Whether it is what is to be done next: its form is open from the beginning."""


def acts_of(file: CaseFile) -> list[Act]:
    """Those offered to the reader now, in order."""
    return [
        act
        for act in ACTS.values()
        if allowed(act.permission, file.actor.role) and _offered(act, file)
    ]


def act_named(name: str) -> Act:
    if name not in ACTS:
        raise Http404
    return ACTS[name]


def _offered(act: Act, file: CaseFile) -> bool:
    return bool(act.when(file))


# Reading forms -----------------------------------------------------------------------------------


def _id(form: Posted, name: str) -> int:
    """Of a hidden field or a list; what is none names nothing."""
    return form.whole(name)


def _money(form: Posted, name: str) -> int:
    return form.number(name, parse_taka, 0)


def _moment(form: Posted, day: str, hour: str) -> datetime | None:
    """A day and a time of Dhaka; what is missing is told beside its field."""
    on = form.day(day)
    if on is None:
        form.wrong(day, _("Give the day."))
    try:
        hours, minutes = latin_digits(form.text(hour)).replace(".", ":").split(":")[:2]
        at = time(int(hours), int(minutes))
    except ValueError:
        form.wrong(hour, _("Give the time like 11:30."))
        return None
    return datetime.combine(on, at, tzinfo=DHAKA) if on else None


def _yes(form: Posted, name: str) -> bool:
    """A yes or no that must be said."""
    if form.text(name) not in ("yes", "no"):
        form.wrong(name, _("Say yes or no."))
    return form.text(name) == "yes"


def _tried(form: Posted, act: Callable[[], Any]) -> Any:
    """Calls the service unless something read before was wrong."""
    return None if form.errors else act()


# The coordinator's -------------------------------------------------------------------------------


def _message(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.message_send(
        actor=file.actor,
        case_id=file.case.pk,
        to_sides=form.request.POST.getlist("to_sides"),
        text=form.text("text"),
        now=now,
    )


def _take(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_mediate(actor=file.actor, case_id=file.case.pk, now=now)


def _recategorise(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_recategorise(
        actor=file.actor,
        case_id=file.case.pk,
        category=form.text("category"),
        text=form.text("text"),
        now=now,
    )


def _seller(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_send_to_seller(
        actor=file.actor, case_id=file.case.pk, note=form.text("text"), now=now
    )


def _refer(form: Posted, file: CaseFile, now: datetime) -> Any:
    if not _id(form, "agency"):
        form.wrong("agency", _("Choose the agency."))
    return _tried(
        form,
        lambda: services.referral_send(
            actor=file.actor,
            case_id=file.case.pk,
            agency_id=_id(form, "agency"),
            letter=form.text("text"),
            now=now,
        ),
    )


def _transfer(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_transfer(
        actor=file.actor,
        case_id=file.case.pk,
        agency_id=_id(form, "agency") or None,
        text=form.text("text"),
        now=now,
    )


def _dismiss(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_dismiss(
        actor=file.actor,
        case_id=file.case.pk,
        text=form.text("text"),
        outcome=form.text("outcome"),
        now=now,
    )


def _extend(form: Posted, file: CaseFile, now: datetime) -> Any:
    at = _moment(form, "day", "time")
    return _tried(
        form,
        lambda: services.clock_extend(
            actor=file.actor,
            case_id=file.case.pk,
            deadline_id=_id(form, "deadline"),
            due_at=at or now,
            reason=form.text("reason"),
            now=now,
        ),
    )


def _pause(form: Posted, file: CaseFile, now: datetime) -> Any:
    since = form.day("since")
    return _tried(
        form,
        lambda: services.case_pause(
            actor=file.actor,
            case_id=file.case.pk,
            reason=form.text("reason"),
            court=form.text("court"),
            number=form.text("number"),
            since=since,
            note=form.text("note"),
            now=now,
        ),
    )


def _resume(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_resume(
        actor=file.actor, case_id=file.case.pk, text=form.text("text"), now=now
    )


def _join(form: Posted, file: CaseFile, now: datetime) -> Any:
    ids = [number for each in form.request.POST.getlist("cases") if (number := whole_of(each))]
    if typed := form.text("code"):
        try:
            ids.append(case_for(file.actor, typed).pk)
        except DomainError as refused:
            form.wrong("code", str(refused))
    return _tried(
        form,
        lambda: services.cases_join(
            actor=file.actor, into_id=file.case.pk, case_ids=ids, text=form.text("text"), now=now
        ),
    )


def _split(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_split(
        actor=file.actor, case_id=file.case.pk, text=form.text("text"), now=now
    )


# The agency's ------------------------------------------------------------------------------------


def _accept(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.referral_accept(
        actor=file.actor, referral_id=_id(form, "referral"), number=form.text("number"), now=now
    )


def _pass_on(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.referral_pass_on(
        actor=file.actor,
        referral_id=_id(form, "referral"),
        agency_id=_id(form, "agency") or None,
        text=form.text("text"),
        now=now,
    )


def _return(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.referral_return(
        actor=file.actor, referral_id=_id(form, "referral"), text=form.text("text"), now=now
    )


def _call(form: Posted, file: CaseFile, now: datetime) -> Any:
    at = _moment(form, "at", "time")
    return _tried(
        form,
        lambda: services.hearing_call(
            actor=file.actor,
            referral_id=_id(form, "referral"),
            at=at or now,
            link=form.text("link"),
            place=form.text("place"),
            now=now,
        ),
    )


def _put_off(form: Posted, file: CaseFile, now: datetime) -> Any:
    at = _moment(form, "at", "time")
    return _tried(
        form,
        lambda: services.hearing_put_off(
            actor=file.actor,
            hearing_id=_id(form, "hearing"),
            at=at or now,
            link=form.text("link"),
            place=form.text("place"),
            text=form.text("text"),
            now=now,
        ),
    )


def _hold(form: Posted, file: CaseFile, now: datetime) -> Any:
    complainant, seller = _yes(form, "complainant_came"), _yes(form, "seller_came")
    return _tried(
        form,
        lambda: services.hearing_hold(
            actor=file.actor,
            hearing_id=_id(form, "hearing"),
            minutes=form.text("minutes"),
            complainant_came=complainant,
            seller_came=seller,
            now=now,
        ),
    )


def _decide(form: Posted, file: CaseFile, now: datetime) -> Any:
    fine, amount, due_on = (
        _money(form, "fine"),
        _money(form, "remedy_amount"),
        form.day("remedy_due_on"),
    )
    remedy = None
    if kind := form.text("remedy"):
        if due_on is None:
            form.wrong("remedy_due_on", _("Give the day."))
        else:
            remedy = services.OrderedRemedy(
                kind=kind,
                amount_poisha=amount or None,
                medium=form.text("medium") if kind in rules.MONEY_REMEDIES else "",
                due_on=due_on,
            )
    return _tried(
        form,
        lambda: services.decision_record(
            actor=file.actor,
            referral_id=_id(form, "referral"),
            kind=form.text("kind"),
            text=form.text("text"),
            section=form.text("section"),
            fine_poisha=fine,
            remedy=remedy,
            now=now,
        ),
    )


def _appeal(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.decision_appeal(
        actor=file.actor, decision_id=_id(form, "decision"), text=form.text("text"), now=now
    )


def _comply(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.compliance_record(
        actor=file.actor, decision_id=_id(form, "decision"), text=form.text("text"), now=now
    )


def _fine(form: Posted, file: CaseFile, now: datetime) -> Any:
    amount, staff = _money(form, "recovered"), _yes(form, "staff")
    return _tried(
        form,
        lambda: services.fine_recover(
            actor=file.actor,
            decision_id=_id(form, "decision"),
            recovered_poisha=amount,
            reference=form.text("reference"),
            complainant_is_staff=staff,
            now=now,
        ),
    )


def _share(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.share_pay(
        actor=file.actor,
        recovery_id=_id(form, "recovery"),
        reference=form.text("reference"),
        now=now,
    )


# When each is offered ----------------------------------------------------------------------------


def _stands(file: CaseFile) -> bool:
    """Open, for itself, and not paused."""
    case = file.case
    return bool(case.is_open and case.joined_to_id is None and case.paused_at is None)


def _in(*states: str) -> Callable[[CaseFile], bool]:
    return lambda file: _stands(file) and file.case.state in states


def _with_me(*states: str) -> Callable[[CaseFile], bool]:
    return lambda file: _stands(file) and file.mine is not None and file.mine.state in states


def _in_force(file: CaseFile) -> bool:
    return file.decision is not None and file.mine is not None and file.mine.state == "decided"


def _held_by_now(file: CaseFile) -> bool:
    return _with_me("accepted")(file) and file.hearing is not None and file.hearing.at <= file.now


_ACTS = [
    Act(
        "message",
        _("Write to the sides"),
        "case.mediate",
        lambda file: file.case.joined_to_id is None,
        _message,
        _("Written. They are told by SMS."),
        first=lambda file: file.case.state == "mediation",
    ),
    Act(
        "take",
        _("Take it to the coordinator's desk"),
        "case.triage",
        _in("filed"),
        _take,
        _("It lies with the coordinator now."),
    ),
    Act(
        "seller",
        _("Send to the seller"),
        "case.triage",
        _in("filed", "mediation"),
        _seller,
        _("Sent. The seller has its time to answer."),
        first=lambda file: file.case.state == "filed",
    ),
    Act(
        "refer",
        _("Refer to an agency"),
        "case.refer",
        _in("filed", "mediation"),
        _refer,
        _("Referred, with the whole file."),
    ),
    Act(
        "transfer",
        _("Take it from the agency"),
        "case.refer",
        _in("referred"),
        _transfer,
        _("Done. The agency's part is over."),
    ),
    Act(
        "recategorise",
        _("Name what it is about"),
        "case.triage",
        _stands,
        _recategorise,
        _("Named. Everyone sees it in the timeline."),
        first=lambda file: file.case.state == "filed" and bool(file.case.other_category),
    ),
    Act(
        "extend",
        _("Give more time"),
        "case.mediate",
        lambda file: _stands(file) and file.running,
        _extend,
        _("The time is extended; everyone sees why."),
    ),
    Act(
        "join",
        _("Join others to this one"),
        "case.mediate",
        _stands,
        _join,
        _("Joined. It can be undone."),
    ),
    Act(
        "split",
        _("Separate it again"),
        "case.mediate",
        lambda file: file.case.joined_to_id is not None,
        _split,
        _("Separated. Its clocks go on with the time they had."),
        first=lambda file: True,
    ),
    Act(
        "pause",
        _("Pause"),
        "case.mediate",
        _stands,
        _pause,
        _("Paused. No clock runs."),
    ),
    Act(
        "resume",
        _("Let the clocks run again"),
        "case.mediate",
        lambda file: file.case.paused_at is not None,
        _resume,
        _("The clocks run again, with the time they had left."),
        first=lambda file: True,
    ),
    Act(
        "dismiss",
        _("Close it"),
        "case.mediate",
        _in("mediation"),
        _dismiss,
        _("Closed. The complainant is told why."),
        kind="danger",
    ),
    Act(
        "accept",
        _("Accept it"),
        "referral.answer",
        _with_me("sent"),
        _accept,
        _("Accepted. The time to act runs from now."),
        first=lambda file: True,
    ),
    Act(
        "hold",
        _("Record the hearing"),
        "hearing.manage",
        _held_by_now,
        _hold,
        _("The minutes are in the file."),
        first=lambda file: True,
    ),
    Act(
        "call",
        _("Call a hearing"),
        "hearing.manage",
        lambda file: _with_me("accepted")(file) and file.hearing is None,
        _call,
        _("Called. Both sides are told by SMS."),
    ),
    Act(
        "put_off",
        _("Put the hearing off"),
        "hearing.manage",
        lambda file: _with_me("accepted")(file) and file.hearing is not None,
        _put_off,
        _("Put off. Both sides are told by SMS."),
    ),
    Act(
        "decide",
        _("Decide"),
        "decision.record",
        _with_me("accepted"),
        _decide,
        _("Decided. The time to appeal runs from now."),
    ),
    Act(
        "pass_on",
        _("Not ours: pass it on"),
        "referral.answer",
        _with_me("sent", "accepted"),
        _pass_on,
        _("Passed on."),
    ),
    Act(
        "return",
        _("Give it back to the coordinator"),
        "referral.answer",
        _with_me("sent", "accepted"),
        _return,
        _("Given back."),
    ),
    Act(
        "fine",
        _("Record money that came in of the fine"),
        "decision.record",
        lambda file: _in_force(file) and file.fine_left_poisha > 0,
        _fine,
        _("Recorded, with the complainant's share."),
        first=lambda file: True,
    ),
    Act(
        "share",
        _("Record the share paid to the complainant"),
        "decision.record",
        lambda file: _in_force(file) and file.shares_unpaid,
        _share,
        _("Recorded. The complainant is told by SMS."),
        first=lambda file: True,
    ),
    Act(
        "comply",
        _("Record that the decision was followed"),
        "decision.record",
        lambda file: (
            _in_force(file)
            and file.decision.kind != "dismissal"
            and file.decision.complied_at is None
        ),
        _comply,
        _("Recorded."),
    ),
    Act(
        "appeal",
        _("Record an appeal"),
        "decision.appeal",
        lambda file: (
            file.case.state == "decided"
            and _in_force(file)
            and file.now <= file.decision.appeal_until
        ),
        _appeal,
        _("Recorded. The case is before the agency again."),
    ),
]
ACTS = {act.name: act for act in _ACTS}


def starting(act: Act, file: CaseFile) -> dict[str, Any]:
    """What a form holds before anybody typed."""
    case = file.case
    known: dict[str, dict[str, Any]] = {
        "message": {"to_sides": ["complainant", "seller"]},
        "refer": {"agency": next((each.pk for each in file.agencies[0]), "")},
        "recategorise": {"category": case.other_category or case.category},
        "dismiss": {"outcome": "dismissed"},
        "pause": {"reason": rules.COURT},
        "call": {"time": "11:00"},
        "put_off": {"time": "11:00"},
        "extend": {"time": "17:00"},
        "decide": {"kind": "order", "remedy": "", "medium": "same"},
    }
    start = known.get(act.name, {})
    if act.name == "decide" and case.wanted_poisha:
        start["remedy_amount"] = str(case.wanted_poisha // 100)
    return start
