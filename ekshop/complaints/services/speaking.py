"""One side of a case is told something by SMS."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_date
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.notices.services import notice_send

from .. import rules
from ..models import Case


def side_tell(
    case: Case,
    side: str,
    template: str,
    context: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> bool:
    """Queues the notice in the transaction at hand; `code` is added to its values.

    False for a side without a mobile number: an agency reads its desk, some sellers have none.
    """
    to, language = _address(case, side)
    if not to:
        return False
    notice_send(
        actor=actor,
        template=template,
        to=to,
        language=language,
        context={"code": case.code, **context},
        reference=case.code,
        organisation_id=case.respondent.organisation_id if side == rules.SELLER else None,
        now=now,
    )
    return True


def _address(case: Case, side: str) -> tuple[str, str]:
    if side == rules.COMPLAINANT:
        return case.complainant.mobile, case.language
    if side != rules.SELLER:
        return "", ""
    if case.respondent.organisation is not None:
        return case.respondent.organisation.mobile, "bn"
    for handle in case.respondent.handles.filter(kind="phone").order_by("id"):
        try:
            return parse_mobile(handle.folded), "bn"
        except InvalidMobile:
            continue
    return "", ""


def day_said(at: datetime) -> str:
    """A moment's day in Dhaka, in the reader's language, for a refusal's sentence."""
    return format_date(dhaka_date(at), get_language() or "bn")
