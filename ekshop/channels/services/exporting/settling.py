"""What channels say they owe, read line by line, each once, and booked at the recorded rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DataError, IntegrityError, transaction
from django.db.models import Case, Q, Sum, When
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.ledger.services import journal_post
from ekshop.parties.services import require

from ...adapters import ChannelTrouble, SettlementLine, Unread, adapter
from ...models import (
    Channel,
    ExchangeRate,
    ExportOrder,
    ExportReading,
    SettlementFile,
    SettlementRow,
)
from ...rules import exporting as rules
from ...rules import to_poisha
from ...rules.sentences import both
from ...rules.strange import plain
from ...selectors.context import rate_on
from ..facts import facts_of
from ..unread import unread_note
from .money import Posting, sent_minor
from .sanity import FAILURES, NotReadable, set_aside, settlement_sane, understood

BOOKER = Actor.system("settlement_reader")
READ_BACK = timedelta(days=3)
"""Statements are asked for from so long before the last line on: channels add lines late."""
OPEN = ("unmatched", "no_rate")
UNDECIDED = (*OPEN, "doubtful")
_WAITS = Q(state__in=OPEN) | Q(state="doubtful", doubt="transfer_above")
_TRANSFERS_LAST = Case(When(kind="transfer", then=1), default=0)


@dataclass(frozen=True)
class Settled:
    lines: int
    new: int


def settlement_lines_take(
    *,
    channel_id: int,
    lines: Sequence[SettlementLine],
    now: datetime,
    file: SettlementFile | None = None,
) -> Settled:
    """Takes lines of a statement, each in a transaction of its own, once by the channel's reference:
    read again after a kill, what was booked is not booked twice and the rest follows. A line that
    cannot be, or that says other things than the one we have of its reference, is set aside."""
    new = 0
    # What the lines of a statement come to is what its transfer can send.
    for told in sorted(lines, key=lambda each: each.kind == "transfer"):
        try:
            new += _line_taken(channel_id, settlement_sane(told, now), now, file)
        except (NotReadable, DataError, IntegrityError, *FAILURES) as why:
            channel = Channel.objects.get(pk=channel_id)
            set_aside(channel, f"settlement {plain(told.reference)[:120]}", why, told)
    return Settled(len(lines), new)


def _line_taken(
    channel_id: int, line: SettlementLine, now: datetime, file: SettlementFile | None
) -> bool:
    with transaction.atomic():
        # Held, so that transfers find the balance as the lines before them left it.
        channel = Channel.objects.select_for_update().get(pk=channel_id)
        row, is_new = SettlementRow.objects.get_or_create(
            channel=channel,
            reference=line.reference,
            defaults={
                "file": file,
                "order_ref": line.order_ref,
                "kind": line.kind,
                "minor": line.minor,
                "currency": line.currency,
                "at": line.at,
                "state": "unmatched",
                "read_at": now,
            },
        )
        if is_new:
            row_book(row, now)
        elif (row.kind, row.minor, row.currency) != (line.kind, line.minor, line.currency):
            raise NotReadable(_("A line with this number was read before and said otherwise."))
    return is_new


def channel_settlements_read(*, channel_id: int, now: datetime) -> Settled:
    """Asks a channel for its statement since the last line known."""
    channel = Channel.objects.get(pk=channel_id)
    ask = adapter(channel.adapter).settlements
    reading, _new = ExportReading.objects.get_or_create(channel=channel)
    if ask is None or channel.state != Channel.ACTIVE:
        return Settled(0, 0)
    since = (reading.settled_until or channel.created_at) - READ_BACK
    try:
        lines = understood(lambda: ask(facts_of(channel), since))
    except ChannelTrouble as trouble:
        ExportReading.objects.filter(pk=channel.pk).update(trouble=both(trouble)["en"])
        return Settled(0, 0)
    settled = settlement_lines_take(channel_id=channel.pk, lines=lines, now=now)
    if lines:
        # What is dated ahead must not keep us from what comes until then.
        latest = min(max((line.at for line in lines if line.at.tzinfo), default=now), now)
        ExportReading.objects.filter(pk=channel.pk).update(
            settled_until=max(latest, reading.settled_until or latest), trouble=""
        )
    return settled


def settlement_rows_retry(*, now: datetime, order: ExportOrder | None = None) -> int:
    """Books what waited for its order, its sending or a rate, and a transfer that is covered by now;
    returns how many it could."""
    rows = SettlementRow.objects.filter(_WAITS)
    if order is not None:
        rows = rows.filter(Q(order_ref=order.ref) | Q(kind="transfer"), channel_id=order.channel_id)
    booked = 0
    for pk in list(rows.order_by(_TRANSFERS_LAST, "at", "id").values_list("pk", flat=True)):
        with transaction.atomic():
            row = SettlementRow.objects.select_for_update().filter(_WAITS, pk=pk).first()
            if row is not None:
                Channel.objects.select_for_update().get(pk=row.channel_id)
                booked += row_book(row, now)
    return booked


def settlement_row_set_aside(*, actor: Actor, row_id: int, note: str, now: datetime) -> None:
    """A person says what a line that fits nothing was. Errors: NotFound, InvalidInput."""
    require(actor, "export_order.work")
    note = normalise(note)[:300]
    if not note:
        raise InvalidInput({"note": _("Say what this line was.")})
    with transaction.atomic():
        row = _undecided(row_id, UNDECIDED)
        row.state, row.note, row.noted_by_id = "aside", note, actor.person_id
        row.save(update_fields=["state", "note", "noted_by"])
        doubt_note(row, "")


def _undecided(row_id: int, states_: Sequence[str]) -> SettlementRow:
    """Held. Raises NotFound."""
    rows = SettlementRow.objects.select_for_update(of=("self",))
    row = rows.filter(pk=row_id, state__in=states_).first()
    if row is None:
        raise NotFound(what="settlement_row")
    return row


def doubt_note(row: SettlementRow, doubt: str) -> None:
    """Puts the line among what could not be read of the channel, or takes it off there again."""
    told = f"{row.kind} {row.order_ref} {row.minor} {row.currency} {row.at:%Y-%m-%d}"
    found = [Unread(0, doubt, rules.DOUBTS[doubt], told)] if doubt else []
    with translation.override("en"):
        unread_note(row.channel_id, f"statement {row.reference}", found)


def _doubt(row: SettlementRow, order: ExportOrder | None) -> str:
    """What the books say against a line; nothing once persons have answered for it."""
    if row.noted_by_id is not None:
        return ""
    if row.kind == "transfer":
        return rules.transfer_doubt(row.minor, balance_minor=_stands(row)[0])
    if order is None:
        return ""
    booked = order.settlement_rows.filter(kind=row.kind, state="booked", currency=order.currency)
    before = booked.exclude(pk=row.pk).aggregate(sum=Sum("minor", default=0))["sum"]
    return rules.doubt_of(
        row.kind,
        told=before + row.minor,
        ceiling=max(order.total_minor, sent_minor(order)),
        same_currency=row.currency == order.currency,
    )


def row_book(row: SettlementRow, now: datetime, *, key: str = "") -> bool:
    """Books a line, or notes why not yet. With the row and its channel held. `key`: of its journal,
    where it is not the line's own."""
    order = None
    if row.order_ref:
        order = (
            ExportOrder.objects.select_for_update(of=("self",))
            .filter(channel_id=row.channel_id, ref=row.order_ref)
            .first()
        )
    row.order = order
    if order is None and (row.kind in ("sale", "refund") or row.order_ref):
        return _waits(row, "unmatched")
    if order is not None and row.kind in ("sale", "refund") and order.rate_id is None:
        return _waits(row, "unmatched")
    if doubt := _doubt(row, order):
        row.doubt = doubt
        doubt_note(row, doubt)
        return _waits(row, "doubtful")
    if row.doubt and row.noted_by_id is None:
        row.doubt = ""
        doubt_note(row, "")
    rate = rate_on(row.currency, dhaka_date(row.at))
    if rate is None:
        return _waits(row, "no_rate")
    postings = _postings(row, order, rate)
    row.rate, row.state = rate, "booked"
    row.save()
    wanted = [each for each in postings if each[2]]
    if wanted:
        journal_post(
            key=key or f"channel:row:{row.pk}",
            kind=f"channel_{row.kind}",
            entity="settlement_row",
            entity_id=row.pk,
            postings=wanted,
            now=now,
        )
    if order is not None and row.kind == "sale":
        _money_here(order, now)
    return True


