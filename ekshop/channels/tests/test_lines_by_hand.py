"""Lines of statements that fit nothing: booked by two persons, taken back by two, never by themselves."""

import pytest
from django.db import IntegrityError

from ekshop.channels.models import SettlementBooking, SettlementRow, UnreadRow
from ekshop.channels.selectors.exports import settlement_differences
from ekshop.channels.services import exporting
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.states import ActionNotPossible
from ekshop.ledger.selectors import balance, mismatches, purposes_summed, unbalanced_journals

REASON = "Told by their office"
BOOKS = ("channel_balance", "bank", "channel_fees", "differences", "exchange_difference")


@pytest.fixture
def channel(bazaar):
    make.exchange_rate(taka="120")
    return make.channel()


@pytest.fixture
def oli(people):
    return abroad.oli(people)


def taken(channel, *lines) -> list[SettlementRow]:
    exporting.settlement_lines_take(channel_id=channel.pk, lines=lines, now=clock.now())
    return list(SettlementRow.objects.order_by("id"))


def books() -> list[int]:
    assert mismatches() == [] and unbalanced_journals() == []
    assert sum(each.balance_poisha for each in purposes_summed()) == 0
    return [balance(None, each) for each in BOOKS]


def by_two(people, oli, row, account: str) -> SettlementBooking:
    asked = exporting.settlement_row_book_ask(
        actor=people.omar.actor, row_id=row.pk, account=account, note=REASON, now=clock.now()
    )
    exporting.settlement_booking_confirm(actor=oli.actor, booking_id=asked.pk, now=clock.now())
    row.refresh_from_db()
    return asked


def test_a_fee_of_no_order_of_ours_is_booked_by_two_and_taken_back_by_two(people, oli, channel):
    [row] = taken(channel, abroad.row("fee", -1_000, clock.now(), order="NEVER"))
    assert (row.state, books()) == ("unmatched", [0] * 5)
    at = {"now": clock.now()}
    ask = {"actor": people.omar.actor, "row_id": row.pk, "note": REASON, **at}
    for wrong in ({"account": "bank"}, {"account": "cash_collected"}):
        with pytest.raises(InvalidInput):
            exporting.settlement_row_book_ask(**ask, **wrong)
    with pytest.raises(InvalidInput):
        exporting.settlement_row_book_ask(**{**ask, "note": " "}, account="channel_fees")
    with pytest.raises(NotAllowed):
        exporting.settlement_row_book_ask(
            **{**ask, "actor": people.asha.actor}, account="channel_fees"
        )
    asked = exporting.settlement_row_book_ask(**ask, account="channel_fees")
    with pytest.raises(exporting.AskedBefore):
        exporting.settlement_row_book_ask(**ask, account="export_loss")
    this = {"booking_id": asked.pk, **at}
    with pytest.raises(exporting.SamePerson):
        exporting.settlement_booking_confirm(actor=people.omar.actor, **this)
    assert books() == [0] * 5
    exporting.settlement_booking_confirm(actor=oli.actor, **this)
    assert books() == [-120_000, 0, 120_000, 0, 0]
    with pytest.raises(ActionNotPossible):
        exporting.settlement_booking_confirm(actor=oli.actor, **this)
    row.refresh_from_db()
    assert (row.state, row.poisha) == ("by_hand", -120_000)
    assert settlement_differences(people.omar.actor, late_before=clock.now()) == []
    assert exporting.settlement_rows_retry(now=clock.now()) == 0
    # Wrong after all; who asks for that does not do it either.
    exporting.settlement_booking_undo_ask(actor=oli.actor, note="It was another firm's", **this)
    with pytest.raises(exporting.SamePerson):
        exporting.settlement_booking_undo(actor=oli.actor, **this)
    exporting.settlement_booking_refuse(actor=oli.actor, **this)
    exporting.settlement_booking_undo_ask(actor=oli.actor, note="It was another firm's", **this)
    exporting.settlement_booking_undo(actor=people.omar.actor, **this)
    assert books() == [0] * 5
    row.refresh_from_db()
    assert (row.state, row.rate, row.poisha) == ("unmatched", None, 0)
    by_two(people, oli, row, "differences")
    assert books() == [-120_000, 0, 0, 120_000, 0]


