"""A marketplace as a service: its folder of files, its wire, and what it does with a feed."""

import json
import re
import time
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.core.credentials import credential
from sandbox.core.markup import Markup
from sandbox.core.service import Action, BadAction, Service
from sandbox.core.shelf import Shelf
from sandbox.services.markets import doors, forms, panel
from sandbox.services.markets.checks import REFUSED, amount_of, issues, logical
from sandbox.services.markets.profiles import Profile
from sandbox.services.markets.selling import Selling

SCHEMA = """
CREATE TABLE IF NOT EXISTS market_listings (
    market TEXT NOT NULL, sku TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
    price TEXT NOT NULL, quantity INTEGER NOT NULL,
    PRIMARY KEY (market, sku)
);
CREATE TABLE IF NOT EXISTS market_orders (
    id INTEGER PRIMARY KEY, market TEXT NOT NULL, ref TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (market, ref)
);
CREATE TABLE IF NOT EXISTS market_pages (id INTEGER PRIMARY KEY, market TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS market_names (id INTEGER PRIMARY KEY, market TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS market_work (
    id INTEGER PRIMARY KEY, market TEXT NOT NULL, path TEXT NOT NULL, due REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS market_halves (
    market TEXT NOT NULL, path TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (market, path)
);
"""
LISTINGS, NOTES, ANSWERS = "in/listings", "in/notes", "out/answers"
FOLDERS = (LISTINGS, NOTES, ANSWERS, "out/orders", "out/settlements")
FILE = re.compile(r"^[\w.-]{1,120}$")


