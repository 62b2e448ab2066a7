"""Our books beside the provider's statement, mended by two persons."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date, dhaka_midnight
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.states import ActionNotPossible
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.settlement.models import Mismatch, PayoutAttempt, Reconciliation
from ekshop.settlement.services import (
    AlreadySigned,
    NothingCovers,
    NotOverYet,
    SamePerson,
    SettledElsewhere,
    StillOpen,
    differences_return,
    mismatch_ask,
    mismatch_confirm,
    mismatch_refuse,
    provider_reconcile,
    reconciliation_sign,
)
from ekshop.settlement.services.payouts import PaidByAnother, payout_retry, statement_read

from . import paying
from .paying import Cast, attempt_of, books, owed, released, sent

pytestmark = pytest.mark.django_db
TODAY = dhaka_date(clock.now())
TOMORROW = dhaka_midnight(TODAY + timedelta(days=1)) + timedelta(hours=1)
HEAD = "Trx ID,Date,Type,Reference,Wallet,Amount,Fee"


@pytest.fixture
def cast() -> Cast:
    made = paying.cast()
    paying.wallet(made.asha)
    return made


def line(
    attempt: PayoutAttempt | str,
    trx: str,
    amount: str,
    fee: str = "5.00",
    kind: str = "B2C Payment",
) -> str:
    at = clock.now().astimezone(clock.DHAKA)
    invoice = attempt if isinstance(attempt, str) else attempt.invoice
    return f"{trx},{at:%Y-%m-%d %H:%M:%S},{kind},{invoice},01712345678,{amount},{fee}"


def statement(cast: Cast, *lines: str) -> None:
    """A statement of today, as somebody brings it tomorrow."""
    text = [
        "bKash statement",
        f"From,{TODAY} 00:00:00",
        f"To,{TODAY} 23:59:59",
        HEAD,
        *lines,
    ]
    statement_read(
        actor=cast.omar.actor,
        provider="bkash",
        filename="s.csv",
        content="\n".join(text).encode(),
        now=TOMORROW,
    )


def compared(cast: Cast) -> Reconciliation:
    return provider_reconcile(
        actor=cast.omar.actor, provider="bkash", first_day=TODAY, last_day=TODAY, now=TOMORROW
    )


def mended(cast: Cast, row: Mismatch, action: str, note: str = "") -> Mismatch:
    mismatch_ask(actor=cast.omar.actor, mismatch_id=row.pk, action=action, note=note, now=TOMORROW)
    return mismatch_confirm(actor=cast.oli.actor, mismatch_id=row.pk, now=TOMORROW)


def test_what_agrees_is_matched_and_signed_off_by_a_second_person(cast, bkash):
    payout = owed(cast.asha, 500)
    sent(released(cast))
    attempt = attempt_of(payout)
    with pytest.raises(NothingCovers):
        compared(cast)
    statement(cast, line(attempt, attempt.trx_id, "500.00"))
    row = compared(cast)
    assert (row.matched, row.ours_poisha, row.theirs_poisha) == (1, 50_500, 50_500)
    assert not row.mismatches.exists()
    with pytest.raises(SamePerson):
        reconciliation_sign(actor=cast.omar.actor, reconciliation_id=row.pk, now=TOMORROW)
    reconciliation_sign(actor=cast.oli.actor, reconciliation_id=row.pk, now=TOMORROW)
    with pytest.raises(AlreadySigned):
        compared(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reconciliation.objects.filter(pk=row.pk).update(signed_by=cast.omar.person)


def test_days_that_are_not_over_and_who_may_not(cast):
    days = {"provider": "bkash", "first_day": TODAY, "last_day": TODAY}
    with pytest.raises(NotOverYet):
        provider_reconcile(actor=cast.omar.actor, now=clock.now(), **days)
    with pytest.raises(NotAllowed):
        provider_reconcile(actor=cast.asha.actor, now=TOMORROW, **days)
    with pytest.raises(InvalidInput):
        provider_reconcile(
            actor=cast.omar.actor, now=TOMORROW, **{**days, "first_day": TODAY + timedelta(1)}
        )


def test_each_thing_that_differs_is_found_once_and_mended_by_two(cast, bkash):
    fee, gone = owed(cast.asha, 500), owed(cast.asha, 300)
    sent(released(cast))
    dear, missing = attempt_of(fee), attempt_of(gone)
    statement(
        cast,
        line(dear, dear.trx_id, "500.00", "7.50"),
        line("NOBODY1", "TRXSTRANGE", "90.00", "1.00"),
        line("TOPUP", "TRXTOPUP", "1000.00", "0", "Collection to Disbursement"),
    )
    row = compared(cast)
    found = {each.kind + each.data.get("way", ""): each for each in row.mismatches.all()}
    assert set(found) == {"fee_differs", "only_ours", "only_theirsout", "only_theirsin"}
    assert compared(cast).mismatches.count() == 4
    with pytest.raises(StillOpen):
        reconciliation_sign(actor=cast.oli.actor, reconciliation_id=row.pk, now=TOMORROW)
    with pytest.raises(InvalidInput):
        mended(cast, found["fee_differs"], "count_as_paid")
    with pytest.raises(InvalidInput):
        mended(cast, found["only_ours"], "explained")
    before = books()
    mended(cast, found["fee_differs"], "book_fee")
    mended(cast, found["only_ours"], "book_difference")
    mended(cast, found["only_theirsout"], "book_difference")
    mended(cast, found["only_theirsin"], "book_difference")
    after = books()
    assert after["payout_fees"] - before["payout_fees"] == 250
    # One never left, one left unasked, 1,000 came unasked, and 2.50 more were charged.
    assert after["bkash_float"] - before["bkash_float"] == 30_500 - 9_100 + 100_000 - 250
    assert balance(None, "differences") == -30_500 + 9_100 - 100_000
    assert missing.state == "succeeded"
    for each in found.values():
        with pytest.raises(ActionNotPossible):
            mismatch_confirm(actor=cast.oli.actor, mismatch_id=each.pk, now=TOMORROW)
    reconciliation_sign(actor=cast.oli.actor, reconciliation_id=row.pk, now=TOMORROW)
    assert mismatches() == [] and unbalanced_journals() == []


def test_what_is_under_inquiry_goes_back_by_itself_when_its_line_comes_later(cast, bkash):
    late = owed(cast.asha, 300)
    sent(released(cast))
    attempt = attempt_of(late)
    statement(cast, line("NOBODY1", "TRXSTRANGE", "90.00", "1.00"))
    before = books()
    for each in compared(cast).mismatches.all():
        mended(cast, each, "book_difference")
    assert balance(None, "differences") == -30_500 + 9_100
    statement(cast, line(attempt, attempt.trx_id, "300.00"))
    run_jobs()
    assert balance(None, "differences") == 9_100
    assert books()["bkash_float"] == before["bkash_float"] - 9_100
    assert set(Mismatch.objects.values_list("kind", "state")) == {
        ("only_ours", "returned"),
        ("only_theirs", "settled"),
    }
    assert differences_return(provider="bkash", now=TOMORROW) == 0
    assert compared(cast).mismatches.exclude(state__in=["returned", "settled"]).count() == 0


def test_who_asked_does_not_confirm_and_what_is_refused_waits_again(cast, bkash):
    sent_once = owed(cast.asha, 500)
    sent(released(cast))
    statement(cast)
    [row] = compared(cast).mismatches.all()
    mismatch_ask(
        actor=cast.omar.actor,
        mismatch_id=row.pk,
        action="explained",
        note="their statement is late",
        now=TOMORROW,
    )
    with pytest.raises(SamePerson):
        mismatch_confirm(actor=cast.omar.actor, mismatch_id=row.pk, now=TOMORROW)
    mismatch_refuse(actor=cast.oli.actor, mismatch_id=row.pk, note="ask them", now=TOMORROW)
    row.refresh_from_db()
    assert (row.state, row.kind) == ("open", "only_ours")
    # The line comes with a later statement: it agrees by itself.
    attempt = attempt_of(sent_once)
    statement(cast, line(attempt, attempt.trx_id, "500.00"))
    assert compared(cast).matched == 1
    row.refresh_from_db()
    assert row.state == "gone"


def test_paid_though_our_books_said_failed_is_counted_once_and_not_sent_again(cast, bkash):
    bkash.control("bkash/wallet", msisdn="01712345678", code="2040")
    payout = owed(cast.asha, 500)
    sent(released(cast))
    bkash.control("bkash/wallet", msisdn="01712345678")
    attempt = attempt_of(payout)
    assert attempt.state == "failed"
    statement(cast, line(attempt, "TRXPAIDALLTHESAME", "500.00"))
    [row] = compared(cast).mismatches.all()
    assert row.kind == "paid_though_failed"
    mended(cast, row, "count_as_paid")
    payout.refresh_from_db()
    assert (payout.state, attempt_of(payout).trx_id) == ("succeeded", "TRXPAIDALLTHESAME")
    assert books(payout.organisation_id) == {
        "bkash_float": -50_500, "rocket_float": 0, "payout_fees": 500, "payouts_in_flight": 0, "owed": 0,
    }  # fmt: skip
    with pytest.raises(ActionNotPossible):
        payout_retry(actor=cast.omar.actor, payout_id=payout.pk, now=TOMORROW)


def test_paid_twice_is_put_under_inquiry(cast, bkash):
    bkash.control("bkash/wallet", msisdn="01712345678", code="2003")
    payout = owed(cast.asha, 500)
    sent(released(cast))
    bkash.control("bkash/wallet", msisdn="01712345678")
    first = attempt_of(payout)
    PayoutAttempt.objects.filter(pk=first.pk).update(state="failed", reason="refused")
    payout.__class__.objects.filter(pk=payout.pk).update(state="failed")
    payout.refresh_from_db()
    payout_retry(actor=cast.omar.actor, payout_id=payout.pk, now=clock.now())
    sent(released(cast))
    second = attempt_of(payout)
    assert (second.number, second.state) == (2, "succeeded")
    statement(
        cast,
        line(first, "TRXFIRST", "500.00"),
        line(second, second.trx_id, "500.00"),
    )
    [row] = compared(cast).mismatches.all()
    with pytest.raises(PaidByAnother):
        mended(cast, row, "count_as_paid")
    row.refresh_from_db()
    assert row.state == "asked"
    mismatch_refuse(actor=cast.oli.actor, mismatch_id=row.pk, note="", now=TOMORROW)
    mended(cast, row, "book_difference")
    assert balance(None, "differences") == 50_500


def test_one_thing_found_for_days_that_overlap_is_booked_once(cast, bkash):
    payout = owed(cast.asha, 500)
    sent(released(cast))
    attempt = attempt_of(payout)
    statement(cast, line(attempt, attempt.trx_id, "500.00", "7.50"))
    statement_read(
        actor=cast.omar.actor,
        provider="bkash",
        filename="y.csv",
        content=f"From,{TODAY - timedelta(1)} 00:00:00\nTo,{TODAY} 23:59:59\n{HEAD}\n".encode(),
        now=TOMORROW,
    )

    def both_days() -> Reconciliation:
        return provider_reconcile(
            actor=cast.omar.actor,
            provider="bkash",
            first_day=TODAY - timedelta(1),
            last_day=TODAY,
            now=TOMORROW,
        )

    [narrow] = compared(cast).mismatches.all()
    [wide] = both_days().mismatches.all()
    before = books()["payout_fees"]
    for each in (narrow, wide):
        mismatch_ask(
            actor=cast.omar.actor, mismatch_id=each.pk, action="book_fee", note="", now=TOMORROW
        )
    mismatch_confirm(actor=cast.oli.actor, mismatch_id=narrow.pk, now=TOMORROW)
    with pytest.raises(SettledElsewhere):
        mismatch_confirm(actor=cast.oli.actor, mismatch_id=wide.pk, now=TOMORROW)
    assert books()["payout_fees"] - before == 250
    row = both_days()
    wide.refresh_from_db()
    assert (wide.state, row.matched) == ("gone", 1)


def test_one_invoice_paid_twice_or_to_another_wallet_does_not_agree(cast, bkash):
    twice, astray = owed(cast.asha, 500), owed(cast.asha, 300)
    sent(released(cast))
    one, other = attempt_of(twice), attempt_of(astray)
    statement(
        cast,
        line(one, one.trx_id, "500.00"),
        line(one, "TRXONCEMORE", "500.00"),
        line(other, "TRXASTRAY", "300.00").replace("01712345678", "01812345678"),
    )
    row = compared(cast)
    found = sorted((each.kind, each.reference) for each in row.mismatches.all())
    assert found == [
        ("only_ours", other.invoice),
        *sorted([("only_theirs", one.invoice), ("only_theirs", other.invoice)]),
    ]
    assert row.matched == 1
