"""What the shop remembers: products, variations, orders, notes and webhooks, each as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sandbox.services.woo.goods import begun
from sandbox.services.woo.shapes import Thing

if TYPE_CHECKING:
    from sandbox.core.world import World

SCHEMA = """
CREATE TABLE IF NOT EXISTS woo_things (
    kind TEXT NOT NULL, id INTEGER NOT NULL, parent INTEGER NOT NULL DEFAULT 0,
    modified TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (kind, id)
);
CREATE INDEX IF NOT EXISTS woo_children ON woo_things (kind, parent);
"""
LONG_AGO = "2026-01-15T04:30:00"
FIRST = {"product": 500, "variation": 500, "order": 3000, "webhook": 1, "note": 9000}


class Stock:
    """Kinds: product, variation, order, note, webhook. Products and variations share numbers."""

    def __init__(self, world: World) -> None:
        self._world = world

    def begin(self) -> None:
        """The first goods, once."""
        if not self._world.store.row("SELECT 1 FROM woo_things WHERE kind = 'product' LIMIT 1"):
            for thing in begun():
                kind = "variation" if thing["type"] == "variation" else "product"
                self.put(kind, thing, parent=thing.get("parent_id", 0), at=LONG_AGO)

    def begin_again(self) -> None:
        """The first goods as they were; no orders, no webhooks."""
        self._world.store.run("DELETE FROM woo_things")
        self.begin()

    def now(self) -> str:
        """As WordPress writes a time in GMT: to the second, without a zone."""
        return self._world.clock.now().strftime("%Y-%m-%dT%H:%M:%S")

    def put(self, kind: str, thing: Thing, *, parent: int = 0, at: str = "") -> Thing:
        """Stores it as changed now, or `at`; a number is given where it has none."""
        now = at or self.now()
        thing = {"date_created_gmt": now, **thing, "date_modified_gmt": now}
        thing.setdefault("id", self._next(kind))
        self._world.store.run(
            "INSERT INTO woo_things (kind, id, parent, modified, data) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (kind, id) DO UPDATE SET modified = excluded.modified, data = excluded.data",
            kind,
            thing["id"],
            parent,
            now,
            json.dumps(thing, ensure_ascii=False),
        )
        return thing

    def one(self, kind: str, number: int) -> Thing | None:
        row = self._world.store.row(
            "SELECT data FROM woo_things WHERE kind = ? AND id = ?", kind, number
        )
        return json.loads(row["data"]) if row else None

    def all(self, kind: str, *, parent: int | None = None) -> list[Thing]:
        """Ascending by number."""
        where, values = ("AND parent = ?", [parent]) if parent is not None else ("", [])
        rows = self._world.store.rows(
            f"SELECT data FROM woo_things WHERE kind = ? {where} ORDER BY id", kind, *values
        )
        return [json.loads(row["data"]) for row in rows]

    def children(self, number: int) -> list[int]:
        rows = self._world.store.rows(
            "SELECT id FROM woo_things WHERE kind = 'variation' AND parent = ? ORDER BY id", number
        )
        return [row["id"] for row in rows]

    def sold(self, number: int) -> Thing | None:
        """What can be ordered under a number, whichever of the two it is."""
        return self.one("variation", number) or self.one("product", number)

    def by_sku(self, sku: str) -> Thing | None:
        things = [*self.all("product"), *self.all("variation")]
        return next((thing for thing in things if thing["sku"] == sku), None)

    def drop(self, kind: str, number: int) -> None:
        self._world.store.run("DELETE FROM woo_things WHERE kind = ? AND id = ?", kind, number)

    def save_sold(self, thing: Thing) -> Thing:
        kind = "variation" if thing["type"] == "variation" else "product"
        return self.put(kind, thing, parent=thing.get("parent_id", 0))

    def _next(self, kind: str) -> int:
        kinds = ("product", "variation") if kind in ("product", "variation") else (kind, kind)
        known: dict[str, Any] = self._world.store.one(
            "SELECT coalesce(max(id), 0) AS most FROM woo_things WHERE kind IN (?, ?)", *kinds
        )
        return max(int(known["most"]) + 1, FIRST[kind])
