"""What each side is told when a case moves. Nobody is told of what they did themselves."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from ekshop.kernel.actors import Actor
from ekshop.kernel.idempotency import once
from ekshop.notices.rules import EMAIL, SMS
from ekshop.notices.services import NoticeToSend, notice_send, notices_send
from ekshop.parties.selectors import members_of, organisation_contact

from .. import rules
from ..models import Case, CaseEntry, Referral
from ..selectors import called, clock_running, clocks_of
from .moving import cases_held
from .serving import seller_serve, told_by_hand_only

TO_COMPLAINANT = {
    "ask_seller": "sent",
    "serve": "to_serve",
    "served": "sent",
    "ask_complainant": "question",
    "mediate": "mediation",
    "reject": "rejected",
    "silence": "silent",
    "break": "broken",
    "stall": "cash_late",
    "agree": "agreed",
    "refer": "referred",
    "return": "mediation",
    "decide": "decided",
    "dismiss": "closed",
    "lapse": "closed",
    "finish": "closed",
}
"""By what happened, what the complainant reads; an offer and a remedy have notices of their own."""

TO_SELLER = {
    "ask_seller": "new",
    "served": "new",
    "counter": "counter",
    "accept": "accepted",
    "inform": "informed",
    "resume": "resumed",
    "decline": "refused",
    "dispute": "refused",
    "silence": "late",
    "break": "late",
    "refer": "referred",
    "decide": "decided",
    "confirm": "confirmed",
    "withdraw": "withdrawn",
    "reopen": "reopened",
    "dismiss": "closed",
    "lapse": "closed",
    "finish": "closed",
}


def case_receipt_send(*, actor: Actor, case_id: int, now: datetime) -> None:
    """The number of a new complaint, to its complainant, once."""
    case = Case.objects.select_related("complainant").get(pk=case_id)
    with once(scope="case_receipt", key=str(case_id), fingerprint=case.code, now=now) as done:
        if done.is_repeat:
            return
        done.answer = True
        notice_send(
            actor=actor,
            template="case_filed",
            to=case.complainant.mobile,
            language=case.language,
            context={"code": case.code, "url": f"{settings.PUBLIC_URL}/c/{case.code}"},
            reference=case.code,
            now=now,
        )


def case_moved_tell(
    *, actor: Actor, case_id: int, action: str, entry_id: int, now: datetime
) -> None:
    """Tells both sides of one step, once however often it is asked for.

    A step that another has overtaken is not told any more: the later one is.
    """
    with once(
        scope="case_moved", key=str(entry_id), fingerprint=f"{case_id} {action}", now=now
    ) as done:
        if done.is_repeat:
            return
        done.answer = True
        case = cases_held([case_id]).get(case_id)
        entry = CaseEntry.objects.get(pk=entry_id)
        if case is None or _overtaken(case, action):
            return
        due_at = _due(case)
        with transaction.atomic():
            _complainant_tell(case, action, entry, due_at, actor, now)
            _seller_tell(case, action, entry, due_at, actor, now)


def referral_tell(*, actor: Actor, referral_id: int, now: datetime) -> None:
    """The agency's officers hear that a case came: by SMS, or by mail where no number is known.

    Of many in one hour the first is told, and whatever cannot wait: the desk has the list.
    """
    referral = Referral.objects.select_related("case", "agency__organisation").get(pk=referral_id)
    case, agency = referral.case, referral.agency
    hour = f"{agency.pk} {now:%Y-%m-%d %H}"
    key = str(referral_id) if case.urgency == "at_once" else hour
    with once(scope="referral_told", key=key, fingerprint=key, now=now) as done:
        if done.is_repeat or referral.state != "sent":
            return
        done.answer = True
        context = {"code": case.code, "due_at": _due(case), "url": f"{settings.PUBLIC_URL}/desk/"}
        notices = []
        for member in members_of(agency.pk):
            who, to = member.person, member.person.mobile or member.person.email
            if member.role != "officer" or not to:
                continue
            with translation.override(who.language):
                told = context | {"agency_name": agency.name}
                if not who.mobile:
                    told["subject"] = str(case.category_name)
            notices.append(
                NoticeToSend(
                    template="referral_new",
                    to=to,
                    channel=SMS if who.mobile else EMAIL,
                    language=who.language,
                    context=told,
                    reference=case.code,
                    organisation_id=agency.pk,
                )
            )
        notices_send(actor=actor, notices=notices, now=now)


def _overtaken(case: Case, action: str) -> bool:
    return all(step.target != case.state for step in rules.CASE.steps if step.action == action)


def _due(case: Case) -> datetime | None:
    clocks = [each for each in clocks_of([case])[case.pk] if each.kind != "case_admissible"]
    running = clock_running(clocks)
    return running.due_at if running else None


def _complainant_tell(
    case: Case,
    action: str,
    entry: CaseEntry,
    due_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> None:
    if entry.side == rules.COMPLAINANT:
        told: tuple[str, dict[str, Any]] | None = (
            ("case_moved", _moved(case, "for_you", due_at)) if entry.data.get("on_behalf") else None
        )
    elif entry.kind == "remedy_offered":
        told = ("case_offer", _offered(case, entry))
    elif action == "fulfil" and entry.data.get("medium") == "cash":
        # Payments told where to collect it; whether it came is asked once it was given.
        told = None
    elif action == "fulfil":
        paid = entry.data.get("amount_poisha") if entry.kind == "refund_paid" else None
        told = ("case_remedied", {"amount_poisha": paid})
    elif action == "settle":
        told = ("case_moved", _moved(case, "settled" if case.is_open else "closed", due_at))
    elif what := TO_COMPLAINANT.get(action):
        told = ("case_moved", _moved(case, what, due_at))
    else:
        told = None
    if told is None:
        return
    template, context = told
    notice = NoticeToSend(
        template=template,
        to=case.complainant.mobile,
        language=case.language,
        context={"code": case.code, "url": complainant_page(case), **context},
        reference=case.code,
    )
    notices_send(actor=actor, notices=[notice], now=now)


def _moved(case: Case, what: str, due_at: datetime | None) -> dict[str, Any]:
    return {"what": what, "seller_name": seller_called(case), "due_at": due_at}


def _offered(case: Case, entry: CaseEntry) -> dict[str, Any]:
    with translation.override(case.language):
        remedy = str(dict(rules.REMEDIES)[entry.data["kind"]])
    return {
        "remedy": remedy,
        "amount_poisha": entry.data["amount_poisha"],
        "due_on": date.fromisoformat(entry.data["due_on"]),
    }


def _seller_tell(
    case: Case,
    action: str,
    entry: CaseEntry,
    due_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> None:
    what = TO_SELLER.get(action)
    if entry.kind == "refund_paid":
        what = "paid"
    if action == "settle":
        what = "settled" if case.is_open else "closed"
    if action == "serve" and due_at:
        seller_serve(case, "new", due_at=due_at, actor=actor, now=now)
        return
    if what is None or entry.side == rules.SELLER or case.sent_to_seller_at is None:
        return
    theirs = case.owner_side == rules.SELLER
    if case.respondent.organisation_id is None:
        brought = action == "served" and told_by_hand_only(case)
        if due_at and (theirs or action == "decide") and not brought:
            seller_serve(case, what, due_at=due_at, actor=actor, now=now)
        return
    who = organisation_contact(case.respondent.organisation_id)
    context = {
        "code": case.code,
        "what": what,
        "due_at": due_at if theirs else None,
        "url": seller_page(case),
    }
    notices = []
    if who.mobile and (theirs or not who.email):
        notices.append(_to_seller(case, who.mobile, who.language, context))
    if who.email:
        with translation.override(who.language):
            by_mail = {**context, "subject": str(case.category_name)}
        notices.append(_to_seller(case, who.email, who.language, by_mail, channel=EMAIL))
    if notices:
        notices_send(actor=actor, notices=notices, now=now)


def _to_seller(
    case: Case, to: str, language: str, context: dict[str, Any], **more: Any
) -> NoticeToSend:
    return NoticeToSend(
        template="seller_case",
        to=to,
        language=language,
        context=context,
        reference=case.code,
        organisation_id=case.respondent.organisation_id,
        **more,
    )


def complainant_page(case: Case) -> str:
    """Short, for an SMS: it leads to the case's page."""
    return f"{settings.PUBLIC_URL}/c/{case.code}"


def seller_page(case: Case) -> str:
    return f"{settings.PUBLIC_URL}/partner/complaints/{case.code}/"


def seller_called(case: Case) -> str:
    """As the complainant's language calls it."""
    with translation.override(case.language):
        return called(case.respondent)
