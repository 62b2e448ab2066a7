"""What every call goes through: the door, paging, errors, batches."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.services.woo import shapes
from sandbox.services.woo.auth import Doorkeeper, Refused
from sandbox.services.woo.shapes import Thing

if TYPE_CHECKING:
    from sandbox.services.woo.woo import Woo

ROOT = "/wp-json/wc/v3"
NO_PAGE = (
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>404 Not Found</title>'
    "</head><body><h1>Not Found</h1><p>The requested URL was not found on this server.</p></body></html>"
)
INVALID = {
    "product": "woocommerce_rest_product_invalid_id",
    "variation": "woocommerce_rest_product_variation_invalid_id",
    "order": "woocommerce_rest_shop_order_invalid_id",
    "webhook": "woocommerce_rest_shop_webhook_invalid_id",
}


class Wrong(Refused):
    """A refusal that also names parameters."""

    def __init__(self, params: dict[str, str]) -> None:
        named = f"Invalid parameter(s): {', '.join(params)}"
        super().__init__("rest_invalid_param", named, 400)
        self.params = params


class Calls:
    """What all calls of the wire go through."""

    def __init__(self, woo: Woo) -> None:
        self._woo, self._stock = woo, woo.stock
        self._door = Doorkeeper()

    def at(self, path: str, **methods: Callable[[Request], Any]) -> Route:
        async def answer(request: Request) -> Response:
            return await self._answered(request, methods.get(request.method))

        every = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        return Route(ROOT + path, answer, methods=every)

    async def _answered(self, request: Request, act: Callable[[Request], Any] | None) -> Response:
        told = self._woo.setting()
        if not told["permalinks"]:
            return Response(NO_PAGE, 404, media_type="text/html")
        if not told["woocommerce"]:
            return failed("rest_no_route", "No route was found matching the URL and request method.", 404)  # fmt: skip
        if wait := self._woo.must_wait():
            return failed("too_many_requests", "Too many requests.", 429, headers={"Retry-After": str(wait)})  # fmt: skip
        try:
            self._door.let_in(request, self._woo.credentials(), told["permissions"], self._woo.origin)  # fmt: skip
            if act is None:
                raise Refused("rest_no_route", "No route was found matching the URL and request method.", 404)  # fmt: skip
            answer = act(request)
            return await answer if hasattr(answer, "__await__") else answer
        except Refused as refused:
            params = getattr(refused, "params", {})
            return failed(refused.code, refused.message, refused.status, params=params)

    def _listed(self, request: Request, things: list[Thing], shown: Callable[[Thing], Thing]) -> Response:  # fmt: skip
        page, size = whole(request, "page", 1, 10**6), whole(request, "per_page", 10, 100)
        total = len(things)
        pages = math.ceil(total / size)
        start = (page - 1) * size
        fields = request.query_params.get("_fields", "")
        body = [shapes.fields_of(shown(thing), fields) for thing in things[start : start + size]]
        headers = {"X-WP-Total": str(total), "X-WP-TotalPages": str(pages)}
        links = [("prev", page - 1)] * (page > 1) + [("next", page + 1)] * (page < pages)
        if links:
            url = request.url
            headers["Link"] = ", ".join(
                f'<{url.include_query_params(page=to)}>; rel="{name}"' for name, to in links
            )
        return JSONResponse(body, headers=headers)

    def _kept(self, request: Request, things: list[Thing]) -> list[Thing]:
        """By the parameters that all lists know: include, exclude, times, search, order."""
        asked = request.query_params
        if "include" in asked:
            wanted = set(numbers(asked["include"]))
            things = [thing for thing in things if thing["id"] in wanted]
        if "exclude" in asked:
            unwanted = set(numbers(asked["exclude"]))
            things = [thing for thing in things if thing["id"] not in unwanted]
        local = not yes(request, "dates_are_gmt")
        for name, field, after in (
            ("modified_after", "date_modified_gmt", True),
            ("modified_before", "date_modified_gmt", False),
            ("after", "date_created_gmt", True),
            ("before", "date_created_gmt", False),
        ):
            if (limit := asked.get(name)) is None:
                continue
            limit = limit.removesuffix("Z").partition(".")[0]
            moments = [
                (shapes.plus_six_hours(thing[field]) if local else thing[field], thing)
                for thing in things
            ]
            things = [thing for at, thing in moments if (at > limit if after else at < limit)]
        orderby = asked.get("orderby", "date")
        if orderby not in ("date", "id", "include", "title", "slug", "modified", "price", "menu_order"):  # fmt: skip
            raise Wrong({"orderby": "orderby is not one of date, id, include, title, slug, price, modified and menu_order."})  # fmt: skip
        key = {"id": "id", "modified": "date_modified_gmt", "title": "name"}.get(orderby, "date_created_gmt")  # fmt: skip
        downward = asked.get("order", "desc") == "desc"
        return sorted(things, key=lambda thing: (str(thing.get(key, "")) if key != "id" else "", thing["id"]), reverse=downward)  # fmt: skip

    def _found(self, kind: str, request: Request) -> Thing:
        thing = self._stock.one(kind, request.path_params["id"])
        parent = request.path_params.get("parent")
        if thing is None or (parent is not None and thing.get("parent_id") != parent):
            raise Refused(INVALID[kind], "Invalid ID.", 404)
        return thing

    async def _batch(
        self,
        request: Request,
        make: Callable[[Thing], Thing],
        change: Callable[[Thing], Thing],
        drop: Callable[[int], Thing],
    ) -> Response:
        """Each entry stands alone: one that is wrong has its error in its place."""
        told = await read(request)
        given = {name: list(told.get(name) or []) for name in ("create", "update", "delete")}
        if sum(map(len, given.values())) > 100:
            raise Refused("woocommerce_rest_request_entity_too_large", "Unable to accept more than 100 items for this request.", 413)  # fmt: skip
        answer: dict[str, list[Thing]] = {}
        for name, act in (("create", make), ("update", change), ("delete", drop)):
            for each in given[name]:
                try:
                    done = act(each)
                except Refused as refused:
                    number = each if name == "delete" else each.get("id", 0)
                    error = {"code": refused.code, "message": refused.message, "data": {"status": refused.status}}  # fmt: skip
                    done = {"id": number, "error": error}
                answer.setdefault(name, []).append(done)
        return JSONResponse(answer)


async def read(request: Request) -> Thing:
    try:
        told = json.loads(await request.body() or b"{}")
    except ValueError:
        raise Refused("rest_invalid_json", "Invalid JSON body passed.", 400) from None
    if not isinstance(told, dict):
        raise Refused("rest_invalid_json", "Invalid JSON body passed.", 400)
    return told


def failed(
    code: str, message: str, status: int, *, params: Thing | None = None, headers: Any = None
) -> Response:
    data: Thing = {"status": status}
    if params:
        data["params"] = params
    return JSONResponse({"code": code, "message": message, "data": data}, status, headers=headers)


def whole(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not text.isdigit() or not 1 <= int(text) <= most:
        limits = f"{name} must be between 1 (inclusive) and {most} (inclusive)"
        raise Wrong({name: limits})
    return int(text)


def yes(request: Request, name: str) -> bool:
    return request.query_params.get(name, "").lower() in ("1", "true")


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.replace("[", "").replace("]", "").split(",") if part.strip().isdigit()]  # fmt: skip
