"""What a channel is told of its orders: kept in the transaction of what it tells, told outside."""

from datetime import datetime
from functools import partial

from django.db.models import F

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clock import now as clock_now
from ekshop.kernel.jobs import job

from ...adapters import Adapter, ChannelFacts, ChannelTrouble, Parcel, ThingRefused, adapter
from ...models import Channel, ExportOrder, ExportTelling
from ...rules import wait_after
from ...rules.sentences import both
from ..facts import facts_of
from .concerns import concern_open, concerns_close
from .sanity import understood

TOLD_AT_ONCE, SHOWN_AFTER = 200, 6
SENDER = Actor.system("channels")


def telling_put(order: ExportOrder, what: str, *, now: datetime, reason: str = "") -> None:
    """Once an order and word, and its job; a cancelled order is not acknowledged any more."""
    if what == "cancel":
        ExportTelling.objects.filter(order=order, state="waiting").exclude(what="cancel").delete()
    _row, is_new = ExportTelling.objects.get_or_create(
        order=order, what=what, defaults={"next_try_at": now, "reason": reason[:300]}
    )
    if is_new:
        channel_tell.options(queueing_lock=f"export-tell:{order.channel_id}").later(
            channel_id=order.channel_id
        )


@job(queue="outgoing", name="channels.orders_tell", attempts=2)
def channel_tell(*, channel_id: int) -> None:
    tellings_run(channel_id=channel_id, now=clock_now())


def tellings_run(*, channel_id: int, now: datetime, limit: int = TOLD_AT_ONCE) -> int:
    """Tells a channel what is due, one by one, outside transactions; returns how many it took.

    The adapters say the same twice without harm, so a process killed between the telling and the
    noting tells it again. What the channel refuses becomes a person's.
    """
    channel = Channel.objects.get(pk=channel_id)
    speaking = adapter(channel.adapter)
    facts = facts_of(channel)
    due = ExportTelling.objects.filter(
        order__channel_id=channel_id, state="waiting", next_try_at__lte=now
    )
    told = 0
    for row in due.select_related("order__consignment").order_by("id")[:limit]:
        order = row.order
        try:
            understood(partial(_tell, speaking, facts, row))
        except ChannelTrouble as trouble:
            _not_told(row, trouble, now)
            if not _is_final(trouble):
                break
        else:
            ExportTelling.objects.filter(pk=row.pk).update(
                state="told", told_at=now, trouble="", attempts=F("attempts") + 1
            )
            concerns_close(order, "not_told", actor=SENDER, outcome="", now=now)
            told += 1
    return told


def _tell(speaking: Adapter, facts: ChannelFacts, row: ExportTelling) -> None:
    order = row.order
    if row.what == "ship" and speaking.ship:
        speaking.ship(facts, order.ref, _parcel(order))
    elif row.what == "cancel" and speaking.cancel:
        speaking.cancel(facts, order.ref, row.reason)
    elif row.what == "acknowledge" and speaking.acknowledge:
        speaking.acknowledge(facts, order.ref)


def _is_final(trouble: ChannelTrouble) -> bool:
    """Said of this order alone. What the whole channel is in (wrong keys, an outage) passes."""
    return isinstance(trouble, ThingRefused)


def _not_told(row: ExportTelling, trouble: ChannelTrouble, now: datetime) -> None:
    """A person hears of what is refused, and of what could not be told for long."""
    attempts, final = row.attempts + 1, _is_final(trouble)
    ExportTelling.objects.filter(pk=row.pk, state="waiting").update(
        attempts=attempts,
        next_try_at=now + wait_after(attempts),
        trouble=both(trouble)["en"],
        state="refused" if final else "waiting",
    )
    if final or attempts >= SHOWN_AFTER:
        concern_open(row.order, "not_told", now=now, what=both(trouble))


def _parcel(order: ExportOrder) -> Parcel:
    return Parcel(
        carrier=order.consignment.carrier if order.consignment else "",
        number=order.tracking_number,
        shipped_at=order.shipped_at or order.taken_at,
        lines={line.ref: line.packed for line in order.lines.all() if line.packed},
    )


def telling_again(*, order: ExportOrder, now: datetime) -> None:
    """A person asks for another try of what was refused."""
    rows = ExportTelling.objects.filter(order=order, state="refused")
    if rows.update(state="waiting", next_try_at=now, attempts=0):
        channel_tell.later(channel_id=order.channel_id)


def telling_by_hand(*, order: ExportOrder, note: str, now: datetime) -> None:
    """A person has told the channel on its own pages."""
    rows = ExportTelling.objects.filter(order=order, state__in=["refused", "waiting"])
    rows.update(state="told", told_at=now, trouble=normalise(note)[:300])
