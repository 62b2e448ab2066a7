"""The wire: which call is which."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.services.amazon import types
from sandbox.services.amazon.attributes import MARKETPLACES
from sandbox.services.amazon.door import Door, Handler
from sandbox.services.amazon.listings import asin_of
from sandbox.services.amazon.reports import shown as report_shown
from sandbox.services.amazon.shelf import Thing
from sandbox.services.amazon.wording import BUSY, Refused, unauthorized

if TYPE_CHECKING:
    from sandbox.services.amazon.amazon import Amazon


class Wire:
    def __init__(self, amazon: Amazon) -> None:
        self._amazon, self._door = amazon, Door(amazon)

    def routes(self) -> list[BaseRoute]:
        types_at, items_at = "/definitions/2020-09-01/productTypes", "/listings/2021-08-01/items"
        feeds_at, orders_at = "/feeds/2021-06-30", "/orders/2026-01-01/orders"
        reports_at = "/reports/2021-06-30"
        calls: list[tuple[str, str, str, Handler]] = [
            ("GET", types_at, "searchDefinitionsProductTypes", self.types),
            ("GET", types_at + "/{name}", "getDefinitionsProductType", self.type),
            ("GET", items_at + "/{seller}", "searchListingsItems", self.items),
            ("GET", items_at + "/{seller}/{sku:path}", "getListingsItem", self.item),
            ("PUT", items_at + "/{seller}/{sku:path}", "putListingsItem", self.item_put),
            ("PATCH", items_at + "/{seller}/{sku:path}", "patchListingsItem", self.item_patch),
            ("DELETE", items_at + "/{seller}/{sku:path}", "deleteListingsItem", self.item_end),
            ("POST", feeds_at + "/documents", "createFeedDocument", self.feed_document),
            ("GET", feeds_at + "/documents/{id}", "getFeedDocument", self.feed_result),
            ("POST", feeds_at + "/feeds", "createFeed", self.feed_make),
            ("GET", feeds_at + "/feeds", "getFeeds", self.feeds),
            ("GET", feeds_at + "/feeds/{id}", "getFeed", self.feed),
            ("DELETE", feeds_at + "/feeds/{id}", "cancelFeed", self.feed_cancel),
            ("GET", orders_at, "searchOrders", self.orders),
            ("GET", orders_at + "/{id}", "getOrder", self.order),
            ("POST", "/orders/v0/orders/{id}/shipmentConfirmation", "confirmShipment", self.ship),
            ("GET", reports_at + "/reports", "getReports", self.reports),
            ("GET", reports_at + "/reports/{id}", "getReport", self.report),
            ("GET", reports_at + "/documents/{id}", "getReportDocument", self.report_document),
            ("GET", "/sellers/v1/marketplaceParticipations", "getMarketplaceParticipations", self.sites),
        ]  # fmt: skip
        return [
            Route("/auth/o2/token", self._door.token, methods=["POST"]),
            Route("/documents/{id}", self.document, methods=["GET", "PUT"]),
            Route("/schemas/{name:path}", self.schema),
            *(
                Route(path, self._door.call(name, act), methods=[verb])
                for verb, path, name, act in calls
            ),
        ]

    # Who sells here -----------------------------------------------------------------------------

    async def sites(self, request: Request) -> Response:
        found = [{"marketplace": {"id": key, "countryCode": one[3], "name": one[0], "defaultCurrencyCode": one[2], "defaultLanguageCode": one[1], "domainName": one[0].lower()}, "participation": {"isParticipating": True, "hasSuspendedListings": False}} for key, one in MARKETPLACES.items()]  # fmt: skip
        return JSONResponse({"payload": found})

    # Product types -------------------------------------------------------------------------------

    async def types(self, request: Request) -> Response:
        words = (request.query_params.get("keywords") or request.query_params.get("itemName") or "").lower().replace(",", " ").split()  # fmt: skip
        site = self._site(request)
        found = [
            {"name": name, "displayName": types.TYPES[name][0], "marketplaceIds": [site]}
            for name in sorted(types.TYPES)
            if not words or any(word in types.KEYWORDS[name].split() for word in words)
        ]
        return JSONResponse({"productTypes": found, "productTypeVersion": self._amazon.type_version()})  # fmt: skip

    async def type(self, request: Request) -> Response:
        name, asked = request.path_params["name"], request.query_params
        if name not in types.TYPES:
            raise Refused("NotFound", f"There is no product type {name}.", 404)
        site = self._site(request)
        requirements = asked.get("requirements", "LISTING")
        enforced = asked.get("requirementsEnforced", "ENFORCED")
        document = self._amazon.type_document(name, site, requirements, enforced == "ENFORCED")
        at = f"{self._amazon.home}/schemas"
        groups = {key: {"title": title, "description": text, "propertyNames": list(names)} for key, (title, text, names) in types.GROUPS.items()}  # fmt: skip
        return JSONResponse(
            {
                "metaSchema": _link(f"{at}/meta", types.META_SCHEMA),
                "schema": _link(f"{at}/{name}/{site}/{requirements}/{enforced}", document),
                "requirements": requirements,
                "requirementsEnforced": enforced,
                "propertyGroups": groups,
                "locale": asked.get("locale", MARKETPLACES[site][1]),
                "marketplaceIds": [site],
                "productType": name,
                "displayName": types.TYPES[name][0],
                "productTypeVersion": {"version": self._amazon.type_version(), "latest": True, "releaseCandidate": False},
            }
        )  # fmt: skip

    async def schema(self, request: Request) -> Response:
        """The document behind a link, as a plain file server gives it."""
        name, _, rest = request.path_params["name"].partition("/")
        content = types.META_SCHEMA
        if name != "meta":
            site, requirements, enforced = rest.split("/")
            content = self._amazon.type_document(name, site, requirements, enforced == "ENFORCED")
            if self._amazon.setting()["spoil_schema"]:
                content = content[: len(content) // 2]
        return Response(content, media_type="application/json")

    # Listings ------------------------------------------------------------------------------------

    def _site(self, request: Request) -> str:
        asked = request.query_params
        site = str(asked.get("marketplaceIds") or asked.get("MarketplaceIds") or self._amazon.marketplace).split(",")[0]  # fmt: skip
        if site not in MARKETPLACES:
            raise Refused("InvalidInput", f"Invalid marketplaceIds: {site}")
        return site

    def _mine(self, request: Request) -> str:
        if request.path_params["seller"] != self._amazon.seller:
            raise unauthorized("The seller does not match the access token.")
        return str(request.path_params.get("sku", ""))

    def _written(self, request: Request) -> str:
        sku = self._mine(request)
        self._amazon.declined(sku)
        return sku

    async def items(self, request: Request) -> Response:
        self._mine(request)
        asked = request.query_params
        skus = set(asked["identifiers"].split(",")) if asked.get("identifiers") else None
        if skus and len(skus) > 20:
            raise Refused("InvalidInput", "At most 20 identifiers may be given.")
        if bool(skus) != (asked.get("identifiersType") == "SKU"):
            raise Refused(
                "InvalidInput", "identifiers and identifiersType (here: SKU) go together."
            )
        found = self._amazon.listings.all_shown(
            _wanted(request, "summaries"),
            skus,
            asked.get("withIssueSeverity", ""),
            since=asked.get("lastUpdatedAfter", ""),
            oldest_first=asked.get("sortOrder") == "ASC",
        )
        size = min(int(asked.get("pageSize") or 10), 20)
        start, most = int(asked.get("pageToken") or 0), self._amazon.setting()["search_most"]
        shown = found[:most]
        page: Thing = {"numberOfResults": len(found), "items": shown[start : start + size], "pagination": {}}  # fmt: skip
        if start + size < len(shown):
            page["pagination"] = {"nextToken": str(start + size)}
        if self._amazon.setting()["search_endless"]:
            page["pagination"] = {"nextToken": str(start)}
        return JSONResponse(page)

    async def item(self, request: Request) -> Response:
        sku = self._mine(request)
        return JSONResponse(self._amazon.listings.shown(sku, _wanted(request, "summaries")))

    async def item_put(self, request: Request) -> Response:
        sku, told = self._written(request), await read(request)
        preview = _preview(request)
        done = self._amazon.listings.put(sku, told, self._site(request), preview=preview)
        return JSONResponse(self._with_identifiers(request, sku, done))

    def _with_identifiers(self, request: Request, sku: str, done: Thing) -> Thing:
        if "identifiers" in _wanted(request, "issues"):
            found = [{"marketplaceId": self._site(request), "asin": asin_of(sku)}]
            done["identifiers"] = found if done["status"] == "VALID" else []
        return done

    async def item_patch(self, request: Request) -> Response:
        sku, told = self._written(request), await read(request)
        preview = _preview(request)
        done = self._amazon.listings.patch(sku, told, self._site(request), preview=preview)
        return JSONResponse(self._with_identifiers(request, sku, done))

    async def item_end(self, request: Request) -> Response:
        return JSONResponse(self._amazon.listings.end(self._written(request), self._site(request)))

    # Feeds and documents -------------------------------------------------------------------------

    async def feed_document(self, request: Request) -> Response:
        told = await read(request)
        if not told.get("contentType"):
            raise Refused("InvalidInput", "contentType is missing.")
        key = self._amazon.shelf.document(str(told["contentType"]))
        return JSONResponse({"feedDocumentId": key, "url": self._address(key)}, 201)

    def _address(self, key: str) -> str:
        return f"{self._amazon.home}/documents/{key}"

    async def document(self, request: Request) -> Response:
        """Where documents are put and fetched, without any token, as by a signed address."""
        key = request.path_params["id"]
        if request.method == "PUT":
            done = self._amazon.shelf.fill(key, await request.body())
            return Response(status_code=200 if done else 404)
        found = self._amazon.shelf.read(key)
        if found is None or found[1] is None:
            return Response(status_code=404)
        return Response(found[1], headers={"Content-Type": found[0]})

    async def feed_make(self, request: Request) -> Response:
        made = self._amazon.feeds.make(await read(request))
        if self._amazon.counted_down("lose_feeds"):
            raise BUSY
        return JSONResponse(made, 202)

    async def feeds(self, request: Request) -> Response:
        asked = request.query_params
        wanted = (asked.get("feedTypes") or "").split(",")
        since = asked.get("createdSince", "").replace("+00:00", "Z")
        feeds = [one for one in reversed(self._amazon.shelf.all("feed")) if one["feedType"] in wanted and one["createdTime"] >= since]  # fmt: skip
        return JSONResponse({"feeds": [self._amazon.feeds.shown(one) for one in feeds[: int(asked.get("pageSize") or 10)]]})  # fmt: skip

    async def feed(self, request: Request) -> Response:
        feeds = self._amazon.feeds
        return JSONResponse(feeds.shown(feeds.found(request.path_params["id"])))

    async def feed_cancel(self, request: Request) -> Response:
        self._amazon.feeds.cancel(request.path_params["id"])
        return JSONResponse({})

    async def feed_result(self, request: Request) -> Response:
        key = request.path_params["id"]
        if self._amazon.shelf.read(key) is None:
            raise Refused("NotFound", f"The document {key} does not exist.", 404)
        return JSONResponse({"feedDocumentId": key, "url": self._address(key), "compressionAlgorithm": "GZIP"})  # fmt: skip

    # Orders --------------------------------------------------------------------------------------

    async def orders(self, request: Request) -> Response:
        return JSONResponse(self._amazon.told.page(dict(request.query_params)))

    async def order(self, request: Request) -> Response:
        number, wanted = request.path_params["id"], _wanted(request, "")
        self._amazon.declined(number)
        return JSONResponse({"order": self._amazon.told.one(number, wanted)})

    async def ship(self, request: Request) -> Response:
        self._amazon.orders.confirm(request.path_params["id"], await read(request))
        return Response(status_code=204)

    # Reports -------------------------------------------------------------------------------------

    async def reports(self, request: Request) -> Response:
        return JSONResponse(self._amazon.reports.page(dict(request.query_params)))

    async def report(self, request: Request) -> Response:
        return JSONResponse(report_shown(self._amazon.reports.found(request.path_params["id"])))

    async def report_document(self, request: Request) -> Response:
        key = request.path_params["id"]
        found = self._amazon.shelf.read(key)
        if found is None:
            raise Refused("NotFound", f"The document {key} does not exist.", 404)
        told = {"reportDocumentId": key, "url": self._address(key)}
        if (found[1] or b"")[:2] == b"\x1f\x8b":
            told["compressionAlgorithm"] = "GZIP"
        return JSONResponse(told)


def _preview(request: Request) -> bool:
    """Whether a write is only tried; identifiers are told of such a one alone."""
    preview = request.query_params.get("mode") == "VALIDATION_PREVIEW"
    if "identifiers" in _wanted(request, "issues") and not preview:
        raise Refused("InvalidInput", "identifiers can only be requested in VALIDATION_PREVIEW.")
    return preview


def _wanted(request: Request, default: str) -> set[str]:
    return set((request.query_params.get("includedData") or default).split(","))


def _link(address: str, content: bytes) -> Thing:
    return {"link": {"resource": address, "verb": "GET"}, "checksum": types.checksum(content)}


async def read(request: Request) -> Any:
    body = await request.body()
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    told = json.loads(body or b"{}")
    if not isinstance(told, dict):
        raise Refused("InvalidInput", "The body is not a JSON object.")
    return told
