"""The sandbox's eight marketplaces by one face: a channel to each, and what its people can do."""

import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ekshop.channels.adapters import adapters
from ekshop.channels.adapters.feed import configurations
from ekshop.channels.models import Channel
from ekshop.channels.services import channel_feed_token
from ekshop.channels.tests import make
from sandbox.tests.conftest import Outside

from .make_amazon import SELLER

TAKA = {"USD": "120", "LKR": "0.40", "KRW": "0.09", "INR": "1.40", "THB": "3.60", "TWD": "3.80"}
ASKED = {
    "amazon": {"size": "Queen", "care_instructions": "Hand wash", "color": "Red"},
    "alibaba": {"p-20": "Handmade", "cat_id": "100006792"},
}
"""What a producer says of a kantha where a marketplace asks for more than we do."""


@dataclass(frozen=True)
class Standing:
    """An order there: `state` new, cancelled or shipped; the carrier's `number`."""

    state: str
    number: str


class Place:
    """One of those that speak in files or pages."""

    fetches = False

    def __init__(self, key: str, outside: Outside) -> None:
        self.key, self.outside, self.service = key, outside, f"market/{key}"
        it = configurations()[key]
        self.door = "sftp" if it.address.way == "sftp" else self.service
        self.channel = self._channel(it)
        self.begin()

    def _channel(self, it: Any) -> Channel:
        fields = dict(adapters()[self.key].defaults)
        url = f"{self._base}/markets/{self.key}{'' if it.orders.ask else '/files'}"
        told = {**fields.pop("settings"), "url": url}
        if it.address.way == "sftp":
            key = self.outside.control("sftp/key")["fingerprint"]
            told |= {"url": f"sftp://127.0.0.1:{self.outside.sftp_port}", "host_key": key}
        keys = self.outside.keys(self.service)
        return self._made(settings=told, secrets=json.dumps(keys), **fields)

    def _made(self, **fields: Any) -> Channel:
        fields = {"adapter": self.key, **fields}
        make.exchange_rate(fields["currency"], TAKA[fields["currency"]])
        return make.channel(self.key, **fields)

    @property
    def _base(self) -> str:
        return f"http://127.0.0.1:{self.outside.port}"

    def tell(self, action: str = "", **told: Any) -> Any:
        return self.outside.control(f"{self.service}/{action}".rstrip("/"), **told)

    def begin(self) -> None:
        """As on its first day, and quick."""
        self.tell("restore")
        self.back()
        self.tell("settings", answer_after_s=0)

    def away(self) -> None:
        self.outside.control(self.door, down="refuse")

    def back(self) -> None:
        self.outside.control(f"{self.door}/reset")

    def say_everything_twice(self) -> None:
        self.tell("settings", duplicate_orders=True)

    def buy(self, sku: str, *, trouble: str = "", **told: Any) -> str:
        odd = {"currency": {"currency": "XTS"}, "address": {"bad_address": True}}.get(trouble, {})
        return str(self.tell("order", sku=sku, **odd, **told)["ref"])

    def cancel(self, ref: str) -> None:
        self.tell("cancel", ref=ref)

    def settle(self) -> None:
        self.tell("settle")

    def comes(self) -> None:
        """For its list of goods, where it is one that does."""

    def left(self, sku: str) -> int | None:
        """Pieces it offers; None: it shows no such thing."""
        rows = self.tell("listings")["listings"]
        return next((each["quantity"] for each in rows if each["sku"] == sku and each["state"] == "live"), None)  # fmt: skip

    def order(self, ref: str) -> Standing:
        found = next(each for each in self.tell("orders")["orders"] if each["ref"] == ref)
        sent = [note for note in found.get("notes", ()) if note["what"] == "ship"]
        return Standing(found["state"], sent[-1]["number"] if sent else "")


class Fetching(Place):
    """Taiwan, where the marketplace itself comes for its list of goods to our door, `home`."""

    fetches = True

    def __init__(self, outside: Outside, home: str) -> None:
        self.home = home
        super().__init__("taiwan", outside)

    def _made(self, **fields: Any) -> Channel:
        fields["settings"] = {**fields["settings"], "fetched": "yes"}
        return super()._made(**fields)

    def comes(self) -> None:
        token = channel_feed_token(self.channel)
        door = reverse("papers:channel_feed", args=[self.channel.key, token])
        self.tell("fetch", url=f"{self.home}{door}")


class Alibaba(Place):
    def __init__(self, outside: Outside) -> None:
        self.key, self.outside, self.service = "alibaba", outside, "alibaba"
        self.door = self.service
        keys = outside.keys("alibaba")
        self.channel = self._made(
            currency="USD",
            country="CN",
            settings={
                "app_key": keys["app_key"],
                "gateway": f"{self._base}/alibaba/rest",
                "categories": "6301 100006792",
                "payouts": "/alibaba/order/fund/list",
            },
            secrets=json.dumps({name: keys[name] for name in ("app_secret", "refresh_token")}),
        )
        self.begin()

    def begin(self) -> None:
        self.tell("restore")
        self.back()
        self.tell("settings", busy=0, audit=True, repeat_orders=False)

    def say_everything_twice(self) -> None:
        self.tell("settings", repeat_orders=True)

    def buy(self, sku: str, *, trouble: str = "", **told: Any) -> str:
        return str(self.tell("buy", sku=sku, trouble=trouble, **told)["order"])

    def cancel(self, ref: str) -> None:
        self.tell("cancel", order=ref)

    def left(self, sku: str) -> int | None:
        found = [each for each in self.tell("drafts")["drafts"] if each["model"] == sku]
        return int(found[0]["left"]) if found and found[0]["display"] == "on" else None

    def order(self, ref: str) -> Standing:
        found = next(each for each in self.tell("drafts")["orders"] if each["trade_id"] == ref)
        words = {"undeliver": "new", "delivering": "shipped", "trade_close": "cancelled"}
        state = words.get(found["trade_status"], found["trade_status"])
        return Standing(state, (found.get("shipment") or {}).get("tracking_number", ""))


class Amazon(Alibaba):
    def __init__(self, outside: Outside) -> None:
        self.key, self.outside, self.service = "amazon", outside, "amazon"
        self.door = self.service
        keys, base = outside.keys("amazon"), f"{self._base}/amazon"
        self.channel = self._made(
            currency="USD",
            country="US",
            settings={
                "seller_id": SELLER,
                "client_id": keys["client_id"],
                "endpoint": base,
                "login": base,
                "brand": "ek-Shop",
            },
            secrets=json.dumps({name: keys[name] for name in ("client_secret", "refresh_token")}),
        )
        self.begin()

    def begin(self) -> None:
        self.tell("restore")
        self.back()
        self.tell("settings", process_s=0, feed_s=0, visible_after_s=0, repeat_orders=False)

    def left(self, sku: str) -> int | None:
        found = self.tell("items", sku=sku)["items"]
        return int(found[0]["fulfillmentAvailability"][0]["quantity"]) if found else None

    def order(self, ref: str) -> Standing:
        found = next(each for each in self.tell("orders")["orders"] if each["AmazonOrderId"] == ref)
        state = {"Shipped": "shipped", "Canceled": "cancelled"}.get(found["OrderStatus"], "new")
        packages = found.get("packages") or [{}]
        return Standing(state, packages[-1].get("trackingNumber", ""))


def place(key: str, outside: Outside) -> Place:
    """With its channel made, and its exchange rate recorded."""
    if key == "amazon":
        return Amazon(outside)
    return Alibaba(outside) if key == "alibaba" else Place(key, outside)
