"""What a channel says is a stranger's: texts are cleaned and bounded, and what cannot be is kept aside.

One order or line that makes no sense must never stop those around it.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import DomainError

from ...adapters import Buyer, ForeignLine, ForeignOrder, NotUnderstood, SettlementLine, Unread
from ...models import Channel, UnreadRow
from ...rules import exporting as rules
from ...rules.strange import FAILURES as ODD
from ...rules.strange import plain
from ..unread import unread_note

log = logging.getLogger(__name__)
Told = TypeVar("Told")
REF, SKU, LINE_REF, ROW_REF, BUYER_WORD, ADDRESS_LINES = 64, 80, 60, 120, 200, 6
LINES_AT_MOST = 500
LONG_AGO, SOON, PAID_AHEAD = timedelta(days=730), timedelta(days=2), timedelta(days=60)
"""An order is not older or newer than these; a transfer may be told of before its day."""
FAILURES = (*ODD, DomainError)
"""What one odd order or line may fail with. Not a failure of our own database's."""


class NotReadable(Exception):
    """Says why, in words."""

    def __init__(self, text: Any) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True)
class Sane:
    """An order that can be kept, and what of it a person has to look at."""

    order: ForeignOrder
    strange: tuple[str, ...]


def order_sane(told: ForeignOrder, now: datetime) -> Sane:
    """Raises NotReadable for one that cannot even be told from others."""
    ref = plain(told.ref)
    if not 0 < len(ref) <= REF:
        raise NotReadable(_("The order has no number, or one of more than 64 letters."))
    strange = [
        f"{plain(line.sku)[:40]} × {line.quantity}"[:80]
        for line in told.lines
        if not line_sane(line)
    ]
    lines = [_line(line) for line in told.lines if line_sane(line)]
    total = sum(line.quantity * line.unit_minor for line in lines) + told.shipping_minor
    if not 0 <= told.shipping_minor <= rules.MINOR_AT_MOST or total > rules.MINOR_AT_MOST:
        strange.append(f"{plain(told.currency)[:3]} {total}"[:80])
        lines = lines if total <= rules.MINOR_AT_MOST else []
    if len(lines) > LINES_AT_MOST:
        strange.append(f"{len(lines)} lines")
        lines = lines[:LINES_AT_MOST]
    placed = _moment(told.placed_at)
    if placed is None or not now - LONG_AGO <= placed <= now + SOON:
        strange.append(plain(told.placed_at)[:40])
        placed = now
    shipping = told.shipping_minor if 0 <= told.shipping_minor <= rules.MINOR_AT_MOST else 0
    return Sane(
        replace(
            told,
            ref=ref,
            placed_at=placed,
            currency=plain(told.currency).upper()[:3],
            buyer=_buyer(told.buyer),
            lines=tuple(lines),
            shipping_minor=shipping,
        ),
        tuple(strange),
    )


def line_sane(line: ForeignLine) -> bool:
    return (
        1 <= line.quantity <= rules.PIECES_AT_MOST and 0 <= line.unit_minor <= rules.MINOR_AT_MOST
    )


def _line(line: ForeignLine) -> ForeignLine:
    return replace(line, ref=plain(line.ref), sku=plain(line.sku)[:SKU])


def _buyer(told: Buyer) -> Buyer:
    words = {
        name: plain(value)[:BUYER_WORD] for name, value in asdict(told).items() if name != "lines"
    }
    lines = tuple(plain(line)[:BUYER_WORD] for line in told.lines[:ADDRESS_LINES] if plain(line))
    return Buyer(lines=lines, **words)


def line_refs(lines: Sequence[ForeignLine]) -> list[str]:
    """Of each line, its number there, or where two have one or it is too long, one of ours."""
    refs: list[str] = []
    for position, line in enumerate(lines, start=1):
        ref = line.ref
        if not 0 < len(ref) <= LINE_REF or ref in refs:
            ref = f"{line.ref[:50]}#{position}"
        refs.append(ref)
    return refs


def settlement_sane(line: SettlementLine, now: datetime) -> SettlementLine:
    """Raises NotReadable."""
    reference, at = plain(line.reference), _moment(line.at)
    if not 0 < len(reference) <= ROW_REF:
        raise NotReadable(_("The line has no number of its own, or one that is too long."))
    if line.kind not in rules.SETTLEMENT_KINDS:
        raise NotReadable(_("“%(kind)s” is no kind of row.") % {"kind": plain(line.kind)[:20]})
    if abs(line.minor) > rules.MINOR_AT_MOST:
        raise NotReadable(_("“%(text)s” is no amount.") % {"text": str(line.minor)[:20]})
    if at is None or not now - 5 * LONG_AGO <= at <= now + PAID_AHEAD:
        raise NotReadable(_("“%(text)s” is no date.") % {"text": plain(line.at)[:20]})
    return replace(
        line,
        reference=reference,
        order_ref=plain(line.order_ref)[:REF],
        currency=plain(line.currency).upper()[:3],
        at=at,
    )


def _moment(at: datetime) -> datetime | None:
    """None for a time without a zone, or one too far off to be reckoned with."""
    try:
        return at.astimezone(UTC) if at.tzinfo else None
    except (OverflowError, ValueError):
        return None


def understood(ask: Callable[[], Told]) -> Told:
    """Raises ChannelTrouble, also for an answer of another shape than was agreed."""
    try:
        return ask()
    except ODD as odd:
        log.exception("a channel's answer was not understood")
        raise NotUnderstood from odd


def set_aside(channel: Channel, source: str, why: Exception, raw: Any) -> None:
    """Keeps what could not be taken where a person finds it, by what it was."""
    text = why.text if isinstance(why, NotReadable) else f"{type(why).__name__}: {plain(why)}"
    unread_note(
        channel.pk, plain(source)[:200], [Unread(0, "nonsense", text, plain(repr(raw)[:7_900]))]
    )


def set_aside_no_more(channel: Channel, source: str) -> None:
    if UnreadRow.objects.filter(
        channel=channel, source=plain(source)[:200], closed_at=None
    ).exists():
        unread_note(channel.pk, plain(source)[:200], [])
