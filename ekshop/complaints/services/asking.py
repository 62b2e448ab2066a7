"""A seller under watch is told that its word is asked for, wherever it is known."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from ekshop.kernel.actors import Actor
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.notices.rules import EMAIL, SMS
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import organisation_contact

from ..models import Respondent, SellerAlert

PAGE = "/partner/complaints/asked/"


def seller_ask(alert: SellerAlert, *, due_at: datetime, actor: Actor, now: datetime) -> int:
    """By SMS and mail to each number and mailbox; says how many. One who sells here answers on its
    page, another writes to the office."""
    seller, language = alert.respondent, "bn"
    if seller.organisation_id is not None:
        who = organisation_contact(seller.organisation_id)
        language = who.language
        places = [(SMS, who.mobile), (EMAIL, who.email)]
    else:
        places = sorted(set(_known(seller)))
    url = f"{settings.PUBLIC_URL}{PAGE}" if seller.organisation_id else ""
    context = {
        SMS: {"due_at": due_at, "url": url},
        EMAIL: {"due_at": due_at, "url": url, "text": alert.notice},
    }
    notices = [
        NoticeToSend(
            template="seller_asked",
            channel=channel,
            to=to,
            language=language,
            context=context[channel],
            reference=f"alert-{alert.pk}",
            organisation_id=seller.organisation_id,
        )
        for channel, to in places
        if to
    ]
    if notices:
        notices_send(actor=actor, notices=notices, now=now)
    return len(notices)


def _known(seller: Respondent) -> Iterator[tuple[str, str]]:
    for handle in seller.handles.filter(kind__in=("phone", "wallet", "email")):
        if handle.kind == "email":
            yield EMAIL, handle.folded
            continue
        try:
            yield SMS, parse_mobile(handle.folded)
        except InvalidMobile:
            continue
