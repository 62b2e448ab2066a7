"""One SQLite file holds everything the sandbox remembers, so a restart forgets nothing."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

SETTINGS = "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);"


class Store:
    """Used from the event loop's thread only; statements are short, so they are not awaited."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA busy_timeout = 2000")
        self.create(SETTINGS)

    def create(self, schema: str) -> None:
        self._db.executescript(schema)

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in self._db.execute(sql, values)]

    def row(self, sql: str, *values: Any) -> dict[str, Any] | None:
        found = self._db.execute(sql, values).fetchone()
        return dict(found) if found else None

    def one(self, sql: str, *values: Any) -> dict[str, Any]:
        """The row of a statement that always has one, such as a count."""
        return dict(self._db.execute(sql, values).fetchone())

    def run(self, sql: str, *values: Any) -> int:
        """How many rows changed."""
        return self._db.execute(sql, values).rowcount

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """One statement for each of the rows, all or none."""
        self._db.execute("BEGIN")
        try:
            self._db.executemany(sql, rows)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def insert(self, table: str, **columns: Any) -> int:
        """The new row's number. Table and column names come from our code, never from a request."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        done = self._db.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(columns.values())
        )
        return int(done.lastrowid or 0)

    def get(self, name: str, default: dict[str, Any]) -> dict[str, Any]:
        """A saved setting over its defaults, so that a new default appears in an old state."""
        found = self.row("SELECT value FROM settings WHERE name = ?", name)
        return {**default, **json.loads(found["value"])} if found else dict(default)

    def put(self, name: str, value: dict[str, Any]) -> None:
        self.run(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            json.dumps(value, ensure_ascii=False),
        )

    def forget(self, name: str) -> None:
        self.run("DELETE FROM settings WHERE name = ?", name)

    def close(self) -> None:
        self._db.close()
