"""Orders the shop has been given: taken, paid for in stock, answered and sent by its policy."""

from __future__ import annotations

import time
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.core.service import BadAction
from sandbox.services.woo.auth import Refused
from sandbox.services.woo.shapes import Thing, amount

if TYPE_CHECKING:
    from sandbox.services.woo.woo import Woo

TAKES_STOCK = {"on-hold", "processing", "completed"}
KEPT = ("billing", "shipping", "payment_method", "payment_method_title", "customer_note", "meta_data", "shipping_lines", "transaction_id")  # fmt: skip
GIVES_BACK = {"cancelled", "failed", "refunded", "trash"}
STATUSES = {"pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "trash"}  # fmt: skip


class Orders:
    """An order has beside WooCommerce's fields `reduced` (its stock is taken) and `due`: when the
    policy next does something about it, by the real clock."""

    def __init__(self, woo: Woo) -> None:
        self._woo, self._stock = woo, woo.stock

    def make(self, told: Thing) -> Thing:
        status = str(told.get("status") or "pending")
        if status not in STATUSES:
            raise Refused("rest_invalid_param", "Invalid parameter(s): status", 400)
        lines = [self._line(line) for line in told.get("line_items") or []]
        kept: Thing = {name: told[name] for name in KEPT if name in told}
        thing = {
            **kept,
            "line_items": lines,
            "status": "processing" if told.get("set_paid") else status,
            "reduced": False,
            "due": self._next_step(status),
        }
        made = self._stock.put("order", thing)
        made = self._stock_moved(made)
        self._woo.hooks.tell("order.created", made["id"], self._woo.wire.order_shown(made))
        return made

    def change(self, number: int, told: Thing) -> Thing:
        """Status, notes and meta data; lines by their id, quantity 0 takes one out."""
        thing = self._stock.one("order", number)
        if thing is None:
            raise BadAction(f"the shop has no order {number}")
        before = thing["status"]
        for name in ("status", "customer_note", "transaction_id"):
            if name in told:
                thing[name] = told[name]
        if thing["status"] not in STATUSES:
            raise Refused("rest_invalid_param", "Invalid parameter(s): status", 400)
        for meta in told.get("meta_data") or []:
            others = [one for one in thing.get("meta_data") or [] if one["key"] != meta["key"]]
            thing["meta_data"] = [*others, {"key": meta["key"], "value": meta["value"]}]
        changes = {int(one["id"]): one for one in told.get("line_items") or [] if one.get("id")}
        if changes:
            lines = self._woo.wire.order_shown(thing)["line_items"]
            kept = [
                {**line, **changes.get(shown["id"], {})}
                for line, shown in zip(thing["line_items"], lines, strict=True)
            ]
            thing["line_items"] = [line for line in kept if int(line.get("quantity") or 0) > 0]
        if thing["status"] == "completed" and before != "completed":
            thing["date_completed"] = self._stock.now()
        if before != thing["status"]:
            thing["due"] = self._next_step(thing["status"])
        made = self._stock_moved(self._stock.put("order", thing))
        self._woo.hooks.tell("order.updated", number, self._woo.wire.order_shown(made))
        return made

    def note(self, number: int, text: str, customer: bool = False) -> Thing:
        note = {"note": text, "customer_note": customer}
        return self._stock.put("note", note, parent=number)

    def step(self) -> None:
        """What the policy says is due."""
        told = self._woo.setting()
        if told["policy"] == "silent":
            return
        now = time.time()
        for order in self._stock.all("order"):
            if not order.get("due") or order["due"] > now:
                continue
            if order["status"] == "on-hold":
                declined = [one for one in order["line_items"] if self._declines(one, told)]
                if len(declined) == len(order["line_items"]):
                    self.change(order["id"], {"status": "cancelled"})
                    continue
                lines = self._woo.wire.order_shown(order)["line_items"]
                gone = [
                    {"id": shown["id"], "quantity": 0}
                    for line, shown in zip(order["line_items"], lines, strict=True)
                    if line in declined
                ]
                self.change(order["id"], {"status": "processing", "line_items": gone})
            elif order["status"] == "processing" and told["ship"]:
                self.ship(order["id"])
            else:
                self._stock.put("order", {**order, "due": None})

    def ship(self, number: int, tracking: str = "") -> Thing:
        """Completed, with the parcel's number as the usual tracking plugins keep it."""
        tracking = tracking or f"PK{zlib.crc32(str(number).encode()) % 10**8:08d}"
        items = [
            {
                "tracking_provider": "",
                "custom_tracking_provider": self._woo.setting()["courier"],
                "tracking_number": tracking,
                "date_shipped": str(int(time.time())),
            }
        ]
        meta = [{"key": "_wc_shipment_tracking_items", "value": items}]
        return self.change(number, {"status": "completed", "meta_data": meta})

    def _next_step(self, status: str) -> float | None:
        told = self._woo.setting()
        waits = {"on-hold": told["answer_after_s"], "processing": told["ship_after_s"]}
        return time.time() + waits[status] if status in waits else None

    def _declines(self, line: Thing, told: Thing) -> bool:
        if told["policy"] == "decline" or line["sku"] in told["decline_skus"]:
            return True
        share = zlib.crc32(f"woo {line['sku']}".encode()) % 10_000
        return bool(share < told["decline_percent"] * 100)

    def _line(self, told: Thing) -> Thing:
        number = int(told.get("variation_id") or told.get("product_id") or 0)
        thing = self._stock.sold(number)
        if thing is None and told.get("sku"):
            thing = self._stock.by_sku(str(told["sku"]))
        if thing is None and not number and not told.get("sku"):
            raise Refused(
                "woocommerce_rest_required_product_reference", "Product ID or SKU is required.", 400
            )
        if thing is None:
            raise Refused("woocommerce_rest_invalid_product_id", "Invalid product ID.", 400)
        quantity = int(told.get("quantity") or 1)
        price = amount(self._woo.wire.shown(thing)["price"])
        total = str(told.get("total") or price * quantity)
        part = thing["type"] == "variation"
        return {
            "name": str(told.get("name") or thing["name"]),
            "product_id": thing["parent_id"] if part else thing["id"],
            "variation_id": thing["id"] if part else 0,
            "sku": thing["sku"],
            "quantity": quantity,
            "subtotal": str(told.get("subtotal") or total),
            "total": total,
            "price": float(amount(total) / Decimal(quantity)),
            "meta_data": told.get("meta_data") or [],
        }

    def _stock_moved(self, order: Thing) -> Thing:
        """Takes the stock once, and gives it back once."""
        status = order["status"]
        takes = status in TAKES_STOCK and not order["reduced"]
        gives = status in GIVES_BACK and order["reduced"]
        if not takes and not gives:
            return order
        for line in order["line_items"]:
            thing = self._stock.sold(line["variation_id"] or line["product_id"])
            if thing and thing["manage_stock"]:
                left = int(thing["stock_quantity"] or 0) + (-1 if takes else 1) * line["quantity"]
                self._woo.sold_change(thing["id"], {"stock_quantity": left})
        return self._stock.put("order", {**order, "reduced": takes})

    def actions(self) -> dict[str, Any]:
        return {"answer": self.answer_by_hand, "ship": self.ship_by_hand}

    def find(self, told: dict[str, Any]) -> int:
        """By the shop's number, or the platform's code among the order's meta data."""
        code = str(told.get("code") or "")
        for order in self._stock.all("order"):
            values = [str(one["value"]) for one in order.get("meta_data") or []]
            if order["id"] == int(told.get("id") or 0) or (code and code in values):
                return int(order["id"])
        raise BadAction("the shop has no such order")

    async def answer_by_hand(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"id" or "code", "status": "processing"}"""
        number = self.find(told)
        try:
            made = self.change(number, {"status": told.get("status") or "processing"})
        except Refused as refused:
            raise BadAction(refused.message) from None
        return {"id": number, "status": made["status"]}

    async def ship_by_hand(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"id" or "code", "tracking_number"}"""
        number = self.find(told)
        self.ship(number, str(told.get("tracking_number") or ""))
        return {"id": number}