def test_a_transfer_above_what_is_ours_waits_for_a_person(people, oli, channel):
    at = clock.now()
    rows = taken(
        channel,
        abroad.row("transfer", -15_000, at, ref="big"),
        abroad.row("fee", 10_000, at, order=""),
    )
    assert [(each.reference, each.state) for each in rows] == [
        ("fee--" + f"{at:%m%d}", "booked"),
        ("big", "doubtful"),
    ]
    assert books() == [1_200_000, 0, -1_200_000, 0, 0]
    [waits] = settlement_differences(people.omar.actor, late_before=at)
    assert waits.kind == "transfer_above" and UnreadRow.objects.filter(closed_at=None).exists()
    booking = by_two(people, oli, rows[1], "bank")
    assert books() == [-600_000, 1_800_000, -1_200_000, 0, 0]
    assert not UnreadRow.objects.filter(closed_at=None).exists()
    this = {"booking_id": booking.pk, "now": at}
    exporting.settlement_booking_undo_ask(actor=oli.actor, note="The bank has 100 only", **this)
    exporting.settlement_booking_undo(actor=people.omar.actor, **this)
    assert books() == [1_200_000, 0, -1_200_000, 0, 0]
    # What covers it came later: then nobody needs to say anything.
    taken(channel, abroad.row("fee", 5_000, at, order="", ref="late"))
    assert exporting.settlement_rows_retry(now=at) == 1
    assert books() == [0, 1_800_000, -1_800_000, 0, 0]


def test_a_transfer_taken_from_our_bank_waits_too(people, oli, channel):
    [row] = taken(channel, abroad.row("transfer", 2_000, clock.now()))
    assert (row.state, row.doubt, books()) == ("doubtful", "transfer_back", [0] * 5)
    booking = abroad.believed(people, oli, row, note="Our bank says so, too")
    assert (row.state, books()) == ("booked", [240_000, -240_000, 0, 0, 0])
    this = {"booking_id": booking.pk, "now": clock.now()}
    exporting.settlement_booking_undo_ask(
        actor=people.omar.actor, note="It was another bank's", **this
    )
    exporting.settlement_booking_undo(actor=oli.actor, **this)
    row.refresh_from_db()
    assert (row.state, books()) == ("doubtful", [0] * 5)


def test_a_line_asked_for_and_decided_otherwise_meanwhile_is_not_booked(people, oli, channel):
    at = clock.now()
    [row] = taken(channel, abroad.row("transfer", -2_000, at))
    omar = people.omar.actor
    ask = {"actor": omar, "row_id": row.pk, "note": REASON, "now": at}
    asked = exporting.settlement_row_believe_ask(**ask)
    with pytest.raises(exporting.AskedBefore):
        exporting.settlement_row_book_ask(**ask, account="differences")
    exporting.settlement_row_set_aside(actor=omar, row_id=row.pk, note="Not ours", now=at)
    this = {"booking_id": asked.pk, "now": at}
    with pytest.raises(exporting.LineMoved):
        exporting.settlement_booking_confirm(actor=oli.actor, **this)
    assert books() == [0] * 5
    exporting.settlement_booking_refuse(actor=oli.actor, **this)
    with pytest.raises(NotFound):
        exporting.settlement_row_believe_ask(**ask)


def test_what_belongs_to_an_order_is_not_booked_by_hand(people, channel):
    [row] = taken(channel, abroad.row("fee", -100, clock.now(), order=""))
    with pytest.raises(NotFound):
        exporting.settlement_row_book_ask(
            actor=people.omar.actor,
            row_id=row.pk,
            account="channel_fees",
            note=REASON,
            now=clock.now(),
        )


def test_what_was_set_aside_can_be_booked_after_all(people, oli, channel):
    [row] = taken(channel, abroad.row("refund", -100, clock.now(), order="NEVER"))
    exporting.settlement_row_set_aside(
        actor=people.omar.actor, row_id=row.pk, note="Not ours", now=clock.now()
    )
    booking = by_two(people, oli, row, "export_loss")
    assert (row.state, balance(None, "export_loss")) == ("by_hand", 12_000)
    with pytest.raises(IntegrityError):
        SettlementBooking.objects.filter(pk=booking.pk).update(confirmed_by=people.omar.person)
