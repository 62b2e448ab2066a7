"""Reads: what was sent, to whom, and what is stuck."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.notices import rules
from ekshop.notices.models import IncomingMessage, Message
from ekshop.parties import rules as parties_rules


def messages_visible_to(actor: Actor) -> QuerySet[Message]:
    """All for those who watch over the platform; otherwise those of the actor's organisation."""
    everything = Message.objects.all()
    if actor.is_system or parties_rules.allowed("operations.read", actor.role):
        return everything
    if actor.organisation_id is None:
        return everything.none()
    return everything.filter(organisation_id=actor.organisation_id)


def messages_lately(*, to: str, template: str, since: datetime) -> int:
    """How often somebody was told one thing since then."""
    return Message.objects.filter(to=to, template=template, created_at__gte=since).count()


def message_received(message_id: int) -> IncomingMessage:
    """What somebody wrote to us."""
    return IncomingMessage.objects.get(pk=message_id)


def messages_keyed(keys: Iterable[str]) -> dict[str, str]:
    """By key, what became of messages, in the reader's words."""
    rows = Message.objects.filter(key__in=list(keys)).values_list("key", "state")
    return {key: rules.MESSAGE.state_label(state) for key, state in rows}


@dataclass(frozen=True)
class Figures:
    """The last day's messages. ``waiting_since`` is the time of the oldest one overdue, or None."""

    sent: int
    delivered: int
    not_delivered: int
    waiting: int
    unknown: int
    sms_parts: int
    waiting_since: datetime | None


def figures(now: datetime) -> Figures:
    """For the operator's page: one statement."""
    recent = Message.objects.filter(created_at__gte=now - timedelta(days=1))
    counted = recent.aggregate(
        sent=Count("id", filter=Q(sent_at__isnull=False)),
        delivered=Count("id", filter=Q(state="delivered")),
        not_delivered=Count("id", filter=Q(state__in=["undeliverable", "failed"])),
        waiting=Count("id", filter=Q(state__in=["queued", "sending"])),
        unknown=Count("id", filter=Q(state="unknown")),
        sms_parts=Sum("parts", filter=Q(sent_at__isnull=False, channel="sms"), default=0),
        waiting_since=Min("created_at", filter=Q(state="queued", due_at__lte=now)),
    )
    return Figures(**counted)
