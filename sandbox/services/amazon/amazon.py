"""Amazon as a service: its control face, its settings, and what it does by itself."""

import secrets
from typing import Any

from starlette.routing import BaseRoute

from sandbox.core.credentials import credential
from sandbox.core.markup import Markup
from sandbox.core.service import Action, BadAction, Service
from sandbox.services.amazon import panel, types
from sandbox.services.amazon.checking import issue
from sandbox.services.amazon.feeds import Feeds
from sandbox.services.amazon.listings import ITEM, Listings
from sandbox.services.amazon.orders import Orders
from sandbox.services.amazon.orders_told import OrdersTold
from sandbox.services.amazon.quotas import PLANS, Quotas
from sandbox.services.amazon.reports import Reports
from sandbox.services.amazon.shelf import SCHEMA, Shelf
from sandbox.services.amazon.wire import Wire
from sandbox.services.amazon.wording import Refused

SELLER = "A3EKSHOPSELLER"
PLAN = "plan"


class Amazon(Service):
    name = "amazon"
    title = ("অ্যামাজন", "Amazon")
    about = (
        "উত্তর আমেরিকার বাজার: পণ্যের ধরন, তালিকা, ফিড, অর্ডার আর হিসাব (Selling Partner API)।",
        "The North American marketplace: product types, listings, feeds, orders and settlements "
        "(Selling Partner API).",
    )
    prefix = "/amazon"
    schema = SCHEMA
    settings = {
        "process_s": 1.0,
        "feed_s": 1.0,
        "visible_after_s": 0.0,
        "token_s": 3600,
        "storm": 0,
        "unavailable": 0,
        "lose_feeds": 0,
        "fatal_feeds": 0,
        "quota_times": 1.0,
        "rate_header": True,
        "repeat_orders": False,
        "page_most": 100,
        "late_attribute": "",
        "more_required": [],
        "spoil_schema": False,
        "gzip": False,
        "search_most": 1000,
        "search_endless": False,
        "fee_percent": 15.0,
        "monthly_fee": 39.99,
    }
    seller = SELLER
    marketplace = "ATVPDKIKX0DER"

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.keys = {
            name: credential(self.name, name, of=world.options.seed)
            for name in ("client_id", "client_secret", "refresh_token")
        }
        self.shelf = Shelf(world.store)
        self.quotas = Quotas(self.now)
        self.listings = Listings(self)
        self.orders = Orders(self)
        self.told = OrdersTold(self)
        self.feeds = Feeds(self)
        self.reports = Reports(self)
        self.accepted = 0
        """Writes of items taken since it started, for whoever measures."""

    @property
    def home(self) -> str:
        return str(self.world.options.public_url) + self.prefix

    def now(self) -> float:
        return float(self.world.clock.now().timestamp())

    def next_id(self) -> str:
        return secrets.token_hex(8)

    def routes(self) -> list[BaseRoute]:
        return Wire(self).routes()

    async def tick(self) -> None:
        self.feeds.step()

    # What it was told ----------------------------------------------------------------------------

    def plan(self, operation: str) -> tuple[float, int]:
        """Calls a second and at once."""
        told = self.shelf.one(PLAN, operation)
        rate, burst = (told["rate"], told["burst"]) if told else PLANS[operation]
        return rate * self.setting()["quota_times"], burst

    def counted_down(self, what: str) -> bool:
        """Whether this call is one of those told to go wrong so."""
        left = self.setting()[what]
        if left:
            self.settle({what: left - 1})
        return bool(left)

    def more_required(self) -> tuple[str, ...]:
        return tuple(self.setting()["more_required"])

    def type_document(self, name: str, site: str, requirements: str, enforced: bool) -> bytes:
        return types.schema_of(name, site, requirements, enforced, self.more_required())

    def type_version(self) -> str:
        """Another one as soon as something more is required."""
        return "UHqSqmb4FNUk=" + "".join(f"+{name}" for name in self.more_required())

    # Control -------------------------------------------------------------------------------------

    def actions(self) -> dict[str, Action]:
        return {
            "buy": self.orders.buy,
            "cancel": self.orders.cancel,
            "pay": self.orders.pay,
            "refund": self.orders.refund,
            "touch": self.orders.touch,
            "settle": self.reports.settle,
            "note": self.note,
            "decline": self.decline,
            "quota": self.quota,
            "forget": self.forget,
            "restore": self.restore,
            "items": self.items,
            "orders": self.orders_shown,
        }

    async def note(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"sku", "code", "message", "attribute", "severity"}: found about this item long after it
        went live; without a message it is taken back."""
        sku = str(told.get("sku") or "")
        if self.shelf.one(ITEM, sku) is None:
            raise BadAction(f"nothing is listed with the SKU {sku!r}")
        self.shelf.drop("note", sku)
        if told.get("message"):
            names = [str(told["attribute"])] if told.get("attribute") else []
            said = issue(str(told.get("code") or "18027"), str(told["message"]), names, str(told.get("category") or "INVALID_ATTRIBUTE"), str(told.get("severity") or "ERROR"))  # fmt: skip
            self.shelf.put("note", sku, said, at=self.now())
        return {"sku": sku}

    async def decline(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"sku", "status", "code", "message", "details"}: writes of this item (or, by its number, asking
        for this order) are answered with this error; without a message they are looked at again."""
        sku = str(told.get("sku") or "")
        self.shelf.drop("declined", sku)
        if told.get("message"):
            self.shelf.put("declined", sku, {**told, "sku": sku}, at=self.now())
        return {"sku": sku}

    def declined(self, sku: str) -> None:
        """Raises Refused for an item whose writes are declined."""
        if told := self.shelf.one("declined", sku):
            code, status = str(told.get("code") or "InvalidInput"), int(told.get("status") or 400)
            raise Refused(code, str(told["message"]), status, str(told.get("details") or ""))

    async def quota(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"operation", "rate", "burst"}: another plan; without an operation all are full again."""
        operation = str(told.get("operation") or "")
        self.quotas.forget()
        if not operation:
            return {}
        if operation not in PLANS:
            raise BadAction(f"operation is one of {sorted(PLANS)}")
        rate, burst = PLANS[operation]
        plan = {"rate": float(told.get("rate") or rate), "burst": int(told.get("burst") or burst)}
        self.shelf.put(PLAN, operation, plan, at=self.now())
        return {operation: plan}

    async def forget(self, told: dict[str, Any]) -> dict[str, Any]:
        """Every token given out is worth nothing any more."""
        return {"forgotten": self.shelf.tokens_forget()}

    async def restore(self, told: dict[str, Any]) -> dict[str, Any]:
        """As on the first day: nothing listed, nothing ordered, every quota full."""
        self.shelf.begin_again()
        self.quotas.forget()
        self.accepted = 0
        return {}

    async def items(self, told: dict[str, Any]) -> dict[str, Any]:
        """What is listed; {"sku"} one of them."""
        wanted = {"summaries", "attributes", "issues", "offers", "fulfillmentAvailability"}
        skus = {str(told["sku"])} if told.get("sku") else None
        return {"items": self.listings.all_shown(wanted, skus), "accepted": self.accepted}

    async def orders_shown(self, told: dict[str, Any]) -> dict[str, Any]:
        """Every order, whole."""
        return {"orders": self.shelf.all("order")}

    def panel(self, lang: str) -> Markup:
        return panel.shown(self, lang)
