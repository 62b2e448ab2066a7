"""Amazon through the client that is published for Python, unchanged, and goods to sell there."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sp_api.api import ListingsItems
from sp_api.auth import AccessTokenClient
from sp_api.auth.access_token_client import cache

from sandbox.tests.conftest import Outside

SITE, SELLER = "ATVPDKIKX0DER", "A3EKSHOPSELLER"


@dataclass(frozen=True)
class Here:
    """What the client asks of a marketplace."""

    endpoint: str
    marketplace_id: str = SITE
    region: str = "us-east-1"


class Way:
    """The published clients, led to the sandbox by what they take as arguments."""

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        keys = outside.keys("amazon")
        self.credentials = {
            "lwa_app_id": keys["client_id"],
            "lwa_client_secret": keys["client_secret"],
            "refresh_token": keys["refresh_token"],
        }
        base = str(outside.base_url).rstrip("/")

        class Login(AccessTokenClient):
            scheme = "http://"
            host = base.removeprefix("http://") + "/amazon"

        self.login, self.here = Login, Here(f"{base}/amazon")
        self._made: dict = {}

    def __call__(self, client, **told):
        """The client; one that is told nothing is made once."""
        if not told and client in self._made:
            return self._made[client]
        given = {"credentials": self.credentials, **told}
        made = client(self.here, auth_token_client_class=self.login, **given)
        return made if told else self._made.setdefault(client, made)


@pytest.fixture
def amazon(outside: Outside) -> Iterator[Way]:
    outside.control("amazon/restore")
    outside.control("amazon/settings", process_s=0, feed_s=0)
    cache.clear()
    yield Way(outside)
    outside.control("amazon/settings", late_attribute="", more_required=[], storm=0, unavailable=0, repeat_orders=False, gzip=False, token_s=3600)  # fmt: skip


def words(value: str) -> list[dict]:
    return [{"value": value, "language_tag": "en_US", "marketplace_id": SITE}]


def code(value) -> list[dict]:
    return [{"value": value, "marketplace_id": SITE}]


def offer(price: float) -> list[dict]:
    return [{"currency": "USD", "marketplace_id": SITE, "our_price": [{"schedule": [{"value_with_tax": price}]}]}]  # fmt: skip


def left(pieces: int) -> list[dict]:
    return [{"fulfillment_channel_code": "DEFAULT", "quantity": pieces}]


def kantha(**changes) -> dict:
    attributes = {
        "item_name": words("Nakshi kantha quilt, hand-embroidered cotton"),
        "brand": words("ek-Shop"),
        "item_type_keyword": code("quilts"),
        "product_description": words("Two layers of soft cotton, stitched by hand in Jamalpur."),
        "bullet_point": words("Stitched by hand"),
        "country_of_origin": code("BD"),
        "condition_type": code("new_new"),
        "supplier_declared_dg_hz_regulation": code("not_applicable"),
        "supplier_declared_has_product_identifier_exemption": code(True),
        "main_product_image_locator": [
            {"media_location": "https://ekshop.example/kantha.jpg", "marketplace_id": SITE}
        ],
        "color": words("Red"),
        "fabric_type": words("100% Cotton"),
        "size": words("Queen"),
        "care_instructions": words("Hand wash"),
        "number_of_items": code(1),
        "item_weight": [{"unit": "grams", "value": 1200, "marketplace_id": SITE}],
        "purchasable_offer": offer(89.0),
        "fulfillment_availability": left(5),
        **changes,
    }
    kept = {key: value for key, value in attributes.items() if value is not None}
    return {"productType": "BLANKET", "requirements": "LISTING", "attributes": kept}


def put(amazon: Way, sku: str, **changes):
    return amazon(ListingsItems).put_listings_item(
        SELLER, sku, marketplaceIds=[SITE], body=kantha(**changes)
    )


def shown(amazon: Way, sku: str) -> dict:
    parts = ["summaries", "attributes", "issues", "offers", "fulfillmentAvailability"]
    return (
        amazon(ListingsItems)
        .get_listings_item(SELLER, sku, marketplaceIds=[SITE], includedData=parts)
        .payload
    )
