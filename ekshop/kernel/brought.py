"""Papers people bring as PDF: judged, kept byte for byte, scanned, and opened by nobody before.

A photo of a paper is written anew (`pictures.py`) and needs none of this. What a paper is for points
at its row; `brought_opened` gives it to whoever may see that, once the scanner has called it clean.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from . import formats
from .errors import DomainError, NotFound
from .events import Event, emit
from .models import BroughtFile
from .scanning import first_state
from .strays import files_delete, strays_sweep

if TYPE_CHECKING:
    from pypdf import PdfReader

FOLDER = "brought"
PAGES_MOST = 20
OBJECTS_MOST = 20_000
_RUNS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)\b")
"""Words that mean nothing good wherever they stand; shorter ones stand in any long scan by chance."""
_RUNNING = frozenset(
    {
        "/JavaScript",
        "/JS",
        "/Launch",
        "/EmbeddedFile",
        "/EmbeddedFiles",
        "/RichMedia",
        "/XFA",
    }
)


class PaperRefused(DomainError):
    code = "paper_refused"
    message = _("This PDF is damaged, or something else is hidden in it. Scan the paper again.")
    http_status = 422


class PaperTooLarge(PaperRefused):
    code = "paper_too_large"
    message = _("This file is larger than %(limit)s MB. Scan it at a lower quality.")


class PaperTooLong(PaperRefused):
    code = "paper_too_long"
    message = _("A paper has at most %(most)s pages. Send only those that matter.")


class PaperLocked(PaperRefused):
    code = "paper_locked"
    message = _("This PDF is locked with a password. Save it without one.")


@dataclass(frozen=True)
class FileBrought(Event):
    """A paper waits to be scanned."""

    brought_id: int


@dataclass(frozen=True)
class FileRefused(Event):
    """The scanner found a virus in a paper: it is as if it had not been brought."""

    brought_id: int


@dataclass(frozen=True)
class Paper:
    """A PDF that may be kept."""

    content: bytes
    filename: str
    pages: int


def is_pdf(file: IO[bytes]) -> bool:
    """By its first bytes; the file is at its start again afterwards."""
    file.seek(0)
    head = file.read(5)
    file.seek(0)
    return head == b"%PDF-"


def paper_accept(file: IO[bytes], *, name: str, most_pages: int = PAGES_MOST) -> Paper:
    """Reads a PDF and judges it, outside any transaction. Raises PaperRefused."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > formats.PDF.most:
        raise PaperTooLarge(limit=formats.PDF.most // formats.MB)
    content = file.read()
    head, tail = content[: formats.HEAD], content[-formats.TAIL :]
    if formats.sniff(head, name) is not formats.PDF or formats.name_lies(name, formats.PDF):
        raise PaperRefused
    if formats.two_faced(formats.PDF, head, tail) or _RUNS.search(content):
        raise PaperRefused
    file.seek(0)
    pages = _pages(file)
    if pages > most_pages:
        raise PaperTooLong(most=most_pages)
    return Paper(content, formats.called(name, formats.PDF), pages)


def _pages(file: IO[bytes]) -> int:
    from pypdf import PdfReader  # here, where it is used: slow to import, and few processes need it

    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise PaperLocked
        pages = reader.get_num_pages()
        if _runs(reader):
            raise PaperRefused
    except PaperRefused:
        raise
    except Exception as broken:
        # Whatever a hostile file makes the reader stumble over.
        raise PaperRefused from broken
    if not pages:
        raise PaperRefused
    return pages


def _runs(reader: PdfReader) -> bool:
    """Whether something in it would run or is embedded, also where it stands packed away or its name
    is spelt in numbers; a paper of more objects than any scan has counts as that."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject  # as in `_pages`

    waiting: list[Any] = [reader.trailer]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            inside = [one.raw_get(name) for name in one]
            if not _RUNNING.isdisjoint([*one, *(each for each in inside if isinstance(each, str))]):
                return True
            waiting += inside
        elif isinstance(one, ArrayObject):
            waiting += list.__iter__(one)
        if len(seen) > OBJECTS_MOST:
            return True
    return False


def paper_keep(paper: Paper, *, now: datetime) -> BroughtFile:
    """Stores it, and has it scanned; in the transaction of whatever it belongs to."""
    token = secrets.token_urlsafe(24)
    name = default_storage.save(f"{FOLDER}/{token[:2]}/{token}.pdf", ContentFile(paper.content))
    row = BroughtFile.objects.create(
        token=uuid4(),
        filename=paper.filename,
        mime=formats.PDF.mime,
        size=len(paper.content),
        pages=paper.pages,
        sha256=hashlib.sha256(paper.content).hexdigest(),
        file=name,
        state=first_state(),
        added_at=now,
    )
    if row.state == "pending":
        emit(FileBrought(row.pk))
    return row


def brought_opened(row: BroughtFile | None) -> BroughtFile:
    """Of a row that somebody may see: the same, once it is clean. Raises NotFound."""
    if row is None or not row.is_clean:
        raise NotFound(what="file")
    return row


def brought_scanned(*, brought_id: int, verdict: str) -> None:
    """What the scanner found: "clean", "infected" or "error". Only what waits is changed."""
    with transaction.atomic():
        waits = BroughtFile.objects.filter(pk=brought_id, state="pending")
        if waits.update(state=verdict) and verdict == "infected":
            emit(FileRefused(brought_id))


def brought_forget(ids: Collection[int]) -> None:
    """Removes papers nothing points at any more, rows and bytes."""
    rows = BroughtFile.objects.filter(pk__in=ids)
    names = list(rows.values_list("file", flat=True))
    rows.delete()
    files_delete(names)


def brought_sweep() -> int:
    """Clears away files whose row never came to be; says how many."""
    return strays_sweep(
        FOLDER,
        named=lambda names: BroughtFile.objects.filter(file__in=names).values_list(
            "file", flat=True
        ),
    )
