"""One shop's wire and control face."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Route

from sandbox.core.behaviour import SORRY
from sandbox.core.credentials import credential
from sandbox.core.markup import Markup
from sandbox.core.service import Action, BadAction, Service, like
from sandbox.services.shops import drawn, feeds, panel
from sandbox.services.shops.goods import Row, Told, goods, stock
from sandbox.services.shops.orders import SCHEMA, Orders
from sandbox.services.shops.platform import BadSignature, signed_by
from sandbox.services.shops.profiles import Profile
from sandbox.services.shops.pushing import Pushing

MOST = 1_000_000


class Shop(Service):
    schema = SCHEMA
    settings = {
        "policy": "confirm",
        "decline_percent": 0.0,
        "decline_skus": [],
        "decline_reason": "out_of_stock",
        "answer_after_s": 1.0,
        "late_s": 3600.0,
        "ship": True,
        "ship_after_s": 3.0,
        "courier": "sandbox_courier",
        "webhook_answer": 204,
    }

    def __init__(self, world: Any, profile: Profile) -> None:
        super().__init__(world)
        self.profile = profile
        self.name = f"shop/{profile.number}"
        self.prefix = f"/shops/{profile.number}"
        self.title, self.about = profile.title, profile.about
        self.settings = {**self.settings, **profile.settings}
        self.keys = {
            name: credential(self.name, name, of=world.options.seed)
            for name in ("webhook_secret", "api_key")
        }
        self.file = world.options.shops_data / f"{profile.slug}.jsonl"
        self.orders = Orders(self)
        self.pushing = Pushing(self)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/feed.{form:str}", self.feed),
            Route("/moved/feed.{form:str}", self.feed),
            Route("/goods/{identity:str}", self.page_of),
            Route("/pictures/{shape:str}/{name:str}.jpg", self.picture),
            Route("/webhooks/orders", self.webhook, methods=["POST"]),
        ]

    def feed_url(self, form: str = "") -> str:
        return f"{self.world.options.public_url}{self.prefix}/feed.{form or self.profile.format}"

    def told(self) -> Told:
        return Told(**self.world.store.get(f"feed:{self.name}", {}))

    def tell(self, **told: Any) -> dict[str, Any]:
        known = self.world.store.get(f"feed:{self.name}", {})
        now = {**known, **told, "changed_at": time.time()}
        self.world.store.put(f"feed:{self.name}", now)
        return now

    def rows(self, told: Told) -> Iterator[Row]:
        base = self.world.options.public_url
        for row in goods(self.profile.kind, self.file, told):
            full = {**row, "link": row.get("link") or f"{base}{self.prefix}/goods/{row['id']}"}
            for name in ("image_link", "additional_image_link"):
                if str(full.get(name, "")).startswith("/"):
                    full[name] = base + full[name]
            yield full

    async def picture(self, request: Request) -> Response:
        shape, name = request.path_params["shape"], request.path_params["name"]
        return Response(drawn.picture(shape, name), media_type="image/jpeg")

    async def feed(self, request: Request) -> Response:
        form = request.path_params["form"]
        packed_file = form.endswith(".gz")
        form = form.removesuffix(".gz")
        if form not in feeds.TYPES:
            return PlainTextResponse("no such feed", 404)
        told = self.told()
        moved = "/moved/" in request.url.path
        if (instead := self._instead(form, told.faults, moved)) is not None:
            return instead
        packed = packed_file or "gzip" in request.headers.get("accept-encoding", "")
        modified = datetime.fromtimestamp(int(self._changed_at(told)), UTC)
        version = feeds.tag_of(form, packed, told.__dict__, modified)
        headers = {
            "ETag": f'"{version}"',
            "Last-Modified": format_datetime(modified, usegmt=True),
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
        }
        if unchanged(request, headers["ETag"], modified):
            return Response(status_code=304, headers=headers)
        if packed and not packed_file:
            headers["Content-Encoding"] = "gzip"
        kind = "application/gzip" if packed_file else feeds.TYPES[form]
        if request.method == "HEAD":
            return Response(headers=headers, media_type=kind)
        return StreamingResponse(self._bytes(form, told, packed), headers=headers, media_type=kind)

    def _bytes(self, form: str, told: Told, packed: bool) -> Iterator[bytes]:
        rows = [] if "empty" in told.faults else feeds.spoiled(self.rows(told), told.faults)
        total = (
            sum(1 for _ in goods(self.profile.kind, self.file, told))
            if "half_file" in told.faults
            else 0
        )
        pieces = feeds.written(form, rows, self.title[1], self.world.options.public_url)
        chunks = feeds.encoded(pieces, told.faults, total)
        return feeds.gzipped(chunks) if packed else chunks

    def content(self, form: str, packed: bool) -> Iterator[bytes]:
        """The list as it now stands, a piece at a time."""
        return self._bytes(form, self.told(), packed)

    def changed_at(self) -> float:
        """In seconds since 1970."""
        return self._changed_at(self.told())

    def _instead(self, form: str, faults: list[str], moved: bool) -> Response | None:
        if "html" in faults:
            return HTMLResponse(SORRY)
        if "not_found" in faults:
            return PlainTextResponse("not found", 404)
        if "redirect_loop" in faults:
            there = "" if moved else "moved/"
            return RedirectResponse(f"{self.prefix}/{there}feed.{form}", 302)
        if "redirect_inside" in faults:
            return RedirectResponse("http://169.254.169.254/latest/meta-data/", 302)
        if "redirect" in faults and not moved:
            return RedirectResponse(f"{self.prefix}/moved/feed.{form}", 302)
        return None

    def _changed_at(self, told: Told) -> float:
        written = self.file.stat().st_mtime if self.file.exists() else 0.0
        return max(told.changed_at, written or self.world.born)

    async def page_of(self, request: Request) -> Response:
        identity = request.path_params["identity"]
        found = next((row for row in self.rows(self.told()) if str(row["id"]) == identity), None)
        if not found:
            return PlainTextResponse("no such goods", 404)
        return HTMLResponse(
            f"<!doctype html><meta charset=utf-8><title>{escape(found['title'])}</title>"
            f"<h1>{escape(found['title'])}</h1><p>{escape(str(found['price']))}</p>"
        )

    async def webhook(self, request: Request) -> Response:
        body = await request.body()
        secret = self.credentials()["webhook_secret"]
        try:
            identity = signed_by(secret, request.headers, body, self.world.clock.now())
        except BadSignature as problem:
            return PlainTextResponse(str(problem), 401)
        answer = self.setting()["webhook_answer"]
        if answer != 204:
            return PlainTextResponse("told to answer this", answer)
        try:
            payload = json.loads(body)
            if not isinstance(payload, dict):
                raise ValueError
            self.orders.take(identity, payload)
        except (ValueError, TypeError):
            return PlainTextResponse("the body is not an event", 400)
        return Response(status_code=204)

    def answered(self, call: dict[str, Any], status: int, body: str) -> None:
        self.orders.answered(call, status)

    def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        if told.get("policy", "confirm") not in panel.POLICIES:
            raise BadAction(f"policy is one of {list(panel.POLICIES)}")
        return super().settle(told)

    def actions(self) -> dict[str, Action]:
        return {
            "feed": self.feed_set,
            "change": self.goods_change,
            "remove": self.goods_remove,
            "set": self.goods_set,
            "restore": self.goods_restore,
            "push": self.pushing.push,
            "answer": self.orders.answer_by_hand,
            "ship": self.orders.ship_by_hand,
        }

    async def feed_set(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"count": 500, "faults": ["half_file"]}; an empty fault is none."""
        now: dict[str, Any] = {}
        if "count" in told:
            now["count"] = like(0, told["count"], "count")
            if now["count"] > MOST:
                raise BadAction(f"at most {MOST} goods")
        if "faults" in told or "fault" in told:
            now["faults"] = [
                f for f in like([], told.get("faults", told.get("fault")), "faults") if f
            ]
            if strange := set(now["faults"]) - set(feeds.FAULTS):
                raise BadAction(
                    f"no fault is called {sorted(strange)}; there are {list(feeds.FAULTS)}"
                )
        return self.tell(**now)

    async def goods_change(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"share": 1, "what": "price"|"stock"|"both", "by": -60}: percent of goods, percent of price."""
        change = {
            "share": like(1.0, told.get("share", 1), "share"),
            "what": told.get("what", "both"),
        }
        if change["what"] not in {"price", "stock", "both"}:
            raise BadAction("what is one of price, stock, both")
        try:
            change["by"] = float(told.get("by") or 0)
        except (TypeError, ValueError):
            raise BadAction("by is a percentage") from None
        return self.tell(changes=[*self.told().changes, change])

    async def goods_remove(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"share": 5} or {"ids": ["B000001"]}."""
        if "ids" in told:
            return self.tell(removed=[*self.told().removed, *like([], told["ids"], "ids")])
        return self.tell(removals=[*self.told().removals, like(1.0, told.get("share", 1), "share")])

    async def goods_set(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"id": "B000001", "price": "10.00 BDT"}: any attributes of one thing."""
        identity = str(told.get("id", ""))
        known = stock(self.profile.kind, self.file, self.told().count)
        if not any(str(row["id"]) == identity for row in known):
            raise BadAction(f"{self.name} sells nothing with the id {identity!r}")
        attributes = {key: str(value) for key, value in told.items() if key != "id"}
        overrides = self.told().overrides
        return self.tell(
            overrides={**overrides, identity: {**overrides.get(identity, {}), **attributes}}
        )

    async def goods_restore(self, told: dict[str, Any]) -> dict[str, Any]:
        """The goods as they are in the file; the faults go too."""
        return self.tell(count=0, changes=[], removals=[], removed=[], overrides={}, faults=[])

    def panel(self, lang: str) -> Markup:
        return panel.shown(self, lang)


def unchanged(request: Request, version: str, modified: datetime) -> bool:
    if asked := request.headers.get("if-none-match"):
        return asked.strip() == "*" or version in [
            one.strip().removeprefix("W/") for one in asked.split(",")
        ]
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
        return modified <= since
    except (KeyError, ValueError, TypeError):
        return False
