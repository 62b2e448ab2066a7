"""Payouts by a file that goes to the bank and comes back, the stand-in reading it over HTTP."""

import csv
import io
from datetime import timedelta

import pytest

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.states import ActionNotPossible
from ekshop.parties.services import bank_account_confirm, bank_account_propose
from ekshop.settlement.adapters import PaperUnreadable
from ekshop.settlement.models import Payout, PayoutBatch, ProviderLine
from ekshop.settlement.rules import PayoutRequest
from ekshop.settlement.services import payouts_order
from ekshop.settlement.services.payouts import (
    AnotherPerson,
    NothingToSend,
    NotInStatement,
    NotOfThisBatch,
    PaperKnown,
    SaidPaid,
    batch_draft,
    batch_file,
    batch_release,
    file_withdraw,
    payout_retry,
    result_read,
    statement_read,
    unpaid_confirm,
    upload_confirm,
    upload_deny,
    upload_mark,
)

from . import paying
from .paying import Cast, attempt_of, books, owed, released

pytestmark = pytest.mark.django_db
NUMBERS = {"asha": "017123456781", "bina": "018123456782", "jamila": "019123456783"}


@pytest.fixture
def cast() -> Cast:
    made = paying.cast()
    for name, number in NUMBERS.items():
        paying.wallet(getattr(made.people, name), "rocket", number)
    return made


def three(cast: Cast) -> list[Payout]:
    return [owed(getattr(cast.people, name), 500) for name in NUMBERS]


def file_of(cast: Cast, batch: PayoutBatch, form: str = "csv") -> bytes:
    return batch_file(actor=cast.omar.actor, batch_id=batch.pk, form=form, now=clock.now())[1]


def uploaded(
    cast: Cast, bank, batch: PayoutBatch, form: str = "csv", kind: str = "rocket"
) -> bytes:
    """The result the bank gives; Omar took it there and Oli saw it."""
    files = {"file": (f"batch.{form}", file_of(cast, batch, form))}
    answer = bank.post("/bank/uploads", data={"kind": kind}, files=files)
    assert answer.status_code == 200, answer.text
    upload_mark(actor=cast.omar.actor, batch_id=batch.pk, now=clock.now())
    upload_confirm(actor=cast.oli.actor, batch_id=batch.pk, now=clock.now())
    return bank.get(f"/bank/uploads/{answer.json()['id']}/result").content


def read(cast: Cast, batch: PayoutBatch, content: bytes):
    return result_read(
        actor=cast.omar.actor,
        batch_id=batch.pk,
        filename="result.csv",
        content=content,
        now=clock.now(),
    )


def states(*payouts: Payout) -> list[str]:
    for payout in payouts:
        payout.refresh_from_db()
    return [payout.state for payout in payouts]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_goes_and_comes_back_row_by_row(cast, bank, form):
    bank.control("bank/account", number=NUMBERS["bina"], name="Somebody Else")
    payouts = three(cast)
    batch = released(cast, "rocket")
    assert states(*payouts) == ["sending"] * 3
    assert file_of(cast, batch, form) == file_of(cast, batch, form)
    paper = read(cast, batch, uploaded(cast, bank, batch, form))
    bank.control("bank/account", number=NUMBERS["bina"])
    batch.refresh_from_db()
    assert states(*payouts) == ["succeeded", "failed", "succeeded"]
    assert (paper.applied, paper.refused, batch.state) == (3, [], "ended")
    assert attempt_of(payouts[1]).reason == "other_name"
    assert books() == {
        "bkash_float": 0, "rocket_float": -100_400, "payout_fees": 400, "payouts_in_flight": 0, "owed": 0,
    }  # fmt: skip
    assert ProviderLine.objects.filter(provider="rocket", source="result").count() == 2


