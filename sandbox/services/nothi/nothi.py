"""Nothi's wire, its daks, and their way through an office."""

import base64
import binascii
import json
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import badge, field, form, moment, say, tick
from sandbox.core.service import Action, BadAction, Service

SCHEMA = """
CREATE TABLE IF NOT EXISTS daks (
    id INTEGER PRIMARY KEY, receipt TEXT NOT NULL UNIQUE, reference TEXT NOT NULL,
    subject TEXT NOT NULL, told TEXT NOT NULL, files TEXT NOT NULL, action INTEGER NOT NULL,
    letter TEXT NOT NULL, created_at TEXT NOT NULL, next_due REAL
);
CREATE TABLE IF NOT EXISTS dak_movements (
    dak_id INTEGER NOT NULL, sequence INTEGER NOT NULL, told TEXT NOT NULL,
    PRIMARY KEY (dak_id, sequence)
);
"""
FIRST_ID = 70_001
NEEDED = (
    "dak_subject",
    "dak_description",
    "name_bng",
    "mobile_no",
    "feedback_type",
    "receiving_office_id",
    "receiving_office_unit_id",
    "receiving_officer_designation_id",
    "application_origin",
)
RECEIVED, MOVED, NOTE_COMPLETED, LETTER_ISSUED = 1, 2, 3, 4
STATES = {
    RECEIVED: ("গৃহীত", "Received"),
    MOVED: ("ডেস্কে গেছে", "Moved to a desk"),
    NOTE_COMPLETED: ("নোট নিষ্পন্ন", "Note completed"),
    LETTER_ISSUED: ("পত্র জারি", "Letter issued"),
}
DESKS = [
    ("পরিচালক (অভিযোগ)", "front desk"),
    ("সহকারী পরিচালক (অভিযোগ ও তদন্ত)", "complaints desk"),
]
_BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def bengali(number: object) -> str:
    return str(number).translate(_BENGALI)


