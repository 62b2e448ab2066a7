"""A seller is told of changes of its list that were held back, and reminded while they wait."""

from datetime import datetime

from django.conf import settings

from ekshop.catalogue.selectors import held_untold, held_visible_to
from ekshop.catalogue.services import held_changes_told
from ekshop.kernel.actors import Actor
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import organisation_contact

from .. import rules
from ..selectors.wire import held_wire
from .announcing import seller_announce

TELLER = Actor.system("held changes")
IN_WEBHOOK = 100


def held_changes_tell(*, now: datetime, seller_id: int | None = None) -> int:
    """Tells the sellers (or one) who have not heard for as long as the rule book says, by SMS,
    e-mail and webhook; returns how many sellers. Whatever waits is told in one, so pushes of
    single rows are no storm."""
    untold = held_untold(now)
    if seller_id is not None:
        untold = {each: ids for each, ids in untold.items() if each == seller_id}
    for each, ids in untold.items():
        _tell(each, ids, now)
    return len(untold)


def held_url() -> str:
    return f"{settings.PUBLIC_URL}/partner/held/"


def _tell(seller_id: int, ids: list[int], now: datetime) -> None:
    changes = list(held_visible_to(TELLER).filter(pk__in=ids).order_by("pk")[:IN_WEBHOOK])
    who = organisation_contact(seller_id)
    context = {
        "line_count": len(ids),
        "title": changes[0].offer.title,
        "again": all(change.told_at for change in changes),
        "url": held_url(),
    }
    notices_send(
        actor=TELLER,
        notices=[
            NoticeToSend(
                template="changes_held",
                channel=channel,
                to=to,
                language=who.language,
                context=context,
                reference=f"held:{seller_id}",
                organisation_id=seller_id,
            )
            for channel, to in (("sms", who.mobile), ("email", who.email))
            if to
        ],
        now=now,
    )
    seller_announce(
        seller_id=seller_id,
        event_type=rules.CHANGES_HELD,
        reference=f"held-{changes[0].pk}",
        payload={"waiting": len(ids), "changes": [held_wire(change) for change in changes]},
        now=now,
    )
    held_changes_told(change_ids=ids, now=now)
