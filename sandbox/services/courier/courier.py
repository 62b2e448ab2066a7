"""The courier's wire, its parcels, and what it tells the platform."""

import json
import re
import secrets
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import badge, choice, field, form, moment, number, say, tick
from sandbox.core.service import Action, BadAction, Service
from sandbox.services.courier.journey import ALIASES, FINAL, MESSAGES, ROUTES, STATES, next_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS consignments (
    id INTEGER PRIMARY KEY, invoice TEXT NOT NULL UNIQUE, tracking_code TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL, cod_amount REAL NOT NULL, note TEXT, status TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, route TEXT NOT NULL, next_due REAL
);
CREATE INDEX IF NOT EXISTS consignments_due ON consignments (next_due) WHERE next_due IS NOT NULL;
"""
FIRST_ID = 1_000_000
PHONE = re.compile(r"^01[3-9]\d{8}$")
INVOICE = re.compile(r"^[A-Za-z0-9_-]{1,100}$")
FETCHED = ("যেখান থেকে নেওয়া হবে", "To be fetched from")
CODE_LETTERS = "ABCDEFGHJKMNPQRSTWXYZ23456789"
RECIPIENT = ("recipient_name", "recipient_phone", "recipient_address")
PICKUP = ("pickup_name", "pickup_phone", "pickup_address")
"""Where to fetch a parcel that does not lie with the merchant: all three, or none."""


class Courier(Service):
    name = "courier"
    prefix = "/courier"
    schema = SCHEMA
    title = ("কুরিয়ার", "Courier")
    about = (
        "পার্সেল বুক করে, পথের খবর প্ল্যাটফর্মে পাঠায়, চাইলে জানায়।",
        "Books parcels, pushes tracking to the platform, and answers when asked.",
    )
    keys = {
        "api_key": "sandbox",  # pragma: allowlist secret
        "secret_key": "sandbox",  # pragma: allowlist secret
        "webhook_secret": "sandbox",  # pragma: allowlist secret
    }
    settings = {
        "auto": True,
        "step_s": 5.0,
        "route": "delivered",
        "balance": 25000,
        "events_path": "/api/couriers/v1/sandbox_courier/events",
    }

    def routes(self) -> list[BaseRoute]:
        base = "/api/v1"
        return [
            Route(f"{base}/create_order", self.create, methods=["POST"]),
            Route(f"{base}/status_by_cid/{{key}}", self.status_by("id")),
            Route(f"{base}/status_by_invoice/{{key}}", self.status_by("invoice")),
            Route(f"{base}/status_by_trackingcode/{{key}}", self.status_by("tracking_code")),
            Route(f"{base}/get_balance", self.balance),
        ]

    def _stranger(self, request: Request) -> Response | None:
        known = self.credentials()
        given = (request.headers.get("api-key"), request.headers.get("secret-key"))
        if given == (known["api_key"], known["secret_key"]):
            return None
        return JSONResponse({"status": 401, "message": "Unauthorized Access"}, 401)

    async def create(self, request: Request) -> Response:
        if refusal := self._stranger(request):
            return refusal
        try:
            asked = json.loads(await request.body())
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            return invalid({"body": ["The body is not a JSON object."]})
        if problems := wrong(asked):
            return invalid(problems)
        parcel = self._find("invoice", asked["invoice"]) or self._book(asked)
        return JSONResponse(
            {
                "status": 200,
                "message": "Consignment has been created successfully.",
                "consignment": wire(parcel),
            }
        )

    def _book(self, asked: dict[str, Any]) -> dict[str, Any]:
        told, now = self.setting(), self.world.clock.stamp()
        highest = self.world.store.one("SELECT max(id) AS id FROM consignments")
        self.world.store.insert(
            "consignments",
            id=max(highest["id"] or 0, FIRST_ID) + 1,
            invoice=asked["invoice"],
            tracking_code="".join(secrets.choice(CODE_LETTERS) for _ in range(9)),
            recipient=json.dumps({key: asked[key] for key in ends(asked)}, ensure_ascii=False),
            cod_amount=float(asked["cod_amount"]),
            note=asked.get("note"),
            status="in_review",
            created_at=now,
            updated_at=now,
            route=told["route"],
            next_due=time.time() + told["step_s"] if told["auto"] else None,
        )
        return self._must("invoice", asked["invoice"])

    def _find(self, column: str, key: Any) -> dict[str, Any] | None:
        return self.world.store.row(f"SELECT * FROM consignments WHERE {column} = ?", key)

    def _must(self, column: str, key: Any) -> dict[str, Any]:
        parcel = self._find(column, key)
        if not parcel:
            raise BadAction("there is no such consignment")
        return parcel

    def status_by(self, column: str) -> Any:
        async def status(request: Request) -> Response:
            if refusal := self._stranger(request):
                return refusal
            parcel = self._find(column, request.path_params["key"])
            if not parcel:
                return JSONResponse({"status": 404, "message": "Consignment not found."}, 404)
            return JSONResponse({"status": 200, "delivery_status": parcel["status"]})

        return status

    async def balance(self, request: Request) -> Response:
        if refusal := self._stranger(request):
            return refusal
        return JSONResponse({"status": 200, "current_balance": self.setting()["balance"]})

    async def tick(self) -> None:
        """Parcels whose next step is due take it. Switched off, they stay where they are."""
        told = self.setting()
        if not told["auto"]:
            return
        for parcel in self.world.store.rows(
            "SELECT * FROM consignments WHERE next_due <= ? ORDER BY next_due LIMIT 200",
            time.time(),
        ):
            if status := next_of(parcel["status"], parcel["route"]):
                self._reach(parcel, status)

    def _reach(self, parcel: dict[str, Any], status: str) -> None:
        told, now = self.setting(), self.world.clock.stamp()
        more = told["auto"] and next_of(status, parcel["route"])
        self.world.store.run(
            "UPDATE consignments SET status = ?, updated_at = ?, next_due = ? WHERE id = ?",
            status,
            now,
            time.time() + told["step_s"] if more else None,
            parcel["id"],
        )
        self.world.outbox.post(
            self.name,
            told["events_path"],
            {
                "notification_type": "delivery_status" if status in FINAL else "tracking_update",
                "consignment_id": parcel["id"],
                "invoice": parcel["invoice"],
                "status": status,
                "cod_amount": parcel["cod_amount"],
                "tracking_message": MESSAGES[status],
                "updated_at": now,
                "event_id": secrets.token_hex(8),
            },
            headers={"Authorization": f"Bearer {self.credentials()['webhook_secret']}"},
            lane=parcel["invoice"],
            purpose=status,
        )

    def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        if told.get("route", "delivered") not in ROUTES:
            raise BadAction(f"route is one of {list(ROUTES)}")
        was = self.setting()["auto"]
        now = super().settle(told)
        if now["auto"] and not was:
            self.world.store.run(
                "UPDATE consignments SET next_due = ? WHERE status NOT IN ('delivered', 'returned', 'lost', 'cancelled')",
                time.time() + now["step_s"],
            )
        return now

    def actions(self) -> dict[str, Action]:
        return {"advance": self.advance}

    async def advance(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"invoice": …}: the next step; "status" any step at all, also one out of order."""
        parcel = self._must("invoice", str(told.get("invoice", "")))
        asked = str(told.get("status") or next_of(parcel["status"], parcel["route"]) or "")
        status = ALIASES.get(asked, asked)
        if status not in MESSAGES:
            raise BadAction(f"status is one of {list(MESSAGES)}; this parcel is {parcel['status']}")
        self._reach(parcel, status)
        return wire(self._must("id", parcel["id"]))

    def panel(self, lang: str) -> Markup:
        told = self.setting()
        parcels = self.world.store.rows("SELECT * FROM consignments ORDER BY id DESC LIMIT 50")
        return tag(
            "section",
            tag("h2", say(lang, ("পার্সেল", "Parcels"))),
            tag("div", [self._card(lang, parcel) for parcel in parcels], class_="cards")
            if parcels
            else tag("p", say(lang, ("এখনো কোনো পার্সেল নেই", "No parcel yet")), class_="quiet"),
            tag("h2", say(lang, ("পথ", "Journey"))),
            tag(
                "div",
                form(
                    "/_control/courier/settings",
                    choice(say(lang, ("নতুন পার্সেল শেষে", "A new parcel ends")), "route", told["route"], [(r, say(lang, STATES[r])) for r in ROUTES]),
                    field(say(lang, ("প্রতি ধাপে সেকেন্ড", "Seconds a step")), "step_s", told["step_s"], inputmode="decimal"),
                    tick(say(lang, ("নিজে থেকে এগোয়", "Goes on by itself")), "auto", told["auto"]),
                    button=say(lang, ("রাখুন", "Save")),
                ),
                class_="card",
            ),
        )  # fmt: skip

    def _card(self, lang: str, parcel: dict[str, Any]) -> Markup:
        status = parcel["status"]
        recipient = json.loads(parcel["recipient"])
        steps = [
            ("", say(lang, ("পরের ধাপ", "The next step"))),
            *((step, say(lang, STATES[step])) for step in MESSAGES),
        ]
        return tag(
            "article",
            tag(
                "div",
                tag("h3", parcel["invoice"]),
                badge(say(lang, STATES[status]), "bad" if status in FINAL - {"delivered"} else ""),
                class_="row",
            ),
            tag(
                "p",
                f"{recipient['recipient_name']}, {number(lang, recipient['recipient_phone'])}",
                class_="small",
            ),
            tag("p", say(lang, FETCHED), f": {recipient['pickup_name']}", class_="small quiet")
            if "pickup_name" in recipient
            else "",
            tag(
                "p",
                tag("code", parcel["tracking_code"]),
                " · ",
                moment(lang, parcel["updated_at"]),
                class_="small quiet",
            ),
            form(
                f"/_control/courier/advance?invoice={parcel['invoice']}",
                choice(say(lang, ("কোন ধাপে", "To which step")), "status", "", steps),
                button=say(lang, ("এগোন", "Move on")),
                kind="second",
            ),
            class_="card",
        )


