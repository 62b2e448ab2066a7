"""Orders and settlements in, and what becomes of an order out again.

A folder is read with a cursor: the last name taken, and beside it the files that were not whole
then, which are read again until they are. Nothing is skipped: a row that cannot be read is
reported with its bytes, and the rows around it are taken.
"""

import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock

from ..shape import (
    Buyer,
    ChannelAway,
    ChannelFacts,
    ForeignLine,
    ForeignOrder,
    Parcel,
    SettlementLine,
    Unread,
)
from . import forms
from .configuration import Configuration, Notes, Orders, Settlements
from .listings import manner_of
from .roads import Name, road_of
from .values import minor_read, time_read, time_text

AT_ONCE = 200
"""Files read in one call; the rest is there for the next."""
PAGES = 40
SLACK = timedelta(days=1)
"""Settlement files a little older than asked for are read again: clocks differ."""


class BadRow(Exception):
    """`code`, and a sentence."""

    def __init__(self, code: str, text: Any) -> None:
        super().__init__(code)
        self.code, self.text = code, text


@dataclass(frozen=True)
class Ordering:
    """What one configuration does with orders and money: the adapter's functions."""

    it: Configuration

    def orders(self, channel: ChannelFacts, cursor: str) -> tuple[list[ForeignOrder], str]:
        shape = self.it.orders
        assert shape is not None
        place = _Place.of(cursor)
        return self._pages(channel, shape, place) if shape.ask else self._files(channel, shape, place)  # fmt: skip

    def _files(
        self, channel: ChannelFacts, shape: Orders, place: "_Place"
    ) -> tuple[list[ForeignOrder], str]:
        taken = road_of(self.it.address, channel).take(shape.path, place.choose)
        found: list[ForeignOrder] = []
        for name, data in taken:
            source = f"{shape.path}/{name}"
            try:
                records = forms.read(data, _shape_of(shape))
            except forms.NotWhole as problem:
                words = _("The file is not whole; it is read again until it is: %(why)s")
                channel.report(source, [Unread(0, "not_whole", words % {"why": problem})])
                place.again.add(name)
            else:
                orders, unread = self._orders(shape, records)
                if unread or name in place.again:
                    channel.report(source, unread)
                place.again.discard(name)
                found += orders
            place.after = max(place.after, name)
        return found, place.text

    def _pages(
        self, channel: ChannelFacts, shape: Orders, place: "_Place"
    ) -> tuple[list[ForeignOrder], str]:
        road, found = road_of(self.it.address, channel), list[ForeignOrder]()
        for _page in range(PAGES):
            data = road.read(shape.ask.format(cursor=place.after))
            try:
                told = json.loads(data or b"")
                records = list(forms.records_of(told, _shape_of(shape)))
                following = str(told.get(shape.next) or "")
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError, forms.NotWhole) as problem:  # fmt: skip
                raise ChannelAway(why=_("its page of orders cannot be read")) from problem
            orders, unread = self._orders(shape, records)
            if unread:
                channel.report(f"orders after {place.after}", unread)
            found += orders
            if not records or following in ("", place.after):
                break
            place.after = following
        return found, place.text

    # One order ---------------------------------------------------------------------------------

    def _orders(
        self, shape: Orders, records: Iterable[forms.Record]
    ) -> tuple[list[ForeignOrder], list[Unread]]:
        """Rows of a table that have one number are one order. A bad line spoils its order: half of
        one is not what was bought."""
        found: list[ForeignOrder] = []
        unread: list[Unread] = []
        for group in _grouped(records, shape):
            try:
                found.append(self._order(shape, group))
            except BadRow as bad:
                unread += [Unread(each.line, bad.code, bad.text, each.raw) for each in group]
        return found, unread

    def _order(self, shape: Orders, group: Sequence[forms.Record]) -> ForeignOrder:
        if any(each.bad for each in group):
            raise BadRow("row", _("The row is not of the form we know."))
        told = _named(group[0].values, shape.columns)
        rows = group[0].lines if shape.lines else tuple(each.values for each in group)
        if not told["ref"]:
            raise BadRow("ref", _("The order has no number."))
        currency = told.get("currency", self.it.currency).upper() or self.it.currency
        return ForeignOrder(
            ref=told["ref"],
            placed_at=self._time(told["at"]),
            currency=currency,
            buyer=Buyer(
                name=told["name"],
                lines=tuple(line for key in ("line1", "line2") if (line := told.get(key, ""))),
                city=told.get("city", ""),
                region=told.get("region", ""),
                postcode=told.get("postcode", ""),
                country=told.get("country", "") or self.it.country,
                phone=told.get("phone", ""),
            ),
            lines=tuple(self._line(shape, row, n, currency) for n, row in enumerate(rows, 1)),
            shipping_minor=_minor(told.get("shipping") or "0", currency),
            state=_word(told["state"], shape.words),
        )

    def _line(self, shape: Orders, row: forms.Row, number: int, currency: str) -> ForeignLine:
        told = _named(row, shape.line)
        if not told["sku"]:
            raise BadRow("sku", _("A line does not say what was ordered."))
        quantity = told["quantity"].removesuffix(".0")
        if not (quantity.isascii() and quantity.isdecimal()) or not 0 < int(quantity) < 100_000:
            words = _("“%(value)s” is no number of pieces.") % {"value": told["quantity"]}
            raise BadRow("quantity", words)
        return ForeignLine(
            told.get("line") or str(number), told["sku"], int(quantity), _minor(told["unit"], currency)
        )  # fmt: skip

    def _time(self, text: str) -> datetime:
        try:
            return time_read(text, manner_of(self.it))
        except (ValueError, OverflowError) as problem:
            words = _("“%(value)s” is no date and time of this channel.") % {"value": text}
            raise BadRow("time", words) from problem

    # Money -------------------------------------------------------------------------------------

    def settlements(self, channel: ChannelFacts, since: datetime) -> list[SettlementLine]:
        """A line's reference is its statement's and its place in it, so that a file that comes twice
        counts once."""
        shape = self.it.settlements
        assert shape is not None

        def choose(names: Sequence[Name]) -> list[str]:
            late = [each for each in names if each.at is None or each.at >= since - SLACK]
            return sorted(each.name for each in late)

        found: list[SettlementLine] = []
        for name, data in road_of(self.it.address, channel).take(shape.path, choose):
            unread: list[Unread] = []
            try:
                layout = forms.Shape(shape.kind, shape.rows, trailer=shape.trailer)
                records = forms.read(data, layout)
            except forms.NotWhole as problem:
                words = _("The file is not whole; it is read again until it is: %(why)s")
                unread.append(Unread(0, "not_whole", words % {"why": problem}))
                records = []
            for record in records:
                try:
                    found.append(self._settled(shape, record, name))
                except BadRow as bad:
                    unread.append(Unread(record.line, bad.code, bad.text, record.raw))
            channel.report(f"{shape.path}/{name}", unread)
        return found

    def _settled(self, shape: Settlements, record: forms.Record, file: str) -> SettlementLine:
        if record.bad:
            raise BadRow("row", _("The row is not of the form we know."))
        told = _named(record.values, shape.columns)
        kind = _word(told["kind"], shape.words)
        currency = told.get("currency", self.it.currency).upper() or self.it.currency
        minor = _minor(told["amount"], currency)
        if not shape.signed:
            minor = abs(minor) * (1 if kind == "sale" else -1)
        statement = told.get("reference") or file.rpartition(".")[0]
        return SettlementLine(
            order_ref=told["ref"],
            kind=kind,
            minor=minor,
            currency=currency,
            at=self._time(told["at"]),
            reference=f"{statement}/{record.line}",
        )

    # Out ---------------------------------------------------------------------------------------

    def acknowledge(self, channel: ChannelFacts, ref: str) -> None:
        self._note(channel, "acknowledge", ref, {"at": clock.now()})

    def ship(self, channel: ChannelFacts, ref: str, parcel: Parcel) -> None:
        told = {"carrier": parcel.carrier, "number": parcel.number, "url": parcel.url}
        self._note(channel, "ship", ref, {**told, "at": parcel.shipped_at})

    def cancel(self, channel: ChannelFacts, ref: str, reason: str) -> None:
        self._note(channel, "cancel", ref, {"why": reason, "at": clock.now()})

    def _note(self, channel: ChannelFacts, what: str, ref: str, told: Mapping[str, Any]) -> None:
        """One row in a file of its own; told twice, it is the same file."""
        shape: Notes | None = self.it.notes
        if shape is None or not shape.words.get(what):
            return
        manner = manner_of(self.it)
        values = {**told, "ref": ref, "what": shape.words[what]}
        values["at"] = time_text(told["at"], manner)
        row = {theirs: str(values.get(ours, "")) for ours, theirs in shape.columns.items()}
        name = f"{what}-{name_of(ref)}"
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"note.{shape.kind}"
            forms.write(forms.Sheet(shape.kind, list(row)), [row], file)
            road_of(self.it.address, channel).put(shape.path.format(name=name), file)


