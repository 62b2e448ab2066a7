"""Google Merchant XML, RSS or Atom, entry by entry.

The file is cut into its entries by looking for their tags, without parsing: an entry that is
byte for byte as last time is never parsed, a broken one spoils only itself, and memory holds
one entry at a time. Entries are then parsed by lxml, a few hundred at once, each batch again one
by one if it is not well-formed. No entities, no document types, no network.
"""

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from ...ingest.columns import GOOGLE
from ...ingest.records import BadRow, Fields, FileProblem, Raw
from ...rules import incoming as rules

READ = 1 << 20
HEAD = 64 * 1024
_NAMESPACE = re.compile(rb"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_ENDS = re.compile(rb"</[\w:.-]+>\s*$")
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_GOOGLE = b'xmlns:g="http://base.google.com/ns/1.0"'
# Elements that hold what we want, with the names Atom and RSS give them.
_ALIASES = {
    "product_type": "category",
    "summary": "description",
    "content": "description",
    "product_detail": "attribute_pair",
    "shipping": "shipping",
}
_GATHERED = frozenset({"images", "attribute_pair", "shipping"})


class XmlReader:
    """`tag` is what its entries are called: item in RSS, entry in Atom."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem: FileProblem | None = None
        with path.open("rb") as file:
            head = file.read(HEAD)
        self._check(head)
        found = re.search(rb"<((?:[\w.-]+:)?(?:item|entry|product))[\s>]", head)
        self.tag = found[1] if found else b"item"
        opening = head[: found.start()] if found else head
        spaces = b" ".join(dict.fromkeys(_NAMESPACE.findall(opening)))
        if b"xmlns:g=" not in spaces:
            spaces += b" " + _GOOGLE
        self._open, self._close = b"<r " + spaces + b">", b"</r>"
        self._names: dict[Any, str] = {}
        self._parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )

    def _check(self, head: bytes) -> None:
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise FileProblem("document_type")
        declared = re.match(rb"""\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""", head)
        if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
            raise FileProblem("encoding_declared", encoding=declared[1].decode())

    def raws(self) -> Iterator[Raw]:
        number = 0
        start_tag, end_tag = b"<" + self.tag, b"</" + self.tag
        buffer, place, ended = b"", 0, False
        with self.path.open("rb") as file:
            while True:
                start = self._start(buffer, start_tag, place)
                stop = self._stop(buffer, end_tag, start) if start >= 0 else -1
                if start >= 0 and stop >= 0:
                    number += 1
                    chunk = buffer[start:stop]
                    fits = len(chunk) <= rules.MOST_ROW_BYTES
                    yield Raw(number, chunk, chunk) if fits else Raw(number, b"", None)
                    place = stop
                    continue
                if start >= 0 and len(buffer) - start > rules.MOST_ROW_BYTES:
                    number += 1
                    yield Raw(number, b"", None)
                    # Whatever began inside it is not looked for again in what is here.
                    place = max(start + len(start_tag), buffer.rfind(start_tag, start))
                    continue
                more = b"" if ended else file.read(READ)
                if not more:
                    break
                keep = start if start >= 0 else max(place, self._comment(buffer, place))
                buffer, place = buffer[keep:] + more, 0
        rest = buffer[place:]
        if self._start(rest, start_tag, 0) >= 0 or not _ENDS.search(rest):
            self.problem = FileProblem("half_file")

    def _start(self, buffer: bytes, tag: bytes, place: int) -> int:
        """Where the next entry begins: its tag, whole, and not inside a comment; -1: none here."""
        while True:
            start = buffer.find(tag, place)
            if start < 0 or start + len(tag) >= len(buffer):
                return -1
            comment = buffer.find(b"<!--", place, start)
            if comment >= 0:
                end = buffer.find(b"-->", comment)
                if end < 0:
                    return -1
                place = end + 3
                continue
            if buffer[start + len(tag)] in b" \t\r\n>":
                return start
            place = start + 1

    def _stop(self, buffer: bytes, tag: bytes, start: int) -> int:
        """Just behind the entry's end tag; one inside CDATA does not count; -1: not here yet."""
        place = start
        while True:
            end = buffer.find(tag, place)
            if end < 0:
                return -1
            cdata = buffer.find(b"<![CDATA[", place, end)
            if cdata >= 0:
                over = buffer.find(b"]]>", cdata)
                if over < 0:
                    return -1
                place = over + 3
                continue
            closed = buffer.find(b">", end)
            return closed + 1 if closed >= 0 else -1

    @staticmethod
    def _comment(buffer: bytes, place: int) -> int:
        """What may be let go when no entry begins here: all but an open comment or half a tag."""
        comment = buffer.rfind(b"<!--", place)
        if comment >= 0 and len(buffer) - comment < 8 * READ and buffer.find(b"-->", comment) < 0:
            return comment
        return max(place, len(buffer) - 256)

    def parse(self, raws: Sequence[Raw]) -> Iterator[Fields | BadRow]:
        whole = [raw.payload for raw in raws if raw.payload is not None]
        if len(whole) == len(raws):
            try:
                root = etree.fromstring(
                    self._open + b"".join(whole) + self._close, parser=self._parser
                )
            except etree.XMLSyntaxError:
                pass
            else:
                if len(root) == len(raws):
                    for entry in root:
                        yield self._fields(entry)
                    return
        for raw in raws:
            try:
                yield self._one(raw.payload)
            except BadRow as bad:
                yield bad

    def _one(self, chunk: bytes | None) -> Fields:
        if chunk is None:
            raise BadRow("too_large")
        try:
            chunk.decode()
        except UnicodeDecodeError as error:
            near = chunk[max(error.start - 20, 0) : error.end + 10].decode("utf-8", "replace")
            raise BadRow("encoding", near) from None
        chunk = _ENTITY.sub(_numbered, chunk)
        try:
            root = etree.fromstring(self._open + chunk + self._close, parser=self._parser)
        except etree.XMLSyntaxError as error:
            raise BadRow("broken_xml", problem=str(error.msg)[:150]) from None
        return self._fields(root[0])

    def _fields(self, entry: Any) -> Fields:
        fields: Fields = {}
        names = self._names
        for element in entry:
            tag = element.tag
            name = names.get(tag)
            if name is None:
                name = names[tag] = _field_of(tag)
            if name in _GATHERED or name.startswith(rules.ATTRIBUTE):
                _gather(name, element, fields)
            elif name and name not in fields:
                text = element.text
                if len(element):
                    text = "".join(element.itertext())
                if name == "link" and not text:
                    text = element.get("href")
                if text:
                    fields[name] = text
        return fields


def _gather(name: str, element: Any, fields: Fields) -> None:
    """What stands in more than one element of an entry, or inside one."""
    text = " ".join("".join(element.itertext()).split())
    if name == "images":
        fields.setdefault("images", []).append(text)
    elif name == "attribute_pair":
        pair = {_local(each.tag): each.text or "" for each in element if isinstance(each.tag, str)}
        if detail := pair.get("attribute_name"):
            fields.setdefault("attributes", {}).setdefault(detail, pair.get("attribute_value", ""))
    elif name == "shipping":
        for each in element:
            if isinstance(each.tag, str) and _local(each.tag) == "max_handling_time":
                fields.setdefault("dispatch_days", each.text or "")
    elif text:
        fields.setdefault("attributes", {}).setdefault(name.removeprefix(rules.ATTRIBUTE), text)


def _field_of(tag: Any) -> str:
    if not isinstance(tag, str):
        return ""
    local = _local(tag)
    return GOOGLE.get(local) or _ALIASES.get(local, "")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _numbered(match: re.Match[bytes]) -> bytes:
    """HTML's names for characters mean nothing in XML; sellers write them all the same."""
    if match[1] in _XML_ENTITIES:
        return match[0]
    text = html.unescape(match[0].decode())
    return text.encode() if not text.startswith("&") else match[0]
