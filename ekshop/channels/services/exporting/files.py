"""Statements of channels that somebody brings as a table."""

import hashlib
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import format_date, latin_digits
from ekshop.kernel.clock import DHAKA, dhaka_date, dhaka_midnight
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.locks import alone
from ekshop.kernel.tables import sheet_read
from ekshop.parties.services import require

from ...adapters import SettlementLine
from ...models import Channel, SettlementFile
from ...rules import MINOR_DIGITS, statement_table
from ...rules.money import MOST_DIGITS
from .errors import FileKnown
from .settling import settlement_lines_take


def settlement_file_bring(
    *, actor: Actor, channel_id: int, filename: str, content: bytes, now: datetime
) -> SettlementFile:
    """Reads a statement (CSV or XLSX, columns by their names in `rules.statement_table`, or what the
    channel's setting `settlement_columns` calls them). What cannot be read is told of row by row, the rest is booked.

    A file whose reading was cut off goes on when it is brought again. Errors: NotAllowed, NotFound,
    InvalidInput, TableUnreadable, FileKnown.
    """
    require(actor, "export_order.work")
    channel = Channel.objects.filter(pk=channel_id).first()
    if channel is None:
        raise NotFound(what="channel")
    table = sheet_read(content)
    places = _places(table.header, channel)
    lines: list[SettlementLine] = []
    problems: list[dict[str, Any]] = []
    for number, cells in table.rows:
        row = {key: cells[at].strip() if at < len(cells) else "" for key, at in places.items()}
        if not any(row.values()):
            continue
        try:
            lines.append(_line(row, channel))
        except InvalidInput as error:
            text = " ".join(str(words) for words in error.field_errors.values())
            problems.append({"line": number, "text": text[:200]})
    digest = hashlib.sha256(content).hexdigest()
    with alone("settlement_file", int(digest[:7], 16)) as first:
        if not first:
            raise FileKnown(at=format_date(dhaka_date(now), "en"))
        return _taken(actor, channel, filename, digest, lines, problems, now)


def _taken(
    actor: Actor,
    channel: Channel,
    filename: str,
    digest: str,
    lines: list[SettlementLine],
    problems: list[dict[str, Any]],
    now: datetime,
) -> SettlementFile:
    """While nobody else reads this file. Raises FileKnown."""
    file = SettlementFile.objects.filter(digest=digest).first()
    if file and file.finished_at:
        raise FileKnown(at=format_date(dhaka_date(file.brought_at), "en"))
    if file is None:
        with transaction.atomic():
            file = SettlementFile.objects.create(
                channel=channel,
                filename=filename[:120],
                digest=digest,
                rows_count=len(lines) + len(problems),
                problems=problems,
                brought_by_id=actor.person,
                brought_at=now,
            )
            audit_write(
                actor=actor,
                action="settlement_file_bring",
                entity="settlement_file",
                entity_id=file.pk,
                now=now,
                data={"name": file.filename, "number": file.rows_count},
            )
    settled = settlement_lines_take(channel_id=channel.pk, lines=lines, now=now, file=file)
    file.new_count += settled.new
    file.finished_at = now
    file.save(update_fields=["new_count", "finished_at"])
    return file


def _places(header: list[str], channel: Channel) -> dict[str, int]:
    """Where each column stands. Raises InvalidInput, naming those that are nowhere."""
    called = channel.settings.get("settlement_columns") or {}
    there: dict[str, int] = {}
    for at, name in enumerate(header):
        there.setdefault(statement_table.plain(name), at)
    found: dict[str, int] = {}
    missing: list[str] = []
    for column in statement_table.COLUMNS:
        own = called.get(column.key)
        names = {statement_table.plain(str(own))} if own else statement_table.ways(column)
        at = min((there[name] for name in names if name in there), default=-1)
        if at < 0:
            missing.append(str(own) if own else f"{column.key} / {column.bn[0]}")
        found[column.key] = at
    if missing:
        raise InvalidInput(
            {"file": _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}}
        )
    return found


def _line(row: dict[str, str], channel: Channel) -> SettlementLine:
    """Raises InvalidInput, by column."""
    problems: dict[str, Any] = {}
    if not row["reference"]:
        problems["reference"] = _("A row without a reference.")
    kind = statement_table.kind_of(row["kind"])
    if not kind:
        problems["kind"] = _("“%(kind)s” is no kind of row.") % {"kind": row["kind"][:20]}
    currency = (row["currency"] or channel.currency).upper()
    minor = 0
    try:
        amount = Decimal(latin_digits(row["amount"]).replace(",", "").replace("−", "-"))
        if not amount.is_finite() or amount.adjusted() > MOST_DIGITS:
            raise InvalidOperation
        scaled = amount.scaleb(MINOR_DIGITS[currency])
        minor = int(scaled)
        if scaled != minor:
            raise InvalidOperation
    except (InvalidOperation, ValueError):
        problems["amount"] = _("“%(text)s” is no amount.") % {"text": row["amount"][:20]}
    except KeyError:
        problems["currency"] = _("“%(text)s” is no currency we know.") % {"text": currency[:8]}
    at = _moment(latin_digits(row["date"]))
    if at is None:
        problems["date"] = _("“%(text)s” is no date.") % {"text": row["date"][:20]}
    if problems or at is None:
        raise InvalidInput(problems)
    return SettlementLine(
        order_ref=row["order"],
        kind=kind,
        minor=minor,
        currency=currency,
        at=at,
        reference=row["reference"],
    )


def _moment(text: str) -> datetime | None:
    try:
        if found := parse_datetime(text):
            return found if found.tzinfo else found.replace(tzinfo=DHAKA)
        day = parse_date(text[:10])
    except ValueError:
        return None
    return dhaka_midnight(day) if day else None
