"""What an agency's officer may do with a case that was sent to it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.complaints import rules, services
from ekshop.web.cases import terms_typed
from ekshop.web.forms import Posted

from ..case_page import CaseFile
from .shape import Act, id_of, moment_of, money_of, tried, with_me, yes_of


def _accept(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.referral_accept(
        actor=file.actor, referral_id=id_of(form, "referral"), number=form.text("number"), now=now
    )


def _pass_on(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.referral_pass_on(
        actor=file.actor,
        referral_id=id_of(form, "referral"),
        agency_id=id_of(form, "agency") or None,
        text=form.text("text"),
        now=now,
    )


def _return(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.referral_return(
        actor=file.actor, referral_id=id_of(form, "referral"), text=form.text("text"), now=now
    )


def _call(form: Posted, file: CaseFile, now: datetime) -> Any:
    at = moment_of(form, "at", "time")
    return tried(
        form,
        lambda: services.hearing_call(
            actor=file.actor,
            referral_id=id_of(form, "referral"),
            at=at or now,
            link=form.text("link"),
            place=form.text("place"),
            on_day_off=bool(form.text("on_day_off")),
            now=now,
        ),
    )


def _put_off(form: Posted, file: CaseFile, now: datetime) -> Any:
    at = moment_of(form, "at", "time")
    return tried(
        form,
        lambda: services.hearing_put_off(
            actor=file.actor,
            hearing_id=id_of(form, "hearing"),
            at=at or now,
            link=form.text("link"),
            place=form.text("place"),
            text=form.text("text"),
            on_day_off=bool(form.text("on_day_off")),
            now=now,
        ),
    )


def _hold(form: Posted, file: CaseFile, now: datetime) -> Any:
    complainant, seller = yes_of(form, "complainant_came"), yes_of(form, "seller_came")
    return tried(
        form,
        lambda: services.hearing_hold(
            actor=file.actor,
            hearing_id=id_of(form, "hearing"),
            minutes=form.text("minutes"),
            complainant_came=complainant,
            seller_came=seller,
            now=now,
        ),
    )


def _decide(form: Posted, file: CaseFile, now: datetime) -> Any:
    fine, amount, due_on = (
        money_of(form, "fine"),
        money_of(form, "remedy_amount"),
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
    return tried(
        form,
        lambda: services.decision_record(
            actor=file.actor,
            referral_id=id_of(form, "referral"),
            kind=form.text("kind"),
            text=form.text("text"),
            section=form.text("section"),
            fine_poisha=fine,
            remedy=remedy,
            without_hearing=bool(form.text("without_hearing")),
            now=now,
        ),
    )


def _settle(form: Posted, file: CaseFile, now: datetime) -> Any:
    terms = services.Terms(**terms_typed(form, now=now))
    return tried(
        form,
        lambda: services.case_settle(
            actor=file.actor, referral_id=id_of(form, "referral"), terms=terms, now=now
        ),
    )


def _appeal(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.decision_appeal(
        actor=file.actor, decision_id=id_of(form, "decision"), text=form.text("text"), now=now
    )


def _comply(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.compliance_record(
        actor=file.actor, decision_id=id_of(form, "decision"), text=form.text("text"), now=now
    )


def _fine(form: Posted, file: CaseFile, now: datetime) -> Any:
    amount, staff = money_of(form, "recovered"), yes_of(form, "staff")
    return tried(
        form,
        lambda: services.fine_recover(
            actor=file.actor,
            decision_id=id_of(form, "decision"),
            recovered_poisha=amount,
            reference=form.text("reference"),
            complainant_is_staff=staff,
            now=now,
        ),
    )


def _share(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.share_pay(
        actor=file.actor,
        recovery_id=id_of(form, "recovery"),
        reference=form.text("reference"),
        now=now,
    )


def _in_force(file: CaseFile) -> bool:
    return file.decision is not None and file.mine is not None and file.mine.state == "decided"


def _held_by_now(file: CaseFile) -> bool:
    return with_me("accepted")(file) and file.hearing is not None and file.hearing.at <= file.now


AGENCYS = [
    Act(
        "accept",
        _("Accept it"),
        "referral.answer",
        with_me("sent"),
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
        lambda file: with_me("accepted")(file) and file.hearing is None,
        _call,
        _("Called. Whoever's number is known is told by SMS."),
    ),
    Act(
        "put_off",
        _("Put the hearing off"),
        "hearing.manage",
        lambda file: with_me("accepted")(file) and file.hearing is not None,
        _put_off,
        _("Put off. Whoever's number is known is told by SMS."),
    ),
    Act(
        "decide",
        _("Decide"),
        "decision.record",
        with_me("accepted"),
        _decide,
        _("Decided. The time to appeal runs from now."),
    ),
    Act(
        "settle",
        _("They agreed"),
        "decision.record",
        with_me("accepted"),
        _settle,
        _("Recorded. Both sides are told."),
    ),
    Act(
        "pass_on",
        _("Not ours: pass it on"),
        "referral.answer",
        with_me("sent", "accepted"),
        _pass_on,
        _("Passed on."),
    ),
    Act(
        "return",
        _("Give it back to the coordinator"),
        "referral.answer",
        with_me("sent", "accepted"),
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
