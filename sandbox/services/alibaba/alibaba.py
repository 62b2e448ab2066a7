"""Alibaba.com as a service: its control face and its settings."""

from __future__ import annotations

from typing import Any

from starlette.routing import BaseRoute, Route

from sandbox.core.credentials import credential
from sandbox.core.markup import Markup
from sandbox.core.service import Action, BadAction, Service
from sandbox.services.alibaba import panel
from sandbox.services.alibaba.gateway import Act, Gateway
from sandbox.services.alibaba.goods import Goods
from sandbox.services.alibaba.orders import Orders
from sandbox.services.alibaba.shelf import DECLINED, DRAFT, ORDER, SCHEMA, Shelf


class Alibaba(Service):
    name = "alibaba"
    title = ("আলিবাবা", "Alibaba.com")
    about = (
        "পাইকারি বাজার: স্বাক্ষর করা ডাক, শ্রেণির স্কিমা (XML), খসড়া, অর্ডার আর হিসাব।",
        "The wholesale marketplace: signed calls, category schemas in XML, drafts, orders, payouts.",
    )
    prefix = "/alibaba"
    schema = SCHEMA
    settings = {"token_s": 86_400, "busy": 0, "busy_after": 0, "page_most": 100, "audit": True, "keep_shown": False, "repeat_orders": False, "fee_percent": 3.0}  # fmt: skip

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.keys = {
            name: credential(self.name, name, of=world.options.seed)
            for name in ("app_key", "app_secret", "code", "refresh_token")
        }
        self.shelf = Shelf(world.store, self.now)
        self.gateway, self.goods, self.orders = Gateway(self), Goods(self), Orders(self)

    def routes(self) -> list[BaseRoute]:
        calls: dict[str, Act] = {
            "/alibaba/icbu/product/schema/get": self.goods.schema_get,
            "/icbu/product/schema/add/draft": self.goods.draft_add,
            "/icbu/product/schema/update": self.goods.draft_update,
            "/icbu/product/schema/render/draft": self.goods.draft_render,
            "/alibaba/icbu/product/list": self.goods.products,
            "/icbu/product/get": self.goods.product,
            "/icbu/product/update/display": self.goods.display,
            "/alibaba/icbu/photobank/upload": self.goods.picture,
            "/alibaba/order/list": self.orders.listed,
            "/alibaba/order/get": self.orders.one,
            "/alibaba/v2/order/shipping": self.orders.ship,
            "/alibaba/order/cancel": self.orders.cancel_by_seller,
            "/alibaba/order/fund/list": self.orders.paid,
        }
        open_calls = {
            "/auth/token/create": self.gateway.token,
            "/auth/token/refresh": self.gateway.token_again,
        }
        verbs = ["GET", "POST"]
        return [
            *(Route(f"/rest{path}", self.gateway.call(path, act, token=False), methods=verbs) for path, act in open_calls.items()),
            *(Route(f"/rest{path}", self.gateway.call(path, act, token=True), methods=verbs) for path, act in calls.items()),
        ]  # fmt: skip

    def now(self) -> float:
        return float(self.world.clock.now().timestamp())

    # Control -------------------------------------------------------------------------------------

    def actions(self) -> dict[str, Action]:
        return {
            "buy": self.orders.buy,
            "order": self.orders.order,
            "cancel": self.orders.cancel,
            "settle": self.orders.settle_now,
            "forget": self.forget,
            "decline": self.decline,
            "restore": self.restore,
            "drafts": self.drafts,
        }

    async def forget(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"forgotten": self.shelf.tokens_forget()}

    async def decline(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"text", "code", "message"}: from now on the gateway itself refuses every call in which this
        text stands; without a message it does no more."""
        text = str(told.get("text") or "")
        if not text:
            raise BadAction("a text is wanted")
        self.shelf.drop(DECLINED, text)
        if not told.get("message"):
            return {"text": text}
        said = {"text": text, "code": str(told.get("code") or "InvalidParameter")}
        self.shelf.put(DECLINED, text, {**said, "message": str(told["message"])})
        return {"text": text}

    async def restore(self, told: dict[str, Any]) -> dict[str, Any]:
        self.shelf.begin_again()
        return {}

    async def drafts(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"drafts": self.shelf.all(DRAFT), "orders": self.shelf.all(ORDER)}

    def panel(self, lang: str) -> Markup:
        return panel.shown(self, lang)
