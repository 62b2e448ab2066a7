"""The seller's items: put, patched, ended, and processed a little later than they were accepted."""

from __future__ import annotations

import copy
import hashlib
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.services.amazon import checking
from sandbox.services.amazon.attributes import MARKETPLACES
from sandbox.services.amazon.shelf import Thing
from sandbox.services.amazon.wording import Refused

if TYPE_CHECKING:
    from sandbox.services.amazon.amazon import Amazon

ITEM, GONE = "item", "gone"
REQUIREMENTS = ("LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY")
LONGEST_SKU = 40


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Listings:
    def __init__(self, amazon: Amazon) -> None:
        self._amazon = amazon
        self._shelf = amazon.shelf

    # Writes --------------------------------------------------------------------------------------

    def put(self, sku: str, told: Any, marketplace: str, *, preview: bool = False) -> Thing:
        """A whole item. What breaks the schema is INVALID and changes nothing."""
        product_type, attributes = (
            _needs(told, "productType", str),
            _needs(told, "attributes", dict),
        )
        requirements = told.get("requirements", "LISTING")
        if requirements not in REQUIREMENTS:
            raise Refused("InvalidInput", f"Invalid 'requirements': {requirements}")
        issues = [] if 0 < len(sku) <= LONGEST_SKU else [_sku_too_long(sku)]
        issues += checking.of_whole(
            product_type, marketplace, requirements, attributes, self._amazon.more_required()
        )
        return self._submitted(sku, marketplace, product_type, attributes, issues, preview=preview)

    def patch(self, sku: str, told: Any, marketplace: str, *, preview: bool = False) -> Thing:
        """Some attributes of an item there is already."""
        product_type, patches = _needs(told, "productType", str), _needs(told, "patches", list)
        item = self.found(sku)
        after = copy.deepcopy(self._newest(item))
        changed: dict[str, Any] = {}
        for patch in patches:
            name, value = _patched(patch)
            if patch["op"] == "delete":
                after.pop(name, None)
            else:
                merged = patch["op"] == "merge" and after.get(name)
                after[name] = _merged(after[name], value) if merged else value
                changed[name] = after[name]
        issues = checking.of_parts(product_type, marketplace, changed)
        return self._submitted(sku, marketplace, product_type, after, issues, preview=preview)

    def part(self, sku: str, told: Any, marketplace: str) -> Thing:
        """A feed's PARTIAL_UPDATE."""
        attributes = _needs(told, "attributes", dict)
        patches = [{"op": "replace", "path": f"/attributes/{name}", "value": value} for name, value in attributes.items()]  # fmt: skip
        return self.patch(sku, {"productType": told.get("productType", ""), "patches": patches}, marketplace)  # fmt: skip

    def end(self, sku: str, marketplace: str) -> Thing:
        item = self.found(sku)
        now = self._amazon.now()
        self._shelf.put(GONE, sku, item, at=now)
        self._shelf.drop(ITEM, sku)
        return self._submission(sku, "ACCEPTED", [])

    def sold(self, sku: str, pieces: int) -> None:
        """Amazon counts down what is left as soon as somebody buys."""
        item = self._shelf.one(ITEM, sku)
        if item is None:
            return
        for attributes in (item["attributes"], (item["pending"] or {}).get("attributes", {})):
            for each in attributes.get("fulfillment_availability", []):
                each["quantity"] = max(0, int(each.get("quantity", 0)) - pieces)
        self._shelf.put(ITEM, sku, item, at=self._amazon.now())

    def _submitted(
        self,
        sku: str,
        marketplace: str,
        product_type: str,
        attributes: dict[str, Any],
        issues: list[Thing],
        *,
        preview: bool,
    ) -> Thing:
        wrong = any(one["severity"] == "ERROR" for one in issues)
        if preview or wrong:
            return self._submission(sku, "INVALID" if wrong else "VALID", issues)
        now = self._amazon.now()
        item = self.settled(self._shelf.one(ITEM, sku)) or {
            "sku": sku,
            "asin": asin_of(sku),
            "marketplace": marketplace,
            "productType": product_type,
            "attributes": {},
            "created": now,
            "updated": 0.0,
            "pending": None,
        }
        item["productType"] = product_type
        item["pending"] = {
            "attributes": attributes,
            "due": now + self._amazon.setting()["process_s"],
        }
        self._shelf.put(ITEM, sku, item, at=now)
        self._amazon.accepted += 1
        return self._submission(sku, "ACCEPTED", issues)

    def _submission(self, sku: str, status: str, issues: list[Thing]) -> Thing:
        return {"sku": sku, "status": status, "submissionId": uuid.uuid4().hex, "issues": issues}

    # Reads ---------------------------------------------------------------------------------------

    def found(self, sku: str) -> Thing:
        item = self._shelf.one(ITEM, sku)
        if item is None:
            raise Refused("NOT_FOUND", f"SKU '{sku}' not found.", 404)
        return item

    def settled(self, item: Thing | None) -> Thing | None:
        """With what is due by now taken in."""
        if item is None:
            return None
        pending = item["pending"]
        if pending and pending["due"] <= self._amazon.now():
            item["attributes"], item["updated"] = pending["attributes"], pending["due"]
            item["pending"] = None
        return item

    def _newest(self, item: Thing) -> dict[str, Any]:
        attributes: dict[str, Any] = (item["pending"] or item)["attributes"]
        return attributes

    def shown(self, sku: str, wanted: set[str]) -> Thing:
        """An item as it stands; one that has never been processed is not there yet."""
        item = self.settled(self.found(sku))
        if item is None or not item["updated"]:
            raise Refused("NOT_FOUND", f"SKU '{sku}' not found.", 404)
        return self.shape(item, wanted)

    def all_shown(
        self,
        wanted: set[str],
        skus: set[str] | None,
        severity: str = "",
        *,
        since: str = "",
        oldest_first: bool = False,
    ) -> list[Thing]:
        """Those of these SKUs, with an issue so severe, changed since then, where that is asked; by
        when they last changed."""
        found = [self.settled(one) for one in self._shelf.all(ITEM)]
        there = [
            one
            for one in found
            if one
            and one["updated"]
            and (skus is None or one["sku"] in skus)
            and stamp(one["updated"]) >= since
            and (
                not severity or any(each["severity"] == severity for each in self.late_issues(one))
            )
        ]
        there.sort(key=lambda one: (one["updated"], one["sku"]), reverse=not oldest_first)
        return [self.shape(one, wanted) for one in there]

    def late_issues(self, item: Thing) -> list[Thing]:
        """What is found only after an item was accepted."""
        name = self._amazon.setting()["late_attribute"]
        found = [checking.missing(name)] if name and name not in item["attributes"] else []
        note = self._shelf.one("note", item["sku"])
        return [checking.enforced(one) for one in ([*found, note] if note else found)]

    def shape(self, item: Thing, wanted: set[str]) -> Thing:
        attributes, marketplace = item["attributes"], item["marketplace"]
        issues = self.late_issues(item)
        blocked = any(checking.applies(one) for one in issues)
        amount, currency = price_of(item)
        left = quantity_of(item)
        skipped = attributes.get("skip_offer", [{}])[0].get("value") is True
        status = [] if blocked else ["DISCOVERABLE"]
        if amount and left and not blocked and not skipped:
            status = ["BUYABLE", *status]
        parts: dict[str, Any] = {
            "summaries": [
                {
                    "marketplaceId": marketplace,
                    "asin": item["asin"],
                    "productType": item["productType"],
                    "conditionType": _first(attributes, "condition_type", "new_new"),
                    "status": status,
                    "itemName": _first(attributes, "item_name", ""),
                    "createdDate": stamp(item["created"]),
                    "lastUpdatedDate": stamp(item["updated"]),
                }
            ],
            "attributes": attributes,
            "issues": issues,
            "offers": [
                {
                    "marketplaceId": marketplace,
                    "offerType": "B2C",
                    "price": {"currencyCode": currency, "amount": f"{amount:.2f}"},
                    "audience": {"value": "ALL", "displayName": "Sell on Amazon"},
                }
            ]
            if amount
            else [],
            "fulfillmentAvailability": [{"fulfillmentChannelCode": "DEFAULT", "quantity": left}],
            "productTypes": [{"marketplaceId": marketplace, "productType": item["productType"]}],
        }
        return {"sku": item["sku"], **{key: parts[key] for key in parts if key in wanted}}


