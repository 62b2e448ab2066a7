"""bKash's wire: who may call, what is paid, and what goes wrong on command."""

import asyncio
import csv
import io
import json
import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.core.behaviour import SORRY, hang_up, send_half, whole_answer
from sandbox.core.markup import Markup
from sandbox.core.pages import DHAKA
from sandbox.core.service import Action, BadAction, Service
from sandbox.services.bkash.money import poisha, read_stamp, stamp, taka
from sandbox.services.bkash.panel import SPOILS, panel
from sandbox.services.bkash.wording import CODES, ENVELOPES, refused

SCHEMA = """
CREATE TABLE IF NOT EXISTS bkash_moves (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, trx_id TEXT NOT NULL UNIQUE,
    invoice TEXT NOT NULL, msisdn TEXT NOT NULL, amount INTEGER NOT NULL, fee INTEGER NOT NULL,
    balance INTEGER NOT NULL, at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS bkash_by_invoice ON bkash_moves (invoice);
CREATE TABLE IF NOT EXISTS bkash_wallets (msisdn TEXT PRIMARY KEY, code TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS bkash_tokens (token TEXT PRIMARY KEY, kind TEXT NOT NULL, until REAL NOT NULL);
"""
MSISDN = re.compile(r"^01[3-9]\d{8}$")
INVOICE = re.compile(r"^[A-Za-z0-9_-]{1,255}$")
AMOUNT = re.compile(r"^\d{1,9}(\.\d{1,2})?$")
DISBURSEMENT = "Organization Disbursement Account"
COLLECTION = "Organization Collection Account"
REFRESH_S = 28 * 24 * 3600


