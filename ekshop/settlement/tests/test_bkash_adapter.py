"""What bKash's answers mean, each given by the stand-in over real HTTP."""

from datetime import timedelta
from itertools import count

import pytest

from ekshop.kernel import clock
from ekshop.settlement.adapters import BY_CALL, PaperUnreadable, Slip
from ekshop.settlement.adapters.bkash.wire import CODES
from ekshop.settlement.models import ProviderToken
from ekshop.settlement.rules import REASONS
from sandbox.services.bkash.wording import ENVELOPES

pytestmark = pytest.mark.django_db
BKASH = BY_CALL["bkash"]
_invoices = count(1)


def slip(number="01712345678", poisha=10_000) -> Slip:
    return Slip(f"ADAPTER{next(_invoices)}", number, poisha)


def paid(bkash, invoice: str) -> int:
    return len(bkash.control("bkash/moves", invoice=invoice)["moves"])


def test_a_payment_comes_with_its_number_its_fee_and_its_time(bkash):
    outcome = BKASH.pay(slip(), clock.now())
    assert (outcome.fate, outcome.fee_poisha) == ("succeeded", 500)
    assert abs(outcome.at - clock.now()) < timedelta(minutes=1)
    found = BKASH.search(outcome.trx_id, clock.now())
    assert (found.amount_poisha, found.number) == (10_000, "01712345678")
    assert BKASH.search("NOSUCHTRX1", clock.now()) is None


def test_a_token_is_granted_once_and_renewed_when_it_runs_out(bkash):
    def grants() -> int:
        calls = bkash.get("/_control/bkash?format=json").json()["calls_in"]
        return sum("token/" in call["path"] for call in calls)

    before, now = grants(), clock.now()
    for _turn in range(3):
        assert BKASH.pay(slip(), now).fate == "succeeded"
    assert grants() == before + 1
    assert BKASH.pay(slip(), now + timedelta(minutes=59)).fate == "succeeded"
    assert grants() == before + 2
    sealed = ProviderToken.objects.get().sealed
    bkash.control("bkash/settings", token_s=0)
    assert BKASH.pay(slip(), now + timedelta(hours=3)).reason == "keys"
    assert "sandbox" not in sealed and ProviderToken.objects.get().sealed != sealed


def test_a_token_refused_at_the_door_is_renewed_and_the_payment_made_once(bkash):
    now, one = clock.now(), slip()
    assert BKASH.balance(now) == 10_000_000
    bkash.control("bkash/forget")
    assert BKASH.pay(one, now).fate == "succeeded"
    assert paid(bkash, one.invoice) == 1


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("code", ["2057", "2029", "2023"])
def test_every_envelope_of_a_refusal_is_understood(bkash, envelope, code):
    bkash.control("bkash/settings", envelope=envelope)
    bkash.control("bkash/wallet", msisdn="01812345678", code=code)
    outcome = BKASH.pay(slip("01812345678"), clock.now())
    bkash.control("bkash/wallet", msisdn="01812345678")
    assert (outcome.fate, outcome.reason, outcome.code) == (*CODES[code], code)


def test_every_code_leads_to_a_reason_with_words_of_what_to_do():
    for fate, reason in CODES.values():
        assert REASONS[reason].what_to_do
        assert (REASONS[reason].who == "reconcile") == (fate == "unknown")


@pytest.mark.parametrize("how", ["hang", "close", "half", "twice", "html", "500"])
def test_an_answer_that_cannot_be_read_leaves_it_unknown_though_it_was_paid(bkash, settings, how):
    one = slip()
    BKASH.balance(clock.now())
    bkash.control("bkash/settings", spoil=how, spoil_times=1, hang_s=1)
    settings.BKASH_SECONDS = 0.5 if how == "hang" else 5.0
    outcome = BKASH.pay(one, clock.now())
    assert outcome.fate == "unknown" and REASONS[outcome.reason].who == "reconcile"
    assert paid(bkash, one.invoice) == 1
    if how == "twice":
        assert BKASH.search(outcome.trx_id, clock.now()).reference == one.invoice


def test_nobody_there_means_surely_nothing_sent(bkash, settings):
    BKASH.balance(clock.now())
    settings.BKASH_BASE_URL = "http://127.0.0.1:1/bkash"
    outcome = BKASH.pay(slip(), clock.now())
    assert (outcome.fate, outcome.reason) == ("unsent", "unreachable")


def test_collected_money_is_brought_over(bkash):
    assert BKASH.fill(2_500_000, clock.now()).fate == "succeeded"
    assert BKASH.balance(clock.now()) == 12_500_000
    assert BKASH.collected(clock.now()) == 7_500_000
    short = BKASH.fill(99_000_000, clock.now())
    assert (short.fate, short.reason) == ("unsent", "balance")


def test_a_statement_is_read_whole_or_not_at_all(bkash):
    one = slip()
    BKASH.pay(one, clock.now())
    content = bkash.get("/bkash/portal/statement.csv").content
    read = BKASH.statement(content)
    line = next(each for each in read.lines if each.reference == one.invoice)
    assert (line.kind, line.amount_poisha, line.fee_poisha) == ("payout", 10_000, 500)
    assert read.covers_from < line.at < read.covers_until + timedelta(seconds=1)
    for broken in (
        b"",
        b"\x00\x01",
        b"PK\x03\x04",
        content[:200],
        content.replace(b"100.00", b"1e9x"),
    ):
        with pytest.raises(PaperUnreadable):
            BKASH.statement(broken)
