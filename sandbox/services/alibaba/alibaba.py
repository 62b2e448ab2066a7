"""Alibaba.com as a service: who may call, drafts, orders and what is paid out."""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.core.credentials import credential
from sandbox.core.markup import Markup
from sandbox.core.service import Action, BadAction, Service
from sandbox.services.alibaba import panel
from sandbox.services.alibaba.schemas import (
    CATEGORIES,
    Category,
    lacks,
    value_of,
    values_of,
    xml_of,
)
from sandbox.services.alibaba.signing import signature

SCHEMA = """
CREATE TABLE IF NOT EXISTS alibaba_things (
    kind TEXT NOT NULL, id TEXT NOT NULL, changed REAL NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE TABLE IF NOT EXISTS alibaba_tokens (token TEXT PRIMARY KEY, kind TEXT NOT NULL, until REAL NOT NULL);
"""
CLOCK_S = 600
DRAFT, ORDER, PAID, PICTURE, DECLINED = "draft", "order", "paid", "picture", "declined"
PICTURE_MOST = 5 * 1024 * 1024
Thing = dict[str, Any]
TO_SEND, SHIPPED, CLOSED = "undeliver", "delivering", "trade_close"
ADDRESS = {"contact_person": "Mei Chen", "address": "88 Huaihai Road", "alternate_address": "Unit 1203", "city": "Shanghai", "province": "Shanghai", "zip": "200021", "country": "China", "country_code": "CN", "mobile": {"area": "null", "country": "+86", "number": "13900000188"}, "telephone": {"area": "null", "country": "+86", "number": "null"}}  # fmt: skip
BAD_ADDRESS = {"contact_person": "", "address": "", "alternate_address": "null", "city": "", "province": "", "zip": "?", "country": "", "country_code": "ZZ"}  # fmt: skip
TROUBLES = ("", "ended", "currency", "address")