def test_the_upload_is_said_by_one_and_seen_by_another(cast, bank):
    three(cast)
    batch = released(cast, "rocket")
    with pytest.raises(ActionNotPossible):
        read(cast, batch, b"Reference,Wallet No,Amount,Name\n")
    upload_mark(actor=cast.omar.actor, batch_id=batch.pk, now=clock.now())
    with pytest.raises(AnotherPerson):
        upload_confirm(actor=cast.omar.actor, batch_id=batch.pk, now=clock.now())
    assert upload_deny(actor=cast.oli.actor, batch_id=batch.pk, now=clock.now()).state == "released"
    with pytest.raises(AnotherPerson):
        file_withdraw(actor=cast.oli.actor, batch_id=batch.pk, now=clock.now())
    payouts = list(Payout.objects.all())
    assert file_withdraw(actor=cast.omar.actor, batch_id=batch.pk, now=clock.now()).state == "ended"
    assert states(*payouts) == ["failed"] * 3 and books()["payouts_in_flight"] == 0
    payout_retry(actor=cast.omar.actor, payout_id=payouts[0].pk, now=clock.now())
    assert file_of(cast, released(cast, "rocket")).count(b"A2") == 1


@pytest.mark.parametrize(
    ("told", "why", "left"),
    [
        ({"lose_rows": 1}, ["missing"], ["succeeded", "succeeded", "unknown"]),
        ({"repeat_rows": 1}, ["repeated", "repeated"], ["unknown", "succeeded", "succeeded"]),
        ({"alter_rows": 1}, ["altered"], ["unknown", "succeeded", "succeeded"]),
        ({"add_rows": 1}, ["extra"], ["succeeded"] * 3),
    ],
)
def test_rows_lost_repeated_altered_or_added_leave_the_books_alone(cast, bank, told, why, left):
    payouts = three(cast)
    batch = released(cast, "rocket")
    bank.control("bank/settings", **told)
    paper = read(cast, batch, uploaded(cast, bank, batch))
    assert [row[2] for row in paper.refused] == why
    assert states(*payouts) == left
    parked = left.count("unknown")
    assert books()["payouts_in_flight"] == -50_000 * parked
    told_later = statement_read(
        actor=cast.omar.actor,
        provider="rocket",
        filename="statement.csv",
        content=bank.get("/bank/statement.csv?kind=rocket").content,
        now=clock.now(),
    )
    batch.refresh_from_db()
    assert states(*payouts) == ["succeeded"] * 3 and told_later.refused == []
    assert batch.state == "ended" and books()["rocket_float"] == -150_600


def test_a_file_that_is_not_this_batchs_result_is_refused_whole(cast, bank):
    payouts = three(cast)
    batch = released(cast, "rocket")
    content = uploaded(cast, bank, batch)
    text = content.decode("utf-8-sig")
    for broken in (b"", b"\xff\xfe\x00\x01", text.replace("Wallet No", "W").encode()):
        with pytest.raises(PaperUnreadable):
            read(cast, batch, broken)
    with pytest.raises(NotOfThisBatch):
        read(cast, batch, text.replace("EKP", "XXX").encode())
    assert states(*payouts) == ["sending"] * 3
    read(cast, batch, content)
    with pytest.raises(PaperKnown):
        read(cast, batch, content)


def test_a_later_file_tells_what_the_first_left_open_and_contradicts_nothing(cast, bank):
    payouts = three(cast)
    batch = released(cast, "rocket")
    rows = list(csv.DictReader(io.StringIO(uploaded(cast, bank, batch).decode("utf-8-sig"))))

    def file(*given) -> bytes:
        text = io.StringIO()
        write = csv.DictWriter(text, rows[0])
        write.writeheader()
        write.writerows(given)
        return text.getvalue().encode()

    odd = [
        {**rows[0], "Status": "PENDING"},
        {**rows[1], "Holder": "A Stranger"},
        {**rows[2], "Status": "FAILED", "Reason": "CLOSED", "Transaction ID": ""},
    ]
    paper = read(cast, batch, file(*odd))
    assert [row[2] for row in paper.refused] == ["unreadable", "paid_other_name"]
    assert states(*payouts) == ["unknown", "unknown", "failed"]
    second = read(cast, batch, file(*rows))
    assert states(*payouts) == ["succeeded", "succeeded", "failed"]
    assert [row[2] for row in second.refused] == ["contradicts"]
    assert books()["payouts_in_flight"] == 0


