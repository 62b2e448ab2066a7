"""Orders as the seller is told of them: the Orders API of 2026-01-01, whose model is published."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.services.amazon.listings import stamp
from sandbox.services.amazon.orders import ORDER
from sandbox.services.amazon.orders import wanted as pieces_wanted
from sandbox.services.amazon.shelf import Thing
from sandbox.services.amazon.wording import Refused

if TYPE_CHECKING:
    from sandbox.services.amazon.amazon import Amazon

STATUSES = {
    "Pending": "PENDING",
    "Unshipped": "UNSHIPPED",
    "PartiallyShipped": "PARTIALLY_SHIPPED",
    "Shipped": "SHIPPED",
    "Canceled": "CANCELLED",
}
PARTS = {
    "BUYER", "RECIPIENT", "PROCEEDS", "EXPENSE", "PROMOTION", "CANCELLATION", "FULFILLMENT", "PACKAGES",
    "TAX", "PAYMENT", "FULFILLMENT_ORDERS",
}  # fmt: skip
ADDRESS = {
    "Name": "name", "AddressLine1": "addressLine1", "AddressLine2": "addressLine2", "City": "city",
    "StateOrRegion": "stateOrRegion", "PostalCode": "postalCode", "CountryCode": "countryCode", "Phone": "phone",
}  # fmt: skip
SAME = ("createdAfter", "createdBefore", "lastUpdatedAfter", "lastUpdatedBefore", "fulfillmentStatuses", "marketplaceIds", "fulfilledBy")  # fmt: skip
"""What a token of the next page goes with, unchanged."""
TOKEN_S, FRESH_S = 86_400, 120


class OrdersTold:
    def __init__(self, amazon: Amazon) -> None:
        self._amazon = amazon

    # searchOrders, getOrder ----------------------------------------------------------------------

    def page(self, asked: dict[str, str]) -> Thing:
        """A page of the orders that changed, oldest change first."""
        size = int(asked.get("maxResultsPerPage") or 100)
        if not 1 <= size <= 100:
            raise Refused("InvalidInput", "maxResultsPerPage is between 1 and 100.")
        size = min(size, self._amazon.setting()["page_most"])
        if bool(asked.get("createdAfter")) == bool(asked.get("lastUpdatedAfter")):
            raise Refused(
                "InvalidInput", "Exactly one of createdAfter and lastUpdatedAfter is needed."
            )
        wanted = _parts(asked.get("includedData", ""))
        until, after = self._begun(asked)
        orders = [one for one in self._chosen(asked, until) if (one["changed"], one["AmazonOrderId"]) > after]  # fmt: skip
        cut = orders[:size]
        found: Thing = {
            "orders": [self._shown(one, wanted) | one.get("listed", {}) for one in cut],
            "lastUpdatedBefore": stamp(until),
        }
        if self._amazon.setting()["repeat_orders"]:
            found["orders"] = [one for each in found["orders"] for one in (each, each)]
        if orders[size:]:
            last = cut[-1]
            token = f"{until!r}|{last['changed']!r}|{last['AmazonOrderId']}|{_digest(asked)}"
            found["pagination"] = {"nextToken": token}
        return found

    def one(self, number: str, wanted: set[str]) -> Thing:
        return self._shown(self._amazon.orders.found(number), _parts(",".join(wanted)))

    def _begun(self, asked: dict[str, str]) -> tuple[float, tuple[float, str]]:
        """Until when the list that this page belongs to reaches, and behind what it begins."""
        now = self._amazon.now()
        if token := asked.get("paginationToken"):
            told = token.split("|")
            if len(told) != 4 or told[3] != _digest(asked) or now - float(told[0]) > TOKEN_S:
                raise Refused("InvalidInput", "The paginationToken is not valid for this request.")
            return float(told[0]), (float(told[1]), told[2])
        if before := asked.get("lastUpdatedBefore"):
            if moment(before) > now - FRESH_S:
                raise Refused("InvalidInput", "lastUpdatedBefore is at least two minutes ago.")
            return moment(before), (0.0, "")
        return now, (0.0, "")

    def _chosen(self, asked: dict[str, str], until: float) -> list[Thing]:
        orders = self._amazon.shelf.all(ORDER)
        visible = min(until, self._amazon.now() - self._amazon.setting()["visible_after_s"])
        orders = [one for one in orders if one["changed"] <= visible]
        if asked.get("lastUpdatedAfter"):
            since = moment(asked["lastUpdatedAfter"])
            orders = [one for one in orders if one["changed"] >= since]
        else:
            since = moment(asked["createdAfter"])
            orders = [one for one in orders if moment(one["PurchaseDate"]) >= since]
        if statuses := asked.get("fulfillmentStatuses"):
            orders = [one for one in orders if STATUSES[one["OrderStatus"]] in statuses.split(",")]
        if sites := asked.get("marketplaceIds"):
            orders = [one for one in orders if one["MarketplaceId"] in sites.split(",")]
        if (by := asked.get("fulfilledBy")) and "MERCHANT" not in by.split(","):
            return []
        return orders

    # Its shape -----------------------------------------------------------------------------------

    def _shown(self, order: Thing, wanted: set[str]) -> Thing:
        status = STATUSES[order["OrderStatus"]]
        found: Thing = {
            "orderId": order["AmazonOrderId"],
            "createdTime": order["PurchaseDate"],
            "lastUpdatedTime": stamp(order["changed"]),
            "salesChannel": {
                "channelName": "AMAZON",
                "marketplaceId": order["MarketplaceId"],
                "marketplaceName": order["SalesChannel"],
            },
            "orderItems": [_line(one, wanted, status) for one in order["lines"]],
        }
        if "FULFILLMENT" in wanted:
            latest = datetime.fromisoformat(order["PurchaseDate"]) + timedelta(days=10)
            found["fulfillment"] = {
                "fulfillmentStatus": status,
                "fulfilledBy": "MERCHANT",
                "fulfillmentServiceLevel": "STANDARD",
                "shipByWindow": {
                    "earliestDateTime": order["PurchaseDate"],
                    "latestDateTime": latest.strftime("%Y-%m-%dT%H:%M:%SZ"),
                },
            }
        if "PROCEEDS" in wanted and status not in ("PENDING", "CANCELLED"):
            lines, currency = order["lines"], order["lines"][0]["currency"]
            whole = sum(one["unit"] * pieces_wanted(one) + one["shipping"] for one in lines)
            found["proceeds"] = {"grandTotal": amount(whole, currency)}
        if "RECIPIENT" in wanted and status not in ("PENDING", "CANCELLED"):
            told = {theirs: order["address"].get(ours, "") for ours, theirs in ADDRESS.items()}
            told["addressType"] = "RESIDENTIAL"
            found["recipient"] = {"deliveryAddress": {key: it for key, it in told.items() if it}}
        if "BUYER" in wanted:
            found["buyer"] = {"buyerName": order["address"]["Name"], "buyerEmail": order["email"]}
        return found


def _line(line: Thing, wanted: set[str], status: str) -> Thing:
    currency, ordered = line["currency"], line["QuantityOrdered"]
    called_off = ordered if status == "CANCELLED" else ordered - pieces_wanted(line)
    product = {"asin": line["ASIN"], "title": line["Title"], "sellerSku": line["SellerSKU"]}
    found: Thing = {
        "orderItemId": line["OrderItemId"],
        "quantityOrdered": ordered,
        "programs": [],
        "product": product,
    }
    if status != "PENDING":
        product["price"] = {"unitPrice": amount(line["unit"], currency)}
    if "PROCEEDS" in wanted and status not in ("PENDING", "CANCELLED"):
        pieces = ordered - called_off
        parts = {"ITEM": line["unit"] * pieces, "SHIPPING": line["shipping"], "TAX": 0}
        found["proceeds"] = {
            "proceedsTotal": amount(sum(parts.values()), currency),
            "breakdowns": [{"type": kind, "subtotal": amount(cents, currency)} for kind, cents in parts.items()],
        }  # fmt: skip
    if "FULFILLMENT" in wanted:
        sent = line["QuantityShipped"]
        found["fulfillment"] = {
            "quantityFulfilled": sent,
            "quantityUnfulfilled": max(ordered - sent - called_off, 0),
        }
    if "CANCELLATION" in wanted and called_off:
        found["cancellation"] = {
            "cancellationExecution": {"cancelledBy": "BUYER", "cancelReason": "Changed their mind"}
        }
    return found


def _parts(told: str) -> set[str]:
    wanted = {one for one in told.split(",") if one}
    if strange := wanted - PARTS:
        raise Refused("InvalidInput", f"Invalid includedData: {', '.join(sorted(strange))}")
    return wanted


def _digest(asked: dict[str, str]) -> str:
    told = "|".join(asked.get(name, "") for name in SAME)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def amount(cents: int, currency: str) -> dict[str, Any]:
    return {"currencyCode": currency, "amount": f"{cents / 100:.2f}"}


def moment(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise Refused("InvalidInput", f"Invalid date {text}.") from None
