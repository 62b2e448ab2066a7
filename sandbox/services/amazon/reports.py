"""The settlement report: every two weeks, what was sold, what it cost, what goes to the bank."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sandbox.services.amazon.attributes import MARKETPLACES
from sandbox.services.amazon.listings import stamp
from sandbox.services.amazon.orders import ORDER, wanted
from sandbox.services.amazon.shelf import Thing
from sandbox.services.amazon.wording import Refused

if TYPE_CHECKING:
    from sandbox.services.amazon.amazon import Amazon

REPORT = "report"
SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"
COLUMNS = (
    "settlement-id",
    "settlement-start-date",
    "settlement-end-date",
    "deposit-date",
    "total-amount",
    "currency",
    "transaction-type",
    "order-id",
    "merchant-order-id",
    "adjustment-id",
    "shipment-id",
    "marketplace-name",
    "amount-type",
    "amount-description",
    "amount",
    "fulfillment-id",
    "posted-date",
    "posted-date-time",
    "order-item-code",
    "merchant-order-item-id",
    "merchant-adjustment-item-id",
    "sku",
    "quantity-purchased",
    "promotion-id",
)


class Reports:
    def __init__(self, amazon: Amazon) -> None:
        self._amazon = amazon
        self._shelf = amazon.shelf

    async def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"currency"?}: closes a settlement of all that was shipped and refunded since the last."""
        orders = [
            one
            for one in self._shelf.all(ORDER)
            if (one["OrderStatus"] == "Shipped" and not one["settled"])
            or (one.get("refunded") and not one.get("refund_settled"))
        ]
        found = []
        currencies = {one["lines"][0]["currency"] for one in orders} or {"USD"}
        for currency in sorted(currencies):
            mine = [one for one in orders if one["lines"][0]["currency"] == currency]
            found.append(self._closed(currency, mine))
        return {"reports": found}

    def _closed(self, currency: str, orders: list[Thing]) -> str:
        now = datetime.fromtimestamp(self._amazon.now(), UTC)
        number = str(18_000_000_000 + self._shelf.count(REPORT) + 1)
        rows: list[Thing] = []
        fee = self._amazon.setting()["fee_percent"]
        for order in orders:
            rows += _order_rows(order, fee, now)
            order["settled"] = True
            order["refund_settled"] = bool(order.get("refunded"))
            self._shelf.put(ORDER, order["AmazonOrderId"], order, at=order["changed"])
        monthly = round(self._amazon.setting()["monthly_fee"] * 100)
        if monthly:
            rows.append(_row(now, "other-transaction", "other-transaction", "Subscription Fee", -monthly))  # fmt: skip
        total = sum(one["cents"] for one in rows)
        head = {
            "settlement-id": number,
            "settlement-start-date": _written(now - timedelta(days=14)),
            "settlement-end-date": _written(now),
            "deposit-date": _written(now + timedelta(days=2)),
            "total-amount": f"{total / 100:.2f}",
            "currency": currency,
        }
        lines = ["\t".join(COLUMNS), "\t".join(str(head.get(name, "")) for name in COLUMNS)]
        for one in rows:
            shown = {**one, "settlement-id": number, "amount": f"{one['cents'] / 100:.2f}"}
            lines.append("\t".join(str(shown.get(name, "")) for name in COLUMNS))
        content = ("\n".join(lines) + "\n").encode()
        packed = self._amazon.setting()["gzip"]
        document = self._shelf.document(
            "text/tab-separated-values", gzip.compress(content) if packed else content
        )
        report = {
            "reportId": f"5{number}",
            "reportType": SETTLEMENT,
            "dataStartTime": stamp((now - timedelta(days=14)).timestamp()),
            "dataEndTime": stamp(now.timestamp()),
            "createdTime": stamp(now.timestamp()),
            "processingStatus": "DONE",
            "processingStartTime": stamp(now.timestamp()),
            "processingEndTime": stamp(now.timestamp()),
            "reportDocumentId": document,
            "marketplaceIds": [_site_of(currency)],
            "packed": packed,
        }
        self._shelf.put(REPORT, report["reportId"], report, at=now.timestamp())
        return str(report["reportId"])

    def found(self, number: str) -> Thing:
        report = self._shelf.one(REPORT, number)
        if report is None:
            raise Refused("NotFound", f"The report {number} does not exist.", 404)
        return report

    def page(self, asked: dict[str, str]) -> Thing:
        if not asked.get("reportTypes") and not asked.get("nextToken"):
            raise Refused("InvalidInput", "Either reportTypes or nextToken is required.")
        size = int(asked.get("pageSize") or 10)
        token = asked.get("nextToken")
        start = int(token.rpartition(":")[2]) if token else 0
        wanted = (asked.get("reportTypes") or SETTLEMENT).split(",")
        since = asked.get("createdSince", "")
        reports = [
            one
            for one in reversed(self._shelf.all(REPORT))
            if one["reportType"] in wanted
            and (
                not since
                or datetime.fromisoformat(one["createdTime"]) >= datetime.fromisoformat(since)
            )  # fmt: skip
        ]
        found: Thing = {"reports": [shown(one) for one in reports[start : start + size]]}
        if start + size < len(reports):
            found["nextToken"] = f"page:{start + size}"
        return found


def shown(report: Thing) -> Thing:
    return {key: value for key, value in report.items() if key != "packed"}


def _order_rows(order: Thing, fee: float, now: datetime) -> list[Thing]:
    """What a sale brought and what it cost; a refund gives both back but a fifth of the fee."""
    rows: list[Thing] = []
    for line in order["lines"]:
        price = line["unit"] * wanted(line)
        cost = round(price * fee / 100)
        about = {
            "order-id": order["AmazonOrderId"],
            "merchant-order-id": order["AmazonOrderId"],
            "marketplace-name": order["SalesChannel"],
            "fulfillment-id": "MFN",
            "order-item-code": line["OrderItemId"],
            "sku": line["SellerSKU"],
            "quantity-purchased": wanted(line),
        }
        if not order["settled"] and order["OrderStatus"] == "Shipped":
            rows.append({**_row(now, "Order", "ItemPrice", "Principal", price), **about})
            if line["shipping"]:
                rows.append({**_row(now, "Order", "ItemPrice", "Shipping", line["shipping"]), **about})  # fmt: skip
            rows.append({**_row(now, "Order", "ItemFees", "Commission", -cost), **about})
        if order.get("refunded") and not order.get("refund_settled"):
            back = {**about, "adjustment-id": "R" + line["OrderItemId"]}
            rows.append({**_row(now, "Refund", "ItemPrice", "Principal", -price), **back})
            rows.append({**_row(now, "Refund", "ItemFees", "Commission", cost), **back})
            rows.append({**_row(now, "Refund", "ItemFees", "RefundCommission", -round(cost / 5)), **back})  # fmt: skip
    return rows


def _row(now: datetime, kind: str, amount: str, description: str, cents: int) -> Thing:
    return {
        "transaction-type": kind,
        "amount-type": amount,
        "amount-description": description,
        "cents": cents,
        "posted-date": now.strftime("%Y-%m-%d"),
        "posted-date-time": _written(now),
    }


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")


def _site_of(currency: str) -> str:
    return next((key for key, one in MARKETPLACES.items() if one[2] == currency), "ATVPDKIKX0DER")
