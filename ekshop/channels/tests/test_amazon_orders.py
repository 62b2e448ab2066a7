"""Amazon's orders in, told back, and settled, through its published client against the sandbox."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ekshop.channels.adapters import ChannelAway, ChannelBusy, Parcel, ThingRefused
from ekshop.channels.adapters.amazon import ADAPTER
from ekshop.channels.adapters.amazon.orders import currency_of
from ekshop.channels.adapters.amazon.settlements import lines_of
from ekshop.kernel import clock
from sandbox.tests.conftest import until

from .make_amazon import Amazon, kantha

SHIPPED = datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.fixture
def amazon(amazon: Amazon) -> Amazon:
    """With a hundred kanthas listed."""
    ADAPTER.submit(amazon.channel, [kantha(quantity=100)])
    return amazon


def buy(amazon: Amazon, **told: Any) -> str:
    return amazon.tell("buy", **{"sku": "NK-1", **told})["order"]


def read(amazon: Amazon, cursor: str = ""):
    assert ADAPTER.orders is not None
    return ADAPTER.orders(amazon.channel, cursor)


def test_an_order_comes_with_its_lines_money_and_address(amazon):
    number = buy(amazon, quantity=2, shipping=12.5)
    (order,), _cursor = read(amazon)
    assert (order.ref, order.currency, order.shipping_minor, order.state) == (number, "USD", 1250, "new")  # fmt: skip
    assert [(one.sku, one.quantity, one.unit_minor) for one in order.lines] == [("NK-1", 2, 8900)]
    assert order.placed_at.tzinfo and order.buyer.name and order.buyer.lines
    assert order.buyer.country == "US" and order.buyer.postcode


def test_what_was_read_is_not_asked_for_again_and_what_changed_is(amazon):
    first = buy(amazon)
    found, cursor = read(amazon)
    assert len(found) == 1
    before = amazon.calls("GET", f"/orders/{first}")
    second = buy(amazon)
    found, cursor = read(amazon, cursor)
    assert [one.ref for one in found] == [second]
    assert amazon.calls("GET", f"/orders/{first}") == before == 1
    found, cursor = read(amazon, cursor)
    assert found == []
    amazon.tell("cancel", order=first)
    found, cursor = read(amazon, cursor)
    assert [(one.ref, one.state) for one in found] == [(first, "cancelled")]
    assert len(json.loads(cursor)["seen"]) == 2


def test_a_cancelled_order_costs_nobodys_address(amazon):
    number = buy(amazon)
    amazon.tell("cancel", order=number)
    (order,), _cursor = read(amazon)
    assert (order.state, order.lines, order.buyer.name) == ("cancelled", (), "")
    assert amazon.calls("GET", f"/orders/{number}") == 0


def test_an_order_not_yet_paid_for_waits(amazon):
    number = buy(amazon, pending=True)
    found, cursor = read(amazon)
    assert found == []
    amazon.tell("pay", order=number)
    assert [one.ref for one in read(amazon, cursor)[0]] == [number]


def test_an_order_seen_late_by_amazon_is_not_missed(amazon):
    amazon.tell("settings", visible_after_s=300)
    number = buy(amazon)
    found, cursor = read(amazon)
    assert found == []
    amazon.tell("settings", visible_after_s=0)
    assert [one.ref for one in read(amazon, cursor)[0]] == [number]


def test_orders_told_twice_in_one_answer_are_one(amazon):
    numbers = [buy(amazon) for _ in range(2)]
    amazon.tell("settings", repeat_orders=True)
    assert sorted(one.ref for one in read(amazon)[0]) == sorted(numbers)


def test_more_than_is_read_at_once_comes_with_the_next_reading(amazon):
    numbers = [buy(amazon) for _ in range(28)]
    found, cursor = read(amazon)
    assert len(found) == 25
    amazon.tell("quota")
    rest, _cursor = read(amazon, cursor)
    assert sorted(one.ref for one in found + rest) == sorted(numbers)


def test_a_quota_in_the_middle_keeps_what_was_read_and_loses_nothing(amazon):
    numbers = [buy(amazon) for _ in range(4)]
    amazon.tell("quota", operation="getOrder", rate=0.01, burst=2)
    found, cursor = read(amazon)
    assert len(found) == 2
    with pytest.raises(ChannelBusy):
        read(amazon, cursor)
    amazon.tell("quota", operation="getOrder", rate=5, burst=30)
    rest, _cursor = read(amazon, cursor)
    assert sorted(one.ref for one in found + rest) == sorted(numbers)


def test_pages_are_gone_through_to_the_last_and_nothing_is_lost_where_it_stops_between_them(amazon):
    amazon.tell("settings", page_most=3)
    numbers = [buy(amazon) for _ in range(8)]
    amazon.tell("quota", operation="searchOrders", rate=0.01, burst=2)
    found, cursor = read(amazon)
    assert len(found) == 6 and json.loads(cursor)["walk"]["token"]
    with pytest.raises(ChannelBusy):
        read(amazon, cursor)
    amazon.tell("quota", operation="searchOrders", rate=5, burst=20)
    late = buy(amazon)
    rest, after = read(amazon, cursor)
    assert sorted(one.ref for one in found + rest) == sorted(numbers)
    assert "walk" not in json.loads(after)
    assert [one.ref for one in read(amazon, after)[0]] == [late]
    # Killed before the cursor was noted, it reads the same again; with a token of old, from the beginning.
    again = {one.ref for one in read(amazon, cursor)[0]}
    assert set(numbers) - {one.ref for one in found} <= again
    spoilt = json.loads(cursor)
    spoilt["walk"]["token"] = "of old"
    assert {one.ref for one in read(amazon, json.dumps(spoilt))[0]} >= {*numbers[6:], late}


def test_one_order_amazon_fails_at_holds_up_no_other_and_is_asked_for_again(amazon):
    bad, *others = [buy(amazon) for _ in range(3)]
    amazon.tell("decline", sku=bad, message="Something went wrong.", status=500)
    found, cursor = read(amazon)
    assert sorted(one.ref for one in found) == sorted(others)
    with pytest.raises(ChannelAway):
        read(amazon, cursor)
    amazon.tell("decline", sku=bad)
    found, cursor = read(amazon, cursor)
    assert [one.ref for one in found] == [bad] and "again" not in json.loads(cursor)
    heard: list[str] = []
    channel = replace(amazon.channel, report=lambda source, unread: heard.extend(f"{source} {one.code}" for one in unread))  # fmt: skip
    refused, fine = buy(amazon), buy(amazon)
    amazon.tell("decline", sku=refused, message="Not for you.")
    found, cursor = ADAPTER.orders(channel, cursor)
    assert [one.ref for one in found] == [fine] and heard == [f"order {refused} order"]
    assert ADAPTER.orders(channel, cursor)[0] == []


@pytest.mark.parametrize(
    "odd",
    [{"lastUpdatedTime": None}, {"orderItems": [{"quantityOrdered": "three"}]}, {"orderItems": 3}],
)
def test_an_order_that_is_listed_oddly_is_reported_and_holds_up_no_other(amazon, odd):
    buy(amazon, listed=odd)
    fine = buy(amazon)
    heard: list[str] = []
    channel = replace(amazon.channel, report=lambda source, unread: heard.extend(one.raw for one in unread))  # fmt: skip
    assert ADAPTER.orders is not None
    found, cursor = ADAPTER.orders(channel, "")
    assert [one.ref for one in found] == [fine]
    assert heard and all(json.loads(raw).items() >= odd.items() for raw in heard)
    late = buy(amazon)
    assert [one.ref for one in ADAPTER.orders(channel, cursor)[0]] == [late]


def test_an_order_that_is_never_told_is_given_to_a_person_after_a_day(amazon):
    bad, _fine = buy(amazon), buy(amazon)
    amazon.tell("decline", sku=bad, message="Something went wrong.", status=500)
    heard: list[str] = []
    channel = replace(amazon.channel, report=lambda source, unread: heard.extend(f"{source} {one.code}" for one in unread))  # fmt: skip
    _found, cursor = ADAPTER.orders(channel, "")
    with clock.at(clock.now() + timedelta(days=2)):
        _found, cursor = ADAPTER.orders(channel, cursor)
    assert heard == [f"order {bad} no_answer"] and "again" not in json.loads(cursor)


def test_pieces_called_off_are_not_ordered_and_two_currencies_are_no_order(amazon):
    number = buy(amazon, lines=[{"sku": "NK-1", "quantity": 3}, {"sku": "NK-1", "quantity": 2}])
    (order,), cursor = read(amazon)
    assert [(one.quantity, one.unit_minor) for one in order.lines] == [(3, 8900), (2, 8900)]
    assert len({one.ref for one in order.lines}) == 2
    amazon.tell("cancel", order=number, pieces=1)
    (order,), cursor = read(amazon, cursor)
    assert [(one.quantity, one.unit_minor) for one in order.lines] == [(2, 8900), (2, 8900)]
    amazon.tell("cancel", order=number, pieces=3)
    (order,), cursor = read(amazon, cursor)
    assert [one.quantity for one in order.lines] == [2] and order.state == "new"
    line = {"proceeds": {"proceedsTotal": {"currencyCode": "USD", "amount": "1"}}}
    with pytest.raises(ValueError, match="CAD, USD"):
        currency_of([line, {"product": {"price": {"unitPrice": {"currencyCode": "CAD"}}}}])


def test_odd_orders_come_as_they_are_for_others_to_judge(amazon):
    ADAPTER.end(amazon.channel, ["NK-1"])
    kinds = ("ended", "currency", "address")
    numbers = [buy(amazon, trouble=kind) for kind in kinds]
    numbers.append(buy(amazon, sku="NEVER-OURS", trouble="unknown_sku"))
    found = {one.ref: one for one in read(amazon)[0]}
    ended, odd, bad, unknown = (found[number] for number in numbers)
    assert ended.lines[0].sku == "NK-1"
    assert odd.currency == "XTS" and odd.lines[0].unit_minor == 8900
    assert (bad.buyer.name, bad.buyer.postcode) == ("", "ABC")
    assert unknown.lines[0].sku == "NEVER-OURS"


def test_an_outage_loses_no_order(amazon):
    number = buy(amazon)
    amazon.tell("settings", unavailable=1)
    with pytest.raises(ChannelAway):
        read(amazon)
    assert [one.ref for one in read(amazon)[0]] == [number]


def parcel(order, number: str = "DHL-1") -> Parcel:
    return Parcel("DHL", number, SHIPPED, {one.ref: one.quantity for one in order.lines})


def test_a_parcel_told_twice_is_one_parcel(amazon):
    buy(amazon, quantity=2)
    (order,), _cursor = read(amazon)
    for _ in range(2):
        ADAPTER.ship(amazon.channel, order.ref, parcel(order))
    (known,) = amazon.tell("orders")["orders"]
    assert known["OrderStatus"] == "Shipped" and len(known["packages"]) == 1
    assert known["packages"][0]["trackingNumber"] == "DHL-1"


def test_an_order_we_cannot_send_is_refused_at_amazon(amazon):
    number = buy(amazon)
    for _ in range(2):
        ADAPTER.cancel(amazon.channel, number, "no_stock")
    until(lambda: amazon.tell("orders")["orders"][0]["OrderStatus"] == "Canceled")


@pytest.mark.parametrize("packed", [False, True])
def test_a_settlement_says_what_was_sold_kept_given_back_and_sent(amazon, packed):
    amazon.tell("settings", gzip=packed)
    buy(amazon, quantity=2, shipping=10)
    buy(amazon)
    for order in read(amazon)[0]:
        ADAPTER.ship(amazon.channel, order.ref, parcel(order, order.ref))
    amazon.tell("settle")
    since = clock.now() - timedelta(days=1)
    lines = ADAPTER.settlements(amazon.channel, since)
    assert sum(one.minor for one in lines) == 0
    sums: dict[str, int] = {}
    for one in lines:
        sums[one.kind] = sums.get(one.kind, 0) + one.minor
    assert (sums["sale"], sums["fee"]) == (3 * 8900 + 1000, -3 * 1335 - 3999)
    assert len({one.reference for one in lines}) == len(lines)
    again = ADAPTER.settlements(amazon.channel, since)
    assert [one.reference for one in again] == [one.reference for one in lines]
    first = lines[0].order_ref or lines[1].order_ref
    amazon.tell("refund", order=first)
    amazon.tell("settle")
    refunds = [one for one in ADAPTER.settlements(amazon.channel, since) if one.kind == "refund"]
    assert [one.order_ref for one in refunds] == [first] and refunds[0].minor < 0


def test_amounts_are_read_as_their_site_writes_them():
    head = "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tamount-type\tamount-description\tamount\tposted-date-time"
    rows = [
        "7\t01.11.2026 00:00:00 UTC\t14.11.2026 00:00:00 UTC\t16.11.2026 00:00:00 UTC\t1.234,56\tMXN\t\t\t\t\t\t",
        "7\t\t\t\t\t\tOrder\t702-1\tItemPrice\tPrincipal\t1.300,00\t02.11.2026 10:00:00 UTC",
        "7\t\t\t\t\t\tother-transaction\t\tother-transaction\tShipping label purchase\t-65,44\t03.11.2026 10:00:00 UTC",
    ]
    found = [(one.kind, one.minor, one.at.day) for one in lines_of("\n".join([head, *rows]))]
    assert found == [("transfer", -123456, 16), ("sale", 130000, 2), ("freight", -6544, 3)]


def test_one_row_that_cannot_be_read_stops_no_other_and_without_a_currency_none_is_taken():
    head = "settlement-id\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tamount-type\tamount-description\tamount\tposted-date-time"
    total = "7\t2026-11-14 00:00:00 UTC\t\t10.00\tUSD\t\t\t\t\t\t"
    sale = "7\t\t\t\t\tOrder\t702-1\tItemPrice\tPrincipal\t{}\t2026-11-02 10:00:00 UTC"
    told = "\n".join([head, total, sale.format("ten"), sale.format("10.00")])
    transfer, odd, fine = lines_of(told)
    assert (transfer.minor, odd.line, fine.minor, fine.reference) == (-1000, 2, 1000, "7:3")
    (alone,) = lines_of("\n".join([head, sale.format("10.00")]))
    assert alone.line == 1


def test_statements_are_fetched_as_far_as_amazon_allows_and_a_broken_one_stops_no_other(amazon):
    heard: dict[str, list[str]] = {}
    channel = replace(amazon.channel, report=lambda source, unread: heard.update({source: [one.code for one in unread]}))  # fmt: skip
    for _settlement in range(3):
        number = buy(amazon)
        order = next(one for one in read(amazon)[0] if one.ref == number)
        ADAPTER.ship(amazon.channel, number, parcel(order, number))
        amazon.tell("settle")
    amazon.tell("quota", operation="getReportDocument", rate=0.01, burst=2)
    since = clock.now() - timedelta(days=1)
    first = ADAPTER.settlements(channel, since)
    assert len({one.reference.partition(":")[0] for one in first}) == 2
    with pytest.raises(ChannelBusy):
        ADAPTER.settlements(channel, since)
    amazon.tell("quota", operation="getReportDocument", rate=5, burst=15)
    assert (
        len({one.reference.partition(":")[0] for one in ADAPTER.settlements(channel, since)}) == 3
    )
    assert all(codes == [] for codes in heard.values())


def test_an_order_amazon_does_not_know_any_more_is_refused_for_itself(amazon):
    with pytest.raises(ThingRefused):
        ADAPTER.ship(amazon.channel, "111-0000000-0000000", Parcel("DHL", "1", SHIPPED, {"1": 1}))
