"""What centres owe: how old, how much they may hold, and whether what they sent has arrived."""

import io
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import xlsxwriter
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ekshop.kernel.errors import Conflict, InvalidInput, NotAllowed, StaleState
from ekshop.kernel.statements import fetch
from ekshop.kernel.tables import TableUnreadable
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.notices.models import Message
from ekshop.orders.selectors import centre_stop
from ekshop.orders.services import CentreStopped
from ekshop.parties.tests.make import PLACED_AT, Personas, person, persona
from ekshop.payments.models import CollectionRow, Remittance
from ekshop.payments.rules import cash_stage, wallets_told
from ekshop.payments.selectors import cash_pieces, cash_standing_of
from ekshop.payments.services import (
    FileKnown,
    SamePerson,
    cash_limit_set,
    cash_watch,
    collection_file_bring,
    collection_match,
    collection_row_set_aside,
    remittance_ask,
    remittance_decide,
    remittance_record,
    remittance_withdraw,
)
from ekshop.settlement.tests import make

DAY = timedelta(days=1)
NOW = PLACED_AT + 3 * DAY


@pytest.fixture
def people(db) -> Personas:
    return make.orders.people()


def collected(people: Personas, *, price_poisha: int = 150_000, now=NOW, pay: bool = True):
    """The payment, or the seller's part that is to be paid."""
    offer = make.orders.offer(people.partner, price_poisha=price_poisha, on_hand=50)
    placed = make.orders.order(people, [(offer, 1)], now=now - 2 * DAY)
    seller_order = make.arrived(people, placed, now=now - 2 * DAY)
    make.inspected(people, seller_order, now=now)
    return make.paid(people, seller_order, now=now) if pay else seller_order


def sent(people: Personas, amount_poisha: int, reference: str = "TX1", *, now=NOW) -> Remittance:
    return remittance_record(
        actor=people.asha.actor,
        amount_poisha=amount_poisha,
        medium="bkash",
        reference=reference,
        nonce=uuid4(),
        now=now,
    )


def brought(people: Personas, text: str, *, medium: str = "bkash", now=NOW):
    return collection_file_bring(
        actor=people.omar.actor,
        medium=medium,
        filename="statement.csv",
        content=text.encode(),
        now=now,
    )


def test_the_oldest_cash_is_passed_on_first(people) -> None:
    first = collected(people)
    second = collected(people, now=NOW + 4 * DAY)
    standing = cash_standing_of(people.centre.pk)
    assert standing.owed_poisha == first.amount_poisha + second.amount_poisha
    assert standing.oldest_at == first.collected_at
    sent(people, first.amount_poisha + 100, now=NOW + 4 * DAY)
    (piece,) = cash_pieces(people.centre.pk, balance(people.centre.pk, "cash_collected"))
    assert (piece.payment_id, piece.held_poisha) == (second.pk, second.amount_poisha - 100)
    assert cash_standing_of(people.centre.pk).oldest_at == second.collected_at


@pytest.mark.django_db(transaction=True)
def test_the_clock_counts_what_is_collected_at_the_same_moment(people) -> None:
    """It waits for whoever moves the cash, and counts only then."""
    collected(people)
    due = collected(people, pay=False)
    clocked = threading.Thread(target=lambda: (cash_watch(now=NOW), connection.close()))
    with transaction.atomic():
        make.paid(people, due, now=NOW)
        clocked.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        for _look in range(500):
            if fetch(waiting, [])[0][0]:
                break
            clocked.join(0.01)
    clocked.join()
    owed = balance(people.centre.pk, "cash_collected")
    assert cash_standing_of(people.centre.pk).owed_poisha == owed


