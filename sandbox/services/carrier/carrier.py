"""The carrier's wire and its parcels."""

import json
import secrets
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import badge, choice, field, form, moment, say, tick
from sandbox.core.service import Action, BadAction, Service, Text

SCHEMA = """
CREATE TABLE IF NOT EXISTS carried (
    number TEXT PRIMARY KEY, consignment TEXT NOT NULL, reference TEXT NOT NULL, told TEXT NOT NULL,
    status TEXT NOT NULL, route TEXT NOT NULL, next_due REAL, UNIQUE (consignment, reference)
);
CREATE TABLE IF NOT EXISTS carried_events (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL, consignment TEXT NOT NULL, status TEXT NOT NULL,
    at TEXT NOT NULL
);
"""
STATES: dict[str, Text] = {
    "booked": ("বুকিং হয়েছে", "Booked"),
    "picked_up": ("তুলে নেওয়া হয়েছে", "Picked up"),
    "in_transit": ("পথে", "In transit"),
    "customs": ("কাস্টমসে", "At customs"),
    "delivered": ("পৌঁছেছে", "Delivered"),
    "returned": ("ফেরত আসছে", "Coming back"),
    "lost": ("হারিয়ে গেছে", "Lost"),
}
ROUTES = {
    "delivered": ["booked", "picked_up", "in_transit", "customs", "delivered"],
    "returned": ["booked", "picked_up", "in_transit", "customs", "returned"],
    "lost": ["booked", "picked_up", "in_transit", "lost"],
}


