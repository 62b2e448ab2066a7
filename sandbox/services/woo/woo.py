"""The shop as a service: its wire, its control face, and what it does by itself."""

import time
from typing import Any
from urllib.parse import urlsplit

from starlette.routing import BaseRoute

from sandbox.core.credentials import credential
from sandbox.core.markup import Markup
from sandbox.core.service import Action, BadAction, Service
from sandbox.services.woo import panel
from sandbox.services.woo.hooks import Hooks
from sandbox.services.woo.orders import Orders
from sandbox.services.woo.selling import sold_fields
from sandbox.services.woo.shapes import Thing
from sandbox.services.woo.stock import SCHEMA, Stock
from sandbox.services.woo.wire import Wire


class Woo(Service):
    name = "woo"
    title = ("পাটকথা", "Patkotha")
    about = (
        "পাট আর তাঁতের জিনিসের দোকান, WooCommerce-এ চলে। REST v3, স্বাক্ষর করা ওয়েবহুক।",
        "A shop of jute and handloom goods that runs on WooCommerce: REST v3, signed webhooks.",
    )
    prefix = "/woo"
    schema = SCHEMA
    settings = {
        "policy": "confirm",
        "decline_percent": 0.0,
        "decline_skus": [],
        "answer_after_s": 1.0,
        "ship": True,
        "ship_after_s": 3.0,
        "courier": "Sundarban",
        "silent": False,
        "permalinks": True,
        "woocommerce": True,
        "permissions": "read_write",
        "currency": "BDT",
        "calls_a_second": 0,
    }

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.keys = {
            name: credential(self.name, name, of=world.options.seed)
            for name in ("consumer_key", "consumer_secret")
        }
        self.stock = Stock(world)
        self.hooks = Hooks(self)
        self.orders = Orders(self)
        self.wire = Wire(self)
        self._begun = False
        self._calls: list[float] = []

    @property
    def origin(self) -> str:
        """Scheme and host as callers know it: what signatures are made over."""
        parts = urlsplit(self.world.options.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def home(self) -> str:
        return self.world.options.public_url + self.prefix

    def routes(self) -> list[BaseRoute]:
        self.stock.begin()
        return self.wire.routes()

    async def tick(self) -> None:
        self.orders.step()

    def must_wait(self) -> int:
        """Seconds to wait when there are more calls in this second than the shop was told to bear."""
        most = self.setting()["calls_a_second"]
        if not most:
            return 0
        now = time.monotonic()
        self._calls = [at for at in self._calls if at > now - 1]
        if len(self._calls) >= most:
            return 1
        self._calls.append(now)
        return 0

    def answered(self, call: dict[str, Any], status: int, body: str) -> None:
        self.hooks.answered(call, status)

    def sold_change(self, number: int, told: Thing) -> Thing:
        """Changes a product or variation and tells of it; a family whose part changed, too."""
        thing = self.stock.sold(number)
        if thing is None:
            raise BadAction(f"the shop sells nothing with the number {number}")
        made = self.stock.save_sold({**thing, **told})
        self.hooks.tell("product.updated", number, self.wire.shown(made))
        return made

    def sold_drop(self, number: int) -> None:
        thing = self.stock.sold(number)
        if thing is None:
            raise BadAction(f"the shop sells nothing with the number {number}")
        for child in self.stock.children(number):
            self.stock.drop("variation", child)
        self.stock.drop("variation" if thing["type"] == "variation" else "product", number)
        self.hooks.tell("product.deleted", number, {"id": number})

    def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        if told.get("policy", "confirm") not in panel.POLICIES:
            raise BadAction(f"policy is one of {list(panel.POLICIES)}")
        return super().settle(told)

    def actions(self) -> dict[str, Action]:
        return {
            **self.orders.actions(),
            "set": self.set_by_hand,
            "delete": self.delete_by_hand,
            "restore": self.restore,
            "orders": self.orders_shown,
            "webhooks": self.webhooks_shown,
        }

    async def set_by_hand(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"id": 101, "regular_price": "99", "stock_quantity": 3, …}, or "sku" instead of "id"."""
        changes = sold_fields({key: value for key, value in told.items() if key != "sku"})
        if "stock_quantity" in changes:
            changes = {**changes, "stock_quantity": int(changes["stock_quantity"]), "manage_stock": True}  # fmt: skip
        made = self.sold_change(self._number(told), changes)
        return {"id": made["id"]}

    async def delete_by_hand(self, told: dict[str, Any]) -> dict[str, Any]:
        number = self._number(told)
        self.sold_drop(number)
        return {"id": number}

    async def restore(self, told: dict[str, Any]) -> dict[str, Any]:
        self.stock.begin_again()
        return {}

    async def orders_shown(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"orders": [self.wire.order_shown(one) for one in self.stock.all("order")]}

    async def webhooks_shown(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"webhooks": self.stock.all("webhook")}

    def _number(self, told: dict[str, Any]) -> int:
        if str(told.get("id") or "").isdigit():
            return int(told["id"])
        found = self.stock.by_sku(str(told.get("sku") or ""))
        if found is None:
            raise BadAction("the shop sells nothing with this number or SKU")
        return int(found["id"])

    def panel(self, lang: str) -> Markup:
        return panel.shown(self, lang)
