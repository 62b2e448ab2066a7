"""The calls about goods: products, variations, categories."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.services.woo import shapes
from sandbox.services.woo.auth import Refused
from sandbox.services.woo.calls import INVALID, Calls, read
from sandbox.services.woo.goods import CATEGORIES
from sandbox.services.woo.shapes import Thing


class Selling(Calls):
    def _products(self, request: Request) -> Response:
        asked = request.query_params
        things = self._stock.all("product")
        status = asked.get("status", "any")
        if status != "any":
            things = [one for one in things if one.get("status", "publish") == status]
        if kind := asked.get("type"):
            things = [one for one in things if one["type"] == kind]
        if skus := asked.get("sku"):
            wanted = {sku.strip() for sku in skus.split(",")}
            things += [one for one in self._stock.all("variation") if one["sku"] in wanted]
            things = [one for one in things if one["sku"] in wanted]
        if text := asked.get("search"):
            things = [one for one in things if text.lower() in one["name"].lower()]
        return self._listed(request, self._kept(request, things), self.shown)

    def _product(self, request: Request) -> Response:
        thing = self._stock.sold(request.path_params["id"])
        if thing is None:
            raise Refused(INVALID["product"], "Invalid ID.", 404)
        return JSONResponse(shapes.fields_of(self.shown(thing), request.query_params.get("_fields", "")))  # fmt: skip

    def _variations(self, request: Request) -> Response:
        parent = request.path_params["parent"]
        if self._stock.one("product", parent) is None:
            raise Refused("woocommerce_rest_product_invalid_id", "Invalid ID.", 404)
        things = self._kept(request, self._stock.all("variation", parent=parent))
        return self._listed(request, things, lambda one: shapes.variation(one, self._woo.home))

    def _variation(self, request: Request) -> Response:
        return JSONResponse(shapes.variation(self._found("variation", request), self._woo.home))

    async def _product_make(self, request: Request) -> Response:
        return JSONResponse(self._product_made(await read(request)), 201)

    def _product_made(self, told: Thing) -> Thing:
        if told.get("sku") and self._stock.by_sku(str(told["sku"])):
            raise Refused("product_invalid_sku", "Invalid or duplicated SKU.", 400)
        thing = {
            "type": "simple", "sku": "", "name": "Product", "categories": [], "regular_price": "",
            "sale_price": "", "manage_stock": False, "stock_quantity": None, "description": "",
            "attributes": [], **sold_fields(told),
        }  # fmt: skip
        made = self._stock.put("product", thing)
        self._woo.hooks.tell("product.created", made["id"], self.shown(made))
        return self.shown(made)

    async def _sold_change(self, request: Request) -> Response:
        number = request.path_params["id"]
        if self._stock.sold(number) is None:
            raise Refused(INVALID["product"], "Invalid ID.", 404)
        thing = self._woo.sold_change(number, sold_fields(await read(request)))
        as_part = "parent" in request.path_params
        return JSONResponse(shapes.variation(thing, self._woo.home) if as_part else self.shown(thing))  # fmt: skip

    def _product_drop(self, request: Request) -> Response:
        thing = self._found("product", request)
        shown = self.shown(thing)
        self._woo.sold_drop(thing["id"])
        return JSONResponse(shown)

    def _variation_drop(self, request: Request) -> Response:
        thing = self._found("variation", request)
        shown = shapes.variation(thing, self._woo.home)
        self._woo.sold_drop(thing["id"])
        return JSONResponse(shown)

    def shown(self, thing: Thing) -> Thing:
        return shapes.product(thing, self._woo.home, self._stock.children(thing["id"]))

    def _categories(self, request: Request) -> Response:
        counted = [number for one in self._stock.all("product") for number in one["categories"]]
        things = [{"id": number} for number in CATEGORIES]
        return self._listed(request, things, lambda one: shapes.category(one["id"], counted.count(one["id"])))  # fmt: skip

    def _currency(self, request: Request) -> Response:
        code = self._woo.setting()["currency"]
        return JSONResponse({"code": code, "name": "Bangladeshi taka", "symbol": "&#2547;&nbsp;"})

    async def _products_batch(self, request: Request) -> Response:
        return await self._batch(request, self._product_made, self._batch_change, self._batch_drop)

    def _batch_change(self, told: Thing) -> Thing:
        number = int(told.get("id") or 0)
        if self._stock.sold(number) is None:
            raise Refused(INVALID["product"], "Invalid ID.", 404)
        return self.shown(self._woo.sold_change(number, sold_fields(told)))

    def _batch_drop(self, number: int) -> Thing:
        thing = self._stock.sold(number)
        if thing is None:
            raise Refused(INVALID["product"], "Invalid ID.", 404)
        shown = self.shown(thing)
        self._woo.sold_drop(number)
        return shown


def sold_fields(told: Thing) -> Thing:
    """Of what was sent, what a product has."""
    names = ("name", "sku", "type", "status", "regular_price", "sale_price", "manage_stock",
             "stock_quantity", "stock_status", "description", "catalog_visibility", "virtual",
             "downloadable", "global_unique_id", "attributes")  # fmt: skip
    kept = {name: told[name] for name in names if name in told}
    if "categories" in told:
        kept["categories"] = [int(one["id"]) for one in told["categories"] if int(one["id"]) in CATEGORIES]  # fmt: skip
    if "images" in told:
        kept["images"] = [str(one["src"]) for one in told["images"]]
    return kept
