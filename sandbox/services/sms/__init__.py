"""An SMS gateway with the wire shape of SSL Wireless's version 3.

`/api/v3/send-sms` takes JSON, a form or a query string. Failures come with HTTP 200 and a
`status_code`, as the real one does. A repeated `csms_id` is answered as the first time and sent
once. The shape of delivery reports is not public: ours is in the README.
"""

import json
import re
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import field, form, number, say
from sandbox.core.service import Action, BadAction, Service
from sandbox.services.sms.parts import parts_of

ERRORS = {
    4001: "Unauthorized: api_token is wrong",
    4003: "Invalid request: {}",
    4004: "sid is wrong",
    4019: "msisdn is not a Bangladeshi mobile number",
    4022: "csms_id is missing or longer than 20 characters",
    4025: "Insufficient balance",
}
NEEDED = ("api_token", "sid", "msisdn", "sms", "csms_id")
MSISDN = re.compile(r"^(?:\+?88)?(01[3-9]\d{8})$")


class Sms(Service):
    name = "sms"
    prefix = "/sms"
    title = ("এসএমএস গেটওয়ে", "SMS gateway")
    about = (
        "বার্তা নেয়, খণ্ড গোনে, পৌঁছানোর খবর পাঠায়। বার্তা দেখা যায় বার্তার পাতায়।",
        "Takes messages, counts parts, reports delivery. Read them on the messages page.",
    )
    keys = {"api_token": "sandbox", "sid": "EKSHOP", "report_token": "sandbox"}
    settings = {
        "balance": 100000,
        "report": "DELIVERED",
        "report_after_s": 1.0,
        "failing_numbers": [],
        "report_path": "/api/gateway/sms-report",
        "incoming_path": "/api/gateway/sms-incoming",
    }
    schema = """
    CREATE TABLE IF NOT EXISTS sms (
        csms_id TEXT PRIMARY KEY, reference_id TEXT NOT NULL, msisdn TEXT NOT NULL,
        parts INTEGER NOT NULL, answer TEXT NOT NULL, status TEXT NOT NULL, at TEXT NOT NULL
    );
    """

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/api/v3/send-sms", self.send, methods=["POST", "GET"]),
            Route("/api/v3/status", self.status),
            Route("/api/v3/balance", self.balance, methods=["POST", "GET"]),
        ]

    async def send(self, request: Request) -> Response:
        try:
            asked = await fields(request)
        except ValueError as problem:
            return failure(4003, str(problem))
        if code := self._refused(asked):
            return failure(code)
        if missing := [name for name in NEEDED if not asked.get(name)]:
            return failure(4003, f"{missing[0]} is missing")
        csms_id = asked["csms_id"]
        if len(csms_id) > 20:
            return failure(4022)
        number_found = MSISDN.match(asked["msisdn"])
        if not number_found:
            return failure(4019)
        known = self.world.store.row("SELECT answer FROM sms WHERE csms_id = ?", csms_id)
        if known:
            return JSONResponse(json.loads(known["answer"]))
        encoding, _, parts = parts_of(asked["sms"])
        balance = self.setting()["balance"]
        if balance < parts:
            return failure(4025)
        self.settle({"balance": balance - parts})
        return JSONResponse(self._accept(csms_id, "88" + number_found[1], asked, encoding, parts))

    def _refused(self, asked: dict[str, str]) -> int:
        known = self.credentials()
        if asked.get("api_token") != known["api_token"]:
            return 4001
        return 0 if asked.get("sid", known["sid"]) == known["sid"] else 4004

    def _accept(
        self, csms_id: str, msisdn: str, asked: dict[str, str], encoding: str, parts: int
    ) -> dict[str, Any]:
        reference = secrets.token_hex(12)
        answer = {
            "status": "SUCCESS",
            "status_code": 200,
            "error_message": "",
            "smsinfo": [
                {
                    "sms_status": "SUCCESS",
                    "status_message": "Success",
                    "msisdn": msisdn,
                    "sms_type": "EN" if encoding == "GSM-7" else "BN",
                    "sms_body": asked["sms"],
                    "csms_id": csms_id,
                    "reference_id": reference,
                }
            ],
        }
        self.world.store.insert(
            "sms",
            csms_id=csms_id,
            reference_id=reference,
            msisdn=msisdn,
            parts=parts,
            answer=json.dumps(answer, ensure_ascii=False),
            status="SENT",
            at=self.world.clock.stamp(),
        )
        self.world.inbox.add(
            kind="sms",
            recipient=msisdn,
            sender=asked["sid"],
            text=asked["sms"],
            parts=parts,
            encoding=encoding,
            reference=csms_id,
        )
        self._report(csms_id, reference, msisdn)
        return answer

    def _report(self, csms_id: str, reference: str, msisdn: str) -> None:
        told = self.setting()
        failing = any(part and msisdn.endswith(part) for part in told["failing_numbers"])
        status = "FAILED" if failing else told["report"]
        if status not in {"DELIVERED", "FAILED"}:
            return
        self.world.store.run("UPDATE sms SET status = ? WHERE csms_id = ?", status, csms_id)
        self.world.outbox.post(
            self.name,
            told["report_path"],
            {
                "csms_id": csms_id,
                "reference_id": reference,
                "msisdn": msisdn,
                "status": status,
                "at": self.world.clock.stamp(),
            },
            headers={"Authorization": f"Bearer {self.credentials()['report_token']}"},
            lane=csms_id,
            purpose="delivery report",
            after_s=told["report_after_s"],
        )

    async def status(self, request: Request) -> Response:
        if code := self._refused(
            {"api_token": self.credentials()["api_token"], **request.query_params}
        ):
            return failure(code)
        found = self.world.store.row(
            "SELECT csms_id, reference_id, msisdn, status, parts, at FROM sms WHERE csms_id = ?",
            request.query_params.get("csms_id", ""),
        )
        if not found:
            return failure(4003, "no message has this csms_id")
        return JSONResponse(
            {"status": "SUCCESS", "status_code": 200, "error_message": "", "smsinfo": [found]}
        )

    async def balance(self, request: Request) -> Response:
        try:
            asked = await fields(request)
        except ValueError as problem:
            return failure(4003, str(problem))
        if code := self._refused(asked):
            return failure(code)
        return JSONResponse(
            {
                "status": "SUCCESS",
                "status_code": 200,
                "error_message": "",
                "balance": self.setting()["balance"],
            }
        )

    def actions(self) -> dict[str, Action]:
        return {"report": self.report_again, "write": self.write}

    async def write(self, told: dict[str, Any]) -> dict[str, Any]:
        """Somebody writes to the platform: {"msisdn": …, "sms": …, "message_id": … or none}."""
        number_found = MSISDN.match(str(told.get("msisdn", "")).strip())
        text = str(told.get("sms", "")).strip()
        if not number_found or not text:
            raise BadAction("msisdn is not a Bangladeshi mobile number, or sms is empty")
        message_id = str(told.get("message_id") or secrets.token_hex(8))
        body = {
            "message_id": message_id,
            "msisdn": "88" + number_found[1],
            "sms": text,
            "at": self.world.clock.stamp(),
        }
        self.world.outbox.post(
            self.name,
            self.setting()["incoming_path"],
            body,
            headers={"Authorization": f"Bearer {self.credentials()['report_token']}"},
            lane=body["msisdn"],
            purpose="incoming message",
        )
        return {"message_id": message_id}

    async def report_again(self, told: dict[str, Any]) -> dict[str, Any]:
        """A delivery report by hand, true or not: {"csms_id": …, "status": "DELIVERED"|"FAILED"}."""
        found = self.world.store.row(
            "SELECT * FROM sms WHERE csms_id = ?", str(told.get("csms_id", ""))
        )
        status = str(told.get("status", "DELIVERED")).upper()
        if not found or status not in {"DELIVERED", "FAILED"}:
            raise BadAction("no message has this csms_id, or the status is not DELIVERED or FAILED")
        self.world.outbox.post(
            self.name,
            self.setting()["report_path"],
            {
                "csms_id": found["csms_id"],
                "reference_id": found["reference_id"],
                "msisdn": found["msisdn"],
                "status": status,
                "at": self.world.clock.stamp(),
            },
            headers={"Authorization": f"Bearer {self.credentials()['report_token']}"},
            lane=found["csms_id"],
            purpose="delivery report",
        )
        return {"csms_id": found["csms_id"], "status": status}

    def panel(self, lang: str) -> Markup:
        told = self.setting()
        count = self.world.store.one(
            "SELECT count(*) AS n, coalesce(sum(parts), 0) AS parts FROM sms"
        )
        return tag(
            "section",
            tag("h2", say(lang, ("কেউ লিখছেন", "Somebody writes"))),
            tag(
                "div",
                form(
                    "/_control/sms/write",
                    field(say(lang, ("যাঁর নম্বর", "From the number")), "msisdn", ""),
                    field(say(lang, ("কী লিখছেন", "What they write")), "sms", "YES "),
                    button=say(lang, ("পাঠান", "Send")),
                ),
                class_="card",
            ),
            tag("h2", say(lang, ("অবস্থা", "State"))),
            tag(
                "p",
                say(lang, ("পাঠানো বার্তা ", "Messages sent ")),
                number(lang, count["n"]),
                say(lang, (", খণ্ড ", ", parts ")),
                number(lang, count["parts"]),
                " · ",
                tag("a", say(lang, ("বার্তা পড়ুন", "Read them")), href="/inbox"),
            ),
            tag(
                "div",
                form(
                    "/_control/sms/settings",
                    field(
                        say(lang, ("বাকি খণ্ড", "Parts left")),
                        "balance",
                        told["balance"],
                        inputmode="numeric",
                    ),
                    field(
                        say(
                            lang,
                            ("খবর: DELIVERED, FAILED বা none", "Report: DELIVERED, FAILED or none"),
                        ),
                        "report",
                        told["report"],
                    ),
                    field(
                        say(lang, ("কত সেকেন্ড পরে খবর", "Report after (s)")),
                        "report_after_s",
                        told["report_after_s"],
                        inputmode="decimal",
                    ),
                    field(
                        say(lang, ("যেসব নম্বরে পৌঁছায় না", "Numbers that fail")),
                        "failing_numbers",
                        " ".join(told["failing_numbers"]),
                    ),
                    button=say(lang, ("রাখুন", "Save")),
                ),
                class_="card",
            ),
        )


async def fields(request: Request) -> dict[str, str]:
    """What was asked, from the query, a form or JSON."""
    asked: dict[str, Any] = dict(request.query_params)
    if "form" in request.headers.get("content-type", ""):
        asked |= await request.form()
    elif body := await request.body():
        try:
            told = json.loads(body)
        except ValueError:
            raise ValueError("the body is not JSON") from None
        if not isinstance(told, dict):
            raise ValueError("the body is not a JSON object")
        asked |= told
    return {key: str(value).strip() for key, value in asked.items() if value is not None}


def failure(code: int, detail: str = "") -> Response:
    return JSONResponse(
        {
            "status": "FAILED",
            "status_code": code,
            "error_message": ERRORS[code].format(detail),
            "smsinfo": [],
        }
    )


def services(world: Any) -> list[Service]:
    return [Sms(world)]