class Refused(Exception):
    """Answered by the gateway, not by what stands behind it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Alibaba(Service):
    name = "alibaba"
    title = ("আলিবাবা", "Alibaba.com")
    about = (
        "পাইকারি বাজার: স্বাক্ষর করা ডাক, শ্রেণির স্কিমা (XML), খসড়া, অর্ডার আর হিসাব।",
        "The wholesale marketplace: signed calls, category schemas in XML, drafts, orders, payouts.",
    )
    prefix = "/alibaba"
    schema = SCHEMA
    settings = {"token_s": 86_400, "busy": 0, "audit": True, "repeat_orders": False, "fee_percent": 3.0}  # fmt: skip

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self.keys = {
            name: credential(self.name, name, of=world.options.seed)
            for name in ("app_key", "app_secret", "code", "refresh_token")
        }

    def routes(self) -> list[BaseRoute]:
        calls: dict[str, Callable[[Thing], Awaitable[Thing]]] = {
            "/alibaba/icbu/product/schema/get": self.schema_get,
            "/icbu/product/schema/add/draft": self.draft_add,
            "/icbu/product/schema/update": self.draft_update,
            "/icbu/product/schema/render/draft": self.draft_render,
            "/alibaba/icbu/product/list": self.products,
            "/icbu/product/get": self.product,
            "/icbu/product/update/display": self.display,
            "/alibaba/icbu/photobank/upload": self.picture,
            "/alibaba/order/list": self.orders,
            "/alibaba/order/get": self.order,
            "/alibaba/v2/order/shipping": self.ship,
            "/alibaba/order/cancel": self.cancel_by_seller,
            "/alibaba/order/fund/list": self.paid,
        }
        open_calls = {"/auth/token/create": self.token, "/auth/token/refresh": self.token_again}
        verbs = ["GET", "POST"]
        return [
            *(Route(f"/rest{path}", self._call(path, act, token=False), methods=verbs) for path, act in open_calls.items()),
            *(Route(f"/rest{path}", self._call(path, act, token=True), methods=verbs) for path, act in calls.items()),
        ]  # fmt: skip

    # Who calls -----------------------------------------------------------------------------------

    def _call(self, path: str, act: Callable[[Thing], Awaitable[Thing]], *, token: bool) -> Any:
        async def answered(request: Request) -> Response:
            trace = secrets.token_hex(8)
            try:
                form = dict(await request.form())
                files = {key: value for key, value in form.items() if isinstance(value, UploadFile)}
                params = {**request.query_params, **{key: str(value) for key, value in form.items() if key not in files}}  # fmt: skip
                self._known(path, params, token=token)
                content = {key: await value.read() for key, value in files.items()}
                found = {"code": "0", **await act({**params, **content})}
            except Refused as problem:
                found = {"type": "ISV", "code": problem.code, "message": problem.message}
            except (KeyError, ValueError, TypeError) as problem:
                found = {"type": "ISV", "code": "MissingParameter", "message": str(problem)}
            return JSONResponse({**found, "request_id": trace})

        return answered

    def _known(self, path: str, params: dict[str, str], *, token: bool) -> None:
        known = self.credentials()
        if params.get("app_key") != known["app_key"]:
            raise Refused("InvalidAppKey", "The app key is not known")
        if abs(self.now() * 1000 - float(params.get("timestamp") or 0)) > CLOCK_S * 1000:
            raise Refused("InvalidTimestamp", "The timestamp is too far from our time")
        if params.get("sign_method") != "sha256" or params.get("sign") != signature(path, params, known["app_secret"]):  # fmt: skip
            raise Refused("IncompleteSignature", "The request signature does not conform to platform standards")  # fmt: skip
        if token and not self._token_good(params.get("access_token", "")):
            raise Refused("IllegalAccessToken", "The specified access token is invalid or expired")
        if busy := self.setting()["busy"]:
            self.settle({"busy": busy - 1})
            raise Refused("ApiCallLimit", "The request has exceeded the limit, please try again later")  # fmt: skip
        for told in self.all(DECLINED):
            if any(told["text"] in value for key, value in params.items() if key != "sign"):
                raise Refused(told["code"], told["message"])

    def _token_good(self, token: str) -> bool:
        row = self.world.store.row(
            "SELECT until FROM alibaba_tokens WHERE token = ? AND kind = 'access'", token
        )
        return bool(row) and row["until"] > self.now()

    async def token(self, params: Thing) -> Thing:
        if params.get("code") != self.credentials()["code"]:
            raise Refused("InvalidCode", "The authorization code is invalid or was used")
        return self._tokens()

    async def token_again(self, params: Thing) -> Thing:
        if params.get("refresh_token") != self.credentials()["refresh_token"]:
            raise Refused("IllegalRefreshToken", "The refresh token is invalid or expired")
        return self._tokens()

    def _tokens(self) -> Thing:
        seconds, token = self.setting()["token_s"], "500" + secrets.token_hex(16)
        self.world.store.insert(
            "alibaba_tokens", token=token, kind="access", until=self.now() + seconds
        )
        return {
            "access_token": token,
            "refresh_token": self.credentials()["refresh_token"],
            "expires_in": seconds,
            "refresh_expires_in": 30 * 86_400,
            "account_platform": "seller_center",
        }

    # Goods ---------------------------------------------------------------------------------------

    async def schema_get(self, params: Thing) -> Thing:
        category = CATEGORIES.get(int(params["cat_id"]))
        if category is None:
            return _wrong("CHK_CAT_NOT_LEAF", "The category is not a leaf category")
        return {"result": {"success": True, "data": xml_of(category)}}

    async def picture(self, params: Thing) -> Thing:
        """Into the picture bank; the same name is another picture there."""
        name, content = params["file_name"], params["image_bytes"]
        if len(content) > PICTURE_MOST:
            return _odd("SIZE_TOO_LARGE", "SIZE_TOO_LARGE")
        if not isinstance(content, bytes) or content[:3] != b"\xff\xd8\xff":
            return _odd("-2", "Upload Image Error")
        number = 1_000_000 + self._count(PICTURE) + 1
        address = f"{self.world.options.public_url}{self.prefix}/kf/{number}.jpg"
        self.put(PICTURE, address, {"file_name": name, "photobank_url": address})
        told = {"file_id": number, "photobank_url": address, "file_name": name}
        return {"result": {"response_object": told}}

    async def draft_add(self, params: Thing) -> Thing:
        asked = json.loads(params["param_product_top_publish_request"])
        return self._saved(str(10_000_000_000 + self._count(DRAFT) + 1), asked)

    async def draft_update(self, params: Thing) -> Thing:
        number = params["product_id"]
        if self.one(DRAFT, number) is None:
            return _wrong("600010", "The product does not exist")
        return self._saved(number, {"cat_id": params["cat_id"], "xml": params["xml"]})

    def _saved(self, number: str, asked: Thing) -> Thing:
        category = CATEGORIES.get(int(asked["cat_id"]))
        if category is None:
            return _wrong("CHK_CAT_NOT_LEAF", "The category is not a leaf category")
        wrong = self._lacks(category, asked["xml"]) if self.setting()["audit"] else []
        if wrong:
            said = "; ".join(f"[{field}] {why}" for field, why in wrong)
            return _wrong("600003", said)
        xml = str(asked["xml"])
        before = self.one(DRAFT, number) or {"display": "on"}
        thing = {
            **before,
            "product_id": number,
            "cat_id": int(asked["cat_id"]),
            "xml": xml,
            "subject": value_of(xml, "productTitle"),
            "model": value_of(xml, "icbuCatProp", "p-3"),
            "price": value_of(xml, "ladderPrice", "price"),
            "left": int(float(value_of(xml, "inventory") or 0)),
        }
        self.put(DRAFT, number, thing)
        return {"result": {"success": True, "product_id": number}}

    def _lacks(self, category: Category, xml: str) -> list[tuple[str, str]]:
        """By the schema; and pictures from elsewhere are not shown."""
        found = lacks(category, xml)
        outside = [one for one in values_of(xml, "scImages") if self.one(PICTURE, one) is None]
        return [
            *found,
            *(("scImages", f"{one[:200]} is not in the picture bank") for one in outside),
        ]

    async def draft_render(self, params: Thing) -> Thing:
        thing = self.one(DRAFT, str(params["product_id"]))
        if thing is None:
            return _wrong("600010", "The product does not exist")
        return {"result": {"success": True, "data": thing["xml"]}}

    async def products(self, params: Thing) -> Thing:
        found = [one for one in self.all(DRAFT) if params.get("subject", "").lower() in one["subject"].lower()]  # fmt: skip
        page, size = (
            int(params.get("current_page") or 1),
            min(int(params.get("page_size") or 20), 30),
        )
        cut = found[(page - 1) * size : page * size]
        shown = [{"id": one["product_id"], "subject": one["subject"], "display": "Y" if one["display"] == "on" else "N"} for one in cut]  # fmt: skip
        return {"result": {"total_item": len(found), "curr_page": page, "page_size": size, "products": shown}}  # fmt: skip

    async def product(self, params: Thing) -> Thing:
        thing = self.one(DRAFT, str(json.loads(params["product_get_request"])["productId"]))
        if thing is None:
            return {"result": {"error_code": "600010", "error_msg": "The product does not exist"}}
        model = {"attribute_id": 3, "attribute_name": "Model Number", "value_name": thing["model"]}
        return {"result": {"product": {"subject": thing["subject"], "attributes": [model]}}}

    async def display(self, params: Thing) -> Thing:
        for number in json.loads(params["product_id_list"]):
            if thing := self.one(DRAFT, str(number)):
                self.put(DRAFT, str(number), {**thing, "display": params["new_display"]})
        return {"result": {"fail_id_map": {}}}

    # Orders --------------------------------------------------------------------------------------

    async def orders(self, params: Thing) -> Thing:
        if params.get("role") != "seller":
            return {"value": {"total_count": "0", "order_list": []}}
        start = json.loads(params.get("modified_date_start") or "{}")
        found = self.all(ORDER, since=float(start.get("date_timestamp") or 0) / 1000)
        page, size = (
            int(params.get("start_page") or 0),
            min(int(params.get("page_size") or 10), 100),
        )
        cut = found[page * size : (page + 1) * size]
        if self.setting()["repeat_orders"]:
            cut = [one for order in cut for one in (order, order)]
        shown = [{key: one[key] for key in ("trade_id", "trade_status", "create_date", "modify_date")} for one in cut]  # fmt: skip
        return {"value": {"total_count": str(len(found)), "order_list": shown}}

    async def order(self, params: Thing) -> Thing:
        found = self.one(ORDER, str(params["e_trade_id"]))
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
        found = self.one(ORDER, number)
        if found is None:
            raise Refused("404", "order not exist")
        if found["trade_status"] not in (TO_SEND, status):
            raise Refused("402", f"The order is {found['trade_status']}")
        self._order_put({**found, **more, "trade_status": status})

    def _order_put(self, order: Thing) -> None:
        order["modify_date"] = {"timestamp": str(round(self.now() * 1000))}
        self.put(ORDER, order["trade_id"], order)

    async def paid(self, params: Thing) -> Thing:
        since = float(params.get("start") or 0) / 1000
        return {"result": {"success": True, "flows": self.all(PAID, since=since)}}

    # Control -------------------------------------------------------------------------------------

    def actions(self) -> dict[str, Action]:
        return {"buy": self.buy, "cancel": self.cancel, "settle": self.settle_now, "forget": self.forget, "decline": self.decline, "restore": self.restore, "drafts": self.drafts}  # fmt: skip

    async def buy(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"sku" (the model number), "quantity", "trouble": ended, currency, address}."""
        trouble, sku = str(told.get("trouble") or ""), str(told.get("sku") or "")
        draft = next((one for one in self.all(DRAFT) if one["model"] == sku), None)
        if trouble not in TROUBLES or (draft is None and trouble != "ended"):
            raise BadAction(f"a known model number is wanted, and a trouble of {list(TROUBLES)}")
        draft = draft or {"product_id": "0", "subject": sku, "price": "20"}
        number = str(200_000_000_000 + self._count(ORDER) + 1)
        currency = "XTS" if trouble == "currency" else "USD"
        price = {"amount": draft["price"] or "20", "currency": currency}
        quantity = int(told.get("quantity") or 1)
        self._order_put(
            {
                "trade_id": number,
                "trade_status": TO_SEND,
                "create_date": {"timestamp": str(round(self.now() * 1000))},
                "shipment_fee": {"amount": str(told.get("shipping") or 0), "currency": currency},
                "shipping_address": BAD_ADDRESS if trouble == "address" else ADDRESS,
                "order_products": [{"id": f"{number}1", "product_id": draft["product_id"], "model_number": sku, "name": draft["subject"], "quantity": f"{quantity}.0000", "unit_price": price}],
            }
        )  # fmt: skip
        return {"order": number}

    async def cancel(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"order"}: the buyer cancels, however late."""
        found = self.one(ORDER, str(told.get("order") or ""))
        if found is None:
            raise BadAction("there is no such order")
        self._order_put({**found, "trade_status": CLOSED})
        return {"order": found["trade_id"]}

    async def settle_now(self, told: dict[str, Any]) -> dict[str, Any]:
        """What was shipped is paid out: sale, fee, transfer."""
        count = 0
        for order in [one for one in self.all(ORDER) if one["trade_status"] == SHIPPED and not one.get("paid")]:  # fmt: skip
            lines, currency = order["order_products"], order["shipment_fee"]["currency"]
            goods = sum(round(float(one["unit_price"]["amount"]) * 100) * int(float(one["quantity"])) for one in lines)  # fmt: skip
            whole = goods + round(float(order["shipment_fee"]["amount"]) * 100)
            fee = round(whole * self.setting()["fee_percent"] / 100)
            for kind, cents in (("income", whole), ("commission", -fee), ("withdraw", fee - whole)):
                count += 1
                number = f"{order['trade_id']}-{kind}"
                self.put(PAID, number, {"flow_id": number, "trade_id": order["trade_id"], "type": kind, "amount": f"{cents / 100:.2f}", "currency": currency, "time": round(self.now() * 1000)})  # fmt: skip
            self.put(ORDER, order["trade_id"], {**order, "paid": True})
        return {"flows": count}

    async def forget(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"forgotten": self.world.store.run("DELETE FROM alibaba_tokens")}

    async def decline(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"text", "code", "message"}: from now on the gateway itself refuses every call in which this
        text stands."""
        text = str(told.get("text") or "")
        if not text:
            raise BadAction("a text is wanted")
        said = {"text": text, "code": str(told.get("code") or "InvalidParameter")}
        self.put(DECLINED, text, {**said, "message": str(told.get("message") or "")})
        return {"text": text}

    async def restore(self, told: dict[str, Any]) -> dict[str, Any]:
        self.world.store.run("DELETE FROM alibaba_things")
        return {}

    async def drafts(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"drafts": self.all(DRAFT), "orders": self.all(ORDER)}

    def panel(self, lang: str) -> Markup:
        return panel.shown(self, lang)

    # What it remembers ---------------------------------------------------------------------------

    def now(self) -> float:
        return float(self.world.clock.now().timestamp())

    def put(self, kind: str, number: str, thing: Thing) -> None:
        self.world.store.run(
            "INSERT INTO alibaba_things VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET "
            "changed = excluded.changed, body = excluded.body",
            kind,
            number,
            self.now(),
            json.dumps(thing, ensure_ascii=False),
        )

    def one(self, kind: str, number: str) -> Thing | None:
        row = self.world.store.row(
            "SELECT body FROM alibaba_things WHERE kind = ? AND id = ?", kind, number
        )
        return json.loads(row["body"]) if row else None

    def all(self, kind: str, *, since: float = 0) -> list[Thing]:
        rows = self.world.store.rows(
            "SELECT body FROM alibaba_things WHERE kind = ? AND changed >= ? ORDER BY changed, id",
            kind,
            since,
        )
        return [json.loads(row["body"]) for row in rows]

    def _count(self, kind: str) -> int:
        row = self.world.store.one("SELECT count(*) AS n FROM alibaba_things WHERE kind = ?", kind)
        return int(row["n"])


def _wrong(code: str, message: str) -> Thing:
    return {"result": {"success": False, "msg_code": code, "message_info": message}}


def _odd(code: str, message: str) -> Thing:
    return {"result": {"error_code": code, "error_msg": message}}
