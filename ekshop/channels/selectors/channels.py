"""Channels as people see them: in use, their health and what is out of step."""

from django.db.models import Count, Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.parties.rules import allowed

from ..models import Channel, Quota


def channels_in_use(*, key: str = "") -> QuerySet[Channel]:
    """By name of their key; with `key` only that one."""
    rows = Channel.objects.filter(state=Channel.ACTIVE).order_by("key")
    return rows.filter(key=key) if key else rows


def channels_visible_to(actor: Actor) -> QuerySet[Channel]:
    """The operator and the auditor all, whoever sells those in use; each with what it carries:
    `live`, `waiting` (to be told), `mending` (issues), `ended`."""
    rows = Channel.objects.order_by("key")
    if not (actor.is_system or allowed("channel.read", actor.role)):
        if not allowed("export.read", actor.role):
            return rows.none()
        rows = rows.filter(state=Channel.ACTIVE)
    return rows.annotate(
        live=Count("listings", filter=Q(listings__state="live")),
        waiting=Count("listings", filter=Q(listings__urgency__gt=0)),
        mending=Count("listings", filter=Q(listings__state="issue")),
        ended=Count("listings", filter=Q(listings__state="ended")),
    )


def quotas_of(channel_id: int) -> QuerySet[Quota]:
    return Quota.objects.filter(channel_id=channel_id).order_by("operation")
