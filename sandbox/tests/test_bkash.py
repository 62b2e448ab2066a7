"""bKash's stand-in, asked by a published client and by hand."""

import importlib
import json
import sys
from unittest import mock

import httpx
import pydantic.v1
import pytest

from sandbox.services.bkash.wording import ENVELOPES
from sandbox.tests.conftest import Outside

# The published client was written for pydantic 1, whose face pydantic 2 still carries.
with mock.patch.dict(sys.modules, {"pydantic": pydantic.v1}):
    published = importlib.import_module("bkash_client")

KEYS = {"username": "sandbox", "password": "sandbox"}  # pragma: allowlist secret
APP = {"app_key": "sandbox", "app_secret": "sandbox"}  # pragma: allowlist secret
BASE = "/bkash/v1.2.0-beta/checkout"


class Published(published.BKashIFrameClient):
    """The published client with its base address moved, and the paths it has no method for."""

    def __init__(self, address: str) -> None:
        super().__init__(published.Credential(**KEYS, **APP))
        self.address = address

    @property
    def _API_ROOT(self) -> str:  # noqa: N802
        return f"{self.address}/bkash/v{self._version}/{self._service}"

    def call(self, path: str, method: str = "get", **told: str):
        data = json.dumps(told) if method == "post" else {}
        url = f"{self._API_ROOT}/payment/{path}"
        return self._perform_request(data, url=url, method=method).json()


@pytest.fixture
def bkash(outside: Outside):
    settings = outside.get("/_control/bkash?format=json").json()["settings"]
    outside.control("bkash/settings", disbursement=1000, collection=5000, fee=5)
    yield outside
    outside.control("bkash/settings", **{**settings, "spoil": "", "envelope": "errorCode"})


def headers(outside: Outside) -> dict[str, str]:
    answer = outside.post(f"{BASE}/token/grant", json=APP, headers=KEYS).json()
    return {"Authorization": answer["id_token"], "X-APP-Key": "sandbox"}


def pay(outside: Outside, invoice: str, amount="100.00", to="01712345678", seconds=10.0, **more):
    told = {"amount": amount, "currency": "BDT", "merchantInvoiceNumber": invoice}
    return outside.post(
        f"{BASE}/payment/b2cPayment",
        json={**told, "receiverMSISDN": to, **more},
        headers=headers(outside),
        timeout=seconds,
    )


def paid(outside: Outside, invoice: str) -> int:
    return len(outside.control("bkash/moves", invoice=invoice)["moves"])


def test_the_published_client_pays_asks_the_balance_and_finds_the_payment(bkash: Outside):
    client = Published(str(bkash.base_url).rstrip("/"))
    done = client.call(
        "b2cPayment", "post",
        amount="100.00", currency="BDT", merchantInvoiceNumber="P-1", receiverMSISDN="01712345678",
    )  # fmt: skip
    assert done["transactionStatus"] == "Completed" and done["b2cFee"] == "5.00"
    balances = client.call("organizationBalance")["organizationBalance"]
    assert [each["availableBalance"] for each in balances] == ["5000.00", "895.00"]
    found = client.search_transaction(done["trxID"])
    assert (found.amount, found.transactionReference) == ("100.00", "P-1")
    refused = client.search_transaction("NONE")
    assert refused.errorCode == "2033"


def test_a_token_runs_out_and_is_refreshed(bkash: Outside):
    bkash.control("bkash/settings", token_s=0)
    assert pay(bkash, "T-1").status_code == 401
    bkash.control("bkash/settings", token_s=3600)
    first = bkash.post(f"{BASE}/token/grant", json=APP, headers=KEYS).json()
    again = {**APP, "refresh_token": first["refresh_token"]}
    assert bkash.post(f"{BASE}/token/refresh", json=again, headers=KEYS).status_code == 200
    again["refresh_token"] = "no such token"  # pragma: allowlist secret
    assert bkash.post(f"{BASE}/token/refresh", json=again, headers=KEYS).status_code == 400
    assert bkash.post(f"{BASE}/token/grant", json=APP).status_code == 401


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"amount": "0"}, "2006"),
        ({"amount": 100}, "2025"),
        ({"to": "0171234567"}, "2012"),
        ({"currency": "USD"}, "2007"),
        ({"merchantInvoiceNumber": "a b"}, "2031"),
        ({"amount": "996.00"}, "2023"),
    ],
)
def test_what_is_wrong_has_its_code_and_http_200(bkash: Outside, told, code):
    answer = pay(bkash, "W-1", **told)
    assert (answer.status_code, answer.json()["errorCode"]) == (200, code)
    assert paid(bkash, "W-1") == 0


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_a_refusal_comes_in_several_envelopes(bkash: Outside, envelope: str):
    bkash.control("bkash/settings", envelope=envelope)
    bkash.control("bkash/wallet", msisdn="01812345678", code="2057")
    assert "2057" in pay(bkash, "E-1", to="01812345678").text
    bkash.control("bkash/wallet", msisdn="01812345678")


def test_the_same_invoice_is_not_paid_twice(bkash: Outside):
    assert pay(bkash, "D-1").json()["trxID"]
    assert pay(bkash, "D-1").json()["errorCode"] == "2029"
    assert paid(bkash, "D-1") == 1


@pytest.mark.parametrize("how", ["hang", "close", "half", "twice", "html", "500"])
def test_it_pays_and_spoils_the_answer(bkash: Outside, how: str):
    invoice = f"S-{how}"
    bkash.control("bkash/settings", spoil=how, spoil_times=1, hang_s=0.3)
    try:
        answer = pay(bkash, invoice, seconds=0.15 if how == "hang" else 10)
        assert answer.status_code == 500 or "trxID" not in readable(answer)
    except httpx.TransportError:
        assert how in {"hang", "close", "half"}
    assert paid(bkash, invoice) == 1
    assert pay(bkash, f"{invoice}-after").json()["trxID"]


def readable(answer: httpx.Response) -> dict:
    try:
        return answer.json()
    except ValueError:
        return {}


def test_money_moves_from_collection_to_disbursement_and_the_statement_shows_all(bkash: Outside):
    told = {"amount": "500.00", "currency": "BDT", "transferType": "Collection2Disbursement"}
    done = bkash.post(f"{BASE}/payment/intraAccountTransfer", json=told, headers=headers(bkash))
    assert done.json()["transactionStatus"] == "Completed"
    trx = pay(bkash, "M-1").json()["trxID"]
    text = bkash.get("/bkash/portal/statement.csv").text
    assert f"{trx},B2C Payment,M-1,01712345678,100.00,5.00,1395.00" in text
    assert "Collection to Disbursement" in text
    told["amount"] = "999999.00"
    short = bkash.post(f"{BASE}/payment/intraAccountTransfer", json=told, headers=headers(bkash))
    assert short.json()["errorCode"] == "2023"