def test_above_its_limit_a_centre_orders_nothing_new_until_it_passed_cash_on(people) -> None:
    payment = collected(people, price_poisha=5_100_000)
    offer = make.orders.offer(people.partner)
    with pytest.raises(CentreStopped) as caught:
        make.orders.order(people, [(offer, 1)], now=NOW)
    stop = centre_stop(people.centre.pk)
    assert stop.to_pass_on_poisha == payment.amount_poisha - 5_000_000
    assert "৫০,০০০" in str(caught.value)
    told = Message.objects.filter(template="cash_to_pass_on").get()
    assert told.to == people.centre.mobile
    sent(people, stop.to_pass_on_poisha)
    assert centre_stop(people.centre.pk) is None
    make.orders.order(people, [(offer, 1)], now=NOW)


def test_a_raised_limit_lets_orders_go_on_and_ends_with_its_day(people) -> None:
    collected(people, price_poisha=5_100_000)
    arguments = {"centre_id": people.centre.pk, "limit_poisha": 9_000_000, "now": NOW}
    for other in (people.asha, people.aziz):
        with pytest.raises(NotAllowed):
            cash_limit_set(actor=other.actor, reason="a fair", valid_to=NOW + 2 * DAY, **arguments)
    with pytest.raises(InvalidInput):
        cash_limit_set(actor=people.omar.actor, reason=" ", valid_to=NOW - DAY, **arguments)
    cash_limit_set(
        actor=people.omar.actor, reason="A fair is on", valid_to=NOW + 2 * DAY, **arguments
    )
    assert centre_stop(people.centre.pk) is None
    cash_watch(now=NOW + 2 * DAY)
    assert centre_stop(people.centre.pk) is not None


def test_old_cash_is_reminded_of_and_a_centre_is_told_once_a_stage_and_daily_when_over(people):
    collected(people)
    sms = Message.objects.filter(template="cash_to_pass_on")
    for day, number in ((1, 0), (5, 0), (6, 1), (6.5, 1), (7, 2), (7.5, 2), (8.1, 3)):
        cash_watch(now=NOW + day * DAY)
        assert sms.count() == number, day
    stop = centre_stop(people.centre.pk)
    assert stop.to_pass_on_poisha == balance(people.centre.pk, "cash_collected")
    with pytest.raises(CentreStopped) as caught:
        make.orders.order(people, [(make.orders.offer(people.partner), 1)], now=NOW + 9 * DAY)
    assert "সীমা" not in str(caught.value)
    sent(people, balance(people.centre.pk, "cash_collected"), now=NOW + 9 * DAY)
    assert centre_stop(people.centre.pk) is None
    cash_watch(now=NOW + 10 * DAY)
    assert sms.count() == 3
    assert cash_standing_of(people.centre.pk).stage == ""


def test_a_centres_word_wears_off_when_nothing_arrives(people) -> None:
    payment = collected(people, price_poisha=5_100_000)
    sent(people, payment.amount_poisha)
    cash_watch(now=NOW + DAY)
    assert centre_stop(people.centre.pk) is None
    cash_watch(now=NOW + 7 * DAY)
    assert centre_stop(people.centre.pk).held_poisha == payment.amount_poisha
    brought(people, f"Trx ID,Amount\ntx 1,{payment.amount_poisha / 100}\n", now=NOW + 7 * DAY)
    assert centre_stop(people.centre.pk) is None


def test_what_stands_on_our_statement_has_arrived(people) -> None:
    payment = collected(people)
    remittance = sent(people, payment.amount_poisha, " tx1 ")
    assert balance(None, "bank") == 0
    assert balance(people.centre.pk, "cash_in_transit") == payment.amount_poisha
    file = brought(
        people,
        "Date,Trx ID,From,Amount\n"
        f'2026-11-05,TX1,01711,"{payment.amount_poisha // 100:,}.00"\n'
        "2026-11-05,TX2,01722,50\n"
        "2026-11-05,,01722,50\n"
        "2026-11-05,TX3,01722,five\n"
        "2026-11-05,TX4,01722,-50\n"
        "2026-11-05,TX1,01711,7\n",
    )
    remittance.refresh_from_db()
    assert remittance.state == "confirmed"
    assert balance(None, "bank") == payment.amount_poisha
    assert balance(people.centre.pk, "cash_in_transit") == 0
    assert [each["why"] for each in file.problems] == ["no_reference", "no_amount", "twice"]
    assert [row.reference for row in CollectionRow.objects.filter(state="waiting")] == ["TX2"]
    assert mismatches() == [] and unbalanced_journals() == []


