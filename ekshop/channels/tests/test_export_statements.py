"""What a marketplace's statement says of its orders, row by row, and what is booked of it."""

from datetime import date, timedelta

import pytest

from ekshop.channels.models import SettlementRow
from ekshop.channels.selectors.exports import settlement_differences
from ekshop.channels.services import exporting
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.ledger.selectors import balance, mismatches

DAY = timedelta(days=1)


def test_a_settlement_that_does_not_fit_is_listed_and_booked_when_it_can_be(
    people, kantha, channel, sku, hand
):
    abroad.take(channel, abroad.told(sku))
    order = abroad.order_of()
    abroad.brought(people, order)
    order.refresh_from_db()
    at = clock.now()
    rows = [
        abroad.row("sale", 7_500, at),
        abroad.row("sale", 100, at, order="NEVER"),
        abroad.row("fee", -1_000, at),
    ]
    exporting.settlement_lines_take(channel_id=channel.pk, lines=rows, now=at)
    omar = people.omar.actor
    assert {each.kind for each in settlement_differences(omar, late_before=at)} == {"unmatched"}
    abroad.sent(people, order)
    assert SettlementRow.objects.get(reference=rows[0].reference).state == "booked"
    exporting.settlement_row_set_aside(
        actor=omar,
        row_id=SettlementRow.objects.get(order_ref="NEVER").pk,
        note="Another firm's",
        now=at,
    )
    assert settlement_differences(omar, late_before=at) == []
    exporting.settlement_lines_take(
        channel_id=channel.pk, lines=[abroad.row("sale", 500, at, ref="again")], now=at
    )
    [odd] = settlement_differences(omar, late_before=at)
    assert (odd.kind, odd.minor) == ("sale_above", 500)
    abroad.believed(people, abroad.oli(people), odd.row, note="A tip of the buyer")
    [more] = settlement_differences(omar, late_before=at)
    assert (more.kind, more.minor) == ("more", 500)
    assert mismatches() == []


def test_a_transfer_on_another_day_books_what_the_rate_did_meanwhile(channel, hand, people):
    at = clock.now()
    make.exchange_rate(taka="120", on=clock.dhaka_date(at))
    fees = [abroad.row("fee", 10_000, at, order="")]
    exporting.settlement_lines_take(channel_id=channel.pk, lines=fees, now=at)
    hand.forward(days=5)
    later = clock.now()
    make.exchange_rate(taka="118", on=clock.dhaka_date(later))
    sent = [
        abroad.row("transfer", -4_000, later, ref="t1"),
        abroad.row("transfer", -6_000, later, ref="t2"),
    ]
    exporting.settlement_lines_take(channel_id=channel.pk, lines=sent, now=later)
    assert balance(None, "channel_balance") == 0
    assert balance(None, "bank") == 1_180_000
    assert balance(None, "exchange_difference") == 20_000


def test_a_statement_is_brought_as_a_table_and_each_row_read_once(people, channel, kantha, sku):
    make.exchange_rate(on=date(2020, 2, 1))
    content = (
        b"reference,order,kind,amount,currency,date\n"
        b"r1,,fee,-1.50,USD,2026-11-03\n"
        b"r2,,fee,-1.505,USD,2026-11-03\n"
        b",,fish,x,XXX,never\n"
        b"r1,,fee,-1.50,USD,2026-11-03\n"
    )
    bring = {"actor": people.omar.actor, "channel_id": channel.pk, "filename": "s.csv"}
    file = exporting.settlement_file_bring(content=content, now=clock.now(), **bring)
    assert (file.rows_count, file.new_count) == (4, 1)
    assert [each["line"] for each in file.problems] == [3, 4]
    assert balance(None, "channel_fees") == 18_000
    with pytest.raises(exporting.FileKnown):
        exporting.settlement_file_bring(content=content, now=clock.now(), **bring)
    in_bengali = (
        "তারিখ,সূত্র নম্বর,অর্ডার নম্বর,ধরন,পরিমাণ,মুদ্রা\n২০২৬-১১-০৩,r9,,ফি,-২.৫০,\n2026-11-03,r10,,মাছ,1,\n"
    )
    file = exporting.settlement_file_bring(content=in_bengali.encode(), now=clock.now(), **bring)
    assert (file.new_count, [each["line"] for each in file.problems]) == (1, [3])
    assert balance(None, "channel_fees") == 48_000
    with pytest.raises(InvalidInput) as lacking:
        exporting.settlement_file_bring(content=b"order\n1\n", now=clock.now(), **bring)
    assert "reference / সূত্র নম্বর" in str(lacking.value.field_errors["file"])
