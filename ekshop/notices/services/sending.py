"""Saying something to somebody: a row and a job in the caller's transaction, no network."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.phones import parse_mobile
from ekshop.kernel.statements import insert
from ekshop.notices import rules
from ekshop.notices.models import Message

from .rendering import render
from .settling import BATCH, messages_send

PRIORITY_OF_URGENT = 50


@dataclass(frozen=True)
class NoticeToSend:
    """``to`` is a mobile number or an e-mail address, by ``channel``; ``reference`` the code of what
    it is about; ``expires_at`` the moment after which it is better not sent at all."""

    template: str
    to: str
    language: str
    context: Mapping[str, Any]
    reference: str = ""
    channel: str = rules.SMS
    organisation_id: int | None = None
    expires_at: datetime | None = None


def notice_send(
    *,
    actor: Actor,
    template: str,
    to: str,
    language: str,
    context: Mapping[str, Any],
    reference: str,
    now: datetime,
    channel: str = rules.SMS,
    organisation_id: int | None = None,
    expires_at: datetime | None = None,
) -> Message:
    """Queues one notice. See ``notices_send``."""
    notice = NoticeToSend(
        template=template,
        to=to,
        language=language,
        context=context,
        reference=reference,
        channel=channel,
        organisation_id=organisation_id,
        expires_at=expires_at,
    )
    return notices_send(actor=actor, notices=[notice], now=now)[0]


def notices_send(*, actor: Actor, notices: Sequence[NoticeToSend], now: datetime) -> list[Message]:
    """Queues notices: their rows, and one job for every fifty, in the transaction at hand.

    Raises ``InvalidMobile`` or ``InvalidInput`` for a receiver that is none, ``ValueError`` for
    values a template does not know. Nothing goes over the network here.
    """
    messages = [_message(notice, now) for notice in notices]
    with transaction.atomic(savepoint=False):
        insert(messages)
        later = messages_send
        if any(message.urgent for message in messages):
            later = messages_send.options(priority=PRIORITY_OF_URGENT)
        ids = [message.pk for message in messages]
        later.later_many({"ids": ids[i : i + BATCH]} for i in range(0, len(ids), BATCH))
    return messages


def _message(notice: NoticeToSend, now: datetime) -> Message:
    rendered = render(notice.template, notice.channel, notice.language, notice.context)
    return Message(
        key=secrets.token_hex(10),
        channel=notice.channel,
        to=_receiver(notice),
        template=notice.template,
        language=notice.language,
        subject=rendered.subject,
        body=rendered.body,
        shown=rendered.shown,
        encoding=rendered.counted.encoding if rendered.counted else "",
        parts=rendered.counted.parts if rendered.counted else 1,
        reference=notice.reference,
        organisation_id=notice.organisation_id,
        urgent=rules.NOTICES[notice.template].urgent,
        created_at=now,
        due_at=now,
        expires_at=notice.expires_at,
    )


def _receiver(notice: NoticeToSend) -> str:
    if notice.channel == rules.SMS:
        return parse_mobile(notice.to)
    try:
        validate_email(notice.to)
    except ValidationError:
        raise InvalidInput({"to": _("This is not an e-mail address.")}) from None
    return notice.to