def test_reported_after_the_statement_came_it_is_confirmed_at_once(people) -> None:
    payment = collected(people)
    brought(people, f"Reference,Credit\nTX1,{payment.amount_poisha / 100}\n")
    assert sent(people, payment.amount_poisha).state == "confirmed"


def test_another_amount_or_an_unknown_number_waits_for_a_person(people) -> None:
    collected(people)
    remittance = sent(people, 50_000)
    brought(people, "Reference,Credit\nTX1,400\nTX9,10\n")
    remittance.refresh_from_db()
    assert remittance.state == "reported" and balance(None, "bank") == 0
    differs, unknown = CollectionRow.objects.order_by("id")
    assert (differs.state, unknown.state) == ("differs", "waiting")
    with pytest.raises(InvalidInput):
        collection_row_set_aside(actor=people.omar.actor, row_id=unknown.pk, note=" ", now=NOW)
    collection_row_set_aside(
        actor=people.omar.actor, row_id=unknown.pk, note="Interest of the bank", now=NOW
    )
    with pytest.raises(Conflict):
        collection_row_set_aside(
            actor=people.omar.actor, row_id=unknown.pk, note="Once more", now=NOW
        )


def test_a_transfer_from_anothers_wallet_waits_for_a_person_and_its_sender_may_report_it(people):
    payment = collected(people)
    false = sent(people, payment.amount_poisha)
    asha, bina = (who.person.mobile.removeprefix("+88") for who in (people.asha, people.bina))
    brought(people, f"Trx ID,From,Amount\nTX1,+88{bina},{payment.amount_poisha / 100}\n")
    row = CollectionRow.objects.get()
    assert (row.state, row.remittance) == ("sender", None)
    assert collection_match(now=NOW) == 0 and balance(None, "bank") == 0
    olga = persona(person("Olga"), "operator", people.omar.organisation)
    refused = {"remittance_id": false.pk, "what": "refuse", "note": "Bina's centre sent it"}
    remittance_ask(actor=people.omar.actor, now=NOW, **refused)
    remittance_decide(actor=olga.actor, remittance_id=false.pk, now=NOW)
    assert balance(people.centre.pk, "cash_in_transit") == 0
    remittance = sent(people, payment.amount_poisha)
    assert remittance.state == "reported"
    CollectionRow.objects.update(sender=f"{asha[:5]}-{asha[5:]}4")
    assert collection_match(now=NOW) == 1
    assert balance(None, "bank") == payment.amount_poisha and mismatches() == []


def test_what_a_statement_says_of_the_sender_is_compared_only_where_it_is_a_wallet() -> None:
    for told in ("01712345678", "+8801712345678", "৮৮০১৭১২-৩৪৫৬৭৮", "Karim 017123456789"):
        assert wallets_told(told) == ["01712345678"]
    for told in ("", "01711", "017***45678", "Asha Store", "Ref 20260101712345678001"):
        assert wallets_told(told) == []


def test_the_same_file_and_the_same_rows_count_once(people) -> None:
    first = "Reference,Credit\nTX1,400\nTX2,10\n"
    brought(people, first)
    with pytest.raises(FileKnown):
        brought(people, first)
    again = brought(people, "Reference,Credit\nTX1,400\nTX2,11\nTX3,5\n")
    assert again.known_count == 1
    assert [(each["why"], each["text"]) for each in again.problems] == [("altered", "TX2")]
    assert CollectionRow.objects.count() == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Reference,Credit\n",
        b"Name,Credit\nx,5\n",
        b"PK\x03\x04broken",
        b"\xff\xfe\x00\xd8",
        "তথ্য,টাকা\nx,5\n".encode(),
    ],
)
def test_a_file_that_is_no_statement_is_refused_in_words(people, content) -> None:
    with pytest.raises(TableUnreadable) as caught:
        collection_file_bring(
            actor=people.omar.actor, medium="bank", filename="x", content=content, now=NOW
        )
    assert str(caught.value)
    assert not CollectionRow.objects.exists()