def _waits(row: SettlementRow, state: str) -> bool:
    row.state = state
    row.save(update_fields=["state", "order", "doubt"])
    return False


def _postings(row: SettlementRow, order: ExportOrder | None, rate: ExchangeRate) -> list[Posting]:
    """What a line moves; notes on it what it is worth and what the rate brought."""
    value = row.poisha = signed(row.minor, rate.rate)
    if row.kind == "transfer":
        return transfer_postings(row, rate)
    if row.kind == "sale" and order is not None:
        return _sale(row, order, value, rate)
    against = {"fee": "channel_fees", "freight": "export_freight"}.get(row.kind, "export_loss")
    return [(None, "channel_balance", value), (None, against, -value)]


def _sale(row: SettlementRow, order: ExportOrder, value: int, rate: ExchangeRate) -> list[Posting]:
    """First what is still hoped for, then what was given up as lost; what is above both was never
    sold by our books and is earned. The rate's difference is booked for what was sold."""
    told = order.settlement_rows.filter(kind="sale", state="booked").exclude(pk=row.pk)
    before = told.aggregate(sum=Sum("minor", default=0))["sum"]
    owed = max(sent_minor(order) - before, 0)
    ours = min(row.minor, owed) if row.minor >= 0 else row.minor
    assert order.rate is not None
    stood = signed(before + ours, order.rate.rate) - signed(before, order.rate.rate)
    worth = value if ours == row.minor else signed(ours, rate.rate)
    hoped = order.receivable_poisha - order.settled_poisha - order.lost_poisha
    from_hope = min(stood, hoped) if stood > 0 else stood
    from_lost = stood - from_hope
    order.settled_poisha += stood
    order.lost_poisha -= from_lost
    order.save(update_fields=["settled_poisha", "lost_poisha"])
    row.gain_poisha = worth - stood
    return [
        (None, "channel_balance", value),
        (None, "export_receivable", -from_hope),
        (None, "export_loss", -from_lost),
        (None, "exchange_difference", stood - worth),
        (None, "export_income", worth - value),
    ]


