"""What the sandbox remembers of Amazon: things by kind and key, documents, tokens."""

import json
import secrets
from typing import Any

from sandbox.core.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS amazon_things (
    kind TEXT NOT NULL, key TEXT NOT NULL, changed REAL NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX IF NOT EXISTS amazon_changed ON amazon_things (kind, changed);
CREATE TABLE IF NOT EXISTS amazon_documents (
    id TEXT PRIMARY KEY, media TEXT NOT NULL, content BLOB
);
CREATE TABLE IF NOT EXISTS amazon_access (
    token TEXT PRIMARY KEY, until REAL NOT NULL
);
"""
Thing = dict[str, Any]


class Shelf:
    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, kind: str, key: str, thing: Thing, *, at: float) -> Thing:
        self._store.run(
            "INSERT INTO amazon_things VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) "
            "DO UPDATE SET changed = excluded.changed, body = excluded.body",
            kind,
            key,
            at,
            json.dumps(thing, ensure_ascii=False),
        )
        return thing

    def one(self, kind: str, key: str) -> Thing | None:
        row = self._store.row(
            "SELECT body FROM amazon_things WHERE kind = ? AND key = ?", kind, key
        )
        return json.loads(row["body"]) if row else None

    def drop(self, kind: str, key: str) -> None:
        self._store.run("DELETE FROM amazon_things WHERE kind = ? AND key = ?", kind, key)

    def all(self, kind: str, *, since: float = 0) -> list[Thing]:
        """In the order they changed."""
        rows = self._store.rows(
            "SELECT body FROM amazon_things WHERE kind = ? AND changed >= ? ORDER BY changed, key",
            kind,
            since,
        )
        return [json.loads(row["body"]) for row in rows]

    def count(self, kind: str) -> int:
        return int(
            self._store.one("SELECT count(*) AS n FROM amazon_things WHERE kind = ?", kind)["n"]
        )

    def document(self, media: str, content: bytes | None = None) -> str:
        """A new document's id; content that is not there yet is uploaded later."""
        key = "amzn1.tortuga.4.na." + secrets.token_hex(12)
        self._store.insert("amazon_documents", id=key, media=media, content=content)
        return key

    def fill(self, key: str, content: bytes) -> bool:
        return bool(
            self._store.run("UPDATE amazon_documents SET content = ? WHERE id = ?", content, key)
        )

    def read(self, key: str) -> tuple[str, bytes | None] | None:
        row = self._store.row("SELECT media, content FROM amazon_documents WHERE id = ?", key)
        return (row["media"], row["content"]) if row else None

    def token(self, until: float) -> str:
        token = "Atza|" + secrets.token_urlsafe(32)
        self._store.insert("amazon_access", token=token, until=until)
        return token

    def token_until(self, token: str) -> float | None:
        """When it ends; None for one that was never given."""
        row = self._store.row("SELECT until FROM amazon_access WHERE token = ?", token)
        return row["until"] if row else None

    def tokens_forget(self) -> int:
        return self._store.run("DELETE FROM amazon_access")

    def begin_again(self) -> None:
        for table in ("amazon_things", "amazon_documents", "amazon_access"):
            self._store.run(f"DELETE FROM {table}")
