"""What the gateway tells us afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.states import actions_of, move
from ekshop.notices import rules
from ekshop.notices.models import Message

ACTION_OF_STATUS = {"DELIVERED": "deliver", "FAILED": "bounce"}


def delivery_report_record(
    *, actor: Actor, key: str, status: str, now: datetime, provider_message_id: str = ""
) -> bool:
    """Takes a delivery report; True if it changed anything.

    Reports come late, twice, in any order and for messages whose sending we have not finished
    recording. A repeated one changes nothing; "delivered" wins over "failed"; a status that says
    neither is passed over. Raises ``NotFound`` for a key that is not ours.
    """
    action = ACTION_OF_STATUS.get(status.upper())
    with transaction.atomic():
        message = Message.objects.select_for_update().filter(key=key).first()
        if message is None:
            raise NotFound(key=key)
        if action is None or action not in {step.action for step in actions_of(message)}:
            return False
        also: dict[str, Any] = {"ended_at": now, "sent_at": message.sent_at or now}
        if provider_message_id and not message.provider_message_id:
            also["provider_message_id"] = provider_message_id[:64]
        if rules.NOTICES[message.template].hidden:
            also["body"] = ""
        move(message, action, actor=actor, now=now, also=also)
    return True
