"""The bank's page, what it makes of a batch, and what goes wrong on command."""

import base64
import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import (
    DHAKA,
    badge,
    choice,
    field,
    form,
    language,
    moment,
    number,
    page,
    say,
    table,
)
from sandbox.core.service import Action, BadAction, Service
from sandbox.services.bank.tables import MEDIA, NoTable, kind_of, rows_of, written

SCHEMA = """
CREATE TABLE IF NOT EXISTS bank_uploads (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, format TEXT NOT NULL, filename TEXT NOT NULL,
    sha TEXT NOT NULL UNIQUE, result TEXT NOT NULL, rows INTEGER NOT NULL, paid INTEGER NOT NULL,
    at TEXT NOT NULL, ready REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS bank_moves (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, trx_id TEXT NOT NULL, reference TEXT NOT NULL,
    number TEXT NOT NULL, amount INTEGER NOT NULL, fee INTEGER NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS bank_accounts (
    number TEXT PRIMARY KEY, name TEXT NOT NULL, trouble TEXT NOT NULL
);
"""
KINDS = {"rocket": ("রকেট", "Rocket"), "bank": ("ব্যাংক হিসাব", "Bank account")}
SHAPES = {"rocket": re.compile(r"^01[3-9]\d{9}$"), "bank": re.compile(r"^\d{8,17}$")}
AMOUNT = re.compile(r"^\d{1,9}(\.\d{1,2})?$")
COLUMNS = {
    "rocket": {"reference": "Reference", "wallet": "Wallet No", "amount": "Amount", "name": "Name"},
    "bank": {
        "reference": "Reference",
        "wallet": "Account No",
        "routing": "Routing No",
        "amount": "Amount",
        "name": "Account Name",
    },
}
RESULT = ["Status", "Reason", "Transaction ID", "Fee", "Processed At", "Holder"]
TROUBLES = {
    "": ("ঠিক আছে", "Fine"),
    "not_registered": ("নিবন্ধিত নয়", "Not registered"),
    "closed": ("বন্ধ", "Closed"),
    "limit": ("সীমা শেষ", "Over its limit"),
}


