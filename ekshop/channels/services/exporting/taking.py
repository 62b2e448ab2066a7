"""Orders in: each once, whatever it says, and never half."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.bangla import normalise
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.deadlines import deadline_set, kind
from ekshop.kernel.errors import StaleState
from ekshop.parties.services import export_hub

from ...adapters import Adapter, ChannelBusy, ChannelTrouble, ForeignOrder, adapter
from ...models import Channel, ExportLine, ExportOrder, ExportReading
from ...rules import exporting as rules
from ...rules import minor_text
from ...rules.sentences import both
from ...rules.strange import plain
from ..facts import facts_of
from ..quotas import quota_refused, quota_take
from .calling_off import export_call_off
from .concerns import concern_open
from .sanity import (
    FAILURES,
    NotReadable,
    Sane,
    line_refs,
    order_sane,
    set_aside,
    set_aside_no_more,
    understood,
)
from .supply import HUB, export_reserve

kind(
    rules.SHIP_KIND,
    bn="বিদেশি অর্ডার বাহকের হাতে দেওয়া",
    en="An order from abroad is given to the carrier",
)

REF_SHOWN = 180
ORDERS = "orders"


@dataclass(frozen=True)
class Taken:
    """`new`: of them, those not known before."""

    orders: int
    new: int


def export_orders_take(*, channel_id: int, orders: Sequence[ForeignOrder], now: datetime) -> Taken:
    """Takes orders in as a channel tells them, any number of times.

    Each is a transaction of its own: kept, checked, its stock reserved; or kept and waiting for a
    person, with the reason. One that is told otherwise than before, or as cancelled, is dealt with by
    how far it has come. One that cannot be kept at all is set aside, and those after it are taken.
    """
    channel = Channel.objects.get(pk=channel_id)
    new = sum(_taken_or_aside(channel, told, now) for told in orders)
    return Taken(len(orders), new)


def channel_orders_read(*, channel_id: int, now: datetime) -> Taken:
    """Asks a channel what was ordered since the last time, where it lets itself be asked by now. The
    place is noted after all is taken in, so a process killed meanwhile reads the same again."""
    channel = Channel.objects.get(pk=channel_id)
    speaking = adapter(channel.adapter)
    ask = speaking.orders
    reading, _new = ExportReading.objects.get_or_create(channel=channel)
    if ask is None or channel.state != Channel.ACTIVE or not _may_ask(channel, speaking, now):
        return Taken(0, 0)
    try:
        orders, cursor = understood(lambda: ask(facts_of(channel), reading.cursor))
    except ChannelTrouble as trouble:
        if isinstance(trouble, ChannelBusy):
            quota_refused(channel=channel, operation=ORDERS, seconds=trouble.seconds, now=now)
        ExportReading.objects.filter(pk=channel.pk).update(trouble=both(trouble)["en"])
        return Taken(0, 0)
    taken = export_orders_take(channel_id=channel.pk, orders=orders, now=now)
    ExportReading.objects.filter(pk=channel.pk).update(cursor=cursor, read_at=now, trouble="")
    return taken


def _may_ask(channel: Channel, speaking: Adapter, now: datetime) -> bool:
    """Not every channel lets itself be asked each minute."""
    if ORDERS not in speaking.quotas:
        return True
    granted = quota_take(channel=channel, adapter=speaking, operation=ORDERS, wanted=1, now=now)
    return bool(granted)


def _taken_or_aside(channel: Channel, told: ForeignOrder, now: datetime) -> bool:
    source = f"order {plain(told.ref)[:REF_SHOWN]}"
    try:
        try:
            new = _taken(channel, order_sane(told, now), now)
        except StaleState:
            new = _taken(channel, order_sane(told, now), now)
    except (NotReadable, DataError, IntegrityError, *FAILURES) as why:
        set_aside(channel, source, why, told)
        return False
    if new:
        set_aside_no_more(channel, source)
    return new


def _taken(channel: Channel, sane: Sane, now: datetime) -> bool:
    told = sane.order
    try:
        with transaction.atomic():
            order = (
                ExportOrder.objects.select_for_update(of=("self",))
                .select_related("channel")
                .filter(channel=channel, ref=told.ref)
                .first()
            )
            if order is not None:
                _told_again(order, sane, now)
                return False
            order = _made(channel, sane, now)
            if told.state == "cancelled":
                export_call_off(order=order, by_buyer=True, reason="", now=now)
            else:
                export_reserve(order=order, now=now)
            return True
    except IntegrityError as error:
        if "export_order_once" not in str(error):
            raise
        # Told twice in the same moment: the other one was first, and is read now.
        return _taken(channel, sane, now)


def _made(channel: Channel, sane: Sane, now: datetime) -> ExportOrder:
    told = sane.order
    buyer = {key: value for key, value in asdict(told.buyer).items() if value}
    order = coded_insert(
        ExportOrder(
            channel=channel,
            ref=told.ref,
            placed_at=told.placed_at,
            taken_at=now,
            currency=told.currency,
            goods_minor=sum(line.quantity * line.unit_minor for line in told.lines),
            shipping_minor=told.shipping_minor,
            fingerprint=_fingerprint(told),
            country=told.buyer.country.upper()[:2],
            buyer=json.dumps(buyer, ensure_ascii=False),
        ),
        "X",
    )
    states.begin(order, actor=HUB, now=now)
    ExportLine.objects.bulk_create(
        ExportLine(
            order=order,
            position=position,
            ref=ref,
            sku=line.sku,
            quantity=line.quantity,
            unit_minor=line.unit_minor,
            title=normalise(line.sku)[:300],
        )
        for position, (line, ref) in enumerate(
            zip(told.lines, line_refs(told.lines), strict=True), start=1
        )
    )
    if told.state != "cancelled" and (sane.strange or not told.lines):
        what = "; ".join(sane.strange[:5])
        concern_open(order, "nonsense", now=now, what=both(what or _("It has no lines.")))
    days = _days(channel.settings.get("ship_days"))
    order.ship_by = deadline_set(
        entity=("export_order", order.pk),
        kind=rules.SHIP_KIND,
        start=told.placed_at,
        now=now,
        rule_key=None if days else rules.SHIP_RULE,
        due_at=told.placed_at + timedelta(days=days) if days else None,
        owner_organisation_id=export_hub(now=now).centre_id,
    ).due_at
    order.save(update_fields=["ship_by"])
    return order


def _days(told: Any) -> int:
    """0 where a setting is no number of days: an order is never lost over that."""
    text = str(told or "").strip()
    return min(int(text), 365) if text.isascii() and text.isdecimal() else 0


def _told_again(order: ExportOrder, sane: Sane, now: datetime) -> None:
    told = sane.order
    if told.state == "cancelled":
        export_call_off(order=order, by_buyer=True, reason="", now=now)
    elif order.fingerprint != _fingerprint(told) and order.state not in rules.ENDED:
        was = minor_text(order.total_minor, order.currency)
        goods = sum(line.quantity * line.unit_minor for line in told.lines)
        is_now = minor_text(goods + told.shipping_minor, told.currency)
        concern_open(
            order,
            "amounts_changed",
            now=now,
            was=f"{was} ({sum(line.quantity for line in order.lines.all())})",
            now_=f"{is_now} ({sum(line.quantity for line in told.lines)})",
            told={
                "currency": told.currency,
                "shipping_minor": told.shipping_minor,
                "strange": list(sane.strange[:5]),
                "lines": [asdict(line) for line in told.lines],
            },
        )


def _fingerprint(told: ForeignOrder) -> str:
    return rules.order_fingerprint(
        currency=told.currency,
        shipping_minor=told.shipping_minor,
        lines=[(line.ref, line.sku, line.quantity, line.unit_minor) for line in told.lines],
    )
