"""Amazon, through the client that is published for Python, unchanged."""

import base64
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sp_api.api import (
    Feeds,
    ListingsItems,
    Orders,
    ProductTypeDefinitions,
    Reports,
    Sellers,
    Tokens,
)
from sp_api.auth import AccessTokenClient
from sp_api.auth.access_token_client import cache
from sp_api.auth.exceptions import AuthorizationError
from sp_api.base import SellingApiException
from sp_api.base.exceptions import (
    SellingApiBadRequestException,
    SellingApiForbiddenException,
    SellingApiNotFoundException,
    SellingApiRequestThrottledException,
    SellingApiTemporarilyUnavailableException,
)

from sandbox.tests.conftest import Outside, until

SITE, SELLER = "ATVPDKIKX0DER", "A3EKSHOPSELLER"
SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"


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


def test_the_published_client_signs_in_and_a_wrong_key_is_told_so(amazon):
    found = amazon(Sellers).get_marketplace_participation()
    assert [one["marketplace"]["countryCode"] for one in found.payload] == ["US", "CA", "MX"]
    cache.clear()
    wrong = {**amazon.credentials, "lwa_client_secret": "no"}
    with pytest.raises(AuthorizationError) as refused:
        amazon(Sellers, credentials=wrong).get_marketplace_participation()
    assert (refused.value.error_code, refused.value.status_code) == ("invalid_client", 401)


def test_a_token_that_is_forgotten_opens_nothing(amazon):
    amazon(Sellers).get_marketplace_participation()
    amazon.outside.control("amazon/forget")
    with pytest.raises(SellingApiForbiddenException):
        amazon(Sellers).get_marketplace_participation()
    cache.clear()
    assert amazon(Sellers).get_marketplace_participation().payload


def test_a_product_type_is_a_schema_with_a_checksum_that_fits(amazon):
    found = amazon(ProductTypeDefinitions).search_definitions_product_types(
        keywords="kantha", marketplaceIds=SITE
    )
    assert [one["name"] for one in found.payload["productTypes"]] == ["BLANKET"]
    told = amazon(ProductTypeDefinitions).get_definitions_product_type(
        "BLANKET", marketplaceIds=SITE, requirements="LISTING", locale="en_US"
    )
    content = amazon.outside.get(told.payload["schema"]["link"]["resource"]).content
    digest = hashlib.md5(content).digest()
    assert told.payload["schema"]["checksum"] == base64.b64encode(digest).decode()
    schema = json.loads(content)
    assert "fabric_type" in schema["required"] and schema["properties"]["item_name"]["selectors"]
    assert told.rate_limit == "5"
    with pytest.raises(SellingApiNotFoundException):
        amazon(ProductTypeDefinitions).get_definitions_product_type("BOAT", marketplaceIds=SITE)


def test_only_a_write_that_is_tried_tells_the_number_amazon_has_for_it(amazon):
    told = {"marketplaceIds": [SITE], "body": kantha(), "includedData": "issues,identifiers"}
    client = amazon(ListingsItems)
    tried = client.put_listings_item(SELLER, "KNT-1", mode="VALIDATION_PREVIEW", **told)
    assert tried.payload["status"] == "VALID" and tried.payload["identifiers"][0]["asin"]
    with pytest.raises(SellingApiBadRequestException):
        client.put_listings_item(SELLER, "KNT-1", **told)
    with pytest.raises(SellingApiBadRequestException):
        client.search_listings_items(SELLER, marketplaceIds=SITE, identifiers="A")