def price_of(item: Thing) -> tuple[float, str]:
    """What one costs on its own site, and the currency; nought where it is not offered."""
    for offer in item["attributes"].get("purchasable_offer", []):
        return float(offer["our_price"][0]["schedule"][0]["value_with_tax"]), offer["currency"]
    return 0.0, MARKETPLACES[item["marketplace"]][2]


def quantity_of(item: Thing) -> int:
    return sum(
        int(one.get("quantity", 0))
        for one in item["attributes"].get("fulfillment_availability", [])
    )


def asin_of(sku: str) -> str:
    return "B0" + hashlib.sha256(sku.encode()).hexdigest()[:8].upper()


def _first(attributes: dict[str, Any], name: str, default: str) -> str:
    return str(attributes.get(name, [{}])[0].get("value", default))


def _needs(told: Any, key: str, kind: type) -> Any:
    if not isinstance(told, dict) or not isinstance(told.get(key), kind) or not told[key]:
        raise Refused("InvalidInput", f"Missing or invalid '{key}' in the request body.")
    return told[key]


def _patched(patch: Any) -> tuple[str, Any]:
    path = patch.get("path", "") if isinstance(patch, dict) else ""
    name = path.removeprefix("/attributes/")
    if name == path or not name or "/" in name:
        raise Refused("InvalidInput", f"Invalid patch path '{path}'.")
    if patch.get("op") not in ("add", "replace", "merge", "delete"):
        raise Refused("InvalidInput", f"Invalid patch op '{patch.get('op')}'.")
    return name, patch.get("value")


def _merged(before: list[Thing], value: list[Thing]) -> list[Thing]:
    return [{**(before[n] if n < len(before) else {}), **one} for n, one in enumerate(value)]


def _sku_too_long(sku: str) -> Thing:
    return checking.issue(checking.INVALID, f"A SKU has 1 to {LONGEST_SKU} characters, '{sku[:50]}' has not.", ["sku"], "INVALID_ATTRIBUTE")  # fmt: skip
