"""What the coordinator may do with a case."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.complaints import services
from ekshop.complaints.selectors import case_for
from ekshop.kernel.errors import DomainError
from ekshop.web.forms import Posted, whole_of

from ..case_page import CaseFile
from .shape import Act, id_of, in_state, moment_of, stands, tried


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
    if not id_of(form, "agency"):
        form.wrong("agency", _("Choose the agency."))
    return tried(
        form,
        lambda: services.referral_send(
            actor=file.actor,
            case_id=file.case.pk,
            agency_id=id_of(form, "agency"),
            letter=form.text("text"),
            now=now,
        ),
    )


def _transfer(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_transfer(
        actor=file.actor,
        case_id=file.case.pk,
        agency_id=id_of(form, "agency") or None,
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
    at = moment_of(form, "day", "time")
    return tried(
        form,
        lambda: services.clock_extend(
            actor=file.actor,
            case_id=file.case.pk,
            deadline_id=id_of(form, "deadline"),
            due_at=at or now,
            reason=form.text("reason"),
            now=now,
        ),
    )


def _pause(form: Posted, file: CaseFile, now: datetime) -> Any:
    since = form.day("since")
    return tried(
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
    return tried(
        form,
        lambda: services.cases_join(
            actor=file.actor, into_id=file.case.pk, case_ids=ids, text=form.text("text"), now=now
        ),
    )


def _split(form: Posted, file: CaseFile, now: datetime) -> Any:
    return services.case_split(
        actor=file.actor, case_id=file.case.pk, text=form.text("text"), now=now
    )


COORDINATORS = [
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
        in_state("filed", "to_serve"),
        _take,
        _("It lies with the coordinator now."),
    ),
    Act(
        "seller",
        _("Send to the seller"),
        "case.triage",
        in_state("filed", "mediation"),
        _seller,
        _("Sent. The seller has its time to answer from when it is told."),
        first=lambda file: file.case.state == "filed",
    ),
    Act(
        "refer",
        _("Refer to an agency"),
        "case.refer",
        in_state("filed", "to_serve", "mediation"),
        _refer,
        _("Referred, with the whole file."),
    ),
    Act(
        "transfer",
        _("Take it from the agency"),
        "case.refer",
        in_state("referred"),
        _transfer,
        _("Done. The agency's part is over."),
    ),
    Act(
        "recategorise",
        _("Name what it is about"),
        "case.triage",
        stands,
        _recategorise,
        _("Named. Everyone sees it in the timeline."),
        first=lambda file: file.case.state == "filed" and bool(file.case.other_category),
    ),
    Act(
        "extend",
        _("Give more time"),
        "case.mediate",
        lambda file: stands(file) and file.running,
        _extend,
        _("The time is extended; everyone sees why."),
    ),
    Act(
        "join",
        _("Join others to this one"),
        "case.mediate",
        stands,
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
        stands,
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
        in_state("mediation"),
        _dismiss,
        _("Closed. The complainant is told why."),
        kind="danger",
    ),
]
