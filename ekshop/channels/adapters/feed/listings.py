"""Listings out as files of rows, and what the marketplace answers, row by row."""

import secrets
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock

from ...rules.sentences import Either, sentence
from ..shape import WARNING, ChannelFacts, ListingItem, Plan, Problem, Result, Submission, Unread
from . import forms
from .configuration import YEARS, Column, Configuration
from .roads import road_of
from .shelf import is_fetched, shelve
from .values import GONE, Manner, Money, text_of, turned, value_of

OPERATION = "file"

SELLS_IN = sentence("feed.sells_in", _("This channel sells in %(currency)s."))
DECIMALS = sentence(
    "feed.decimals", _("This channel takes prices with %(decimals)s decimals only.")
)
NOT_SOLD = sentence("feed.not_sold", _("This channel does not sell such goods: %(why)s"))
WANTED = sentence(
    "feed.wanted", _("This channel wants “%(column)s”, and nothing is said about it.")
)
TOO_LONG = sentence(
    "feed.too_long",
    _("“%(column)s” may have %(most)s letters at this channel; it has %(has)s."),
)


def manner_of(it: Configuration) -> Manner:
    return Manner(it.decimals, it.zone, it.time, YEARS[it.year])


@dataclass(frozen=True)
class Listing:
    """What one configuration does with listings: the adapter's functions."""

    it: Configuration

    # Before anything is sent -------------------------------------------------------------------

    def problems(self, item: ListingItem, channel: ChannelFacts) -> list[Problem]:
        found: list[Problem] = []
        if item.currency != self.it.currency:
            found.append(Problem("price", "currency", SELLS_IN(currency=self.it.currency)))
        elif not Money(item.price_minor, item.currency).whole_in(self.it.decimals):
            found.append(Problem("price", "decimals", DECIMALS(decimals=self.it.decimals)))
        for column in self.it.listings.columns:
            found += self._column_problems(item, column)
        for refusal in self.it.listings.refuses:
            if item.hs_code.startswith(refusal.hs):
                why = Either(refusal.why_bn, refusal.why_en)
                found.append(Problem("hs_code", "refused", NOT_SOLD(why=why)))
        return found

    def _column_problems(self, item: ListingItem, column: Column) -> Iterator[Problem]:
        if not column.source:
            return
        text = self._cell(item, column)
        if column.needed and text.strip(" 0.x") == "":
            yield Problem(_field(column.source), "missing", WANTED(column=column.column))
        if column.most and len(text) > column.most:
            words = TOO_LONG(column=column.column, most=column.most, has=len(text))
            yield Problem(_field(column.source), "too_long", words)

    # Out ---------------------------------------------------------------------------------------

    def plan(self, _count: int) -> Plan:
        return Plan(OPERATION, self.it.listings.at_most)

    def submit(self, channel: ChannelFacts, items: Sequence[ListingItem]) -> Submission:
        """A whole file has, behind what is told now, all else that is on the channel."""
        rows: Iterable[ListingItem] = items
        if self.it.listings.mode == "whole":
            rows = _and_the_rest(items, channel.everything())
        name = self._send(channel, (self.row(each) for each in rows))
        if self.it.answers:
            return Submission(handle=name)
        return Submission(results=tuple(Result(each.sku, ok=True) for each in items))

    def end(self, channel: ChannelFacts, skus: Sequence[str]) -> Submission:
        """A whole file without them, or rows that say they are gone."""
        if self.it.listings.mode == "whole":
            gone = set(skus)
            rest = (each for each in channel.everything() if each.sku not in gone)
            self._send(channel, (self.row(each) for each in rest))
        else:
            self._send(channel, (self._gone(sku) for sku in skus))
        return Submission(results=tuple(Result(sku, ok=True) for sku in skus))

    def row(self, item: ListingItem) -> forms.Row:
        return {column.column: self._cell(item, column) for column in self.it.listings.columns}

    def _gone(self, sku: str) -> forms.Row:
        row: forms.Row = {}
        for column in self.it.listings.columns:
            told = {"sku": sku, "action": GONE, "quantity": "0"}.get(column.source, column.constant)
            row[column.column] = column.words.get(told, told)
        return row

    def _cell(self, item: ListingItem, column: Column) -> str:
        if not column.source:
            return column.constant
        manner = manner_of(self.it)
        value: Any = value_of(item, column.source)
        for turn in column.turns:
            value = turned(value, turn, manner)
        text = text_of(value, manner)
        return column.words.get(text, text)

    def _send(self, channel: ChannelFacts, rows: Iterable[forms.Row]) -> str:
        """The file's name, which rises with time and never comes twice."""
        shape = self.it.listings
        name = f"{channel.key}-{clock.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
        sheet = forms.Sheet(
            shape.kind,
            [each.column for each in shape.columns],
            shape.encoding,
            shape.item,
            shape.namespaces,
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"listings.{shape.kind}"
            forms.write(sheet, rows, file)
            if is_fetched(self.it, channel):
                shelve(channel.key, f"{name}.{shape.kind}", file)
            else:
                road_of(self.it.address, channel).put(shape.path.format(name=name), file)
        return name

    # Answers -----------------------------------------------------------------------------------

    def poll(self, channel: ChannelFacts, handle: str) -> list[Result] | None:
        """None until there is an answer, and while half of it is. An answer about no row at all, of
        a file they could not read, is reported, and all of it is told again."""
        shape = self.it.answers
        if shape is None:
            return []
        path = shape.path.format(name=handle)
        data = road_of(self.it.address, channel).read(path)
        if data is None:
            return None
        try:
            records = forms.read(data, forms.Shape(shape.kind, shape.rows, trailer=shape.trailer))
        except forms.NotWhole as problem:
            channel.report(path, [Unread(0, "not_whole", str(problem))])
            return None
        results, unread = self._results(records)
        channel.report(path, unread)
        return results

    def _results(self, records: Iterable[forms.Record]) -> tuple[list[Result], list[Unread]]:
        shape = self.it.answers
        assert shape is not None
        found: dict[str, tuple[str, list[Problem]]] = {}
        unread: list[Unread] = []
        for record in records:
            told = {ours: record.values.get(theirs, "") for ours, theirs in shape.columns.items()}
            if not told["sku"]:
                text = told.get("text") or told["result"]
                unread.append(Unread(record.line, told.get("code") or "no_sku", text, record.raw))
                continue
            ref, problems = found.get(told["sku"], ("", []))
            taken = told["result"] in shape.taken
            if not taken or told.get("code"):
                problems.append(self._problem(told, taken=taken))
            found[told["sku"]] = (told.get("ref") or ref, problems)
        results = [
            Result(sku, ok=all(each.severity == WARNING for each in problems), remote_ref=ref[:80], problems=tuple(problems))
            for sku, (ref, problems) in found.items()
        ]  # fmt: skip
        return results, unread

    def _problem(self, told: dict[str, str], *, taken: bool) -> Problem:
        """At the field that the column they name was made of."""
        sources = {each.column: each.source for each in self.it.listings.columns}
        field = _field(sources.get(told.get("field", ""), ""))
        code = told.get("code") or told["result"]
        text = told.get("text") or code
        return Problem(field, code, text, WARNING) if taken else Problem(field, code, text)


def _field(source: str) -> str:
    """The export goods' field behind one of our values; what is made of several has the first."""
    fields = {
        "title": "title_en",
        "text": "text_en",
        "points": "points_en",
        "size_mm": "length_mm",
        "more_pictures": "pictures",
        "quantity": "stock",
        "action": "",
        "as_of": "",
    }
    return fields.get(source, source)


def _and_the_rest(
    first: Sequence[ListingItem], everything: Iterable[ListingItem]
) -> Iterator[ListingItem]:
    told = {each.sku for each in first}
    yield from first
    yield from (each for each in everything if each.sku not in told)