class Bkash(Service):
    name = "bkash"
    prefix = "/bkash"
    schema = SCHEMA
    title = ("বিকাশ", "bKash")
    about = (
        "ওয়ালেটে টাকা পাঠায় (B2C), ব্যালান্স আর লেনদেন জানায়, হিসাব নামানো যায়।",
        "Pays to wallets (B2C), tells balances and transactions, gives a statement to download.",
    )
    keys = {
        "username": "sandbox",
        "password": "sandbox",  # pragma: allowlist secret
        "app_key": "sandbox",  # pragma: allowlist secret
        "app_secret": "sandbox",  # pragma: allowlist secret
    }
    settings = {
        "disbursement": 500_000.0,
        "collection": 2_000_000.0,
        "fee": 5.0,
        "envelope": "errorCode",
        "token_s": 3600,
        "spoil": "",
        "spoil_times": 0,
        "spoil_wallet": "",
        "hang_s": 40.0,
    }

    def routes(self) -> list[BaseRoute]:
        base = "/v{version}/checkout"
        return [
            Route(f"{base}/token/grant", self.grant, methods=["POST"]),
            Route(f"{base}/token/refresh", self.grant, methods=["POST"]),
            Route(f"{base}/payment/b2cPayment", _Spoilt(self), methods=["POST"]),
            Route(f"{base}/payment/intraAccountTransfer", self.known(self.move), methods=["POST"]),
            Route(f"{base}/payment/organizationBalance", self.known(self.balances)),
            Route(f"{base}/payment/search/{{trx_id}}", self.known(self.search)),
            Route("/portal/statement.csv", self.statement),
        ]

    # Who calls --------------------------------------------------------------------------------

    async def grant(self, request: Request) -> Response:
        """A new token, against the secrets; with a refresh token also one bKash still knows."""
        known, told = self.credentials(), await read(request)
        given = (request.headers.get("username"), request.headers.get("password"))
        if given != (known["username"], known["password"]):
            return JSONResponse(
                {"status": "fail", "msg": "Invalid username and password combination"}, 401
            )
        if (told.get("app_key"), told.get("app_secret")) != (known["app_key"], known["app_secret"]):
            return JSONResponse({"status": "fail", "msg": "Invalid app key or secret"}, 400)
        refresh = told.get("refresh_token")
        if refresh and not self._token(refresh, "refresh"):
            return JSONResponse({"status": "fail", "msg": "Invalid refresh token"}, 400)
        seconds = self.setting()["token_s"]
        return JSONResponse(
            {
                "statusCode": "0000",
                "statusMessage": "Successful",
                "token_type": "Bearer",
                "id_token": self._issue("id", seconds),
                "expires_in": str(seconds),
                "refresh_token": self._issue("refresh", REFRESH_S),
            }
        )

    def _issue(self, kind: str, seconds: float) -> str:
        token = secrets.token_urlsafe(24)
        self.world.store.insert(
            "bkash_tokens", token=token, kind=kind, until=self._seconds() + seconds
        )
        return token

    def _token(self, token: Any, kind: str) -> bool:
        row = self.world.store.row(
            "SELECT until FROM bkash_tokens WHERE token = ? AND kind = ?", str(token), kind
        )
        return bool(row) and row["until"] > self._seconds()

    def _seconds(self) -> float:
        return self.world.clock.now().timestamp()

    def stranger(self, request: Request) -> Response | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if request.headers.get("x-app-key") != self.credentials()["app_key"]:
            return JSONResponse({"message": "Unauthorized"}, 401)
        if not self._token(token, "id"):
            return JSONResponse({"message": "The incoming token has expired"}, 401)
        return None

    def known(self, answer: Callable[[Request], Awaitable[Response]]) -> Any:
        async def asked(request: Request) -> Response:
            return self.stranger(request) or await answer(request)

        return asked

    # Money ------------------------------------------------------------------------------------

    async def pay(self, request: Request) -> Response:
        told, setting = await read(request), self.setting()
        code = self._wrong(told, setting)
        if code:
            return self._refuse(code)
        amount, fee = poisha(told["amount"]), poisha(setting["fee"])
        self.settle({"disbursement": setting["disbursement"] - (amount + fee) / 100})
        move = self._move(
            "payout", told["merchantInvoiceNumber"], told["receiverMSISDN"], amount, fee
        )
        return JSONResponse(
            {
                "completedTime": move["at"],
                "trxID": move["trx_id"],
                "transactionStatus": "Completed",
                "amount": taka(amount),
                "currency": "BDT",
                "merchantInvoiceNumber": told["merchantInvoiceNumber"],
                "receiverMSISDN": told["receiverMSISDN"],
                "b2cFee": taka(fee),
            }
        )

    def _wrong(self, told: dict[str, Any], setting: dict[str, Any]) -> str:
        """The code of what is wrong, the first only, as the real one says it; all are strings."""
        if not all(isinstance(value, str) for value in told.values()) or not told:
            return "2025"
        if not AMOUNT.match(told.get("amount", "")) or float(told["amount"]) <= 0:
            return "2006"
        if told.get("currency") != "BDT":
            return "2007"
        if not INVOICE.match(told.get("merchantInvoiceNumber", "")):
            return "2031"
        if not MSISDN.match(told.get("receiverMSISDN", "")):
            return "2012"
        wallet = self.world.store.row(
            "SELECT code FROM bkash_wallets WHERE msisdn = ?", told["receiverMSISDN"]
        )
        if wallet:
            return str(wallet["code"])
        if self.world.store.row(
            "SELECT id FROM bkash_moves WHERE kind = 'payout' AND invoice = ?",
            told["merchantInvoiceNumber"],
        ):
            return "2029"
        needed = poisha(told["amount"]) + poisha(setting["fee"])
        return "2023" if needed > poisha(setting["disbursement"]) else ""

    def _refuse(self, code: str) -> Response:
        return JSONResponse(refused(code, self.setting()["envelope"]))

    def _move(self, kind: str, invoice: str, msisdn: str, amount: int, fee: int) -> dict[str, Any]:
        at = stamp(self.world.clock)
        row = {
            "kind": kind,
            "trx_id": "".join(
                secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(10)
            ),
            "invoice": invoice,
            "msisdn": msisdn,
            "amount": amount,
            "fee": fee,
            "balance": poisha(self.setting()["disbursement"]),
            "at": at,
        }
        self.world.store.insert("bkash_moves", **row)
        return row

    async def move(self, request: Request) -> Response:
        told, setting = await read(request), self.setting()
        if not AMOUNT.match(str(told.get("amount", ""))):
            return self._refuse("2006")
        if told.get("transferType") != "Collection2Disbursement":
            return self._refuse("2032")
        amount = poisha(told["amount"])
        if amount > poisha(setting["collection"]):
            return self._refuse("2023")
        self.settle(
            {
                "collection": setting["collection"] - amount / 100,
                "disbursement": setting["disbursement"] + amount / 100,
            }
        )
        made = self._move("transfer", "", "", amount, 0)
        return JSONResponse(
            {
                "completedTime": made["at"],
                "trxID": made["trx_id"],
                "transactionStatus": "Completed",
                "amount": taka(amount),
                "currency": "BDT",
                "transferType": "Collection2Disbursement",
            }
        )

    async def balances(self, request: Request) -> Response:
        setting, at = self.setting(), stamp(self.world.clock)

        def account(kind: str, amount: float) -> dict[str, str]:
            return {
                "accountTypeName": kind,
                "accountHolderName": "ek-Shop",
                "accountStatus": "Active",
                "currency": "BDT",
                "currentBalance": f"{amount:.2f}",
                "availableBalance": f"{amount:.2f}",
                "unclearedBalance": "0.00",
                "updateTime": at,
            }

        return JSONResponse(
            {
                "organizationBalance": [
                    account(COLLECTION, setting["collection"]),
                    account(DISBURSEMENT, setting["disbursement"]),
                ]
            }
        )

    async def search(self, request: Request) -> Response:
        row = self.world.store.row(
            "SELECT * FROM bkash_moves WHERE trx_id = ?", request.path_params["trx_id"]
        )
        if not row:
            return self._refuse("2033")
        return JSONResponse(
            {
                "amount": taka(row["amount"]),
                "completedTime": row["at"],
                "currency": "BDT",
                "customerMsisdn": row["msisdn"],
                "initiationTime": row["at"],
                "organizationShortCode": "50022",
                "transactionReference": row["invoice"],
                "transactionStatus": "Completed",
                "transactionType": "bKash Checkout via API",
                "trxID": row["trx_id"],
            }
        )

    async def statement(self, request: Request) -> Response:
        """As a person downloads it from the portal: `?from=2026-11-01&until=2026-11-30`, days of
        Dhaka, both included; without them everything up to this minute."""
        now = self.world.clock.now().astimezone(DHAKA)
        since = datetime.fromisoformat(request.query_params.get("from", "2020-01-01"))
        last = datetime.fromisoformat(request.query_params.get("until", now.date().isoformat()))
        since, until = (each.replace(tzinfo=DHAKA) for each in (since, last + timedelta(days=1)))
        rows = [
            row
            for row in self.world.store.rows("SELECT * FROM bkash_moves ORDER BY id")
            if since <= read_stamp(row["at"]) < until
        ]
        text = io.StringIO()
        write = csv.writer(text)
        write.writerow(["Statement", DISBURSEMENT])
        write.writerow(["From", since.strftime("%Y-%m-%d %H:%M:%S")])
        write.writerow(["To", min(until, now).strftime("%Y-%m-%d %H:%M:%S")])
        write.writerow([])
        write.writerow(
            ["Date", "Trx ID", "Type", "Reference", "Wallet", "Amount", "Fee", "Balance"]
        )
        for row in rows:
            kind = "B2C Payment" if row["kind"] == "payout" else "Collection to Disbursement"
            amounts = [taka(row[name]) for name in ("amount", "fee", "balance")]
            write.writerow(
                [row["at"], row["trx_id"], kind, row["invoice"], row["msisdn"], *amounts]
            )
        return Response(
            text.getvalue(),
            media_type="text/csv",
            headers={"Content-Disposition": 'attachment; filename="bkash-statement.csv"'},
        )

    # Control ----------------------------------------------------------------------------------

    def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        if told.get("spoil", "") not in SPOILS:
            raise BadAction(f"spoil is one of {list(SPOILS)}")
        if told.get("envelope", ENVELOPES[0]) not in ENVELOPES:
            raise BadAction(f"envelope is one of {list(ENVELOPES)}")
        return super().settle(told)

    def spoil_now(self, wallet: str) -> str:
        """How the answer to a payment to this wallet is spoilt; counts down, nought is without
        end."""
        setting = self.setting()
        if setting["spoil_wallet"] not in ("", wallet):
            return ""
        if setting["spoil"] and setting["spoil_times"]:
            left = setting["spoil_times"] - 1
            self.settle({"spoil_times": left, "spoil": setting["spoil"] if left else ""})
        return str(setting["spoil"])

    def actions(self) -> dict[str, Action]:
        return {"wallet": self.wallet, "moves": self.moves, "forget": self.forget}

    async def forget(self, told: dict[str, Any]) -> dict[str, Any]:
        """Every token given out is worth nothing from now on."""
        return {"forgotten": self.world.store.run("DELETE FROM bkash_tokens")}

    async def wallet(self, told: dict[str, Any]) -> dict[str, Any]:
        """{"msisdn", "code"}: payments to it are refused with that code; without a code not."""
        msisdn, code = str(told.get("msisdn", "")), str(told.get("code") or "")
        if not MSISDN.match(msisdn) or (code and code not in CODES):
            raise BadAction(f"msisdn has 11 digits, code is one of {sorted(CODES)}")
        self.world.store.run("DELETE FROM bkash_wallets WHERE msisdn = ?", msisdn)
        if code:
            self.world.store.insert("bkash_wallets", msisdn=msisdn, code=code)
        return {"msisdn": msisdn, "code": code}

    async def moves(self, told: dict[str, Any]) -> dict[str, Any]:
        """Everything that was truly moved; {"invoice"} of one only."""
        rows = self.world.store.rows("SELECT * FROM bkash_moves ORDER BY id")
        wanted = told.get("invoice")
        return {"moves": [row for row in rows if not wanted or row["invoice"] == wanted]}

    def panel(self, lang: str) -> Markup:
        return panel(lang, self.setting(), self.world.store)


class _Spoilt:
    """The payment's route as an application of its own: it pays, and then spoils the answer."""

    def __init__(self, service: Bkash) -> None:
        self._service = service

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        service = self._service
        request = Request(scope, receive)
        stranger = service.stranger(request)
        wallet = str((await read(request)).get("receiverMSISDN", ""))
        how = "" if stranger else service.spoil_now(wallet)
        answer = stranger or await service.pay(request)
        if how == "html":
            answer = HTMLResponse(SORRY)
        elif how == "500":
            answer = JSONResponse({"message": "Internal server error"}, 500)
        elif how == "twice":
            answer = Response(bytes(answer.body) * 2, media_type="application/json")
        elif how == "hang":
            await asyncio.sleep(service.setting()["hang_s"])
        elif how == "half":
            await send_half(await whole_answer(answer, scope, receive), send)
        if how in ("half", "close"):
            await hang_up(scope, receive)
        else:
            await answer(scope, receive, send)


async def read(request: Request) -> dict[str, Any]:
    try:
        told = json.loads(await request.body() or b"{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
