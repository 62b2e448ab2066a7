"""Orders: somebody buys, the seller reads and ships, buyers change their minds; and what is paid out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sandbox.core.service import BadAction
from sandbox.services.alibaba.shelf import DRAFT, ORDER, PAID, Thing
from sandbox.services.alibaba.wording import Refused

if TYPE_CHECKING:
    from sandbox.services.alibaba.alibaba import Alibaba

TO_SEND, SHIPPED, CLOSED = "undeliver", "delivering", "trade_close"
ADDRESS = {"contact_person": "Mei Chen", "address": "88 Huaihai Road", "alternate_address": "Unit 1203", "city": "Shanghai", "province": "Shanghai", "zip": "200021", "country": "China", "country_code": "CN", "mobile": {"area": "null", "country": "+86", "number": "13900000188"}, "telephone": {"area": "null", "country": "+86", "number": "null"}}  # fmt: skip
BAD_ADDRESS = {"contact_person": "", "address": "", "alternate_address": "null", "city": "", "province": "", "zip": "?", "country": "", "country_code": "ZZ"}  # fmt: skip
TROUBLES = ("", "ended", "currency", "address")


class Orders:
    def __init__(self, alibaba: Alibaba) -> None:
        self._alibaba = alibaba

    # The seller reads and sends ------------------------------------------------------------------

    async def listed(self, params: Thing) -> Thing:
        if params.get("role") != "seller":
            return {"value": {"total_count": "0", "order_list": []}}
        start, end = (
            float(json.loads(params.get(name) or "{}").get("date_timestamp") or 0) / 1000
            for name in ("modified_date_start", "modified_date_end")
        )
        found = self._alibaba.shelf.all(ORDER, since=start, until=end or None)
        most = self._alibaba.setting()["page_most"]
        page = int(params.get("start_page") or 0)
        size = min(int(params.get("page_size") or 10), most)
        cut = found[page * size : (page + 1) * size]
        if self._alibaba.setting()["repeat_orders"]:
            cut = [one for order in cut for one in (order, order)]
        shown = [{key: one[key] for key in ("trade_id", "trade_status", "create_date", "modify_date")} | one.get("listed", {}) for one in cut]  # fmt: skip
        return {"value": {"total_count": str(len(found)), "order_list": shown}}

    async def one(self, params: Thing) -> Thing:
        found = self._alibaba.shelf.one(ORDER, str(params["e_trade_id"]))
        if found is None:
            raise Refused("404", "order not exist")
        return {"value": found}

    async def ship(self, params: Thing) -> Thing:
        asked = json.loads(params["shipping_request"])
        if asked["logistics_type"] not in ("EXPRESS", "POST"):
            raise Refused("402", "logisticsType must equals EXPRESS or POST")
        number, provider = str(asked["tracking_number"]), str(asked["service_provider"])
        self._moved(str(asked["trade_id"]), SHIPPED, shipment={"carrier": provider, "tracking_number": number})  # fmt: skip
        return {"voucher_id": 1}

    async def cancel_by_seller(self, params: Thing) -> Thing:
        self._moved(str(params["trade_id"]), CLOSED)
        return {"value": {}}

    def _moved(self, number: str, status: str, **more: Any) -> None:
        found = self._alibaba.shelf.one(ORDER, number)
        if found is None:
            raise Refused("404", "order not exist")
        if found["trade_status"] not in (TO_SEND, status):
            raise Refused("402", f"The order is {found['trade_status']}")
        self._order_put({**found, **more, "trade_status": status})

    def _order_put(self, order: Thing, *, ago_s: float = 0) -> None:
        at = round((self._alibaba.now() - ago_s) * 1000)
        order["modify_date"] = {"timestamp": str(at)}
        self._alibaba.shelf.put(ORDER, order["trade_id"], order, at=at / 1000)

    async def paid(self, params: Thing) -> Thing:
        since = float(params.get("start") or 0) / 1000
        return {"result": {"success": True, "flows": self._alibaba.shelf.all(PAID, since=since)}}

    # Somebody buys -------------------------------------------------------------------------------

    async def buy(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"sku" (the model number), "quantity", "trouble": ended, currency, address, "unit": its price,
        "ago_s": it happened so long ago, "listed": what the list of orders tells of it otherwise}."""
        trouble, sku = str(told.get("trouble") or ""), str(told.get("sku") or "")
        draft = next((one for one in self._alibaba.shelf.all(DRAFT) if one["model"] == sku), None)
        if trouble not in TROUBLES or (draft is None and trouble != "ended"):
            raise BadAction(f"a known model number is wanted, and a trouble of {list(TROUBLES)}")
        draft = draft or {"product_id": "0", "subject": sku, "price": "20"}
        number = str(200_000_000_000 + self._alibaba.shelf.count(ORDER) + 1)
        currency = "XTS" if trouble == "currency" else "USD"
        price = {"amount": str(told.get("unit") or draft["price"] or "20"), "currency": currency}
        quantity = int(told.get("quantity") or 1)
        self._order_put(
            {
                "trade_id": number,
                "trade_status": TO_SEND,
                "create_date": {"timestamp": str(round(self._alibaba.now() * 1000))},
                "shipment_fee": {"amount": str(told.get("shipping") or 0), "currency": currency},
                "shipping_address": BAD_ADDRESS if trouble == "address" else ADDRESS,
                "order_products": [{"id": f"{number}1", "product_id": draft["product_id"], "model_number": sku, "name": draft["subject"], "quantity": f"{quantity}.0000", "unit_price": price}],
                "listed": dict(told.get("listed") or {}),
            },
            ago_s=float(told.get("ago_s") or 0),
        )  # fmt: skip
        return {"order": number}

    async def order(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"ref", "state", "currency", "shipping", "lines": [{"ref", "sku", "quantity", "unit"}]}: one that was
        bought before this began, once for its number. `state`: new, shipped, cancelled."""
        number, currency = str(told["ref"]), str(told.get("currency") or "USD")
        words = {"new": TO_SEND, "shipped": SHIPPED, "cancelled": CLOSED}
        if told.get("state", "new") not in words:
            raise BadAction(f"state is one of {list(words)}")
        if self._alibaba.shelf.one(ORDER, number) is None:
            products = [
                {
                    "id": str(one["ref"]),
                    "product_id": "0",
                    "model_number": str(one["sku"]),
                    "name": str(one["sku"]),
                    "quantity": f"{int(one['quantity'])}.0000",
                    "unit_price": {"amount": str(one["unit"]), "currency": currency},
                }
                for one in told["lines"]
            ]
            self._order_put(
                {
                    "trade_id": number,
                    "trade_status": words[told.get("state", "new")],
                    "create_date": {"timestamp": str(round(self._alibaba.now() * 1000))},
                    "shipment_fee": {
                        "amount": str(told.get("shipping") or 0),
                        "currency": currency,
                    },
                    "shipping_address": ADDRESS,
                    "order_products": products,
                }
            )
        return {"order": number}

    async def cancel(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"order"}: the buyer cancels, however late."""
        found = self._alibaba.shelf.one(ORDER, str(told.get("order") or ""))
        if found is None:
            raise BadAction("there is no such order")
        self._order_put({**found, "trade_status": CLOSED})
        return {"order": found["trade_id"]}

    async def settle_now(self, told: dict[str, Any]) -> dict[str, Any]:
        """What was shipped is paid out: sale, fee, transfer."""
        count = 0
        for order in [one for one in self._alibaba.shelf.all(ORDER) if one["trade_status"] == SHIPPED and not one.get("paid")]:  # fmt: skip
            lines, currency = order["order_products"], order["shipment_fee"]["currency"]
            goods = sum(round(float(one["unit_price"]["amount"]) * 100) * int(float(one["quantity"])) for one in lines)  # fmt: skip
            whole = goods + round(float(order["shipment_fee"]["amount"]) * 100)
            fee = round(whole * self._alibaba.setting()["fee_percent"] / 100)
            for kind, cents in (("income", whole), ("commission", -fee), ("withdraw", fee - whole)):
                count += 1
                number = f"{order['trade_id']}-{kind}"
                self._alibaba.shelf.put(PAID, number, {"flow_id": number, "trade_id": order["trade_id"], "type": kind, "amount": f"{cents / 100:.2f}", "currency": currency, "time": round(self._alibaba.now() * 1000)})  # fmt: skip
            self._alibaba.shelf.put(ORDER, order["trade_id"], {**order, "paid": True})
        return {"flows": count}
