"""What people write to us: kept before anybody asks what it means."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.events import emit
from ekshop.kernel.idempotency import OtherContent, fingerprint_of
from ekshop.kernel.phones import InvalidMobile, parse_mobile

from ..events import MessageReceived
from ..models import IncomingMessage

KEY = 100


def message_receive(
    *,
    actor: Actor,
    key: str,
    sender: str,
    text: str,
    sent_at: datetime | None = None,
    now: datetime,
) -> tuple[IncomingMessage, bool]:
    """Keeps a message whole, and tells of it; with it, whether it is new.

    `key` is the gateway's: the same message again is the one we have, and is told of once. Raises
    OtherContent for a key that came with other words or from another number.
    """
    key = key if len(key) <= KEY else fingerprint_of(key)
    with transaction.atomic():
        kept, is_new = IncomingMessage.objects.get_or_create(
            key=key,
            defaults={
                "sender": sender[:40],
                "mobile": _mobile(sender),
                "text": text,
                "sent_at": sent_at,
                "received_at": now,
            },
        )
        if not is_new and (kept.sender, kept.text) != (sender[:40], text):
            raise OtherContent(scope="sms_in")
        if is_new and kept.mobile:
            emit(MessageReceived(kept.pk))
    return kept, is_new


def message_heard(*, message_id: int, what: str) -> None:
    """What was made of it, for whoever looks later."""
    IncomingMessage.objects.filter(pk=message_id).update(heard=what)


def _mobile(sender: str) -> str:
    try:
        return parse_mobile(sender)
    except InvalidMobile:
        return ""