def said(cast: Cast, batch: PayoutBatch, bank, status: str, **more: str) -> tuple[bytes, bytes]:
    """The bank's result with one row saying something else, and as it truly is."""
    true = uploaded(cast, bank, batch)
    rows = list(csv.DictReader(io.StringIO(true.decode("utf-8-sig"))))
    text = io.StringIO()
    write = csv.DictWriter(text, rows[0])
    write.writeheader()
    write.writerows([{**rows[0], "Status": status, **more}, *rows[1:]])
    return text.getvalue().encode(), true


def test_what_the_bank_says_by_now_it_paid_is_not_sent_again(cast, bank):
    failed = owed(cast.asha, 500)
    batch = released(cast, "rocket")
    wrong, true = said(cast, batch, bank, "FAILED", **{"Reason": "OTHER", "Transaction ID": ""})
    read(cast, batch, wrong)
    assert states(failed) == ["failed"]
    again = payout_retry(actor=cast.omar.actor, payout_id=failed.pk, now=clock.now())
    draft = batch_draft(actor=cast.omar.actor, provider="rocket", now=clock.now())
    read(cast, batch, true)
    batch_release(actor=cast.oli.actor, batch_id=draft.pk, now=clock.now())
    assert states(again) == ["planned"] and again.attempts.count() == 1
    with pytest.raises(NothingToSend):
        batch_draft(actor=cast.omar.actor, provider="rocket", now=clock.now())
    Payout.objects.filter(pk=failed.pk).update(state="failed")
    with pytest.raises(SaidPaid):
        payout_retry(actor=cast.omar.actor, payout_id=failed.pk, now=clock.now())


def test_a_statement_that_ends_before_the_upload_proves_nothing(cast, bank):
    payout = owed(cast.asha, 500)
    begun = clock.now()
    batch = released(cast, "rocket", at=begun)
    with clock.at(begun + timedelta(days=2)):
        unclear, _true = said(cast, batch, bank, "PENDING")
        read(cast, batch, unclear)
        assert states(payout) == ["unknown"]

        def statement(until: timedelta) -> None:
            days = [begun - timedelta(hours=1), begun + until]
            since, to = (f"{at.astimezone(clock.DHAKA):%Y-%m-%d %H:%M:%S}" for at in days)
            head = bank.get("/bank/statement.csv?kind=rocket").text.splitlines()
            names = next(each for each in head if each.count(",") > 3)
            statement_read(
                actor=cast.oli.actor,
                provider="rocket",
                filename="s.csv",
                content=f"From,{since}\nTo,{to}\n{names}\n".encode(),
                now=clock.now(),
            )

        statement(timedelta(hours=12))
        with pytest.raises(NotInStatement):
            unpaid_confirm(actor=cast.omar.actor, payout_id=payout.pk, now=clock.now())
        statement(timedelta(days=3))
        unpaid_confirm(actor=cast.omar.actor, payout_id=payout.pk, now=clock.now())
        assert states(payout) == ["failed"]


def test_a_sellers_account_is_paid_by_the_banks_file(cast, bank):
    account = bank_account_propose(
        actor=cast.people.mina.actor,
        bank="Sonali Bank",
        branch="Motijheel",
        routing_number="200271934",
        holder=cast.people.partner.name_en,
        number="1234567890123",
        now=clock.now(),
    )
    bank_account_confirm(actor=cast.omar.actor, bank_account_id=account.pk, now=clock.now())
    request = PayoutRequest("test", 7, cast.people.partner.pk, None, 100_000, "seller_payable")
    with clock.at(clock.now() + timedelta(days=10)):
        payout = payouts_order(actor=cast.omar.actor, requests=[request], now=clock.now())[0]
        batch = released(cast, "bank")
        read(cast, batch, uploaded(cast, bank, batch, kind="bank"))
    assert states(payout) == ["succeeded"]


def test_only_a_batch_by_file_has_a_file(cast, bank):
    with pytest.raises(NotFound):
        batch_file(actor=cast.omar.actor, batch_id=999_999, form="csv", now=clock.now())
