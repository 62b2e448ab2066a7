"""The bank that pays by file."""

import csv
import io

import pytest

from sandbox.services.bank.tables import rows_of, written
from sandbox.tests.conftest import Outside

HEADS = ["Reference", "Wallet No", "Amount", "Name"]


@pytest.fixture
def bank(outside: Outside):
    settings = outside.get("/_control/bank?format=json").json()["settings"]
    yield outside
    outside.control("bank/settings", **settings)


def upload(outside: Outside, *rows: list[str], form: str = "csv", kind: str = "rocket"):
    content = written(form, [HEADS, *rows])
    return outside.post(
        "/bank/uploads", data={"kind": kind}, files={"file": (f"batch.{form}", content)}
    )


def result(outside: Outside, answer) -> list[dict[str, str]]:
    content = outside.get(f"/bank/uploads/{answer.json()['id']}/result").content
    heads, *rows = rows_of(content)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def row(reference: str, wallet="017123456781", amount="100.00", name="Asha Akter") -> list[str]:
    return [reference, wallet, amount, name]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_is_paid_row_by_row_and_the_result_comes_in_the_same_form(bank: Outside, form: str):
    answer = upload(bank, row(f"{form}1"), row(f"{form}2", wallet="0171234"), form=form)
    rows = result(bank, answer)
    assert [each["Status"] for each in rows] == ["SUCCESS", "FAILED"]
    assert rows[1]["Reason"] == "INVALID ACCOUNT" and rows[0]["Transaction ID"]
    assert f"{form}1" in bank.get("/bank/statement.csv").text


def test_anothers_name_a_closed_wallet_and_an_empty_purse_are_not_paid(bank: Outside):
    bank.control("bank/account", number="018123456781", name="Bina Begum")
    bank.control("bank/account", number="019123456781", name="Asha Akter", trouble="closed")
    bank.control("bank/settings", balance=150)
    rows = [row("n1", "018123456781"), row("n2", "019123456781"), row("n3"), row("n4")]
    assert [each["Reason"] for each in result(bank, upload(bank, *rows))] == [
        "NAME MISMATCH", "CLOSED", "", "INSUFFICIENT BALANCE",
    ]  # fmt: skip


def test_the_same_file_twice_or_one_it_cannot_read_is_refused(bank: Outside):
    assert upload(bank, row("once")).status_code == 200
    assert upload(bank, row("once")).status_code == 409
    for content in (b"\xff\xfe\x00", b"PK\x03\x04broken", b"A,B\n1,2\n"):
        files = {"file": ("batch.csv", content)}
        assert bank.post("/bank/uploads", data={"kind": "rocket"}, files=files).status_code == 422


def test_it_loses_repeats_alters_and_adds_rows_when_told(bank: Outside):
    bank.control("bank/settings", lose_rows=1, repeat_rows=1, alter_rows=1, add_rows=1)
    rows = result(bank, upload(bank, row("s1"), row("s2"), row("s3")))
    assert [each["Reference"] for each in rows] == ["s1", "s2", "s1", "NOT-OURS-0"]
    assert rows[0]["Amount"] == "101.00"
    lines = list(csv.reader(io.StringIO(bank.get("/bank/statement.csv").text)))
    assert [line[5] for line in lines if len(line) > 5 and line[3] in {"s1", "s3"}] == [
        "100.00"
    ] * 2


def test_a_result_can_be_late(bank: Outside):
    bank.control("bank/settings", delay_s=60)
    made = upload(bank, row("late")).json()["id"]
    assert bank.get(f"/bank/uploads/{made}/result").status_code == 404
    assert bank.get("/bank/", headers={"accept": "text/html"}).status_code == 200
