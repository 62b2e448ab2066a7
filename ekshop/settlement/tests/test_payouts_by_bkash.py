"""Payouts by bKash, from the draft to the books, the stand-in paying over real HTTP."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ekshop.kernel import clock, rulebook
from ekshop.kernel.errors import NotAllowed
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.models import Account
from ekshop.ledger.services import books_verify
from ekshop.notices.models import Message
from ekshop.settlement.adapters import PaperUnreadable
from ekshop.settlement.models import (
    FloatMove,
    Payout,
    PayoutAttempt,
    PayoutBatch,
    ProviderLine,
)
from ekshop.settlement.services.payouts import (
    AnotherPerson,
    NothingToSend,
    NotInStatement,
    PaperKnown,
    PayoutsStopped,
    SameNumber,
    batch_draft,
    batch_drop,
    batch_release,
    batches_resume,
    float_arrived,
    float_not_made,
    own_payouts_mend,
    payout_retry,
    statement_read,
    top_up_record,
    unknowns_search,
    unpaid_confirm,
)

from . import paying
from .paying import Cast, attempt_of, books, owed, released, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = paying.cast()
    paying.wallet(made.asha)
    return made


def moves(bkash, attempt: PayoutAttempt) -> int:
    return len(bkash.control("bkash/moves", invoice=attempt.invoice)["moves"])


def statement(bkash) -> bytes:
    return bkash.get("/bkash/portal/statement.csv").content


def read(cast: Cast, content: bytes, *, by=None, now=None):
    return statement_read(
        actor=(by or cast.omar).actor,
        provider="bkash",
        filename="statement.csv",
        content=content,
        now=now or clock.now(),
    )


def test_a_payout_is_paid_once_and_booked_to_the_poisha(cast, bkash):
    payout = owed(cast.asha, 500)
    batch = sent(released(cast))
    attempt = attempt_of(payout)
    assert (payout.state, attempt.state, batch.state) == ("succeeded", "succeeded", "ended")
    assert books(payout.organisation_id) == {
        "bkash_float": -50_500, "rocket_float": 0, "payout_fees": 500, "payouts_in_flight": 0, "owed": 0,
    }  # fmt: skip
    line = ProviderLine.objects.get(reference=attempt.invoice)
    assert (line.trx_id, line.amount_poisha, line.fee_poisha) == (attempt.trx_id, 50_000, 500)
    sent(batch)
    assert moves(bkash, attempt) == 1


def test_who_drafted_cannot_release_not_even_in_the_database(cast, bkash):
    owed(cast.asha, 500)
    batch = batch_draft(actor=cast.omar.actor, provider="bkash", now=clock.now())
    with pytest.raises(AnotherPerson):
        batch_release(actor=cast.omar.actor, batch_id=batch.pk, now=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutBatch.objects.filter(pk=batch.pk).update(released_by=cast.omar.person)
    with pytest.raises(NotAllowed):
        batch_release(actor=cast.asha.actor, batch_id=batch.pk, now=clock.now())
    batch_drop(actor=cast.omar.actor, batch_id=batch.pk, now=clock.now())
    assert batch_draft(actor=cast.oli.actor, provider="bkash", now=clock.now()).payouts_count == 1


def test_a_released_batch_is_sent_by_its_job(cast, bkash):
    payout = owed(cast.asha, 500)
    released(cast)
    run_jobs(queues=["payouts"])
    payout.refresh_from_db()
    assert payout.state == "succeeded"


@pytest.mark.parametrize(
    ("code", "reason"),
    [("2057", "no_account"), ("2058", "not_personal"), ("2040", "blocked"), ("2006", "amount")],
)
def test_a_refusal_gives_the_money_back_and_says_what_to_do(cast, bkash, code, reason):
    bkash.control("bkash/wallet", msisdn="01712345678", code=code)
    payout = owed(cast.asha, 500)
    sent(released(cast))
    bkash.control("bkash/wallet", msisdn="01712345678")
    attempt = attempt_of(payout)
    assert (payout.state, attempt.reason, attempt.code) == ("failed", reason, code)
    assert books(payout.organisation_id)["owed"] == 50_000
    assert books()["payouts_in_flight"] == books()["bkash_float"] == 0
    told = Message.objects.filter(template="payout_failed", to=cast.asha.person.mobile)
    assert told.exists() == (reason != "amount")


def test_a_wrong_wallet_is_corrected_waits_and_is_paid_by_a_new_attempt(cast, bkash):
    bkash.control("bkash/wallet", msisdn="01712345678", code="2057")
    payout = owed(cast.asha, 500)
    sent(released(cast))
    bkash.control("bkash/wallet", msisdn="01712345678")
    with pytest.raises(SameNumber):
        payout_retry(actor=cast.omar.actor, payout_id=payout.pk, now=clock.now())
    paying.wallet(cast.asha, number="01812345679")
    assert own_payouts_mend(actor=cast.asha.actor, now=clock.now()) == 1
    with pytest.raises(NothingToSend):
        batch_draft(actor=cast.omar.actor, provider="bkash", now=clock.now())
    with clock.at(clock.now() + timedelta(hours=49)):
        sent(released(cast))
    invoices = [each.invoice for each in payout.attempts.order_by("number")]
    assert attempt_of(payout).wallet == "01812345679" and payout.state == "succeeded"
    assert invoices == [f"EKP{payout.pk:09d}A1", f"EKP{payout.pk:09d}A2"]
    assert books(payout.organisation_id)["owed"] == 0


def test_what_still_waits_follows_its_receiver_to_a_new_number(cast, bkash):
    drafted = owed(cast.asha, 300)
    batch_draft(actor=cast.omar.actor, provider="bkash", now=clock.now())
    waiting = owed(cast.asha, 500)
    paying.wallet(cast.asha, number="01812345679")
    assert own_payouts_mend(actor=cast.asha.actor, now=clock.now()) == 1
    drafted.refresh_from_db()
    assert drafted.number == "01712345678"
    with pytest.raises(NothingToSend):
        batch_draft(actor=cast.omar.actor, provider="bkash", now=clock.now())
    with clock.at(clock.now() + timedelta(hours=49)):
        sent(released(cast))
    assert attempt_of(waiting).wallet == "01812345679" and waiting.state == "succeeded"
    assert own_payouts_mend(actor=cast.asha.actor, now=clock.now()) == 0


@pytest.mark.parametrize("how", ["hang", "close", "half", "html", "500"])
def test_paid_without_an_answer_is_parked_and_reconciled_never_sent_again(
    cast, bkash, settings, how
):
    sent_first = owed(cast.asha, 100)
    sent(released(cast))
    assert attempt_of(sent_first).state == "succeeded"
    payout = owed(cast.asha, 500)
    bkash.control("bkash/settings", spoil=how, spoil_times=1, hang_s=1)
    settings.BKASH_SECONDS = 0.5 if how == "hang" else 5.0
    batch = sent(released(cast))
    attempt = attempt_of(payout)
    assert (payout.state, batch.state) == ("unknown", "released")
    assert books()["payouts_in_flight"] == -50_000
    settings.BKASH_SECONDS = 5.0
    for _again in range(2):
        sent(batch)
    assert moves(bkash, attempt) == 1 and payout.attempts.count() == 1
    paper = read(cast, statement(bkash))
    batch.refresh_from_db()
    assert (attempt_of(payout).state, payout.state, batch.state) == (
        "succeeded",
        "succeeded",
        "ended",
    )
    assert paper.refused == []
    assert books(payout.organisation_id)["owed"] == books()["payouts_in_flight"] == 0


def test_a_transaction_number_that_came_through_is_searched_for(cast, bkash):
    owed(cast.asha, 100)
    sent(released(cast))
    payout = owed(cast.asha, 500)
    bkash.control("bkash/settings", spoil="twice", spoil_times=1)
    sent(released(cast))
    assert attempt_of(payout).trx_id and payout.state == "unknown"
    assert unknowns_search(now=clock.now()) == 1
    assert attempt_of(payout).state == "succeeded"


def test_what_is_in_no_statement_is_unpaid_by_the_word_of_two_persons(cast, bkash):
    payout = owed(cast.asha, 500)
    bkash.control("bkash/wallet", msisdn="01712345678", code="2003")
    sent(released(cast))
    bkash.control("bkash/wallet", msisdn="01712345678")
    attempt, later = attempt_of(payout), clock.now() + timedelta(hours=3)
    assert payout.state == "unknown"
    read(cast, statement(bkash))
    with pytest.raises(NotInStatement):
        unpaid_confirm(actor=cast.oli.actor, payout_id=payout.pk, now=clock.now())
    text = statement(bkash).decode().splitlines()
    text[2] = f"To,{later.astimezone(clock.DHAKA):%Y-%m-%d %H:%M:%S}"
    read(cast, "\n".join(text).encode(), now=later)
    with pytest.raises(NotInStatement):
        unpaid_confirm(actor=cast.omar.actor, payout_id=payout.pk, now=later)
    unpaid_confirm(actor=cast.oli.actor, payout_id=payout.pk, now=later)
    assert attempt_of(payout).reason == "not_in_statement" and payout.state == "failed"
    assert books(payout.organisation_id)["owed"] == 50_000
    payout_retry(actor=cast.omar.actor, payout_id=payout.pk, now=later)
    sent(released(cast, at=later))
    assert attempt_of(payout).number == 2 and payout.state == "succeeded"
    assert moves(bkash, attempt) == 0


def test_a_statement_that_says_otherwise_changes_nothing_and_is_listed(cast, bkash):
    payout, now = owed(cast.asha, 500), clock.now()
    sent(released(cast))
    content = statement(bkash).replace(b"01712345678,500.00", b"01712345678,600.00")
    paper = read(cast, content)
    invoice = attempt_of(payout).invoice
    assert [[row[1], row[2]] for row in paper.refused] == [[invoice, "altered"]]
    with pytest.raises(PaperKnown):
        read(cast, content)
    for broken in (
        b"nonsense",
        content.replace(b"600.00", b"six"),
        content.replace(b"600.00", b"600.00\x00"),
        content.replace(b"600.00,", b"600.00,-"),
        b"PK\x03\x04",
    ):
        with pytest.raises(PaperUnreadable):
            read(cast, broken, now=now)
    assert books(payout.organisation_id)["owed"] == 0


def test_short_money_is_brought_from_the_collection_account(cast, bkash):
    bkash.control("bkash/settings", disbursement=100, collection=10_000)
    payout = owed(cast.asha, 500)
    sent(released(cast))
    attempt_of(payout)
    assert payout.state == "succeeded"
    move = FloatMove.objects.get()
    assert (move.kind, move.state, move.amount_poisha) == ("collection", "arrived", 41_000)
    assert books()["bkash_float"] == 41_000 - 50_500


def test_without_money_nothing_is_sent_until_it_is_topped_up(cast, bkash):
    bkash.control("bkash/settings", disbursement=100, collection=0)
    payout = owed(cast.asha, 500)
    batch = sent(released(cast))
    payout.refresh_from_db()
    assert (payout.state, batch.trouble, batch.trouble_data) == (
        "planned",
        "balance",
        {"short": 41_000},
    )
    move = top_up_record(
        actor=cast.omar.actor, provider="bkash", amount_poisha=100_000, reference="SLIP-1", now=clock.now()
    )  # fmt: skip
    with pytest.raises(AnotherPerson):
        float_arrived(actor=cast.omar.actor, move_id=move.pk, now=clock.now())
    float_arrived(actor=cast.oli.actor, move_id=move.pk, now=clock.now())
    bkash.control("bkash/settings", disbursement=1100)
    assert batches_resume() == 1
    run_jobs(queues=["payouts"])
    payout.refresh_from_db()
    assert payout.state == "succeeded" and books()["bkash_float"] == 100_000 - 50_500


def test_a_move_nobody_recorded_and_nobody_knows_of_takes_two_persons_word(cast):
    move = FloatMove.objects.create(
        provider="bkash",
        kind="collection",
        amount_poisha=5_000,
        reference="collection 1",
        state="unknown",
        recorded_at=clock.now(),
    )
    omar, oli = cast.omar.actor, cast.oli.actor
    assert float_arrived(actor=omar, move_id=move.pk, now=clock.now()).state == "unknown"
    with pytest.raises(AnotherPerson):
        float_arrived(actor=omar, move_id=move.pk, now=clock.now())
    assert float_not_made(actor=oli, move_id=move.pk, now=clock.now()).said_by_id == oli.person
    assert books()["bkash_float"] == 0
    assert float_arrived(actor=omar, move_id=move.pk, now=clock.now()).state == "unknown"
    assert float_arrived(actor=oli, move_id=move.pk, now=clock.now()).state == "arrived"
    assert books()["bkash_float"] == 5_000
    with pytest.raises(IntegrityError), transaction.atomic():
        FloatMove.objects.filter(pk=move.pk).update(said_by=cast.oli.person)


def test_nothing_is_lost_while_the_provider_cannot_be_reached(cast, bkash, settings):
    payout = owed(cast.asha, 500)
    address, settings.BKASH_BASE_URL = settings.BKASH_BASE_URL, "http://127.0.0.1:1/bkash"
    batch = sent(released(cast))
    assert batch.trouble == "unreachable" and payout.attempts.count() == 0
    settings.BKASH_BASE_URL = address
    assert sent(batch).state == "ended" and batch.trouble == ""


def test_payouts_stop_while_the_books_disagree(cast, bkash):
    payout = owed(cast.asha, 500)
    batch = released(cast)
    Account.objects.filter(purpose="bank").update(balance_poisha=1)
    books_verify(now=clock.now())
    assert sent(batch).trouble == "books"
    payout.refresh_from_db()
    assert payout.state == "planned"
    owed(cast.asha, 100)
    draft = batch_draft(actor=cast.omar.actor, provider="bkash", now=clock.now())
    with pytest.raises(PayoutsStopped):
        batch_release(actor=cast.oli.actor, batch_id=draft.pk, now=clock.now())


def test_a_wallets_limit_holds_at_sending_whatever_was_planned(cast, bkash):
    first, second = owed(cast.asha, 40_000), owed(cast.asha, 20_000)
    rest = Payout.objects.get(entity_id=second.entity_id, part=2)
    Payout.objects.update(pay_on=clock.dhaka_date(clock.now()))
    batch = sent(released(cast))
    assert batch.payouts_count == 2 and attempt_of(first).state == "succeeded"
    rest.refresh_from_db()
    assert (rest.state, rest.batch_id) == ("planned", None)
    assert rest.pay_on == clock.dhaka_date(clock.now()) + timedelta(days=1)


def test_a_payout_above_a_lowered_limit_is_split_when_it_is_drafted(cast, bkash):
    payout, now = owed(cast.asha, 500), clock.now() + timedelta(seconds=1)
    latest = rulebook.rule_versions("bkash_day_limit")[0]
    rulebook.rule_put(
        actor=cast.omar.actor, key="bkash_day_limit", value=20_000, unit=latest.unit, valid_from=now, now=now
    )  # fmt: skip
    sent(released(cast, at=now))
    parts = Payout.objects.filter(entity_id=payout.entity_id).order_by("part")
    assert [part.amount_poisha for part in parts] == [20_000, 20_000, 10_000]
    assert [part.state for part in parts] == ["succeeded", "planned", "planned"]


def test_the_database_allows_no_second_attempt_beside_one_that_may_have_paid(cast, bkash):
    payout = owed(cast.asha, 500)
    sent(released(cast))
    first = attempt_of(payout)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO settlement_payoutattempt (payout_id, number, batch_id, invoice, provider, "
            "wallet, routing, amount_poisha, state, sent_at, trx_id, fee_poisha, code, reason, answer) "
            "SELECT payout_id, 2, batch_id, 'X', provider, wallet, '', amount_poisha, 'sending', "
            "sent_at, '', 0, '', '', '{}' FROM settlement_payoutattempt WHERE id = %s",
            [first.pk],
        )