def test_an_item_is_put_checked_patched_and_ended(amazon):
    refused = put(amazon, "KNT-1", fabric_type=None, color=words("")).payload
    assert refused["status"] == "INVALID"
    said = {(one["code"], one["attributeNames"][0], one["categories"][0]) for one in refused["issues"]}  # fmt: skip
    assert ("90220", "fabric_type", "MISSING_ATTRIBUTE") in said
    assert ("99022", "color", "INVALID_ATTRIBUTE") in said
    assert put(amazon, "KNT-1").payload["status"] == "ACCEPTED"
    item = shown(amazon, "KNT-1")
    assert item["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]
    patches = [
        {"op": "replace", "path": "/attributes/purchasable_offer", "value": offer(95.5)},
        {"op": "replace", "path": "/attributes/fulfillment_availability", "value": left(0)},
    ]
    body = {"productType": "BLANKET", "patches": patches}
    amazon(ListingsItems).patch_listings_item(SELLER, "KNT-1", marketplaceIds=[SITE], body=body)
    item = shown(amazon, "KNT-1")
    assert item["offers"][0]["price"] == {"currencyCode": "USD", "amount": "95.50"}
    assert item["summaries"][0]["status"] == ["DISCOVERABLE"]
    amazon(ListingsItems).delete_listings_item(SELLER, "KNT-1", marketplaceIds=[SITE])
    with pytest.raises(SellingApiNotFoundException):
        shown(amazon, "KNT-1")


def test_an_item_appears_a_while_after_it_was_accepted(amazon):
    amazon.outside.control("amazon/settings", process_s=0.4)
    put(amazon, "KNT/2 লাল")
    with pytest.raises(SellingApiNotFoundException):
        shown(amazon, "KNT/2 লাল")

    def there():
        found = amazon.outside.control("amazon/items")["items"]
        return [one["sku"] for one in found] == ["KNT/2 লাল"]

    until(there)


def test_a_missing_attribute_may_be_found_late_and_be_mended(amazon):
    amazon.outside.control("amazon/settings", late_attribute="included_components")
    assert put(amazon, "KNT-3").payload["status"] == "ACCEPTED"
    item = shown(amazon, "KNT-3")
    assert item["summaries"][0]["status"] == []
    assert item["issues"][0]["attributeNames"] == ["included_components"]
    put(amazon, "KNT-3", included_components=words("1 quilt"))
    assert shown(amazon, "KNT-3")["issues"] == []


def send(amazon: Way, messages: list[dict], **header) -> dict:
    """A feed, and its report."""
    told = {"header": {"sellerId": SELLER, "version": "2.0", **header}, "messages": messages}
    feeds = amazon(Feeds)
    _document, feed = feeds.submit_feed("JSON_LISTINGS_FEED", io.BytesIO(json.dumps(told).encode()), "application/json; charset=UTF-8")  # fmt: skip
    done = until(
        lambda: (
            found
            if (found := feeds.get_feed(feed.payload["feedId"]).payload)["processingStatus"]
            in ("DONE", "FATAL")
            else None
        )
    )
    report = json.loads(feeds.get_feed_result_document(done["resultFeedDocumentId"]))
    return {**report, "status": done["processingStatus"]}


def test_a_feed_carries_many_items_and_its_report_names_the_message_that_failed(amazon):
    report = send(
        amazon,
        [
            {"messageId": 1, "sku": "A", "operationType": "UPDATE", **kantha()},
            {"messageId": 2, "sku": "B", "operationType": "UPDATE", **kantha(size=None)},
            {"messageId": 3, "sku": "A", "operationType": "PARTIAL_UPDATE", "productType": "BLANKET", "attributes": {"fulfillment_availability": left(2)}},
            {"messageId": 4, "sku": "C", "operationType": "DELETE"},
        ],
        report={"includedData": ["issues", "summaries"], "apiVersion": "2021-08-01"},
    )  # fmt: skip
    assert report["summary"]["messagesAccepted"] == 2 and report["summary"]["messagesInvalid"] == 2
    wrong = {one["messageId"]: one for one in report["issues"]}
    assert wrong[2]["message"] == "'[size]' is required but not supplied."
    assert wrong[2]["sku"] == "B" and "categories" not in wrong[2]
    assert wrong[4]["code"] == "NOT_FOUND"
    assert report["summary"]["itemSummary"] == {"items": 1, "errors": 0, "warnings": 0}
    assert report["items"][0]["sku"] == "A" and report["items"][0]["summaries"][0]["asin"]
    assert shown(amazon, "A")["fulfillmentAvailability"][0]["quantity"] == 2


def test_a_feed_that_cannot_be_read_is_fatal_and_the_sixth_in_five_minutes_too_many(amazon):
    twice = [{"messageId": 1, "sku": "A", "operationType": "DELETE"}] * 2
    assert send(amazon, twice)["status"] == "FATAL"
    document = amazon(Feeds).create_feed_document(io.BytesIO(b"{}"), "application/json")
    for _ in range(4):
        amazon(Feeds).create_feed("JSON_LISTINGS_FEED", document.payload["feedDocumentId"])
    with pytest.raises(SellingApiRequestThrottledException):
        amazon(Feeds).create_feed("JSON_LISTINGS_FEED", document.payload["feedDocumentId"])


def test_quotas_storms_and_outages_are_answered_as_amazon_does(amazon):
    amazon.outside.control("amazon/quota", operation="getListingsItem", rate=0.01, burst=2)
    with pytest.raises(SellingApiRequestThrottledException) as over:
        for _ in range(3):
            with pytest.raises(SellingApiNotFoundException):
                shown(amazon, "X")
    assert over.value.amzn_code == "QuotaExceeded"
    assert "x-amzn-RateLimit-Limit" not in over.value.headers
    amazon.outside.control("amazon/settings", storm=1)
    with pytest.raises(SellingApiRequestThrottledException):
        put(amazon, "K")
    amazon.outside.control("amazon/settings", unavailable=1)
    with pytest.raises(SellingApiTemporarilyUnavailableException):
        put(amazon, "K")
    assert put(amazon, "K").payload["status"] == "ACCEPTED"


def bought(amazon: Way, **told) -> str:
    return amazon.outside.control("amazon/buy", **told)["order"]


def since() -> str:
    return (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_orders_come_in_pages_and_take_what_is_left(amazon):
    put(amazon, "KNT-1")
    numbers = [bought(amazon, sku="KNT-1", quantity=1) for _ in range(3)]
    assert shown(amazon, "KNT-1")["fulfillmentAvailability"][0]["quantity"] == 2
    client = amazon(Orders)
    first = client.get_orders(LastUpdatedAfter=since(), MaxResultsPerPage=2)
    rest = client.get_orders(LastUpdatedAfter=since(), MaxResultsPerPage=2, NextToken=first.next_token)  # fmt: skip
    found = [one["AmazonOrderId"] for one in first.payload["Orders"] + rest.payload["Orders"]]
    assert found == numbers and rest.next_token is None
    lines = client.get_order_items(numbers[0]).payload["OrderItems"]
    assert (lines[0]["SellerSKU"], lines[0]["ItemPrice"]) == ("KNT-1", {"CurrencyCode": "USD", "Amount": "89.00"})  # fmt: skip
    with pytest.raises(SellingApiException):
        client.get_orders(MaxResultsPerPage=2)


def test_a_buyers_name_and_street_are_shown_to_a_restricted_token_only(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1")
    plain = amazon(Orders).get_order(number).payload["ShippingAddress"]
    assert "City" in plain and "Name" not in plain and "Phone" not in plain
    with pytest.raises(SellingApiForbiddenException):
        amazon(Orders).get_order_address(number)
    resource = {"method": "GET", "path": f"/orders/v0/orders/{number}/address", "dataElements": ["shippingAddress"]}  # fmt: skip
    token = amazon(Tokens).create_restricted_data_token(restrictedResources=[resource])
    opened = amazon(Orders, restricted_data_token=token.payload["restrictedDataToken"])
    assert opened.get_order_address(number).payload["ShippingAddress"]["AddressLine1"]
    with pytest.raises(SellingApiForbiddenException):
        opened.get_order_address(bought(amazon, sku="KNT-1"))
    whole = amazon(Orders).get_order(number, RestrictedResources=["buyerInfo", "shippingAddress"])
    assert whole.payload["BuyerInfo"]["BuyerEmail"] and whole.payload["ShippingAddress"]["Name"]


def test_an_order_is_shipped_once_however_often_it_is_confirmed(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1", quantity=2)
    line = amazon(Orders).get_order_items(number).payload["OrderItems"][0]["OrderItemId"]
    package = {
        "packageReferenceId": "1",
        "carrierCode": "DHL",
        "trackingNumber": "JD014600",
        "shipDate": "2026-11-20T08:00:00Z",
        "orderItems": [{"orderItemId": line, "quantity": 2}],
    }
    for _ in range(2):
        amazon(Orders).confirm_shipment(number, marketplaceId=SITE, packageDetail=package)
    order = amazon(Orders).get_order(number).payload
    assert (order["OrderStatus"], order["NumberOfItemsShipped"]) == ("Shipped", 2)
    with pytest.raises(SellingApiException):
        amazon(Orders).confirm_shipment(number, marketplaceId=SITE, packageDetail={})


def test_what_goes_wrong_with_orders_can_be_told(amazon):
    put(amazon, "KNT-1")
    amazon(ListingsItems).delete_listings_item(SELLER, "KNT-1", marketplaceIds=[SITE])
    ended = bought(amazon, sku="KNT-1", trouble="ended")
    odd = bought(amazon, sku="KNT-1", trouble="currency")
    bad = bought(amazon, sku="KNT-1", trouble="address")
    amazon.outside.control("amazon/cancel", order=bad)
    amazon.outside.control("amazon/settings", repeat_orders=True)
    orders = amazon(Orders).get_orders(LastUpdatedAfter=since()).payload["Orders"]
    assert [one["AmazonOrderId"] for one in orders] == [ended, ended, odd, odd, bad, bad]
    assert orders[-1]["OrderStatus"] == "Canceled"
    lines = amazon(Orders).get_order_items(odd).payload["OrderItems"]
    assert lines[0]["ItemPrice"]["CurrencyCode"] == "XTS"


def test_a_settlement_says_sale_fee_refund_and_what_goes_to_the_bank(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1", quantity=2)
    line = amazon(Orders).get_order_items(number).payload["OrderItems"][0]["OrderItemId"]
    package = {"packageReferenceId": "1", "carrierCode": "DHL", "trackingNumber": "J", "shipDate": "2026-11-20T08:00:00Z", "orderItems": [{"orderItemId": line, "quantity": 2}]}  # fmt: skip
    amazon(Orders).confirm_shipment(number, marketplaceId=SITE, packageDetail=package)
    amazon.outside.control("amazon/settings", gzip=True)
    amazon.outside.control("amazon/settle")
    report = amazon(Reports).get_reports(reportTypes=[SETTLEMENT]).payload["reports"][0]
    text = amazon(Reports).get_report_document(report["reportDocumentId"], download=True).payload["document"]  # fmt: skip
    heads, *rows = [one.split("\t") for one in text.splitlines()]
    rows = [dict(zip(heads, one, strict=True)) for one in rows]
    assert rows[0]["total-amount"] == "111.31" and rows[0]["currency"] == "USD"
    amounts = {one["amount-description"]: one["amount"] for one in rows[1:]}
    assert amounts == {"Principal": "178.00", "Commission": "-26.70", "Subscription Fee": "-39.99"}


def test_the_seller_refuses_an_order_by_an_acknowledgement_feed(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1")
    xml = f"<AmazonEnvelope><Message><OrderAcknowledgement><AmazonOrderID>{number}</AmazonOrderID><StatusCode>Failure</StatusCode></OrderAcknowledgement></Message></AmazonEnvelope>"  # fmt: skip
    amazon(Feeds).submit_feed("POST_ORDER_ACKNOWLEDGEMENT_DATA", io.BytesIO(xml.encode()), "text/xml; charset=UTF-8")  # fmt: skip
    until(lambda: amazon(Orders).get_order(number).payload["OrderStatus"] == "Canceled")


def test_its_page_shows_listings_and_orders_in_both_languages(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1")
    for lang, word in (("en", "Somebody buys"), ("bn", "কেউ একজন কেনে")):
        page = amazon.outside.get(f"/_control/amazon?lang={lang}")
        assert page.status_code == 200 and word in page.text and number in page.text