class Carrier(Service):
    name = "carrier"
    prefix = "/carrier"
    schema = SCHEMA
    title = ("বিদেশি বাহক", "Carrier abroad")
    about = (
        "বিদেশগামী পার্সেল বুক করে, চাইলে প্রতিটির খবর জানায়।",
        "Books parcels that go abroad, and tells of each when asked.",
    )
    keys = {"api_key": "sandbox"}  # pragma: allowlist secret
    settings = {"auto": True, "step_s": 5.0, "route": "delivered"}

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/v1/consignments", self.book, methods=["POST"]),
            Route("/v1/consignments/{reference}/events", self.events),
        ]

    def _stranger(self, request: Request) -> Response | None:
        if request.headers.get("api-key") == self.credentials()["api_key"]:
            return None
        return JSONResponse({"error": "unknown key"}, 401)

    async def book(self, request: Request) -> Response:
        if refusal := self._stranger(request):
            return refusal
        try:
            asked = json.loads(await request.body())
            code, parcels = str(asked["reference"]), list(asked["parcels"])
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": "reference and parcels are needed"}, 400)
        for parcel in parcels:
            problem = wrong(parcel)
            if problem:
                return JSONResponse({"error": problem, "parcel": parcel.get("reference")}, 422)
        told = self.setting()
        for parcel in parcels:
            if self._find(code, str(parcel["reference"])) is None:
                self.world.store.insert(
                    "carried",
                    number="BX" + "".join(secrets.choice("0123456789") for _ in range(10)),
                    consignment=code,
                    reference=str(parcel["reference"]),
                    told=json.dumps(parcel, ensure_ascii=False),
                    status="booked",
                    route=told["route"],
                    next_due=time.time() + told["step_s"] if told["auto"] else None,
                )
        rows = self.world.store.rows("SELECT * FROM carried WHERE consignment = ?", code)
        numbers = [{"reference": row["reference"], "number": row["number"]} for row in rows]
        return JSONResponse({"reference": f"C-{code}", "parcels": numbers})

    def _find(self, code: str, reference: str) -> dict[str, Any] | None:
        return self.world.store.row(
            "SELECT * FROM carried WHERE consignment = ? AND reference = ?", code, reference
        )

    async def events(self, request: Request) -> Response:
        if refusal := self._stranger(request):
            return refusal
        code = request.path_params["reference"].removeprefix("C-")
        rows = self.world.store.rows(
            "SELECT * FROM carried_events WHERE consignment = ? ORDER BY id", code
        )
        return JSONResponse(
            {
                "events": [
                    {
                        "id": f"{code}-{row['id']}",
                        "number": row["number"],
                        "status": row["status"],
                        "message": STATES[row["status"]][1],
                        "at": row["at"],
                    }
                    for row in rows
                ]
            }
        )

    async def tick(self) -> None:
        """Parcels whose next step is due take it. Switched off, they stay where they are."""
        if not self.setting()["auto"]:
            return
        for parcel in self.world.store.rows(
            "SELECT * FROM carried WHERE next_due <= ? LIMIT 200", time.time()
        ):
            if status := next_of(parcel["status"], parcel["route"]):
                self._reach(parcel, status)

    def _reach(self, parcel: dict[str, Any], status: str) -> None:
        told = self.setting()
        more = told["auto"] and next_of(status, parcel["route"])
        self.world.store.run(
            "UPDATE carried SET status = ?, next_due = ? WHERE number = ?",
            status,
            time.time() + told["step_s"] if more else None,
            parcel["number"],
        )
        self.world.store.insert(
            "carried_events",
            number=parcel["number"],
            consignment=parcel["consignment"],
            status=status,
            at=self.world.clock.stamp(),
        )

    def actions(self) -> dict[str, Action]:
        return {"advance": self.advance}

    async def advance(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"number": …}: the next step; "status" any step at all."""
        parcel = self.world.store.row(
            "SELECT * FROM carried WHERE number = ? OR reference = ?",
            str(told.get("number", "")),
            str(told.get("number", "")),
        )
        if parcel is None:
            raise BadAction("there is no such parcel")
        status = str(told.get("status") or next_of(parcel["status"], parcel["route"]) or "")
        if status not in STATES:
            raise BadAction(f"status is one of {list(STATES)}; this one is {parcel['status']}")
        self._reach(parcel, status)
        return {"number": parcel["number"], "status": status}

    def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        if told.get("route", "delivered") not in ROUTES:
            raise BadAction(f"route is one of {list(ROUTES)}")
        return super().settle(told)

    def panel(self, lang: str) -> Markup:
        told = self.setting()
        parcels = self.world.store.rows("SELECT rowid, * FROM carried ORDER BY rowid DESC LIMIT 50")
        return tag(
            "section",
            tag("h2", say(lang, ("পার্সেল", "Parcels"))),
            tag("div", [self._card(lang, parcel) for parcel in parcels], class_="cards")
            if parcels
            else tag("p", say(lang, ("এখনো কোনো পার্সেল নেই", "No parcel yet")), class_="quiet"),
            tag(
                "div",
                form(
                    "/_control/carrier/settings",
                    choice(say(lang, ("নতুন পার্সেল শেষে", "A new parcel ends")), "route", told["route"], [(r, say(lang, STATES[r])) for r in ROUTES]),
                    field(say(lang, ("প্রতি ধাপে সেকেন্ড", "Seconds a step")), "step_s", told["step_s"], inputmode="decimal"),
                    tick(say(lang, ("নিজে থেকে এগোয়", "Goes on by itself")), "auto", told["auto"]),
                    button=say(lang, ("রাখুন", "Save")),
                ),
                class_="card",
            ),
        )  # fmt: skip

    def _card(self, lang: str, parcel: dict[str, Any]) -> Markup:
        steps = [
            ("", say(lang, ("পরের ধাপ", "The next step"))),
            *((step, say(lang, STATES[step])) for step in STATES if step != "booked"),
        ]
        events = self.world.store.row(
            "SELECT at FROM carried_events WHERE number = ? ORDER BY id DESC", parcel["number"]
        )
        return tag(
            "article",
            tag(
                "div",
                tag("h3", parcel["number"]),
                badge(
                    say(lang, STATES[parcel["status"]]), "bad" if parcel["status"] == "lost" else ""
                ),
                class_="row",
            ),
            tag("p", parcel["reference"], class_="small"),
            tag("p", moment(lang, events["at"]), class_="small quiet") if events else "",
            form(
                f"/_control/carrier/advance?number={parcel['number']}",
                choice(say(lang, ("কোন ধাপে", "To which step")), "status", "", steps),
                button=say(lang, ("এগোন", "Move on")),
                kind="second",
            ),
            class_="card",
        )


def next_of(status: str, route: str) -> str | None:
    steps = ROUTES[route]
    at = steps.index(status) if status in steps else len(steps)
    return steps[at + 1] if at + 1 < len(steps) else None


def wrong(parcel: dict[str, Any]) -> str:
    """What is missing of a parcel, "" nothing."""
    to = parcel.get("to") or {}
    for name in ("name", "lines", "city", "country"):
        if not to.get(name):
            return f"to.{name} is needed"
    if not isinstance(parcel.get("grams"), int) or parcel["grams"] <= 0:
        return "grams is a whole number above 0"
    contents = parcel.get("contents") or []
    if not contents or any(len(str(each.get("hs_code", ""))) != 6 for each in contents):
        return "contents need a hs_code of six digits each"
    return ""