class Bank(Service):
    name = "bank"
    prefix = "/bank"
    schema = SCHEMA
    title = ("ব্যাংক ও রকেট", "Bank and Rocket")
    about = (
        "ফাইল তুলে দিলে রকেট ওয়ালেটে বা ব্যাংক হিসাবে টাকা পাঠায়, ফলের ফাইল ফেরত দেয়।",
        "Takes a file, pays Rocket wallets or bank accounts, and gives back a file of results.",
    )
    settings = {
        "balance": 5_000_000.0,
        "fee": 2.0,
        "delay_s": 0.0,
        "lose_rows": 0,
        "repeat_rows": 0,
        "alter_rows": 0,
        "add_rows": 0,
        "rocket_columns": json.dumps(COLUMNS["rocket"]),
        "bank_columns": json.dumps(COLUMNS["bank"]),
    }

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self.desk),
            Route("/uploads", self.upload, methods=["POST"]),
            Route("/uploads/{id:int}/result", self.result),
            Route("/statement.csv", self.statement),
        ]

    async def desk(self, request: Request) -> Response:
        lang = language(request)
        return page(
            request,
            say(lang, self.title),
            tag("h1", say(lang, self.title)),
            self._desk(lang),
            refresh_s=10 if self._waiting() else None,
        )

    def _waiting(self) -> bool:
        row = self.world.store.row("SELECT id FROM bank_uploads WHERE ready > ?", time.time())
        return row is not None

    def _desk(self, lang: str) -> Markup:
        uploads = self.world.store.rows("SELECT * FROM bank_uploads ORDER BY id DESC LIMIT 50")
        upload_form = tag(
            "form",
            choice(say(lang, ("কী ধরনের", "Which kind")), "kind", "rocket", [(key, say(lang, words)) for key, words in KINDS.items()]),
            tag("label", say(lang, ("ফাইল", "File")), tag("input", type="file", name="file", accept=".csv,.xlsx", required=True)),
            tag("button", say(lang, ("তুলে দিন", "Upload")), type="submit"),
            method="post",
            action="/bank/uploads",
            enctype="multipart/form-data",
        )  # fmt: skip
        heads = (
            ("কখন", "When"),
            ("ফাইল", "File"),
            ("সারি", "Rows"),
            ("গেছে", "Paid"),
            ("ফল", "Result"),
        )
        return tag(
            "section",
            tag("div", upload_form, class_="card"),
            table(
                [say(lang, head) for head in heads],
                [
                    [
                        moment(lang, each["at"]),
                        each["filename"],
                        number(lang, each["rows"]),
                        number(lang, each["paid"]),
                        tag("a", say(lang, ("নামান", "Download")), href=f"/bank/uploads/{each['id']}/result")
                        if each["ready"] <= time.time()
                        else badge(say(lang, ("কাজ চলছে", "Being worked"))),
                    ]
                    for each in uploads
                ],
            )
            if uploads
            else tag("p", say(lang, ("এখনো কোনো ফাইল আসেনি", "No file yet")), class_="quiet"),
        )  # fmt: skip

    async def upload(self, request: Request) -> Response:
        """The same file a second time is refused; anything not understood refuses the whole."""
        told = await request.form()
        given, kind = told.get("file"), str(told.get("kind", ""))
        if not isinstance(given, UploadFile) or kind not in KINDS:
            return JSONResponse({"error": "a file, and a kind that is rocket or bank"}, 400)
        content = await given.read()
        sha = hashlib.sha256(content).hexdigest()
        if self.world.store.row("SELECT id FROM bank_uploads WHERE sha = ?", sha):
            return JSONResponse({"error": "this file has been processed already"}, 409)
        try:
            rows = self._read(kind, content)
        except (NoTable, BadAction) as problem:
            return JSONResponse({"error": str(problem)}, 422)
        results = [self._paid(kind, row) for row in rows]
        columns = self._columns(kind)
        heads = [*columns.values(), *RESULT]
        lines = self._spoilt([[row[key] for key in columns] + result for row, result in zip(rows, results, strict=True)], list(columns).index("amount"))  # fmt: skip
        form_of = kind_of(content)
        done = self.world.store.insert(
            "bank_uploads",
            kind=kind,
            format=form_of,
            filename=str(given.filename or "file"),
            sha=sha,
            result=base64.b64encode(written(form_of, [heads, *lines])).decode(),
            rows=len(rows),
            paid=sum(result[0] == "SUCCESS" for result in results),
            at=self.world.clock.stamp(),
            ready=time.time() + self.setting()["delay_s"],
        )
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse("/bank/", 303)
        return JSONResponse({"id": done, "rows": len(rows)})

    def _columns(self, kind: str) -> dict[str, str]:
        told: dict[str, str] = json.loads(self.setting()[f"{kind}_columns"])
        return told

    def _read(self, kind: str, content: bytes) -> list[dict[str, str]]:
        heads, *rows = rows_of(content) or [[]]
        columns = self._columns(kind)
        if missing := [head for head in columns.values() if head not in heads]:
            raise BadAction(f"these columns are missing: {missing}")
        places = {key: heads.index(head) for key, head in columns.items()}
        return [
            {key: row[at] if at < len(row) else "" for key, at in places.items()} for row in rows
        ]

    def _paid(self, kind: str, row: dict[str, str]) -> list[str]:
        """Status, reason, transaction, fee, time, holder's name."""
        at, setting = self.world.clock.now().astimezone(DHAKA), self.setting()
        account = self.world.store.row(
            "SELECT * FROM bank_accounts WHERE number = ?", row["wallet"]
        ) or {"name": row["name"], "trouble": ""}
        reason = ""
        if not SHAPES[kind].match(row["wallet"]):
            reason = "INVALID ACCOUNT"
        elif not AMOUNT.match(row["amount"]) or float(row["amount"]) <= 0:
            reason = "INVALID AMOUNT"
        elif account["trouble"]:
            reason = account["trouble"].replace("_", " ").upper()
        elif account["name"].casefold() != row["name"].casefold():
            reason = "NAME MISMATCH"
        elif float(row["amount"]) + setting["fee"] > setting["balance"]:
            reason = "INSUFFICIENT BALANCE"
        when = at.strftime("%Y-%m-%d %H:%M:%S")
        if reason:
            return ["FAILED", reason, "", "0.00", when, account["name"]]
        self.settle({"balance": setting["balance"] - float(row["amount"]) - setting["fee"]})
        trx = "R" + "".join(secrets.choice("0123456789") for _ in range(11))
        self.world.store.insert(
            "bank_moves",
            kind=kind,
            trx_id=trx,
            reference=row["reference"],
            number=row["wallet"],
            amount=round(float(row["amount"]) * 100),
            fee=round(setting["fee"] * 100),
            at=at.isoformat(),
        )
        return ["SUCCESS", "", trx, f"{setting['fee']:.2f}", when, account["name"]]

    def _spoilt(self, lines: list[list[str]], amount: int) -> list[list[str]]:
        setting = self.setting()
        for line in lines[: setting["alter_rows"]]:
            line[amount] = f"{float(line[amount]) + 1:.2f}"
        repeated = lines[: setting["repeat_rows"]]
        added = [
            [f"NOT-OURS-{each}", *line[1:]]
            for each, line in enumerate(lines[: setting["add_rows"]])
        ]
        kept = lines[: len(lines) - setting["lose_rows"]] if setting["lose_rows"] else lines
        return [*kept, *repeated, *added]

    async def result(self, request: Request) -> Response:
        row = self.world.store.row(
            "SELECT * FROM bank_uploads WHERE id = ?", request.path_params["id"]
        )
        if not row or row["ready"] > time.time():
            return JSONResponse({"error": "there is no result yet"}, 404)
        name = f"result-{row['id']}.{row['format']}"
        return Response(
            base64.b64decode(row["result"]),
            media_type=MEDIA[row["format"]],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def statement(self, request: Request) -> Response:
        """What truly went out, `?kind=rocket`; with the lines a result file may have lost."""
        kind = request.query_params.get("kind", "rocket")
        now = self.world.clock.now().astimezone(DHAKA)
        moves = self.world.store.rows("SELECT * FROM bank_moves WHERE kind = ? ORDER BY id", kind)
        lines = [
            ["Statement", kind],
            ["From", "2020-01-01 00:00:00"],
            ["To", now.strftime("%Y-%m-%d %H:%M:%S")],
            ["Date", "Transaction ID", "Type", "Reference", "Account", "Amount", "Fee"],
            *(
                [move["at"], move["trx_id"], "Payment", move["reference"], move["number"], f"{move['amount'] / 100:.2f}", f"{move['fee'] / 100:.2f}"]
                for move in moves
            ),
        ]  # fmt: skip
        return Response(written("csv", lines), media_type=MEDIA["csv"])

    def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        for key in ("rocket_columns", "bank_columns"):
            if key in told and not columns_in(str(told[key])):
                raise BadAction(f"{key} is a JSON object of reference, wallet, amount, name")
        return super().settle(told)

    def actions(self) -> dict[str, Action]:
        return {"account": self.account, "moves": self.moves}

    async def account(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"number", "name", "trouble"}: whose it is, and why it cannot be paid, if so."""
        trouble = str(told.get("trouble") or "")
        if trouble not in TROUBLES or not told.get("number"):
            raise BadAction(f"a number, and trouble is one of {list(TROUBLES)}")
        self.world.store.run("DELETE FROM bank_accounts WHERE number = ?", str(told["number"]))
        if told.get("name"):
            self.world.store.insert(
                "bank_accounts", number=str(told["number"]), name=str(told["name"]), trouble=trouble
            )
        return {"number": str(told["number"]), "name": str(told.get("name") or "")}

    async def moves(self, told: dict[str, Any]) -> dict[str, Any]:
        """Everything that was truly paid."""
        return {"moves": self.world.store.rows("SELECT * FROM bank_moves ORDER BY id")}

    def panel(self, lang: str) -> Markup:
        told = self.setting()
        numbers: Callable[[str, tuple[str, str]], Markup] = lambda key, words: field(  # noqa: E731
            say(lang, words), key, told[key], inputmode="decimal"
        )
        return tag(
            "section",
            tag("h2", say(lang, ("ফাইল", "Files"))),
            self._desk(lang),
            tag("h2", say(lang, ("কার হিসাব", "Whose account"))),
            tag(
                "div",
                form(
                    "/_control/bank/account",
                    field(say(lang, ("নম্বর", "Number")), "number", "", inputmode="numeric"),
                    field(say(lang, ("নাম", "Name")), "name", ""),
                    choice(say(lang, ("অবস্থা", "State")), "trouble", "", [(key, say(lang, words)) for key, words in TROUBLES.items()]),
                    button=say(lang, ("রাখুন", "Save")),
                    kind="second",
                ),
                class_="card",
            ),
            tag("h2", say(lang, ("টাকা আর ভুল", "Money and mistakes"))),
            tag(
                "div",
                form(
                    "/_control/bank/settings",
                    numbers("balance", ("হিসাবে আছে", "In the account")),
                    numbers("fee", ("খরচ (টাকা)", "Fee (taka)")),
                    numbers("delay_s", ("ফল আসতে সেকেন্ড", "Seconds until the result")),
                    numbers("lose_rows", ("এত সারি হারায়", "Rows it loses")),
                    numbers("repeat_rows", ("এত সারি দুবার", "Rows it repeats")),
                    numbers("alter_rows", ("এত সারির টাকা বদলায়", "Rows it alters")),
                    numbers("add_rows", ("এত অচেনা সারি", "Rows it adds")),
                    button=say(lang, ("রাখুন", "Save")),
                ),
                class_="card",
            ),
        )  # fmt: skip


def columns_in(text: str) -> bool:
    try:
        told = json.loads(text)
    except ValueError:
        return False
    return isinstance(told, dict) and {"reference", "wallet", "amount", "name"} <= told.keys()
