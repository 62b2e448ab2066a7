"""A file of more payouts than one transaction takes: made ready, read and freed by handfuls, by
processes that are killed on the way."""

import csv
import io
from functools import partial

import pytest

from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.states import ActionNotPossible
from ekshop.ledger.models import Journal
from ekshop.settlement.models import Payout, PayoutAttempt, PayoutBatch
from ekshop.settlement.services.payouts import (
    batch_draft,
    batch_file,
    batch_prepare_some,
    batch_release,
    file_withdraw,
    files_resume,
    paper_settle_some,
    releases_resume,
    result_read,
    upload_confirm,
    upload_mark,
)

from . import paying
from .killing import killed_before
from .paying import Cast, books, owed

NAMES = ("asha", "bina", "jamila")


@pytest.fixture
def cast() -> Cast:
    made = paying.cast()
    for number, name in enumerate(NAMES, 1):
        paying.wallet(getattr(made.people, name), "rocket", f"01{number + 6}12345678{number}")
    return made


pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def handfuls(settings):
    """One row a transaction, so that three are a month of the whole country."""
    settings.PAYOUT_ROWS = 1


def released(cast: Cast) -> PayoutBatch:
    for name in NAMES:
        owed(getattr(cast.people, name), 500)
    batch = batch_draft(actor=cast.omar.actor, provider="rocket", now=clock.now())
    return batch_release(actor=cast.oli.actor, batch_id=batch.pk, now=clock.now())


def result_of(content: bytes) -> bytes:
    """The bank's file back, every row paid."""
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    text = io.StringIO()
    more = ["Status", "Reason", "Transaction ID", "Fee", "Processed At", "Holder"]
    csv.writer(text).writerow([*head, *more])
    for number, row in enumerate(rows):
        csv.writer(text).writerow(
            [*row, "SUCCESS", "", f"T{number}", "2", "2026-11-02 10:00:00", ""]
        )
    return text.getvalue().encode()


def test_killed_while_a_file_is_made_ready_and_while_its_result_is_settled(cast):
    """SIGKILL before the attempts, their journals and the balances are written; then before the
    outcomes' journals and history are: each payout is in the file once and is booked once."""
    batch = released(cast)
    assert (batch.state, PayoutAttempt.objects.count()) == ("releasing", 1)
    with pytest.raises(ActionNotPossible):
        batch_file(actor=cast.omar.actor, batch_id=batch.pk, form="csv", now=clock.now())
    prepare = partial(batch_prepare_some, batch_id=batch.pk, now=clock.now())
    for table in ("settlement_payoutattempt", "ledger_journal", "ledger_account"):
        killed_before(table, prepare)
        assert books()["payouts_in_flight"] == -50_000 * PayoutAttempt.objects.count()
    assert releases_resume() == 1
    run_jobs(queues=["payouts"])
    batch.refresh_from_db()
    assert (batch.state, PayoutAttempt.objects.count()) == ("released", 3)
    assert books()["payouts_in_flight"] == -150_000 and not prepare()

    _name, content = batch_file(
        actor=cast.omar.actor, batch_id=batch.pk, form="csv", now=clock.now()
    )
    upload_mark(actor=cast.omar.actor, batch_id=batch.pk, now=clock.now())
    upload_confirm(actor=cast.oli.actor, batch_id=batch.pk, now=clock.now())
    paper = result_read(
        actor=cast.omar.actor,
        batch_id=batch.pk,
        filename="result.csv",
        content=result_of(content),
        now=clock.now(),
    )
    assert (paper.applied, paper.done) == (3, 1)
    settle = partial(paper_settle_some, paper_id=paper.pk, now=clock.now())
    for table in ("kernel_statechange", "ledger_journal", "settlement_providerpaper"):
        killed_before(table, settle)
    assert files_resume() == 1
    run_jobs(queues=["payouts"])
    batch.refresh_from_db()
    assert batch.state == "ended"
    assert set(Payout.objects.values_list("state", flat=True)) == {"succeeded"}
    assert Journal.objects.filter(kind="payout_paid").count() == 3
    assert books() == {
        "bkash_float": 0, "rocket_float": -150_600, "payout_fees": 600, "payouts_in_flight": 0, "owed": 0,
    }  # fmt: skip


def test_a_file_never_uploaded_frees_its_payouts_by_handfuls(cast):
    batch = released(cast)
    run_jobs(queues=["payouts"])
    assert (
        file_withdraw(actor=cast.omar.actor, batch_id=batch.pk, now=clock.now()).state == "freeing"
    )
    run_jobs(queues=["payouts"])
    batch.refresh_from_db()
    assert batch.state == "ended" and books()["payouts_in_flight"] == 0
    assert set(Payout.objects.values_list("state", flat=True)) == {"failed"}
