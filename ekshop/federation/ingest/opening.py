"""Any file as plain text in UTF-8: unpacked, recoded, or refused with why."""

import codecs
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from ..rules import incoming as rules
from .records import FileProblem

HEAD = 64 * 1024
CHUNK = 1 << 20
_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_HTML = re.compile(
    rb"\s*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


@dataclass(frozen=True)
class Plain:
    """A file unpacked and in UTF-8: itself, or a copy beside it. `text`: its first bytes as `head`,
    without byte order mark and leading blanks."""

    path: Path
    head: bytes

    @property
    def text(self) -> bytes:
        return self.head.removeprefix(codecs.BOM_UTF8).lstrip()


def plain_file(path: Path) -> Plain:
    """Raises FileProblem for what is no text file, and for a web page."""
    plain = _plain(path)
    with plain.open("rb") as file:
        found = Plain(plain, file.read(HEAD))
    if _HTML.match(found.text):
        raise FileProblem("html_page")
    return found


def _plain(path: Path) -> Path:
    """The file unpacked and in UTF-8: itself, or a copy beside it."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise FileProblem("empty")
    if head[:2] == b"\x1f\x8b":
        path = _unpacked(path)
        with path.open("rb") as file:
            head = file.read(HEAD)
        if not head:
            raise FileProblem("empty")
    if head[:4] == b"PK\x03\x04":
        raise FileProblem("excel" if b"xl/" in head or b"[Content_Types]" in head else "zip")
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise FileProblem("excel")
    if head[:2] in _BOMS:
        return _recoded(path, _BOMS[head[:2]])
    if b"\x00" in head[:1024]:
        if head[1::2].count(0) > len(head) / 4 or head[::2].count(0) > len(head) / 4:
            raise FileProblem("encoding", problem="UTF-16")
        raise FileProblem("binary")
    return path


def _unpacked(path: Path) -> Path:
    out = path.with_name(path.name + ".unpacked")
    unpacker = zlib.decompressobj(31)
    size = 0
    with path.open("rb") as packed, out.open("wb") as file:
        while data := packed.read(CHUNK):
            while data:
                try:
                    piece = unpacker.decompress(data, CHUNK)
                except zlib.error as error:
                    raise FileProblem("gzip_broken") from error
                size += len(piece)
                if size > rules.MOST_BYTES or rules.is_bomb(packed.tell(), size):
                    raise FileProblem("too_large")
                file.write(piece)
                data = unpacker.unconsumed_tail
                if unpacker.eof:
                    break
    if not unpacker.eof:
        raise FileProblem("gzip_broken")
    return out


def _recoded(path: Path, encoding: str) -> Path:
    out = path.with_name(path.name + ".utf8")
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            out.open("w", encoding="utf-8", newline="") as file,
        ):
            first = source.read(CHUNK)
            # The XML declaration would still say UTF-16.
            file.write(re.sub(r"^\s*<\?xml[^>]*\?>", "", first))
            while piece := source.read(CHUNK):
                file.write(piece)
    except UnicodeError as error:
        raise FileProblem("encoding", problem=str(error)[:120]) from error
    return out


def delimiter_of(head: bytes) -> str:
    """What stands between the columns, by the first line."""
    first = head.split(b"\n", 1)[0]
    return max(",;\t|", key=lambda mark: first.count(mark.encode()))


def check_letters(head: bytes) -> None:
    """Refuses a table whose very head, or most of whose first rows, is not UTF-8."""
    lines = head.splitlines()[: -1 if len(head) == HEAD else None] or [head]
    bad = [line for line in lines if not _utf8(line)]
    if not bad:
        return
    if not _utf8(lines[0]) or len(bad) * 2 > len(lines):
        sample = bad[0].decode("latin-1")[:60]
        raise FileProblem("encoding", problem=sample)


def _utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
