"""What people are told by SMS because time runs: reminders, and notices before a case ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from ekshop.kernel.actors import Actor
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import organisation_mobiles

from .. import rules
from ..models import Case

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
    seller_mobiles: Mapping[int, str],
    actor: Actor,
    now: datetime,
) -> None:
    """To whoever must act: the complainant, the seller by any mobile known, the agency's own. The
    coordinator has the queue. `seller_mobiles` is by respondent."""
    organisations = [case.respondent.organisation_id for case, _clock, _due in running]
    organisations += [case.owner_organisation_id for case, _clock, _due in running]
    known = organisation_mobiles([number for number in organisations if number])
    notices = []
    for case, clock, due_at in running:
        side = rules.SELLER if clock == "remedy" else case.owner_side
        language = "bn"
        if side == rules.COMPLAINANT:
            mobile, language = case.complainant.mobile, case.language
        elif side == rules.SELLER:
            mobile = known.get(case.respondent.organisation_id or 0, "")
            mobile = mobile or seller_mobiles.get(case.respondent_id, "")
        else:
            mobile = known.get(case.owner_organisation_id or 0, "")
        if mobile:
            context = {"clock": clock, "due_at": due_at, "url": _page(side)}
            notices.append(_notice("case_reminder", case, mobile, language, context, due_at))
    if notices:
        notices_send(actor=actor, notices=notices, now=now)


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
