"""Orders: somebody buys, the seller ships or refuses, and buyers change their minds."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from sandbox.core.service import BadAction
from sandbox.services.amazon.attributes import MARKETPLACES
from sandbox.services.amazon.listings import GONE, ITEM, price_of, stamp
from sandbox.services.amazon.shelf import Thing
from sandbox.services.amazon.wording import Refused

if TYPE_CHECKING:
    from sandbox.services.amazon.amazon import Amazon

ORDER = "order"
BUYERS: dict[str, list[dict[str, str]]] = {
    "US": [
        {"Name": "Maya Robertson", "AddressLine1": "1840 Alder Street", "AddressLine2": "Apt 4", "City": "Portland", "StateOrRegion": "OR", "PostalCode": "97205", "CountryCode": "US", "Phone": "+1 503-555-0148"},
        {"Name": "Daniel Okafor", "AddressLine1": "77 Linden Avenue", "City": "Jersey City", "StateOrRegion": "NJ", "PostalCode": "07304", "CountryCode": "US", "Phone": "+1 201-555-0112"},
        {"Name": "Farhana Islam", "AddressLine1": "3412 73rd Street", "AddressLine2": "2nd floor", "City": "Jackson Heights", "StateOrRegion": "NY", "PostalCode": "11372", "CountryCode": "US", "Phone": "+1 718-555-0173"},
    ],
    "CA": [
        {"Name": "Claire Tremblay", "AddressLine1": "905 Rue Drolet", "City": "Montréal", "StateOrRegion": "QC", "PostalCode": "H2L 3T4", "CountryCode": "CA", "Phone": "+1 514-555-0129"},
    ],
    "MX": [
        {"Name": "Lucía Herrera", "AddressLine1": "Calle Sur 12", "City": "Ciudad de México", "StateOrRegion": "CDMX", "PostalCode": "06700", "CountryCode": "MX", "Phone": "+52 55 5550 0101"},
    ],
}  # fmt: skip
BAD_ADDRESS = {"Name": "", "AddressLine1": "P.O. Box", "City": "Springfield", "StateOrRegion": "", "PostalCode": "ABC", "CountryCode": "US", "Phone": ""}  # fmt: skip
TROUBLES = ("", "ended", "currency", "address", "unknown_sku")


class Orders:
    def __init__(self, amazon: Amazon) -> None:
        self._amazon = amazon
        self._shelf = amazon.shelf
        self._dice = random.Random(amazon.world.options.seed)

    # Somebody buys -------------------------------------------------------------------------------

    async def buy(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"sku", "quantity", "trouble", "unit", "currency", "pending", "lines": [{"sku", "quantity"}],
        "listed": what the list of orders tells of it otherwise}.

        `trouble`: "ended" takes an item that is not listed any more, "currency" pays in one never
        seen, "address" is one that fails the site's own rules, "unknown_sku" was never ours.
        """
        trouble = str(told.get("trouble") or "")
        if trouble not in TROUBLES:
            raise BadAction(f"trouble is one of {list(TROUBLES)}")
        wanted = told.get("lines") or [
            {"sku": told.get("sku", ""), "quantity": told.get("quantity") or 1}
        ]
        lines = [self._line(one, trouble, told) for one in wanted]
        item = lines[0].pop("_item")
        for each in lines[1:]:
            each.pop("_item")
        marketplace = item["marketplace"]
        site, _language, _currency, country = MARKETPLACES[marketplace]
        now = self._amazon.now()
        number = self._number()
        address = dict(
            BAD_ADDRESS if trouble == "address" else self._dice.choice(BUYERS[country])
        ) | dict(told.get("address") or {})
        order = {
            "AmazonOrderId": number,
            "PurchaseDate": stamp(now),
            "OrderStatus": "Pending" if told.get("pending") else "Unshipped",
            "MarketplaceId": marketplace,
            "SalesChannel": site,
            "address": address,
            "email": f"{number.replace('-', '')}@marketplace.amazon.example",
            "lines": lines,
            "packages": [],
            "settled": False,
            "listed": dict(told.get("listed") or {}),
        }
        self.save(order)
        for each in lines:
            self._amazon.listings.sold(each["SellerSKU"], each["QuantityOrdered"])
        return {"order": number}

    def _line(self, wanted: dict[str, Any], trouble: str, told: dict[str, Any]) -> Thing:
        sku, quantity = str(wanted.get("sku") or ""), int(wanted.get("quantity") or 1)
        item = self._shelf.one(ITEM, sku) if trouble != "ended" else None
        item = item or self._shelf.one(GONE, sku) or self._shelf.one(ITEM, sku)
        if item is None and trouble == "unknown_sku":
            item = {"sku": sku, "asin": "B000000000", "marketplace": self._amazon.marketplace, "attributes": {}, "pending": None}  # fmt: skip
        if item is None:
            raise BadAction(f"nothing is listed with the SKU {sku!r}")
        item = self._amazon.listings.settled(item) if item.get("pending") else item
        if item is None:
            raise BadAction(f"nothing is listed with the SKU {sku!r}")
        amount, currency = price_of(item)
        unit = round(float(told.get("unit") or amount or 25) * 100)
        currency = str(told.get("currency") or ("XTS" if trouble == "currency" else currency))
        shipping = round(float(told.get("shipping") or 0) * 100)
        title = item["attributes"].get("item_name", [{}])[0].get("value", sku)
        return {
            "_item": item,
            "OrderItemId": str(self._dice.randrange(10**13, 10**14)),
            "ASIN": item["asin"],
            "SellerSKU": sku,
            "Title": title,
            "QuantityOrdered": quantity,
            "QuantityShipped": 0,
            "unit": unit,
            "shipping": shipping,
            "currency": currency,
        }

    def _number(self) -> str:
        parts = (self._dice.randrange(10**6, 10**7), self._dice.randrange(10**6, 10**7))
        return f"11{self._dice.randrange(1, 5)}-{parts[0]}-{parts[1]}"

    async def cancel(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"order", "pieces"}: the buyer cancels, however late; with `pieces` only so many of its first
        line."""
        order = self.found(str(told.get("order") or ""), BadAction)
        if pieces := int(told.get("pieces") or 0):
            order["lines"][0]["cancelled"] = pieces
        else:
            order["OrderStatus"] = "Canceled"
        self.save(order)
        return {"order": order["AmazonOrderId"]}

    async def pay(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"order"}: a pending order is paid for, and may be shipped."""
        order = self.found(str(told.get("order") or ""), BadAction)
        order["OrderStatus"] = "Unshipped"
        self.save(order)
        return {"order": order["AmazonOrderId"]}

    async def refund(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"order"}: the buyer gets the money back; the next settlement says so."""
        order = self.found(str(told.get("order") or ""), BadAction)
        order["refunded"] = True
        self.save(order)
        return {"order": order["AmazonOrderId"]}

    async def touch(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"order"}: it counts as changed now, though nothing did."""
        order = self.found(str(told.get("order") or ""), BadAction)
        self.save(order)
        return {"order": order["AmazonOrderId"]}

    def cancelled_by_seller(self, number: str) -> bool:
        order = self._shelf.one(ORDER, number)
        if order is None or order["OrderStatus"] not in ("Pending", "Unshipped"):
            return False
        order["OrderStatus"] = "Canceled"
        self.save(order)
        return True

    def save(self, order: Thing) -> None:
        now = self._amazon.now()
        order["changed"] = now
        self._shelf.put(ORDER, order["AmazonOrderId"], order, at=now)

    def found(self, number: str, problem: type[Exception] | None = None) -> Thing:
        order = self._shelf.one(ORDER, number)
        if order is None:
            if problem:
                raise problem(f"there is no order {number!r}")
            raise Refused("InvalidInput", f"Order {number} not found.", 404)
        return order

    # The seller ships ----------------------------------------------------------------------------

    def confirm(self, number: str, told: Any) -> None:
        order = self.found(number)
        package = told.get("packageDetail") if isinstance(told, dict) else None
        if not isinstance(package, dict):
            raise Refused("InvalidInput", "packageDetail is missing.")
        for key in ("packageReferenceId", "carrierCode", "trackingNumber", "shipDate", "orderItems"):  # fmt: skip
            if not package.get(key):
                raise Refused("InvalidInput", f"packageDetail.{key} is missing.")
        if order["OrderStatus"] == "Canceled":
            raise Refused("InvalidInput", f"Order {number} is cancelled.")
        if not str(package["packageReferenceId"]).isdigit():
            raise Refused("InvalidInput", "packageReferenceId is a positive number.")
        known = {one["OrderItemId"]: one for one in order["lines"]}
        again = any(one["packageReferenceId"] == package["packageReferenceId"] for one in order["packages"])  # fmt: skip
        for each in [] if again else package["orderItems"]:
            line = known.get(str(each.get("orderItemId")))
            if line is None:
                raise Refused("InvalidInput", f"Order item {each.get('orderItemId')} not found.")
            line["QuantityShipped"] += int(each.get("quantity") or 0)
            if line["QuantityShipped"] > wanted(line):
                raise Refused("InvalidInput", "More is shipped than was ordered.")
        kept = [one for one in order["packages"] if one["packageReferenceId"] != package["packageReferenceId"]]  # fmt: skip
        order["packages"] = [*kept, package]
        whole = all(one["QuantityShipped"] == wanted(one) for one in order["lines"])
        order["OrderStatus"] = "Shipped" if whole else "PartiallyShipped"
        self.save(order)


def wanted(line: Thing) -> int:
    """Pieces that were ordered and not called off."""
    return int(line["QuantityOrdered"]) - int(line.get("cancelled") or 0)
