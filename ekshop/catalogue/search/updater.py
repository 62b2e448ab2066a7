"""Keeping the index true to the database: a process that reads the outbox and commits.

The outbox (`SearchChange`) is written by triggers in the transaction of the change. Rows are read
in the order of (transaction, id) and only of transactions older than every one still open, so a
slow transaction's rows can never appear behind the checkpoint. The checkpoint lies inside the
index commit itself: a process killed at any byte starts again where the index really is, and
applying a change twice is the same as once.
"""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import structlog
from django.db import Error as DatabaseError
from django.db import connection

from ekshop.kernel.outage import Outage

from ..models import SearchChange
from . import engine, life, tuning
from .directory import read_directory
from .entries import LATELY, entries_of, with_families

log = structlog.get_logger(__name__)

BATCH = 5_000
CHANNEL = "search_change"
IDLE_SECONDS = 2.0
# Changes kept for nodes that are behind; one further behind than this rebuilds.
KEPT = 2_000_000


class Updater:
    """One node's writer. `step()` applies what waits; `run()` does so until told to stop."""

    def __init__(self) -> None:
        self._writer: engine.Writer | None = None
        self._name = ""
        self._ear: psycopg.Connection | None = None

    def step(self) -> int:
        """Applies one batch of changes and commits it. Returns how many products were looked at."""
        writer = self._open()
        with life.writing():
            path = life.current()
            if path is None or path.name != self._name or not writer.is_last:
                self.close()
                return 0
            changes = self._waiting(writer.checkpoint)
            if not changes:
                return 0
            self._apply(writer, changes)
        return len({product for _, _, product in changes})

    def run(self, stop: threading.Event) -> None:
        """Until told to stop. A database that is away is waited for: what was not committed to the
        index is read again from where the index stands."""
        outage = Outage("search updater")
        try:
            while not stop.is_set():
                try:
                    applied = self.step()
                    outage.over()
                    if not applied:
                        self._listen()
                except (DatabaseError, psycopg.Error) as error:
                    self._deafen()
                    self.close()
                    outage.wait(error, stop)
        finally:
            self._deafen()

    def _deafen(self) -> None:
        if self._ear:
            self._ear.close()
        self._ear = None

    def close(self) -> None:
        self._writer = None

    def _open(self) -> engine.Writer:
        """The current index for writing; one that is missing, broken or too far behind is rebuilt."""
        path = life.current()
        if self._writer and path and path.name == self._name:
            return self._writer
        writer = self._writer_of(path)
        if writer is None:
            life.rebuild()
            path = life.current()
            writer = self._writer_of(path)
        if path is None or writer is None:
            raise life.SearchUnavailable
        self._writer, self._name = writer, path.name
        return writer

    def _writer_of(self, path: Path | None) -> engine.Writer | None:
        if path is None:
            return None
        try:
            writer = engine.Writer(path)
        except (OSError, ValueError) as error:
            log.warning("search_index_broken", index=path.name, error=str(error))
            return None
        return None if self._pruned(writer.checkpoint) else writer

    def _pruned(self, checkpoint: engine.Checkpoint) -> bool:
        oldest = SearchChange.objects.order_by("id").values_list("id", flat=True).first()
        return oldest is not None and oldest > checkpoint.newest + 1

    @staticmethod
    def _waiting(at: engine.Checkpoint) -> list[tuple[int, int, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT transaction, id, product_id FROM catalogue_searchchange"
                " WHERE (transaction, id) > (%s, %s)"
                " AND transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
                " ORDER BY transaction, id LIMIT %s",
                [at.transaction, at.change, BATCH],
            )
            return cursor.fetchall()

    @staticmethod
    def _apply(writer: engine.Writer, changes: list[tuple[int, int, int]]) -> None:
        products = with_families({product for _, _, product in changes})
        found = {entry.id: entry for entry in entries_of(products, read_directory())}
        for product in products:
            if product in found:
                writer.put(found[product])
            else:
                writer.remove(product)
        transaction, change, _ = changes[-1]
        newest = max(writer.checkpoint.newest, *(row[1] for row in changes))
        writer.commit(engine.Checkpoint(transaction, change, newest))

    def _listen(self) -> None:
        """Sleeps until a change is announced, at most `IDLE_SECONDS`."""
        if self._ear is None:
            parameters = connection.get_connection_params()
            parameters.pop("cursor_factory", None)
            parameters.pop("context", None)
            self._ear = psycopg.connect(**parameters, autocommit=True)
            self._ear.execute(f"LISTEN {CHANNEL}")
            return
        for _ in self._ear.notifies(timeout=IDLE_SECONDS, stop_after=1):
            return


def prune() -> int:
    """Drops changes that every node near the present has read. Returns how many."""
    newest = SearchChange.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return SearchChange.objects.filter(id__lte=newest - KEPT).delete()[0]


_ORDERED_OR_NO_LONGER = """
SELECT catalogue_search_note(ARRAY(
    SELECT DISTINCT o.product_id FROM catalogue_stockreservation r
    JOIN catalogue_offer o ON o.id = r.offer_id
    WHERE r.created_at > %(day)s OR r.created_at BETWEEN %(before)s AND %(late)s))
"""


def note_orders(now: datetime) -> None:
    """What was ordered in the last day, and what stops counting as ordered lately: an order alone
    changes nothing in the index."""
    day = timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(
            _ORDERED_OR_NO_LONGER,
            {"day": now - day, "before": now - LATELY - day, "late": now - LATELY},
        )


def run_until(stop: threading.Event) -> None:
    updater = Updater()
    beside = threading.Thread(target=tuning.follow, args=(stop,), name="search tuning", daemon=True)
    beside.start()
    try:
        updater.run(stop)
    finally:
        # Also where the updater broke: what runs beside it ends with it.
        stop.set()
        updater.close()
        beside.join()


def catch_up() -> int:
    """Applies everything committed so far; returns how many products were looked at."""
    tuning.write()
    updater = Updater()
    try:
        total = 0
        while applied := updater.step():
            total += applied
        return total
    finally:
        updater.close()