class Market(Service):
    schema = SCHEMA
    settings = {
        "answer_after_s": 0.2,
        "lose_answers": False,
        "also_needs": [],
        "refuse_words": [],
        "duplicate_orders": False,
        "half_files": 0,
        "fee_percent": 10.0,
        "uploads_a_minute": 0,
        "feed_url": "",
        "fetch_every_s": 0.0,
    }
    """`half_files`: so many of the next files put out are cut in the middle, until `mend`."""

    def __init__(self, world: Any, profile: Profile) -> None:
        self.profile, self.key = profile, profile.key
        self.name, self.prefix = f"market/{profile.key}", f"/markets/{profile.key}"
        self.title, self.about = profile.title, profile.about
        self.settings = {**self.settings, "fee_percent": profile.fee_percent}
        super().__init__(world)
        self.keys = {"user": f"ekshop-{profile.key}"} | {
            name: credential(self.name, name, of=world.options.seed)
            for name in ("password", "api_key")
        }
        self.shelf: Shelf = Shelf(world.store, self.name, FOLDERS, self._arrived)
        self.selling = Selling(self)
        self._uploads: list[float] = []
        self._next_fetch = 0.0
        self._fetched = ""

    # Wire --------------------------------------------------------------------------------------

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/files/{path:path}", self.take, methods=["GET", "HEAD"]),
            Route("/files/{path:path}", self.bring, methods=["PUT", "POST"]),
            Route("/orders", self.orders_page),
        ]

    async def take(self, request: Request) -> Response:
        if refusal := doors.refused(self, request):
            return refusal
        path = request.path_params["path"].strip("/")
        data = self.shelf.read(path)
        if data is not None:
            return Response(data, media_type=forms.MEDIA.get(path.rpartition(".")[2]))
        if not self.shelf.is_folder(path):
            return JSONResponse({"error": "no such file"}, 404)
        return JSONResponse(
            {
                "files": [
                    {"name": each.name, "size": each.size, "sha256": self.shelf.sha256(f"{path}/{each.name}"), "at": each.at}
                    for each in self.shelf.entries(path)
                    if not each.folder
                ]
            }
        )  # fmt: skip

    async def bring(self, request: Request) -> Response:
        if refusal := doors.refused(self, request):
            return refusal
        folder, _, name = request.path_params["path"].strip("/").rpartition("/")
        if folder not in (LISTINGS, NOTES) or not FILE.match(name):
            return JSONResponse({"error": f"files go to {LISTINGS} or {NOTES}"}, 404)
        if wait := self.must_wait():
            return JSONResponse(
                {"error": "too many files"}, 429, headers={"Retry-After": str(wait)}
            )
        data = await request.body()
        self.shelf.bring(f"{folder}/{name}", data)
        return JSONResponse({"file": name, "size": len(data)}, 202)

    async def orders_page(self, request: Request) -> Response:
        if refusal := doors.refused(self, request):
            return refusal
        if not self.profile.orders.page:
            return JSONResponse({"error": "orders are in files here"}, 404)
        after = request.query_params.get("after") or "0"
        if not after.isdigit():
            return JSONResponse({"error": "after is a place we gave"}, 400)
        return Response(self.selling.page(int(after)), media_type="application/json")

    def must_wait(self) -> int:
        """Seconds to wait, when more files came in this minute than it was told to bear."""
        most, now = self.setting()["uploads_a_minute"], time.monotonic()
        if not most:
            return 0
        self._uploads = [at for at in self._uploads if at > now - 60]
        if len(self._uploads) >= most:
            return int(self._uploads[0] + 60 - now) + 1
        self._uploads.append(now)
        return 0

    # Files out ---------------------------------------------------------------------------------

    def put_out(self, path: str, data: bytes) -> None:
        """A file for the platform, half of it when told so; the whole is kept for `mend`."""
        halves = self.setting()["half_files"]
        if halves:
            self.settle({"half_files": halves - 1})
            self.world.store.run(
                "INSERT OR REPLACE INTO market_halves VALUES (?, ?, ?)", self.name, path, data
            )
            data = data[: len(data) // 2]
        self.shelf.put(path, data)

    async def mend(self, told: dict[str, Any]) -> dict[str, Any]:
        """What was put out half is now whole."""
        rows = self.world.store.rows("SELECT * FROM market_halves WHERE market = ?", self.name)
        for row in rows:
            self.shelf.put(row["path"], bytes(row["data"]))
        self.world.store.run("DELETE FROM market_halves WHERE market = ?", self.name)
        return {"files": [row["path"] for row in rows]}

    # A feed that came --------------------------------------------------------------------------

    def _arrived(self, path: str) -> None:
        """Files still being written have a name that ends in .part."""
        if not path.startswith((f"{LISTINGS}/", f"{NOTES}/")) or path.endswith(".part"):
            return
        later = self.setting()["answer_after_s"] if path.startswith(LISTINGS) else 0
        if later:
            self.world.store.insert(
                "market_work", market=self.name, path=path, due=time.time() + later
            )
        else:
            self._work(path)

    async def tick(self) -> None:
        await self._fetch_when_due()
        for work in self.world.store.rows(
            "SELECT id, path FROM market_work WHERE market = ? AND due <= ? ORDER BY id LIMIT 20",
            self.name,
            time.time(),
        ):
            self.world.store.run("DELETE FROM market_work WHERE id = ?", work["id"])
            self._work(work["path"])

    def _work(self, path: str) -> None:
        if path.startswith(LISTINGS):
            self._read_listings(path)
        else:
            self._read_note(path)

    def _read_listings(self, path: str) -> None:
        name = path.rpartition("/")[2]
        answers: list[dict[str, str]]
        try:
            rows = forms.read(self._kind(name), self.shelf.read(path) or b"")
        except forms.Unreadable as problem:
            answers = [self._answer(name, 0, "", REFUSED, "UNREADABLE_FILE", "", str(problem))]
        else:
            answers = self._take_rows(name, rows)
        if self.setting()["lose_answers"]:
            return
        flat = self.profile.answers
        data = forms.write(flat.kind, answers, flat.columns.values(), trailer=flat.trailer)
        self.put_out(f"{ANSWERS}/{name.rpartition('.')[0]}.{flat.kind}", data)

    def _kind(self, name: str) -> str:
        kind = name.rpartition(".")[2]
        return kind if kind in forms.MEDIA else self.profile.listings.kind

    def _take_rows(self, name: str, rows: list[forms.Row]) -> list[dict[str, str]]:
        told, answers, taken, ended = self.setting(), [], {}, []
        shape = self.profile.listings
        for line, raw in enumerate(rows, 1):
            row = logical(self.profile, raw)
            sku = row["sku"]
            if sku and shape.gone and row.get("action") == shape.gone:
                ended.append(sku)
                answers.append(self._answer(name, line, sku, "accepted"))
                continue
            found = issues(self.profile, row, told)
            result = "accepted"
            for issue in found:
                result = REFUSED if REFUSED in (result, issue.severity) else "warned"
                column = shape.columns.get(issue.field, issue.field)
                answers.append(self._answer(name, line, sku, issue.severity, issue.code, column, issue.text))  # fmt: skip
            if not found:
                answers.append(self._answer(name, line, sku, "accepted"))
            if result != REFUSED:
                taken[sku] = row
        self._save(taken, ended, {logical(self.profile, raw)["sku"] for raw in rows})
        return answers

    def _save(self, taken: dict[str, forms.Row], ended: list[str], seen: set[str]) -> None:
        store = self.world.store
        store.many(
            "INSERT INTO market_listings VALUES (?, ?, ?, 'live', ?, ?) "
            "ON CONFLICT (market, sku) DO UPDATE SET body = excluded.body, state = 'live', "
            "price = excluded.price, quantity = excluded.quantity",
            (
                (self.key, sku, json.dumps(row, ensure_ascii=False), str(amount_of(self.profile, row)), int(row.get("quantity") or 0))
                for sku, row in taken.items()
            ),
        )  # fmt: skip
        if self.profile.listings.whole:
            known = store.rows(
                "SELECT sku FROM market_listings WHERE market = ? AND state = 'live'", self.key
            )
            ended = [*ended, *(each["sku"] for each in known if each["sku"] not in seen)]
        store.many(
            "UPDATE market_listings SET state = 'ended' WHERE market = ? AND sku = ?",
            ((self.key, sku) for sku in ended),
        )

    def _answer(
        self, file: str, line: int, sku: str, result: str, code: str = "", field: str = "", text: str = ""
    ) -> dict[str, str]:  # fmt: skip
        flat = self.profile.answers
        told = {
            "file": file, "line": str(line), "sku": sku, "result": flat.words[result], "code": code,
            "field": field, "text": text, "ref": f"{self.key.upper()}-{sku}" if sku and result != REFUSED else "",
        }  # fmt: skip
        return {theirs: told[ours] for ours, theirs in flat.columns.items()}

    def _read_note(self, path: str) -> None:
        flat = self.profile.notes
        try:
            rows = forms.read(self._kind(path), self.shelf.read(path) or b"")
        except forms.Unreadable:
            return
        for raw in rows:
            row = {ours: raw.get(theirs, "") for ours, theirs in flat.columns.items()}
            self.selling.note(row.get("what", ""), row)

    # It comes and fetches ----------------------------------------------------------------------

    async def _fetch_when_due(self) -> None:
        told = self.setting()
        if not told["feed_url"] or not told["fetch_every_s"] or time.monotonic() < self._next_fetch:
            return
        self._next_fetch = time.monotonic() + told["fetch_every_s"]
        try:
            await self.fetch({})
        except BadAction:
            return

    async def fetch(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"url"?}: fetches the platform's feed where it is new, and reads what it gets."""
        url = str(told.get("url") or self.setting()["feed_url"])
        if not url:
            raise BadAction("it does not know where the feed is: settings feed_url")
        try:
            async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
                answer = await client.get(
                    url, headers={"If-None-Match": self._fetched} if self._fetched else {}
                )
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise BadAction(f"the feed cannot be fetched: {problem}") from problem
        if answer.status_code == 304:
            return {"unchanged": True}
        if answer.status_code != 200:
            raise BadAction(f"the feed answers {answer.status_code}")
        given = re.search(r'filename="?([\w.-]+)"?', answer.headers.get("content-disposition", ""))
        name = given[1] if given else f"fetched.{self.profile.listings.kind}"
        self.shelf.bring(f"{LISTINGS}/{name}", answer.content)
        self._fetched = answer.headers.get("etag", "")
        return {"file": name, "size": len(answer.content)}

    # Control -----------------------------------------------------------------------------------

    def actions(self) -> dict[str, Action]:
        return {
            "order": self.selling.order,
            "cancel": self.selling.cancel,
            "repeat": self.selling.repeat,
            "settle": self.selling.settle,
            "mend": self.mend,
            "fetch": self.fetch,
            "listings": self.listings_shown,
            "orders": self.orders_shown,
            "restore": self.restore,
        }

    def listing(self, sku: str) -> dict[str, Any] | None:
        return self.world.store.row(
            "SELECT sku, body, state, price, quantity FROM market_listings WHERE market = ? AND sku = ?",
            self.key,
            sku,
        )

    async def listings_shown(self, told: dict[str, Any]) -> dict[str, Any]:
        rows = self.world.store.rows(
            "SELECT sku, body, state, price, quantity FROM market_listings WHERE market = ? "
            "ORDER BY sku LIMIT ?",
            self.key,
            int(told.get("most") or 1000),
        )
        return {"listings": [{**row, "body": json.loads(row["body"])} for row in rows]}

    async def orders_shown(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"orders": self.selling.all()}

    async def restore(self, told: dict[str, Any]) -> dict[str, Any]:
        """Nothing listed, nothing ordered, no file."""
        store = self.world.store
        for table in ("market_listings", "market_orders", "market_pages"):
            store.run(f"DELETE FROM {table} WHERE market = ?", self.key)
        for table in ("market_work", "market_halves"):
            store.run(f"DELETE FROM {table} WHERE market = ?", self.name)
        store.run("DELETE FROM shelf_files WHERE shelf = ?", self.name)
        store.forget(f"settings:{self.name}")
        return {}

    def panel(self, lang: str) -> Markup:
        return panel.shown(self, lang)