def wire(parcel: dict[str, Any]) -> dict[str, Any]:
    return {
        "consignment_id": parcel["id"],
        "invoice": parcel["invoice"],
        "tracking_code": parcel["tracking_code"],
        **json.loads(parcel["recipient"]),
        "cod_amount": parcel["cod_amount"],
        "status": parcel["status"],
        "note": parcel["note"],
        "created_at": parcel["created_at"],
        "updated_at": parcel["updated_at"],
    }


def ends(asked: dict[str, Any]) -> tuple[str, ...]:
    """To whom, and from where if that is said."""
    return (*RECIPIENT, *PICKUP) if any(asked.get(name) for name in PICKUP) else RECIPIENT


def wrong(asked: dict[str, Any]) -> dict[str, list[str]]:
    """Field by field, as the real one words it."""
    problems: dict[str, list[str]] = {}
    for name in ("invoice", *ends(asked), "cod_amount"):
        if asked.get(name) in (None, ""):
            problems[name] = [f"The {name.replace('_', ' ')} field is required."]
        elif name != "cod_amount" and not isinstance(asked[name], str):
            problems[name] = [f"The {name.replace('_', ' ')} must be a string."]
    if "invoice" not in problems and not INVOICE.match(asked["invoice"]):
        problems["invoice"] = ["The invoice may hold letters, digits, hyphens and underscores."]
    for name in ends(asked):
        if name in problems:
            continue
        if name.endswith("_phone") and not PHONE.match(asked[name]):
            problems[name] = [f"The {name.replace('_', ' ')} must be 11 digits."]
        most = 100 if name.endswith("_name") else 250
        if name not in problems and len(asked[name]) > most:
            problems[name] = [f"The {name.replace('_', ' ')} may be {most} characters at most."]
    if "cod_amount" not in problems and not payable(asked["cod_amount"]):
        problems["cod_amount"] = ["The cod amount must be a number, 0 or more."]
    return problems


def payable(amount: Any) -> bool:
    try:
        return 0 <= float(amount) < 10_000_000
    except (TypeError, ValueError):
        return False


def invalid(problems: dict[str, list[str]]) -> Response:
    body = {"status": 400, "message": "The given data was invalid.", "errors": problems}
    return JSONResponse(body, 400)