def _stands(row: SettlementRow) -> tuple[int, int]:
    """What the channel holds of ours in the line's currency but for it: (minor units, poisha)."""
    booked = SettlementRow.objects.filter(
        channel_id=row.channel_id, currency=row.currency, state__in=rules.IN_THE_BOOKS
    ).exclude(pk=row.pk)
    sums = booked.aggregate(minor=Sum("minor", default=0), poisha=Sum("poisha", default=0))
    return sums["minor"], sums["poisha"]


def transfer_postings(row: SettlementRow, rate: ExchangeRate) -> list[Posting]:
    """Money leaves a channel at what it stood in our books for, on average, and reaches the bank at
    the day's rate; what is beyond our balance there, at that rate too."""
    minor, poisha = _stands(row)
    carried = value = signed(row.minor, rate.rate)
    if minor > 0 and 0 < -row.minor < minor:
        carried = -((2 * poisha * -row.minor + minor) // (2 * minor))
    elif minor > 0 and -row.minor >= minor:
        carried = -poisha + signed(row.minor + minor, rate.rate)
    row.poisha, row.gain_poisha = carried, carried - value
    return [
        (None, "bank", -value),
        (None, "channel_balance", carried),
        (None, "exchange_difference", value - carried),
    ]


def signed(minor: int, rate: int) -> int:
    return to_poisha(minor, rate) if minor >= 0 else -to_poisha(-minor, rate)


def _money_here(order: ExportOrder, now: datetime) -> None:
    """Settled once all that was sent is; the order's life ends with it, once it was delivered."""
    told = order.settlement_rows.filter(kind="sale", state="booked")
    if told.aggregate(sum=Sum("minor", default=0))["sum"] < sent_minor(order):
        return
    if order.money_at is None:
        order.money_at = now
        order.save(update_fields=["money_at"])
    settled_if_done(order, now)


def settled_if_done(order: ExportOrder, now: datetime) -> None:
    if order.state == "delivered" and order.money_at is not None:
        states.move(order, "settle", actor=BOOKER, now=now)
