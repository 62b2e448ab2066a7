"""bKash's calls, each read into what it means for the payment."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings

from ekshop.kernel.http import (
    FAILURES,
    OutgoingClient,
    chunks,
    client,
    failure_sentence,
    surely_unsent,
)

from ..by_file import statement_of
from ..shape import Outcome, ProviderTrouble, Slip, StatementLine, StatementRead
from ..sheets import moment_of, poisha_of, taka_of
from .token import token
from .wire import error_code, kept, refusal, unreadable

DISBURSEMENT = "Organization Disbursement Account"
COLLECTION = "Organization Collection Account"
STATEMENT = {
    "at": "Date",
    "trx_id": "Trx ID",
    "kind": "Type",
    "reference": "Reference",
    "number": "Wallet",
    "amount": "Amount",
    "fee": "Fee",
}
KINDS = {"B2C Payment": "payout", "Collection to Disbursement": "top_up"}
UNAUTHORISED = 401


class Bkash:
    def pay(self, slip: Slip, now: datetime) -> Outcome:
        body = {
            "amount": taka_of(slip.amount_poisha),
            "currency": "BDT",
            "merchantInvoiceNumber": slip.invoice,
            "receiverMSISDN": slip.number,
        }
        return self._moved("b2cPayment", body, now, "merchantInvoiceNumber")

    def fill(self, amount_poisha: int, now: datetime) -> Outcome:
        body = {
            "amount": taka_of(amount_poisha),
            "currency": "BDT",
            "transferType": "Collection2Disbursement",
        }
        return self._moved("intraAccountTransfer", body, now, "transferType")

    def balance(self, now: datetime) -> int:
        return self._balance(DISBURSEMENT, now)

    def collected(self, now: datetime) -> int:
        return self._balance(COLLECTION, now)

    def search(self, trx_id: str, now: datetime) -> StatementLine | None:
        told = self._asked(f"search/{trx_id}", now)
        if error_code(told):
            return None
        amount, at = poisha_of(str(told.get("amount"))), moment_of(str(told.get("completedTime")))
        if amount is None or at is None or told.get("trxID") != trx_id:
            raise ProviderTrouble(trouble="unreachable")
        return StatementLine(
            line=0,
            kind="payout" if told.get("transactionStatus") == "Completed" else "other",
            reference=str(told.get("transactionReference") or "")[:40],
            trx_id=trx_id,
            number=str(told.get("customerMsisdn") or "")[:40],
            amount_poisha=amount,
            fee_poisha=0,
            at=at,
        )

    def statement(self, content: bytes) -> StatementRead:
        return statement_of(content, STATEMENT, KINDS)

    # ------------------------------------------------------------------------------------------

    def _client(self) -> OutgoingClient:
        seconds = settings.BKASH_SECONDS
        return client(base_url=settings.BKASH_BASE_URL, timeout=seconds, total=seconds)

    def _moved(self, path: str, body: dict[str, str], now: datetime, echo: str) -> Outcome:
        """Move money, once. Only a refusal at the door (401) is tried again, with a new token: what
        bKash did not let in it has not done."""
        try:
            with self._client() as http:
                held = token(http, now)
                answer = _post(http, path, body, held)
                if answer.status == UNAUTHORISED:
                    answer = _post(http, path, body, token(http, now, not_this=held))
        except ProviderTrouble as trouble:
            return Outcome("unsent", str(trouble.data["trouble"]))
        except FAILURES as error:
            fate = "unsent" if surely_unsent(error) else "unknown"
            reason = "unreachable" if fate == "unsent" else "no_answer"
            return Outcome(fate, reason, answer={"failure": failure_sentence(error)})  # type: ignore[arg-type]
        if answer.status == UNAUTHORISED:
            return Outcome("unsent", "keys", str(UNAUTHORISED))
        try:
            told = json.loads(answer.text)
        except ValueError:
            return unreadable(answer.text)
        return self._meaning(told, body, echo, answer.status)

    def _meaning(self, told: Any, body: Mapping[str, str], echo: str, status: int) -> Outcome:
        """A success says so, and gives back our amount and our invoice number; anything else that
        is not a plain refusal leaves it open."""
        if not isinstance(told, dict):
            return unreadable(str(told))
        code = error_code(told)
        if code and status < 500:
            return refusal(code, told)
        same = poisha_of(str(told.get("amount"))) == poisha_of(body["amount"])
        completed = told.get("transactionStatus") == "Completed" and told.get("trxID")
        if status >= 300 or not completed or not same or told.get(echo) != body[echo]:
            trx = str(told.get("trxID") or "")[:40]
            return Outcome("unknown", "unreadable", code[:24], trx_id=trx, answer=kept(told))
        return Outcome(
            "succeeded",
            code="0000",
            trx_id=str(told["trxID"])[:40],
            fee_poisha=max(poisha_of(str(told.get("b2cFee") or "0")) or 0, 0),
            at=moment_of(str(told.get("completedTime"))),
            answer=kept(told),
        )

    def _asked(self, path: str, now: datetime) -> dict[str, Any]:
        """A question, which may be repeated. Raises ProviderTrouble."""
        try:
            with self._client() as http:
                held = token(http, now)
                address = f"/checkout/payment/{path}"
                answer = http.fetch("GET", address, attempts=2, headers=_headers(held))
                if answer.status_code == UNAUTHORISED:
                    held = token(http, now, not_this=held)
                    answer = http.fetch("GET", address, attempts=2, headers=_headers(held))
            told = answer.json()
        except FAILURES as error:
            raise ProviderTrouble(trouble="unreachable") from error
        except ValueError as error:
            raise ProviderTrouble(trouble="unreachable") from error
        if answer.status_code == UNAUTHORISED:
            raise ProviderTrouble(trouble="keys")
        if not answer.is_success or not isinstance(told, dict):
            raise ProviderTrouble(trouble="unreachable")
        return told

    def _balance(self, kind: str, now: datetime) -> int:
        told = self._asked("organizationBalance", now)
        accounts = told.get("organizationBalance")
        for each in accounts if isinstance(accounts, list) else []:
            if isinstance(each, dict) and each.get("accountTypeName") == kind:
                poisha = poisha_of(str(each.get("availableBalance")))
                if poisha is not None:
                    return poisha
        raise ProviderTrouble(trouble="unreachable")


class Answer(NamedTuple):
    status: int
    text: str


def _post(http: OutgoingClient, path: str, body: dict[str, str], held: str) -> Answer:
    """Read piece by piece: what came of an answer cut short may name the transaction."""
    request = http.build_request(
        "POST", f"/checkout/payment/{path}", json=body, headers=_headers(held)
    )
    response, pieces = http.send(request, stream=True), []
    try:
        for piece in chunks(response):
            pieces.append(piece)
    except FAILURES:
        if not pieces:
            raise
    finally:
        response.close()
    return Answer(response.status_code, b"".join(pieces).decode(errors="replace"))


def _headers(held: str) -> dict[str, str]:
    return {"Authorization": held, "X-APP-Key": settings.BKASH_APP_KEY}
