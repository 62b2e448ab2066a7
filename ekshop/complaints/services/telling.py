"""What people are told by SMS because time runs: reminders, and notices before a case ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from ekshop.kernel.actors import Actor
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import organisation_mobiles

from .. import rules
from ..models import Case
from .serving import reminders_by_link

Running = tuple[Case, str, datetime]
"""A case, its clock and when that is over."""

_PAGES = {
    rules.COMPLAINANT: "/complain/",
    rules.SELLER: "/partner/complaints/",
    rules.AGENCY: "/desk/",
}


def reminders_send(
    running: Sequence[Running],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """To whoever must act: the complainant, the seller, the agency's own number. The coordinator has
    the queue. A seller without an account is told at every address, with one to answer by."""
    organisations = [case.respondent.organisation_id for case, _clock, _due in running]
    organisations += [case.owner_organisation_id for case, _clock, _due in running]
    known = organisation_mobiles([number for number in organisations if number])
    notices, by_link = [], []
    for case, clock, due_at in running:
        side = rules.SELLER if clock == "remedy" else case.owner_side
        language = "bn"
        if side == rules.COMPLAINANT:
            mobile, language = case.complainant.mobile, case.language
        elif side == rules.SELLER:
            mobile = known.get(case.respondent.organisation_id or 0, "")
            if case.respondent.organisation_id is None:
                by_link.append((case, _to_do(case, clock), due_at))
        else:
            mobile = known.get(case.owner_organisation_id or 0, "")
        if mobile:
            context = {"clock": clock, "due_at": due_at, "url": _page(side)}
            notices.append(_notice("case_reminder", case, mobile, language, context, due_at))
    notices += reminders_by_link(by_link, now=now)
    if notices:
        notices_send(actor=actor, notices=notices, now=now)


def _to_do(case: Case, clock: str) -> str:
    if clock == "remedy":
        return "decided" if case.state == "decided" else "accepted"
    return "reminder"


def notices_before_end(running: Sequence[Running], *, actor: Actor, now: datetime) -> None:
    """To the complainant: no answer came, and what that will be taken for."""
    notices = [
        _notice(
            "case_notice",
            case,
            case.complainant.mobile,
            case.language,
            {"clock": clock, "due_at": due_at, "url": _page(rules.COMPLAINANT)},
            due_at,
        )
        for case, clock, due_at in running
    ]
    notices_send(actor=actor, notices=notices, now=now)


def _notice(
    template: str,
    case: Case,
    mobile: str,
    language: str,
    context: dict[str, Any],
    expires_at: datetime,
) -> NoticeToSend:
    return NoticeToSend(
        template=template,
        to=mobile,
        language=language,
        context={"code": case.code, **context},
        reference=case.code,
        expires_at=expires_at,
    )


def _page(side: str) -> str:
    return f"{settings.PUBLIC_URL}{_PAGES[side]}"
