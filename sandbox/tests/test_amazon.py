"""Amazon's sign-in, kinds of goods, listings, feeds and quotas."""

import base64
import hashlib
import io
import json

import pytest
from sp_api.api import Feeds, ListingsItems, ProductTypeDefinitions, Sellers
from sp_api.auth.access_token_client import cache
from sp_api.auth.exceptions import AuthorizationError
from sp_api.base.exceptions import (
    SellingApiBadRequestException,
    SellingApiForbiddenException,
    SellingApiNotFoundException,
    SellingApiRequestThrottledException,
    SellingApiTemporarilyUnavailableException,
)

from sandbox.tests.amazon_way import (
    SELLER,
    SITE,
    Way,
    amazon,
    kantha,
    left,
    offer,
    put,
    shown,
    words,
)
from sandbox.tests.conftest import until

__all__ = ["amazon"]


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
