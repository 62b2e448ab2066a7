"""What the sandbox remembers of Alibaba: things by kind and number, in the order they changed."""

import json
from collections.abc import Callable
from typing import Any

from sandbox.core.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS alibaba_things (
    kind TEXT NOT NULL, id TEXT NOT NULL, changed REAL NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE IF NOT EXISTS alibaba_tokens (token TEXT PRIMARY KEY, kind TEXT NOT NULL, until REAL NOT NULL);
"""
DRAFT, ORDER, PAID, PICTURE, DECLINED = "draft", "order", "paid", "picture", "declined"
Thing = dict[str, Any]


class Shelf:
    """`now`: the world's seconds."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store, self._now = store, now

    def put(self, kind: str, number: str, thing: Thing, *, at: float | None = None) -> None:
        self._store.run(
            "INSERT INTO alibaba_things VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET "
            "changed = excluded.changed, body = excluded.body",
            kind,
            number,
            self._now() if at is None else at,
            json.dumps(thing, ensure_ascii=False),
        )

    def drop(self, kind: str, number: str) -> None:
        self._store.run("DELETE FROM alibaba_things WHERE kind = ? AND id = ?", kind, number)

    def one(self, kind: str, number: str) -> Thing | None:
        row = self._store.row(
            "SELECT body FROM alibaba_things WHERE kind = ? AND id = ?", kind, number
        )
        return json.loads(row["body"]) if row else None

    def all(self, kind: str, *, since: float = 0, until: float | None = None) -> list[Thing]:
        rows = self._store.rows(
            "SELECT body FROM alibaba_things WHERE kind = ? AND changed >= ? AND changed <= ? "
            "ORDER BY changed, id",
            kind,
            since,
            1e12 if until is None else until,
        )
        return [json.loads(row["body"]) for row in rows]

    def count(self, kind: str) -> int:
        row = self._store.one("SELECT count(*) AS n FROM alibaba_things WHERE kind = ?", kind)
        return int(row["n"])

    def begin_again(self) -> None:
        self._store.run("DELETE FROM alibaba_things")

    # Tokens --------------------------------------------------------------------------------------

    def token(self, token: str, until: float) -> None:
        self._store.insert("alibaba_tokens", token=token, kind="access", until=until)

    def token_until(self, token: str) -> float:
        """0 for one that was never given."""
        row = self._store.row(
            "SELECT until FROM alibaba_tokens WHERE token = ? AND kind = 'access'", token
        )
        return float(row["until"]) if row else 0.0

    def tokens_forget(self) -> int:
        return self._store.run("DELETE FROM alibaba_tokens")
