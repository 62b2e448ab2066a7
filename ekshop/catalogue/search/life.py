"""The life of the index on this node: where it lies, which one is current, built anew, read.

    SEARCH_INDEX_DIR/
        current            the name of the directory below, replaced in one step
        1-4f2a…/           an index; its name begins with the version of the fields
        tuning.json        synonyms and weights, replaced in one step
        writer.lock        held while the index is written or exchanged

Readers look at `current`, at the index's own `manifest` and at `tuning.json` (what the operator
says about words and order, see `tuning`) at most twice a second, and reopen what
changed. A missing, older or broken index is `SearchUnavailable` to readers; the updater mends it.
"""

import fcntl
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import DomainError

from . import engine, tuning
from .directory import read_directory
from .entries import all_entries

log = structlog.get_logger(__name__)

LOOK_SECONDS = 0.5


class SearchUnavailable(DomainError):
    """There is no readable index on this node yet."""

    code = "search_unavailable"
    message = _("The catalogue is being prepared for searching. Please try again in a minute.")
    http_status = 503


def root() -> Path:
    return Path(settings.SEARCH_INDEX_DIR)


def current() -> Path | None:
    """The index in use, or None if there is none this code can read."""
    try:
        name = (root() / "current").read_text().strip()
    except OSError:
        return None
    path = root() / name
    fits = name.startswith(f"{engine.VERSION}-") and (path / engine.MANIFEST).is_file()
    return path if fits else None


@contextmanager
def writing() -> Iterator[None]:
    """Only one process writes or exchanges the index at a time."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / "writer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def rebuild() -> int:
    """A new index from the database, put in place of the old in one step. Returns its products."""
    root().mkdir(parents=True, exist_ok=True)
    name = f"{engine.VERSION}-{uuid.uuid4().hex[:12]}"
    path = root() / name
    path.mkdir()
    try:
        checkpoint = horizon()
        writer = engine.Writer(path)
        count = 0
        for entry in all_entries(read_directory()):
            writer.add(entry)
            count += 1
        writer.commit(checkpoint)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    with writing():
        _point_at(name)
        for other in root().iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)
    log.info("search_rebuilt", products=count, index=name)
    return count


def horizon() -> engine.Checkpoint:
    """Where a reader of the outbox that starts now stands: before everything not yet committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
            " COALESCE((SELECT max(id) FROM catalogue_searchchange), 0)"
        )
        transaction, newest = cursor.fetchone()
    return engine.Checkpoint(transaction - 1, 1 << 62, newest)


def _point_at(name: str) -> None:
    draft = root() / "current.new"
    with draft.open("w") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(root() / "current")
    folder = os.open(root(), os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Reader:
    """The index as this process sees it; `view()` is fresh to half a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looked = 0.0
        self._stamp: tuple[object, ...] | None = None
        self._index: engine.Index | None = None
        self._view: engine.View | None = None
        self.generation = 0

    def view(self) -> engine.View:
        if self._view is None or time.monotonic() - self._looked > LOOK_SECONDS:
            with self._lock:
                self._look()
        if self._view is None:
            raise SearchUnavailable
        return self._view

    def refresh(self) -> None:
        """Look again at the next question, however soon it comes."""
        self._looked = 0.0

    def _look(self) -> None:
        self._looked = time.monotonic()
        path = current()
        if path is None:
            self._stamp = self._index = self._view = None
            return
        try:
            meta = (path / engine.MANIFEST).stat()
            stamp = (path.name, meta.st_mtime_ns, meta.st_ino, tuning.stamp())
            if stamp == self._stamp:
                return
            if self._index is None or self._stamp is None or self._stamp[0] != path.name:
                self._index = engine.Index(path)
            self._view = self._index.view(tuning.read())
            self._stamp = stamp
            self.generation += 1
        except (OSError, ValueError) as error:
            log.warning("search_index_unreadable", index=path.name, error=str(error))
            self._stamp = self._index = self._view = None


reader = Reader()