@dataclass
class _Place:
    """Where in a folder we are: `after` the last name taken, and the names to read `again`."""

    after: str
    again: set[str]

    @classmethod
    def of(cls, cursor: str) -> "_Place":
        told = json.loads(cursor) if cursor else {}
        return cls(str(told.get("after", "")), set(told.get("again", [])))

    @property
    def text(self) -> str:
        return json.dumps({"after": self.after, "again": sorted(self.again)})

    def choose(self, names: Sequence[Name]) -> list[str]:
        """A file that vanished is not waited for."""
        there = sorted(each.name for each in names)
        self.again &= set(there)
        fresh = [name for name in there if name > self.after]
        return sorted(self.again) + fresh[:AT_ONCE]


def name_of(ref: str) -> str:
    """A file's name for an order's number; two numbers never have one."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in ref)
    return name if name == ref else f"{name}-{zlib.crc32(ref.encode()):08x}"


def _shape_of(shape: Orders) -> forms.Shape:
    return forms.Shape(shape.kind, shape.records, shape.lines, shape.trailer, shape.encoding)


def _grouped(records: Iterable[forms.Record], shape: Orders) -> Iterator[list[forms.Record]]:
    """Records that nest their lines stand alone, as do those without a number."""
    groups: dict[str, list[forms.Record]] = {}
    for record in records:
        ref = record.values.get(shape.columns["ref"], "")
        key = f"line {record.line}" if shape.lines or not ref or record.bad else f"ref {ref}"
        groups.setdefault(key, []).append(record)
    yield from groups.values()


def _named(row: forms.Row, columns: Mapping[str, str]) -> dict[str, str]:
    return {ours: row.get(theirs, "") for ours, theirs in columns.items()}


def _minor(text: str, currency: str) -> int:
    try:
        return minor_read(text, currency)
    except ValueError as problem:
        words = _("“%(value)s” is no amount of money in %(currency)s.")
        raise BadRow("amount", words % {"value": text, "currency": currency}) from problem


def _word(told: str, words: Mapping[str, Iterable[str]]) -> str:
    for ours, theirs in words.items():
        if told in theirs:
            return ours
    raise BadRow("word", _("We do not know what “%(value)s” means here.") % {"value": told})