class Nothi(Service):
    name = "nothi"
    prefix = "/nothi"
    schema = SCHEMA
    title = ("নথি", "Nothi")
    about = (
        "সরকারি ই-নথি: ডাক নেয়, ডেস্কে ডেস্কে পাঠায়, নোট নিষ্পন্ন করে, পত্র জারি করে।",
        "The government's e-filing: takes daks, moves them between desks, completes notes, issues letters.",
    )
    keys = {"api_key": "sandbox"}  # pragma: allowlist secret
    settings = {"auto": False, "step_s": 20.0, "forgetful": False}

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/dak", self.receive, methods=["POST"]),
            Route("/api/dak/{dak_id}/feedback", self.feedback),
        ]

    def _stranger(self, request: Request) -> Response | None:
        if request.headers.get("authorization") == f"Bearer {self.credentials()['api_key']}":
            return None
        return JSONResponse({"status": "error", "message": "Unauthorized"}, 401)

    async def receive(self, request: Request) -> Response:
        if refusal := self._stranger(request):
            return refusal
        try:
            told = json.loads(await request.body())
        except ValueError:
            told = None
        problems = wrong(told)
        if problems:
            body = {"status": "error", "message": "Validation failed", "errors": problems}
            return JSONResponse(body, 422)
        dak = self._known(told) or self._take(told)
        return JSONResponse(
            {
                "status": "success",
                "data": {
                    "dak_received_no": dak["receipt"],
                    "dak_id": bengali(dak["id"]),
                    "current_desk_id": bengali(told["receiving_officer_designation_id"]),
                },
            }
        )

    def _known(self, told: dict[str, Any]) -> dict[str, Any] | None:
        reference = str(told.get("meta_data") or "")
        if not reference or self.setting()["forgetful"]:
            return None
        return self.world.store.row("SELECT * FROM daks WHERE reference = ?", reference)

    def _take(self, told: dict[str, Any]) -> dict[str, Any]:
        highest = self.world.store.one("SELECT max(id) AS id FROM daks")
        number = max(highest["id"] or 0, FIRST_ID) + 1
        files = [
            {"name": each["file_name"], "size": len(base64.b64decode(each["content"]))}
            for each in told.get("attachments") or []
        ]
        kept = {key: value for key, value in told.items() if key != "attachments"}
        self.world.store.insert(
            "daks",
            id=number,
            receipt=bengali(f"{self.world.clock.now().year}-{number}"),
            reference=str(told.get("meta_data") or ""),
            subject=told["dak_subject"],
            told=json.dumps(kept, ensure_ascii=False),
            files=json.dumps(files, ensure_ascii=False),
            action=RECEIVED,
            letter="{}",
            created_at=self.world.clock.stamp(),
            next_due=self._next_due(),
        )
        return self._must(number)

    def _next_due(self) -> float | None:
        told = self.setting()
        return time.time() + told["step_s"] if told["auto"] else None

    def _must(self, dak_id: object) -> dict[str, Any]:
        dak = self.world.store.row("SELECT * FROM daks WHERE id = ?", dak_id)
        if not dak:
            raise BadAction("there is no such dak")
        return dak

    async def feedback(self, request: Request) -> Response:
        if refusal := self._stranger(request):
            return refusal
        asked = "".join(
            str(int(digit)) for digit in request.path_params["dak_id"] if digit.isdigit()
        )
        dak = self.world.store.row("SELECT * FROM daks WHERE id = ?", asked)
        if not dak:
            return JSONResponse({"status": "error", "message": "Dak not found"}, 404)
        return JSONResponse({"status": "success", "data": self.wire(dak)})

    def wire(self, dak: dict[str, Any]) -> dict[str, Any]:
        moved = self.world.store.rows(
            "SELECT told FROM dak_movements WHERE dak_id = ? ORDER BY sequence", dak["id"]
        )
        return {
            "dak_id": bengali(dak["id"]),
            "dak_received_no": dak["receipt"],
            "action": dak["action"],
            "movements": [json.loads(each["told"]) for each in moved],
            "letter": json.loads(dak["letter"]) or None,
        }

    async def tick(self) -> None:
        for dak in self.world.store.rows(
            "SELECT * FROM daks WHERE next_due <= ? ORDER BY next_due LIMIT 50", time.time()
        ):
            if dak["action"] < NOTE_COMPLETED:
                self._on(dak, dak["action"] + 1)
            else:
                self.world.store.run("UPDATE daks SET next_due = NULL WHERE id = ?", dak["id"])

    def _on(self, dak: dict[str, Any], action: int, letter: dict[str, Any] | None = None) -> None:
        if action == MOVED:
            self._move(dak)
        self.world.store.run(
            "UPDATE daks SET action = max(action, ?), letter = ?, next_due = ? WHERE id = ?",
            action,
            json.dumps(letter, ensure_ascii=False) if letter else dak["letter"],
            self._next_due(),
            dak["id"],
        )

    def _move(self, dak: dict[str, Any]) -> None:
        told = json.loads(dak["told"])
        made = self.world.store.one(
            "SELECT count(*) AS n FROM dak_movements WHERE dak_id = ?", dak["id"]
        )["n"]
        desk = DESKS[min(made, len(DESKS) - 1)][0]
        movement = {
            "sequence": bengali(made + 1),
            "from_office_id": bengali(told["receiving_office_id"]),
            "from_office_unit_id": bengali(told["receiving_office_unit_id"]),
            "from_designation": DESKS[0][0] if made else "ডাক গ্রহণ শাখা",
            "to_office_id": bengali(told["receiving_office_id"]),
            "to_office_unit_id": bengali(told["receiving_office_unit_id"]),
            "to_designation": desk,
            "attention_type": bengali(1),
            "created": self.world.clock.stamp(),
        }
        self.world.store.insert(
            "dak_movements",
            dak_id=dak["id"],
            sequence=made + 1,
            told=json.dumps(movement, ensure_ascii=False),
        )

    def actions(self) -> dict[str, Action]:
        return {"move": self.move, "note": self.note, "letter": self.letter}

    def _by(self, told: dict[str, Any]) -> dict[str, Any]:
        """By its id, or by the reference its sender gave it."""
        if told.get("reference"):
            found = self.world.store.row(
                "SELECT * FROM daks WHERE reference = ? ORDER BY id DESC", str(told["reference"])
            )
            if not found:
                raise BadAction("there is no such dak")
            return found
        return self._must(told.get("dak_id"))

    async def move(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"reference": …}: to the next desk."""
        dak = self._by(told)
        self._on(dak, MOVED)
        return self.wire(self._must(dak["id"]))

    async def note(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"reference": …}: the note on it is completed."""
        dak = self._by(told)
        self._on(dak, NOTE_COMPLETED)
        return self.wire(self._must(dak["id"]))

    async def letter(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"reference": …, "subject", "body"}: a letter is issued under a memo number."""
        dak = self._by(told)
        issued = {
            "sharok_no": bengali(f"26.04.0000.{dak['id'] % 1000:03d}.31.{dak['id']}.26"),
            "subject": str(told.get("subject") or "অভিযোগ নিষ্পত্তি প্রসঙ্গে"),
            "body": str(told.get("body") or "উভয় পক্ষের শুনানি গ্রহণ করা হইবে।"),
            "issued": self.world.clock.stamp(),
        }
        self._on(dak, LETTER_ISSUED, issued)
        return self.wire(self._must(dak["id"]))

    def panel(self, lang: str) -> Markup:
        told = self.setting()
        daks = self.world.store.rows("SELECT * FROM daks ORDER BY id DESC LIMIT 50")
        return tag(
            "section",
            tag("h2", say(lang, ("ডাক", "Daks"))),
            tag("div", [self._card(lang, dak) for dak in daks], class_="cards")
            if daks
            else tag("p", say(lang, ("এখনো কোনো ডাক নেই", "No dak yet")), class_="quiet"),
            tag("h2", say(lang, ("চলা", "Going on"))),
            tag(
                "div",
                form(
                    "/_control/nothi/settings",
                    field(say(lang, ("প্রতি ধাপে সেকেন্ড", "Seconds a step")), "step_s", told["step_s"], inputmode="decimal"),
                    tick(say(lang, ("নিজে থেকে এগোয়", "Goes on by itself")), "auto", told["auto"]),
                    tick(say(lang, ("একই ডাক আবার এলে নতুন ধরে", "Takes a repeated dak for a new one")), "forgetful", told["forgetful"]),
                    button=say(lang, ("রাখুন", "Save")),
                ),
                class_="card",
            ),
        )  # fmt: skip

    def _card(self, lang: str, dak: dict[str, Any]) -> Markup:
        target = f"dak_id={dak['id']}"
        return tag(
            "article",
            tag(
                "div",
                tag("h3", dak["receipt"]),
                badge(say(lang, STATES[dak["action"]])),
                class_="row",
            ),
            tag("p", dak["subject"], class_="small"),
            tag(
                "p",
                tag("code", dak["reference"]),
                " · ",
                moment(lang, dak["created_at"]),
                class_="small quiet",
            ),
            form(
                f"/_control/nothi/move?{target}",
                button=say(lang, ("পরের ডেস্কে", "To the next desk")),
                kind="second",
            ),
            form(
                f"/_control/nothi/note?{target}",
                button=say(lang, ("নোট নিষ্পন্ন", "Complete the note")),
                kind="second",
            ),
            form(
                f"/_control/nothi/letter?{target}",
                field(say(lang, ("পত্রের কথা", "The letter says")), "body", ""),
                button=say(lang, ("পত্র জারি", "Issue a letter")),
                kind="second",
            ),
            class_="card",
        )


def wrong(told: Any) -> dict[str, list[str]]:
    """Field by field; a body that is no object is one problem."""
    if not isinstance(told, dict):
        return {"body": ["The body is not a JSON object."]}
    problems = {
        name: [f"The {name} field is required."] for name in NEEDED if told.get(name) in (None, "")
    }
    if "feedback_type" not in problems and str(told["feedback_type"]) not in {"1", "2", "3"}:
        problems["feedback_type"] = ["1 e-mail, 2 SMS, 3 dak."]
    for each in told.get("attachments") or []:
        try:
            base64.b64decode(each["content"], validate=True)
        except (KeyError, TypeError, binascii.Error):
            problems["attachments"] = ["Each has a file_name and base64 content."]
    return problems
