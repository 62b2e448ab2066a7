"""Amazon as the sandbox plays it, a channel that leads there, and goods to sell."""

from dataclasses import replace
from typing import Any

from ekshop.channels.adapters import ChannelFacts, ListingItem
from ekshop.channels.adapters.amazon import ADAPTER
from ekshop.channels.adapters.amazon.client import cache
from sandbox.tests.conftest import Outside

SELLER = "A3EKSHOPSELLER"


class Amazon:
    """The sandbox's Amazon with a channel to it."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        base = f"http://127.0.0.1:{outside.port}/amazon"
        keys = outside.keys("amazon")
        self.channel = ChannelFacts(
            id=1,
            key="amazon-us",
            name="Amazon.com",
            country="US",
            currency="USD",
            language="en",
            settings={
                "seller_id": SELLER,
                "client_id": keys["client_id"],
                "endpoint": base,
                "login": base,
                "brand": "ek-Shop",
            },
            secrets={name: keys[name] for name in ("client_secret", "refresh_token")},
        )

    def begin(self) -> None:
        """As on the first day, and quick."""
        self.tell("restore")
        self.tell("reset")
        self.tell(
            "settings", process_s=0, feed_s=0, visible_after_s=0, storm=0, unavailable=0, lose_feeds=0, fatal_feeds=0,
            repeat_orders=False, late_attribute="", more_required=[], spoil_schema=False,
            gzip=False, token_s=3600, rate_header=True, search_most=1000, search_endless=False, page_most=100,
        )  # fmt: skip
        cache.clear()
        self._before = self._calls_in()

    def tell(self, action: str = "", **told: Any) -> Any:
        return self.outside.control(f"amazon/{action}".rstrip("/"), **told)

    def fetch_rules(self) -> None:
        """So that our own check knows them."""
        assert ADAPTER.check is not None
        ADAPTER.check(self.channel)

    def listed(self, sku: str) -> dict[str, Any] | None:
        found = self.tell("items", sku=sku)["items"]
        return found[0] if found else None

    def writes(self) -> int:
        """How many writes of items it took."""
        return int(self.tell("items", sku="-")["accepted"])

    def calls(self, method: str, part: str) -> int:
        """How many such calls since the beginning are among the last fifty it answered."""
        made = [one for one in self._calls_in() if one not in self._before]
        return sum(one["method"] == method and part in one["path"] for one in made)

    def _calls_in(self) -> list[dict[str, Any]]:
        found = self.outside.get("/_control/amazon?format=json").json()["calls_in"]
        return list(found)


def kantha(sku: str = "NK-1", **changes: Any) -> ListingItem:
    """A quilt that Amazon has nothing to say against."""
    item = ListingItem(
        sku=sku,
        title="Nakshi kantha quilt, hand-embroidered cotton",
        text="Two layers of soft cotton, stitched by hand by women of Jamalpur.",
        points=("Stitched by hand", "Pure cotton"),
        price_minor=8900,
        currency="USD",
        quantity=5,
        hs_code="630130",
        origin="BD",
        materials="100% Cotton",
        net_g=1200,
        gross_g=1500,
        length_mm=400,
        width_mm=300,
        height_mm=120,
        pictures=("https://ekshop.example/1.jpg", "https://ekshop.example/2.jpg"),
        attributes={"colour": "Red"},
        extra={"size": "Queen", "care_instructions": "Hand wash"},
    )
    return replace(item, **changes)
