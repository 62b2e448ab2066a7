"""What each side is told when a case moves. Nobody is told of what they did themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from ekshop.kernel.actors import Actor
from ekshop.kernel.idempotency import once
from ekshop.notices.rules import EMAIL, SMS
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import Contact, members_of, organisation_contacts

from .. import rules
from ..models import Case, CaseEntry, Referral
from ..selectors import clock_running, clocks_of
from ..selectors.respondents import name_called
from .holding import cases_held
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
        if not done.is_repeat:
            done.answer = True
            receipt_tell(case, actor=actor, now=now)


def receipt_tell(case: Case, *, actor: Actor, now: datetime) -> None:
    notice = _to_complainant(case, "case_filed", {})
    notices_send(actor=actor, notices=[notice], now=now)


def case_moved_tell(
    *, actor: Actor, case_id: int, action: str, entry_id: int, now: datetime
) -> None:
    """Tells both sides of one step, once however often it is asked for."""
    with once(
        scope="case_moved", key=str(entry_id), fingerprint=f"{case_id} {action}", now=now
    ) as done:
        if done.is_repeat:
            return
        done.answer = True
        case = cases_held([case_id]).get(case_id)
        if case is not None:
            entry = CaseEntry.objects.get(pk=entry_id)
            moved = Moved(case, action, entry, dues_of([case]).get(case.pk))
            cases_moved_tell([moved], actor=actor, now=now)


@dataclass(frozen=True)
class Moved:
    """A held case's step; `due_at` is when its clock ends, if one runs."""

    case: Case
    action: str
    entry: CaseEntry
    due_at: datetime | None


def cases_moved_tell(moved: Sequence[Moved], *, actor: Actor, now: datetime) -> None:
    """Tells both sides of each step. One that another has overtaken is not told any more: the later
    one is."""
    still = [each for each in moved if not _overtaken(each.case, each.action)]
    sellers = {each.case.respondent.organisation_id for each in still}
    contacts = organisation_contacts([number for number in sellers if number])
    notices = []
    for each in still:
        seller = contacts.get(each.case.respondent.organisation_id or 0)
        notices += _complainant_told(each, seller)
        what = _seller_hears(each)
        if what and seller:
            notices += _seller_told(each, what, seller)
        elif what and each.due_at and _served(each):
            seller_serve(each.case, what, due_at=each.due_at, actor=actor, now=now)
    notices_send(actor=actor, notices=notices, now=now)


def dues_of(cases: Sequence[Case]) -> dict[int, datetime]:
    """By case: when the clock that runs ends."""
    running = {
        number: clock_running([each for each in clocks if each.kind != "case_admissible"])
        for number, clocks in clocks_of(cases).items()
    }
    return {number: clock.due_at for number, clock in running.items() if clock}


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
        due_at = dues_of([case]).get(case.pk)
        context = {"code": case.code, "due_at": due_at, "url": f"{settings.PUBLIC_URL}/desk/"}
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


def _complainant_told(moved: Moved, seller: Contact | None) -> list[NoticeToSend]:
    case, entry, action = moved.case, moved.entry, moved.action
    if entry.side == rules.COMPLAINANT:
        what = "for_you" if entry.data.get("on_behalf") else None
    elif entry.kind == "remedy_offered":
        return [_to_complainant(case, "case_offer", _offered(case, entry))]
    elif entry.kind == "cash_ready":
        # Payments told where to collect it; whether it came is asked once it was given.
        return []
    elif action == "fulfil":
        paid = entry.data.get("amount_poisha") if entry.kind == "refund_paid" else None
        return [_to_complainant(case, "case_remedied", {"amount_poisha": paid})]
    elif action == "settle":
        what = "settled" if case.is_open else "closed"
    else:
        what = TO_COMPLAINANT.get(action)
    if what is None:
        return []
    context = {"what": what, "seller_name": _called(case, seller), "due_at": moved.due_at}
    return [_to_complainant(case, "case_moved", context)]


def _called(case: Case, seller: Contact | None) -> str:
    """As the complainant's language calls it."""
    if seller is not None:
        return seller.name_in(case.language)
    with translation.override(case.language):
        return name_called(case.respondent.name)


def _to_complainant(case: Case, template: str, context: dict[str, Any]) -> NoticeToSend:
    return NoticeToSend(
        template=template,
        to=case.complainant.mobile,
        language=case.language,
        context={"code": case.code, "url": complainant_page(case), **context},
        reference=case.code,
    )


def _offered(case: Case, entry: CaseEntry) -> dict[str, Any]:
    with translation.override(case.language):
        remedy = str(dict(rules.REMEDIES)[entry.data["kind"]])
    return {
        "remedy": remedy,
        "amount_poisha": entry.data["amount_poisha"],
        "due_on": date.fromisoformat(entry.data["due_on"]),
    }


def _seller_hears(moved: Moved) -> str | None:
    """What the seller is told of a step; nothing before it was asked, or of what it did."""
    case, entry, action = moved.case, moved.entry, moved.action
    if action == "serve":
        return "new"
    if entry.side == rules.SELLER or case.sent_to_seller_at is None:
        return None
    if entry.kind in ("refund_paid", "cash_ready"):
        return "paid"
    if action == "settle":
        return "settled" if case.is_open else "closed"
    return TO_SELLER.get(action)


def _served(moved: Moved) -> bool:
    """Whether a seller without an account is told of a step everywhere: of what it must do, of what
    was decided, not of what is brought to it."""
    if moved.action in ("served", "decide") and told_by_hand_only(moved.case):
        return False
    return moved.action in ("serve", "decide") or _theirs(moved.case)


def _theirs(case: Case) -> bool:
    return case.owner_side == rules.SELLER


def _seller_told(moved: Moved, what: str, who: Contact) -> list[NoticeToSend]:
    case = moved.case
    context = {
        "code": case.code,
        "what": what,
        "due_at": moved.due_at if _theirs(case) else None,
        "url": seller_page(case),
    }
    notices = []
    if who.mobile and (_theirs(case) or not who.email):
        notices.append(_to_seller(case, who.mobile, who.language, context))
    if who.email:
        with translation.override(who.language):
            by_mail = {**context, "subject": str(case.category_name)}
        notices.append(_to_seller(case, who.email, who.language, by_mail, channel=EMAIL))
    return notices


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
