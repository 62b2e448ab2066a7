"""The orders a shop has received, and what it does about them by its policy."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from sandbox.core.service import BadAction
from sandbox.services.shops import platform
from sandbox.services.shops.platform import Line

if TYPE_CHECKING:
    from sandbox.services.shops.shop import Shop

SCHEMA = """
CREATE TABLE IF NOT EXISTS shop_webhooks (
    shop TEXT NOT NULL, webhook_id TEXT NOT NULL, at TEXT NOT NULL, type TEXT NOT NULL,
    times INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (shop, webhook_id)
);
CREATE TABLE IF NOT EXISTS shop_orders (
    shop TEXT NOT NULL, code TEXT NOT NULL, at TEXT NOT NULL, payload TEXT NOT NULL,
    state TEXT NOT NULL, declined TEXT NOT NULL DEFAULT '{}', note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (shop, code)
);
"""
NEW_ORDER = ("", "seller_order.placed", "seller_order.created", "order.placed", "order.created")
OVER = ("cancel", "expire")


class Orders:
    """States: received, answering, confirmed, partly_confirmed, declined, refused (by the
    platform), shipping, shipped, cancelled."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def take(self, webhook_id: str, payload: dict[str, Any]) -> None:
        """A repeated webhook or a known order is harmless."""
        store, shop = self._shop.world.store, self._shop.name
        kind = str(payload.get("type", ""))
        if store.run(
            "UPDATE shop_webhooks SET times = times + 1 WHERE shop = ? AND webhook_id = ?",
            shop,
            webhook_id,
        ):
            return
        at = self._shop.world.clock.stamp()
        code, lines = platform.read_order(payload)
        store.insert("shop_webhooks", shop=shop, webhook_id=webhook_id, at=at, type=kind)
        if code and any(word in kind for word in OVER):
            self._move(code, "cancelled", note=kind)
        elif code and lines and kind in NEW_ORDER and not self.find(code):
            store.insert(
                "shop_orders",
                shop=shop,
                code=code,
                at=at,
                payload=json.dumps(payload, ensure_ascii=False),
                state="received",
            )
            self._by_policy(code, lines)

    def find(self, code: str) -> dict[str, Any] | None:
        return self._shop.world.store.row(
            "SELECT * FROM shop_orders WHERE shop = ? AND code = ?", self._shop.name, code
        )

    def recent(self) -> list[dict[str, Any]]:
        orders = self._shop.world.store.rows(
            "SELECT * FROM shop_orders WHERE shop = ? ORDER BY at DESC LIMIT 30", self._shop.name
        )
        return [
            {
                **order,
                "lines": platform.read_order(json.loads(order["payload"]))[1],
                "declined": json.loads(order["declined"]),
            }
            for order in orders
        ]

    def _by_policy(self, code: str, lines: list[Line]) -> None:
        told = self._shop.setting()
        if told["policy"] == "silent":
            return
        wait = told["late_s"] if told["policy"] == "late" else told["answer_after_s"]
        declined = {line.line_id for line in lines if self._declines(line, told)}
        self._answer(code, lines, declined, after_s=wait)

    def _declines(self, line: Line, told: dict[str, Any]) -> bool:
        """The same thing is always declined or never, so that a demonstration can be repeated."""
        if told["policy"] == "decline" or line.sku in told["decline_skus"]:
            return True
        return (
            zlib.crc32(f"{self._shop.name} {line.sku}".encode()) % 10_000
            < told["decline_percent"] * 100
        )

    def _answer(self, code: str, lines: list[Line], declined: set[str], *, after_s: float) -> None:
        reason = self._shop.setting()["decline_reason"]
        reasons = dict.fromkeys(declined, reason)
        self._move(code, "answering", declined=reasons)
        self._call(
            code, "confirm", platform.CONFIRM, platform.confirm_body(lines, reasons), after_s
        )

    def _ship(self, code: str, *, after_s: float, tracking_number: str = "") -> None:
        self._move(code, "shipping")
        body = platform.ship_body(self._shop.setting()["courier"], tracking_number)
        self._call(code, "ship", platform.SHIP, body, after_s)

    def _call(
        self, code: str, purpose: str, path: str, body: dict[str, Any], after_s: float
    ) -> None:
        key = platform.idempotency_key(
            self._shop.name, code, purpose, json.dumps(body, sort_keys=True)
        )
        self._shop.world.outbox.post(
            self._shop.name,
            path.format(code=code),
            body,
            headers=platform.headers(self._shop.credentials()["api_key"], key),
            lane=code,
            purpose=f"{purpose} {code}",
            after_s=after_s,
        )

    def answered(self, call: dict[str, Any], status: int) -> None:
        """The platform's last word on a confirmation or a shipment."""
        purpose, _, code = call["purpose"].partition(" ")
        order = self.find(code)
        if not order:
            return
        if not 200 <= status < 300:
            self._move(code, "refused", note=f"{purpose}: {status or 'no answer'}")
        elif purpose == "ship":
            self._move(code, "shipped", note="")
        else:
            self._confirmed(code, order)

    def _confirmed(self, code: str, order: dict[str, Any]) -> None:
        _, lines = platform.read_order(json.loads(order["payload"]))
        declined = json.loads(order["declined"])
        if len(declined) == len(lines):
            self._move(code, "declined", note="")
            return
        self._move(code, "partly_confirmed" if declined else "confirmed", note="")
        told = self._shop.setting()
        if told["ship"]:
            self._ship(code, after_s=told["ship_after_s"])

    def _move(
        self,
        code: str,
        state: str,
        *,
        note: str | None = None,
        declined: dict[str, str] | None = None,
    ) -> None:
        self._shop.world.store.run(
            "UPDATE shop_orders SET state = ?, note = coalesce(?, note), declined = coalesce(?, declined) "
            "WHERE shop = ? AND code = ?",
            state,
            note,
            None if declined is None else json.dumps(declined),
            self._shop.name,
            code,
        )

    def _named(self, told: dict[str, Any]) -> tuple[str, list[Line]]:
        order = self.find(str(told.get("code", "")))
        if not order:
            raise BadAction(f"{self._shop.name} has no order with this code")
        return order["code"], platform.read_order(json.loads(order["payload"]))[1]

    async def answer_by_hand(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"code": …} confirms all; "decline" names line ids or SKUs, or "all". A page's form sends
        decision_<line id>."""
        code, lines = self._named(told)
        named = told.get("decline", [])
        named = named if isinstance(named, list) else str(named).replace(",", " ").split()
        declined = {
            line.line_id
            for line in lines
            if named == ["all"]
            or {line.line_id, line.sku} & set(map(str, named))
            or told.get(f"decision_{line.line_id}") == "declined"
        }
        self._answer(code, lines, declined, after_s=0)
        return {"code": code, "declined": sorted(declined)}

    async def ship_by_hand(self, told: dict[str, Any]) -> dict[str, Any]:
        code, _ = self._named(told)
        self._ship(code, after_s=0, tracking_number=str(told.get("tracking_number") or ""))
        return {"code": code}
