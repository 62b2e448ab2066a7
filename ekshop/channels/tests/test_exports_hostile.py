"""A marketplace that says odd things: nothing of it stops what is around it, or moves money twice."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from ekshop.channels.adapters import (
    ChannelAway,
    ChannelRefuses,
    ForeignLine,
    Problem,
    ThingRefused,
    adapter_bring,
    adapters,
)
from ekshop.channels.adapters.amazon.client import MOST_UNPACKED, unzipped
from ekshop.channels.adapters.feed import forms
from ekshop.channels.adapters.feed.values import minor_read
from ekshop.channels.models import (
    ExportOrder,
    ExportReading,
    ExportTelling,
    Quota,
    SettlementRow,
    UnreadRow,
)
from ekshop.channels.rules.money import minor_text, rate_of, to_minor, to_poisha, whole_minor
from ekshop.channels.services import exporting
from ekshop.channels.services.exporting.errors import NotSense
from ekshop.channels.services.quotas import quota_learn, quota_refused
from ekshop.channels.tasks import settlements_every_hour
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals

HUGE = 10**30
YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


def lines(*told: tuple[str, str, int, int]) -> tuple[ForeignLine, ...]:
    return tuple(ForeignLine(*each) for each in told)


def test_one_odd_order_stops_none_of_those_around_it(people, channel, sku, hand):
    long = "X" * 80
    odd = [
        abroad.told(sku, ref=""),
        abroad.told(sku, ref=long + "1"),
        abroad.told(sku, ref=long + "2"),
        abroad.told(
            sku, ref="nul", buyer=abroad.moved_to(name="Em\x00ma\ud800", city="C" * 10_000)
        ),
        abroad.told(sku, ref="old", placed_at=YEAR_ONE),
        abroad.told(sku, ref="far", placed_at=datetime.max.replace(tzinfo=UTC)),
        abroad.told(sku, ref="ship", shipping_minor=HUGE),
        abroad.told(sku, ref="owes", shipping_minor=-HUGE),
        abroad.told(
            sku, ref="many", lines=lines(*[(str(n), sku, 99_999, 10**12) for n in range(99)])
        ),
        abroad.told(sku, ref="minus", quantity=-5),
        abroad.told(
            sku, ref="alike", lines=lines(("L" * 70, sku, 1, 6_000), ("L" * 70, sku, 1, 6_000))
        ),
        replace(abroad.told(sku, ref="kind"), lines=lines(("1", sku, "NaN", 6_000))),
    ]
    assert abroad.take(channel, *odd, abroad.told(sku, ref="good")).new >= 6
    assert abroad.order_of("good").state == "reserved"
    assert abroad.order_of("alike").state == "reserved"
    assert abroad.order_of("nul").state == "reserved"
    assert abroad.order_of("nul").buyer_known["name"] == "Em ma"
    for ref in ("old", "far", "ship", "owes", "many", "minus"):
        order = abroad.order_of(ref)
        assert (order.state, abroad.concerns(order)) == ("received", ["nonsense"]), ref
    assert not ExportOrder.objects.filter(ref__startswith="XXXX").exists()
    aside = UnreadRow.objects.filter(channel=channel, closed_at=None)
    assert aside.count() == 4
    # Told again nothing is doubled, and mended it is no more set aside.
    abroad.take(channel, *odd, abroad.told(sku, ref="kind"))
    assert aside.count() == 3
    assert abroad.order_of("kind").state == "reserved"


def test_what_a_channel_tells_anew_is_only_taken_if_it_makes_sense(people, channel, sku, hand):
    omar = people.omar.actor
    abroad.take(channel, abroad.told(sku, quantity=-1))
    abroad.take(channel, abroad.told(sku, lines=lines(("1", sku, 2, 6_000), ("2", sku, -7, 6_000))))
    order = abroad.order_of()
    assert abroad.concerns(order) == ["nonsense", "amounts_changed"]
    with pytest.raises(NotSense):
        exporting.export_amounts_take(actor=omar, order_id=order.pk, now=clock.now())
    abroad.take(channel, abroad.told(sku, quantity=2))
    assert exporting.export_amounts_take(actor=omar, order_id=order.pk, now=clock.now())
    assert abroad.order_of().state == "reserved"


def test_odd_lines_of_a_statement_stop_nothing_and_move_nothing(people, channel, sku, bazaar, hand):
    abroad.take(channel, abroad.told(sku))
    run_jobs()
    hand.forward(days=1)
    abroad.brought(people, abroad.order_of())
    make.exchange_rate(on=clock.dhaka_date(clock.now()))
    abroad.sent(people, abroad.order_of())
    at = clock.now()
    sale = abroad.row("sale", 7_500, at, ref="s1")
    bazaar.statement = [
        replace(sale, reference=""),
        replace(sale, reference="huge", minor=HUGE),
        replace(sale, reference="kind", kind="gift\x00"),
        replace(sale, reference="far", at=at + timedelta(days=5_000)),
        replace(sale, reference="won", currency="KRW", minor=7_500),
        sale,
        replace(sale, minor=9_999),
        replace(abroad.row("fee", -100, at, ref="ahead"), at=at + timedelta(days=30)),
    ]
    assert exporting.channel_settlements_read(channel_id=channel.pk, now=at).new == 3
    order = abroad.order_of()
    assert (order.settled_poisha, order.receivable_poisha) == (order.receivable_poisha,) * 2
    assert balance(None, "export_receivable") == 0
    assert SettlementRow.objects.get(reference="won").doubt == "currency"
    assert SettlementRow.objects.get(reference="s1").minor == 7_500
    assert ExportReading.objects.get(channel=channel).settled_until <= at
    aside = UnreadRow.objects.filter(channel=channel, closed_at=None).order_by("id")
    assert [row.source.removeprefix("settlement").strip() for row in aside] == [
        "",
        "huge",
        "kind",
        "far",
        "statement won",
        "s1",
    ]
    assert exporting.channel_settlements_read(channel_id=channel.pk, now=at).new == 0
    assert (unbalanced_journals(), mismatches()) == ([], [])


@pytest.fixture
def oli(people):
    return abroad.oli(people)


@pytest.fixture
def shipped(people, channel, sku, hand):
    """Sixty dollars of goods and fifteen of freight, sent."""
    abroad.take(channel, abroad.told(sku))
    abroad.brought(people, abroad.order_of())
    abroad.sent(people, abroad.order_of())
    return abroad.order_of()


@pytest.mark.parametrize(
    ("kind", "minor", "more", "doubt"),
    [
        ("refund", -7_501, {}, "refund_above"),
        ("refund", 1, {}, "refund_below"),
        ("fee", -7_501, {}, "fee_above"),
        ("fee", 500, {}, "fee_below"),
        ("freight", -900_000, {}, "freight_above"),
        ("sale", 7_501, {}, "sale_above"),
        ("sale", -1, {}, "sale_below"),
        ("refund", -100, {"currency": "KRW"}, "currency"),
        ("fee", -100, {"currency": "KRW"}, "currency"),
    ],
)
def test_what_cannot_be_is_held_for_a_person_and_never_booked_as_told(
    people, oli, channel, shipped, kind, minor, more, doubt
):
    make.exchange_rate("KRW", "0.09")
    at, omar = clock.now(), people.omar.actor
    before = {each: balance(None, each) for each in ("channel_balance", "export_loss", "export_receivable")}  # fmt: skip
    line = replace(abroad.row(kind, minor, at, ref="odd"), **more)
    for _told_twice in range(2):
        exporting.settlement_lines_take(channel_id=channel.pk, lines=[line], now=at)
    exporting.settlement_rows_retry(now=at)
    row = SettlementRow.objects.get()
    assert (row.state, row.doubt) == ("doubtful", doubt)
    assert {each: balance(None, each) for each in before} == before
    unread = UnreadRow.objects.get(channel=channel, closed_at=None)
    assert unread.code == doubt and "statement" in unread.text_en
    decide = {"actor": omar, "row_id": row.pk, "now": at}
    with pytest.raises(InvalidInput):
        exporting.settlement_row_believe_ask(**decide, note=" ")
    asked = exporting.settlement_row_believe_ask(**decide, note="Their office confirms it")
    this = {"booking_id": asked.pk, "now": at}
    with pytest.raises(exporting.SamePerson):
        exporting.settlement_booking_confirm(actor=omar, **this)
    assert {each: balance(None, each) for each in before} == before
    exporting.settlement_booking_confirm(actor=oli.actor, **this)
    row.refresh_from_db()
    assert (row.state, balance(None, "channel_balance")) == ("booked", row.poisha)
    unread.refresh_from_db()
    assert unread.closed_at == at
    back = {"actor": omar, "note": "They meant another shop", **this}
    if kind == "sale":
        with pytest.raises(exporting.PaysAnOrder):
            exporting.settlement_booking_undo_ask(**back)
    else:
        exporting.settlement_booking_undo_ask(**back)
        exporting.settlement_booking_undo(actor=oli.actor, **this)
        row.refresh_from_db()
        assert (row.state, row.doubt, row.noted_by) == ("doubtful", doubt, None)
        assert {each: balance(None, each) for each in before} == before
    assert (unbalanced_journals(), mismatches()) == ([], [])


def test_a_sale_in_another_currency_is_only_set_aside(people, channel, shipped):
    make.exchange_rate("KRW", "0.09")
    at, omar = clock.now(), people.omar.actor
    line = replace(abroad.row("sale", 7_500, at), currency="KRW")
    exporting.settlement_lines_take(channel_id=channel.pk, lines=[line], now=at)
    decide = {"actor": omar, "row_id": SettlementRow.objects.get().pk, "now": at}
    with pytest.raises(InvalidInput):
        exporting.settlement_row_believe_ask(**decide, note="They say so")
    exporting.settlement_row_set_aside(**decide, note="Told in dollars since")
    assert SettlementRow.objects.get().state == "aside"
    assert not UnreadRow.objects.filter(closed_at=None).exists()
    with pytest.raises(NotFound):
        exporting.settlement_row_believe_ask(**decide, note="They say so")


def test_refunds_in_parts_are_added_up_and_an_order_not_ours_is_charged_nothing(
    people, channel, shipped
):
    at = clock.now()
    told = [
        abroad.row("refund", -4_000, at, ref="first"),
        abroad.row("refund", -4_000, at, ref="second"),
        abroad.row("fee", -100, at, order="THEIRS", ref="whose"),
        abroad.row("fee", -100, at, order="", ref="monthly"),
    ]
    exporting.settlement_lines_take(channel_id=channel.pk, lines=told, now=at)
    assert dict(SettlementRow.objects.values_list("reference", "state")) == {
        "first": "booked",
        "second": "doubtful",
        "whose": "unmatched",
        "monthly": "booked",
    }


@pytest.mark.parametrize(
    "written", ["NaN", "Infinity", "-inf", "1e400", "9" * 40], ids=lambda each: each[:8]
)
def test_an_amount_that_is_none_is_refused_and_not_counted(written):
    with pytest.raises(ValueError, match="no amount"):
        whole_minor(Decimal(written), "USD")


def test_an_archive_that_unpacks_without_end_is_not_unpacked():
    bomb = gzip.compress(bytes(MOST_UNPACKED + 1), 1)
    with pytest.raises(ValueError, match="unpacks"):
        unzipped(bomb)
    assert unzipped(gzip.compress(b"whole")) == b"whole"
    with pytest.raises(ValueError, match="end"):
        unzipped(gzip.compress(b"half of it")[:-9])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"orders":' + b"[" * 200_000, "json"),
        (b'{"a":' * 100_000 + b"\n", "jsonl"),
        (b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><a>' + b"<b>" * 100_000, "xml"),
        (b'a,b\n"' + b"x" * 200_000 + b'"\n', "csv"),
        (b"[null, 3, []]", "json"),
    ],
    ids=["json", "jsonl", "xml", "csv", "odd"],
)
def test_a_hostile_file_is_said_to_be_unreadable(data, kind):
    try:
        records = forms.read(data, forms.Shape(kind, "orders" if b"orders" in data else ""))
    except forms.NotWhole:
        return
    assert all(record.bad for record in records)


def test_an_answer_of_another_shape_leaves_only_that_channel_alone(
    channel, step, kantha, bazaar, hand
):
    listing = step.begin(kantha, channel)
    bazaar.refuses = None  # type: ignore[assignment]
    step(channel)
    channel.refresh_from_db()
    assert (channel.problem, channel.failures) == ("not_understood", 1)
    hand.forward(hours=2)
    bazaar.refuses = {}
    bazaar.refuses[listing.sku] = (Problem("", "odd\x00", "Text \x00\ud800", "fatal"),)
    step(channel)
    [issue] = listing.issues.all()
    assert (issue.code, issue.text, issue.severity) == ("odd", "Text", "error")


def test_nobody_stops_us_for_good_or_lets_us_call_without_end(channel):
    now = clock.now()
    quota = Quota.objects.create(
        channel=channel, operation="submit", tokens=5, at=now, rate=1, burst=10
    )
    for rate in (float("inf"), float("nan"), 1e-12, -1.0, 1e9):
        quota_learn(channel=channel, rates={"submit": rate})
    quota_refused(channel=channel, operation="submit", seconds=1e18, now=now)
    quota.refresh_from_db()
    assert (quota.rate, quota.tokens) == (1.0, 1 - 3_600)


def test_a_statement_with_absurd_amounts_is_read_row_by_row(people, channel):
    head = "reference,order,kind,amount,currency,date\n"
    absurd = ("1e99999999", "1e900000", "NaN", "-Infinity", "=1+1", "9" * 400)
    rows = [f"r{n},A-1,fee,{text},USD,2026-11-01\n" for n, text in enumerate(absurd)]
    file = exporting.settlement_file_bring(
        actor=people.omar.actor,
        channel_id=channel.pk,
        filename="x.csv",
        content=(head + "".join(rows) + "good,A-1,fee,-1.50,USD,2026-11-01\n").encode(),
        now=clock.now(),
    )
    assert (len(file.problems), file.new_count) == (len(absurd), 1)


def test_a_channel_nothing_speaks_for_any_more_holds_up_no_others_statement(channel, bazaar):
    make.channel(adapter="gone")
    bazaar.statement = [abroad.row("fee", -500, clock.now(), ref="monthly")]
    settlements_every_hour()
    run_jobs(quietly=True)
    assert SettlementRow.objects.get().channel == channel


def test_a_sku_told_in_small_letters_is_the_listing_it_means(people, channel, sku, hand):
    abroad.take(channel, abroad.told(f" {sku.lower()} ", ref="small"))
    assert abroad.order_of("small").state == "reserved"


def test_a_setting_that_is_no_number_of_days_loses_no_order(people, channel, sku, hand):
    channel.settings = {"ship_days": "soon"}
    channel.save()
    abroad.take(channel, abroad.told(sku))
    assert abroad.order_of().state == "reserved"


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [("1234", "JPY", 1234), ("12.345", "KWD", 12_345), ("12.5", "KWD", 12_500), ("7.00", "KRW", 7)],
)
def test_a_currency_has_its_own_decimals(written, currency, minor):
    assert whole_minor(Decimal(written), currency) == minor
    assert minor_read(written, currency) == minor
    assert minor_text(minor, currency).startswith(currency)
    at = rate_of(Decimal("389.5"), "KWD")
    assert (to_poisha(1_000, at), to_minor(38_950, at)) == (38_950, 1_000)


def test_wrong_keys_refuse_no_single_order_and_one_refused_holds_up_no_other(
    people, channel, sku, bazaar, hand
):
    told: list[str] = []

    def acknowledge(_channel: object, ref: str) -> None:
        if ref == "bad":
            raise ThingRefused(said=[("404", "Order not found")])
        if not told and ref == "first":
            told.append("")
            raise ChannelRefuses(why="the key is wrong")
        told.append(ref)

    adapter_bring(replace(adapters()["bazaar"], acknowledge=acknowledge))
    abroad.take(channel, *[abroad.told(sku, ref=ref) for ref in ("first", "bad", "good")])
    exporting.tellings_run(channel_id=channel.pk, now=clock.now())
    hand.forward(hours=1)
    exporting.tellings_run(channel_id=channel.pk, now=clock.now())
    assert told == ["", "first", "good"]
    states = dict(ExportTelling.objects.values_list("order__ref", "state"))
    assert states == {"first": "told", "bad": "refused", "good": "told"}
    assert abroad.concerns(abroad.order_of("bad")) == ["not_told"]
    assert abroad.concerns(abroad.order_of("first")) == []


def test_what_cannot_be_told_for_long_is_shown_to_a_person_and_told_all_the_same(
    people, channel, sku, bazaar, hand
):
    def away(_channel: object, _ref: str) -> None:
        raise ChannelAway(why="error 500")

    adapter_bring(replace(adapters()["bazaar"], acknowledge=away))
    abroad.take(channel, abroad.told(sku))
    for _hour in range(7):
        exporting.tellings_run(channel_id=channel.pk, now=clock.now())
        hand.forward(hours=1)
    assert abroad.concerns(abroad.order_of()) == ["not_told"]
    adapter_bring(replace(adapters()["bazaar"], acknowledge=lambda _channel, _ref: None))
    hand.forward(hours=6)
    exporting.tellings_run(channel_id=channel.pk, now=clock.now())
    assert abroad.concerns(abroad.order_of()) == []
