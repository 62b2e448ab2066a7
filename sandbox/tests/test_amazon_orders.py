"""Amazon's orders, by the Orders API of 2026-01-01, and its settlements."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from sp_api.api import Feeds, ListingsItems, OrdersV0, OrdersV20260101, Reports
from sp_api.base import SellingApiException
from sp_api.base.exceptions import SellingApiBadRequestException

from sandbox.tests.amazon_way import SELLER, SITE, Way, amazon, put, shown
from sandbox.tests.conftest import until

__all__ = ["amazon"]
SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
ALL = "FULFILLMENT,PROCEEDS,RECIPIENT,CANCELLATION"


def bought(amazon: Way, **told) -> str:
    return amazon.outside.control("amazon/buy", **told)["order"]


def since() -> str:
    return (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def told(amazon: Way, number: str, parts: str = ALL) -> dict:
    return amazon(OrdersV20260101).get_order(number, includedData=parts).payload["order"]


def test_orders_come_in_pages_and_take_what_is_left(amazon):
    put(amazon, "KNT-1")
    numbers = [bought(amazon, sku="KNT-1", quantity=1) for _ in range(3)]
    assert shown(amazon, "KNT-1")["fulfillmentAvailability"][0]["quantity"] == 2
    client, asked = amazon(OrdersV20260101), {"lastUpdatedAfter": since(), "maxResultsPerPage": 2}
    first = client.search_orders(**asked)
    rest = client.search_orders(**asked, paginationToken=first.next_token)
    found = [one["orderId"] for one in first.payload["orders"] + rest.payload["orders"]]
    assert found == numbers and rest.next_token is None and rest.payload["lastUpdatedBefore"]
    for wrong in (
        {},
        {"createdAfter": since(), "lastUpdatedAfter": since()},
        {**asked, "includedData": "SECRETS"},
        {"lastUpdatedAfter": "2026-01-01T00:00:00Z", "paginationToken": first.next_token},
    ):
        with pytest.raises(SellingApiBadRequestException):
            client.search_orders(**wrong)


def test_only_what_is_asked_for_is_told_of_an_order(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1", quantity=2, shipping=5)
    plain = told(amazon, number, "FULFILLMENT")
    assert "recipient" not in plain and "proceeds" not in plain and "buyer" not in plain
    whole = told(amazon, number)
    assert whole["recipient"]["deliveryAddress"]["addressLine1"]
    assert whole["proceeds"]["grandTotal"] == {"currencyCode": "USD", "amount": "183.00"}
    [line] = whole["orderItems"]
    assert (line["product"]["sellerSku"], line["product"]["price"]["unitPrice"]["amount"]) == ("KNT-1", "89.00")  # fmt: skip
    parts = {one["type"]: one["subtotal"]["amount"] for one in line["proceeds"]["breakdowns"]}
    assert parts == {"ITEM": "178.00", "SHIPPING": "5.00", "TAX": "0.00"}
    amazon.outside.control("amazon/cancel", order=number, pieces=1)
    [line] = told(amazon, number)["orderItems"]
    assert (line["quantityOrdered"], line["fulfillment"]["quantityUnfulfilled"]) == (2, 1)
    assert line["cancellation"]["cancellationExecution"]["cancelledBy"] == "BUYER"


def test_an_order_is_shipped_once_however_often_it_is_confirmed(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1", quantity=2)
    line = told(amazon, number)["orderItems"][0]["orderItemId"]
    package = {
        "packageReferenceId": "1",
        "carrierCode": "DHL",
        "trackingNumber": "JD014600",
        "shipDate": "2026-11-20T08:00:00Z",
        "orderItems": [{"orderItemId": line, "quantity": 2}],
    }
    for _ in range(2):
        amazon(OrdersV0).confirm_shipment(number, marketplaceId=SITE, packageDetail=package)
    order = told(amazon, number)
    assert order["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert order["orderItems"][0]["fulfillment"] == {
        "quantityFulfilled": 2,
        "quantityUnfulfilled": 0,
    }
    with pytest.raises(SellingApiException):
        amazon(OrdersV0).confirm_shipment(number, marketplaceId=SITE, packageDetail={})


def test_what_goes_wrong_with_orders_can_be_told(amazon):
    put(amazon, "KNT-1")
    amazon(ListingsItems).delete_listings_item(SELLER, "KNT-1", marketplaceIds=[SITE])
    ended = bought(amazon, sku="KNT-1", trouble="ended")
    odd = bought(amazon, sku="KNT-1", trouble="currency")
    bad = bought(amazon, sku="KNT-1", trouble="address")
    amazon.outside.control("amazon/cancel", order=bad)
    amazon.outside.control("amazon/settings", repeat_orders=True)
    listed = amazon(OrdersV20260101).search_orders(
        lastUpdatedAfter=since(), includedData="FULFILLMENT"
    )
    orders = listed.payload["orders"]
    assert [one["orderId"] for one in orders] == [ended, ended, odd, odd, bad, bad]
    assert orders[-1]["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    assert told(amazon, odd)["proceeds"]["grandTotal"]["currencyCode"] == "XTS"


def test_a_settlement_says_sale_fee_refund_and_what_goes_to_the_bank(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1", quantity=2)
    line = told(amazon, number)["orderItems"][0]["orderItemId"]
    package = {"packageReferenceId": "1", "carrierCode": "DHL", "trackingNumber": "J", "shipDate": "2026-11-20T08:00:00Z", "orderItems": [{"orderItemId": line, "quantity": 2}]}  # fmt: skip
    amazon(OrdersV0).confirm_shipment(number, marketplaceId=SITE, packageDetail=package)
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
    until(lambda: told(amazon, number)["fulfillment"]["fulfillmentStatus"] == "CANCELLED")


def test_its_page_shows_listings_and_orders_in_both_languages(amazon):
    put(amazon, "KNT-1")
    number = bought(amazon, sku="KNT-1")
    for lang, word in (("en", "Somebody buys"), ("bn", "কেউ একজন কেনে")):
        page = amazon.outside.get(f"/_control/amazon?lang={lang}")
        assert page.status_code == 200 and word in page.text and number in page.text
