"""REST v3: its routes, and the calls about orders and webhooks."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.services.woo import shapes
from sandbox.services.woo.auth import Refused
from sandbox.services.woo.calls import INVALID, NO_PAGE, failed, read, yes
from sandbox.services.woo.goods import picture
from sandbox.services.woo.selling import Selling
from sandbox.services.woo.shapes import Thing

TOPICS = {f"{what}.{event}" for what in ("product", "order", "customer", "coupon") for event in ("created", "updated", "deleted", "restored")}  # fmt: skip


class Wire(Selling):
    def routes(self) -> list[BaseRoute]:
        at = self.at
        return [
            at("", GET=self._index),
            at("/", GET=self._index),
            at("/products", GET=self._products, POST=self._product_make),
            at("/products/batch", POST=self._products_batch),
            at("/products/categories", GET=self._categories),
            at(
                "/products/{id:int}",
                GET=self._product,
                PUT=self._sold_change,
                POST=self._sold_change,
                DELETE=self._product_drop,
            ),
            at("/products/{parent:int}/variations", GET=self._variations),
            at(
                "/products/{parent:int}/variations/{id:int}",
                GET=self._variation,
                PUT=self._sold_change,
                DELETE=self._variation_drop,
            ),
            at("/data/currencies/current", GET=self._currency),
            at("/orders", GET=self._orders, POST=self._order_make),
            at("/orders/batch", POST=self._orders_batch),
            at(
                "/orders/{id:int}",
                GET=self._order,
                PUT=self._order_change,
                POST=self._order_change,
                DELETE=self._order_drop,
            ),
            at("/orders/{order:int}/notes", GET=self._notes, POST=self._note_make),
            at("/webhooks", GET=self._webhooks, POST=self._webhook_make),
            at(
                "/webhooks/{id:int}",
                GET=self._webhook,
                PUT=self._webhook_change,
                DELETE=self._webhook_drop,
            ),
            Route("/wp-json", self._wordpress),
            Route("/wp-json/", self._wordpress),
            Route("/wp-content/uploads/{number:int}.png", self._picture),
            Route("/wp-json/{rest:path}", self._nowhere, methods=["GET", "POST", "PUT", "DELETE"]),
            Route("/", self._front),
        ]

    # Orders --------------------------------------------------------------------------------------

    def _orders(self, request: Request) -> Response:
        asked = request.query_params
        things = self._stock.all("order")
        if status := asked.get("status", "any").replace("any", ""):
            wanted = set(status.split(","))
            things = [one for one in things if one["status"] in wanted]
        elif "include" not in asked:
            things = [one for one in things if one["status"] != "trash"]
        if text := asked.get("search", "").lower():
            things = [one for one in things if text in searched(one)]
        return self._listed(request, self._kept(request, things), self.order_shown)

    def _order(self, request: Request) -> Response:
        return JSONResponse(self.order_shown(self._found("order", request)))

    async def _order_make(self, request: Request) -> Response:
        return JSONResponse(self._order_made(await read(request)), 201)

    def _order_made(self, told: Thing) -> Thing:
        return self.order_shown(self._woo.orders.make(told))

    async def _order_change(self, request: Request) -> Response:
        self._found("order", request)
        told = await read(request)
        return JSONResponse(self.order_shown(self._woo.orders.change(request.path_params["id"], told)))  # fmt: skip

    def _order_drop(self, request: Request) -> Response:
        thing = self._found("order", request)
        shown = self.order_shown(thing)
        if yes(request, "force"):
            self._stock.drop("order", thing["id"])
            self._woo.hooks.tell("order.deleted", thing["id"], {"id": thing["id"]})
        else:
            self._woo.orders.change(thing["id"], {"status": "trash"})
        return JSONResponse(shown)

    async def _orders_batch(self, request: Request) -> Response:
        def change(told: Thing) -> Thing:
            if self._stock.one("order", int(told.get("id") or 0)) is None:
                raise Refused(INVALID["order"], "Invalid ID.", 404)
            return self.order_shown(self._woo.orders.change(int(told["id"]), told))

        def drop(number: int) -> Thing:
            return change({"id": number, "status": "trash"})

        return await self._batch(request, self._order_made, change, drop)

    def order_shown(self, thing: Thing) -> Thing:
        return shapes.order(thing, self._woo.home)

    def _notes(self, request: Request) -> Response:
        notes = self._stock.all("note", parent=request.path_params["order"])
        return JSONResponse([note_shown(one) for one in reversed(notes)])

    async def _note_make(self, request: Request) -> Response:
        told = await read(request)
        return JSONResponse(note_shown(self._woo.orders.note(request.path_params["order"], str(told.get("note", "")), bool(told.get("customer_note")))), 201)  # fmt: skip

    # Webhooks ------------------------------------------------------------------------------------

    def _webhooks(self, request: Request) -> Response:
        things = self._kept(request, self._stock.all("webhook"))
        if (status := request.query_params.get("status", "all")) != "all":
            things = [one for one in things if one["status"] == status]
        return self._listed(request, things, lambda one: shapes.webhook(one, self._woo.home))

    def _webhook(self, request: Request) -> Response:
        return JSONResponse(shapes.webhook(self._found("webhook", request), self._woo.home))

    async def _webhook_make(self, request: Request) -> Response:
        told = await read(request)
        if told.get("topic") not in TOPICS:
            raise Refused("woocommerce_rest_shop_webhook_invalid_topic", "Webhook topic is required and must be valid.", 400)  # fmt: skip
        url = str(told.get("delivery_url", ""))
        if not url.startswith(("http://", "https://")):
            raise Refused("woocommerce_rest_shop_webhook_invalid_delivery_url", "Webhook delivery URL must be a valid URL starting with http:// or https://.", 400)  # fmt: skip
        return JSONResponse(shapes.webhook(self._woo.hooks.make(told), self._woo.home), 201)

    async def _webhook_change(self, request: Request) -> Response:
        thing = self._found("webhook", request)
        told = await read(request)
        kept: Thing = {name: told[name] for name in ("status", "delivery_url", "secret", "name") if name in told}  # fmt: skip
        made = self._stock.put("webhook", {**thing, **kept, "failures": 0})
        return JSONResponse(shapes.webhook(made, self._woo.home))

    def _webhook_drop(self, request: Request) -> Response:
        thing = self._found("webhook", request)
        if not yes(request, "force"):
            raise Refused("woocommerce_rest_trash_not_supported", "Webhooks do not support trashing.", 501)  # fmt: skip
        self._stock.drop("webhook", thing["id"])
        return JSONResponse(shapes.webhook(thing, self._woo.home))

    # The site around it --------------------------------------------------------------------------

    def _index(self, request: Request) -> Response:
        return JSONResponse({"namespace": "wc/v3", "routes": {}})

    async def _wordpress(self, request: Request) -> Response:
        told = self._woo.setting()
        if not told["permalinks"]:
            return Response(NO_PAGE, 404, media_type="text/html")
        spaces = ["oembed/1.0", "wp/v2", *(["wc/v1", "wc/v2", "wc/v3"] if told["woocommerce"] else [])]  # fmt: skip
        return JSONResponse({"name": "পাটকথা", "url": self._woo.home, "namespaces": spaces})

    async def _nowhere(self, request: Request) -> Response:
        if not self._woo.setting()["permalinks"]:
            return Response(NO_PAGE, 404, media_type="text/html")
        return failed("rest_no_route", "No route was found matching the URL and request method.", 404)  # fmt: skip

    async def _front(self, request: Request) -> Response:
        return Response("<!doctype html><meta charset=utf-8><title>পাটকথা</title><h1>পাটকথা</h1>", media_type="text/html")  # fmt: skip

    async def _picture(self, request: Request) -> Response:
        thing = self._stock.sold(request.path_params["number"])
        if thing is None:
            return PlainTextResponse("no such picture", 404)
        return Response(picture(thing["name"]), media_type="image/png", headers={"Cache-Control": "max-age=86400"})  # fmt: skip


def searched(order: Thing) -> str:
    """What the shop's search looks through: addresses, the goods' names, the number."""
    addresses = [*(order.get("billing") or {}).values(), *(order.get("shipping") or {}).values()]
    names = [line.get("name", "") for line in order["line_items"]]
    return " ".join(map(str, [order["id"], *addresses, *names])).lower()


def note_shown(thing: Thing) -> Thing:
    return {
        "id": thing["id"],
        "author": "system",
        "date_created": shapes.plus_six_hours(thing["date_created_gmt"]),
        "date_created_gmt": thing["date_created_gmt"],
        "note": thing["note"],
        "customer_note": thing["customer_note"],
    }