def test_a_workbook_is_read_below_the_banks_own_lines(people) -> None:
    payment = collected(people)
    remittance = sent(people, payment.amount_poisha)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for line, row in enumerate(
        [
            ["bKash statement"],
            [],
            ["Date", "Trx ID", "Amount"],
            ["", "TX1", payment.amount_poisha / 100],
        ]
    ):
        sheet.write_row(line, 0, row)
    book.close()
    collection_file_bring(
        actor=people.omar.actor, medium="bkash", filename="s.xlsx", content=out.getvalue(), now=NOW
    )
    remittance.refresh_from_db()
    assert remittance.state == "confirmed"


def test_by_hand_two_persons_decide(people) -> None:
    payment = collected(people)
    lost = sent(people, 50_000, "LOST")
    seen = sent(people, payment.amount_poisha - 50_000, "SEEN")
    omar = people.omar
    olga = persona(person("Olga"), "operator", omar.organisation)
    for remittance, what in ((lost, "refuse"), (seen, "confirm")):
        remittance_ask(
            actor=omar.actor,
            remittance_id=remittance.pk,
            what=what,
            note="Asked the bank by telephone",
            now=NOW,
        )
        with pytest.raises(SamePerson):
            remittance_decide(actor=omar.actor, remittance_id=remittance.pk, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Remittance.objects.filter(pk=remittance.pk).update(decided_by=omar.person)
        remittance_withdraw(actor=omar.actor, remittance_id=remittance.pk, now=NOW)
        with pytest.raises(StaleState):
            remittance_decide(actor=olga.actor, remittance_id=remittance.pk, now=NOW)
        remittance_ask(
            actor=omar.actor,
            remittance_id=remittance.pk,
            what=what,
            note="Asked the bank by telephone",
            now=NOW,
        )
        remittance_decide(actor=olga.actor, remittance_id=remittance.pk, now=NOW)
    assert balance(None, "bank") == seen.amount_poisha
    assert balance(people.centre.pk, "cash_collected") == 50_000
    assert balance(people.centre.pk, "cash_in_transit") == 0
    assert cash_standing_of(people.centre.pk).owed_poisha == 50_000
    assert mismatches() == []


@pytest.mark.django_db(transaction=True)
def test_matching_and_deciding_at_once_book_it_once() -> None:
    people = make.orders.people()
    payment = collected(people)
    remittance = sent(people, payment.amount_poisha)
    remittance_ask(
        actor=people.omar.actor,
        remittance_id=remittance.pk,
        what="confirm",
        note="Asked the bank by telephone",
        now=NOW,
    )
    olga = persona(person("Olga"), "operator", people.omar.organisation)
    text = f"Reference,Credit\nTX1,{payment.amount_poisha / 100}\n"
    answers = make.side_by_side(
        lambda: remittance_decide(actor=olga.actor, remittance_id=remittance.pk, now=NOW),
        lambda: brought(people, text),
        lambda: brought(people, text + "TX2,5\n"),
        lambda: collection_match(now=NOW),
    )
    assert not [
        each for each in answers if isinstance(each, Exception) and not isinstance(each, StaleState)
    ]
    assert balance(None, "bank") == payment.amount_poisha
    assert balance(people.centre.pk, "cash_in_transit") == 0
    assert mismatches() == []


@given(
    held=st.integers(-(10**9), 10**9),
    limit=st.integers(0, 10**9),
    near=st.integers(0, 10_000),
    age=st.floats(0, 3),
)
def test_over_always_follows_near_and_nothing_held_is_nothing_said(held, limit, near, age) -> None:
    stage = cash_stage(held_poisha=held, limit_poisha=limit, near_bp=near, age=age)
    assert (stage == "over") == (held > 0 and (held > limit or age >= 1))
    if held <= 0:
        assert stage == ""
