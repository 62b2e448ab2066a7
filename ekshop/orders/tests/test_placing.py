import threading
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from ekshop.catalogue.models import Offer, StockReservation
from ekshop.catalogue.services import OfferNotOrderable, OutOfStock
from ekshop.kernel import rulebook
from ekshop.kernel.bangla import format_date_short
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.notices.selectors import messages_visible_to
from ekshop.orders.models import Order, OrderLine, SellerOrder
from ekshop.orders.services import CentreClosed, ConsentMissing, NonceReused, PriceChanged
from ekshop.parties.tests.make import PLACED_AT, customer

from . import make


@pytest.fixture
def people(db):
    return make.people()


def test_an_order_is_split_by_seller_and_adds_up(people):
    book = make.offer(people.partner, price_poisha=30_000)
    pen = make.offer(people.partner, price_poisha=1_500)
    saree = make.offer(people.producer, price_poisha=450_000)
    order = make.order(people, [(book, 2), (pen, 10), (saree, 1)])
    books, loom = make.share(order, people.partner), make.share(order, people.producer)
    assert (books.goods_poisha, loom.goods_poisha) == (75_000, 450_000)
    assert order.goods_poisha == 525_000
    assert order.total_poisha == order.goods_poisha + order.delivery_poisha
    assert [line.quantity for line in books.lines.order_by("position")] == [2, 10]


def test_delivery_is_dearer_and_later_from_another_district(people):
    order = make.order(people, [(make.offer(people.partner), 1), (make.offer(people.producer), 1)])
    away, near = make.share(order, people.partner), make.share(order, people.producer)
    assert (near.same_district, away.same_district) == (True, False)
    assert (near.delivery_poisha, away.delivery_poisha) == (6_000, 11_000)
    assert near.deliver_by == PLACED_AT + timedelta(days=5)
    assert away.deliver_by == PLACED_AT + timedelta(days=10)


def test_price_title_and_commission_stay_as_they_were_when_ordered(people):
    rate = make.rate(500)
    offer = make.offer(people.partner, price_poisha=30_000, title="Padma Nadir Majhi")
    order = make.order(people, [(offer, 2)])
    Offer.objects.filter(pk=offer.pk).update(price_poisha=99_000, title="Changed")
    line = OrderLine.objects.get(seller_order__order=order)
    assert (line.title, line.unit_price_poisha) == ("Padma Nadir Majhi", 30_000)
    assert (line.commission_bp, line.commission_rate_id) == (500, rate.pk)


def test_the_seller_has_until_the_rule_says_to_confirm(people):
    order = make.order(people, [(make.offer(people.partner), 1)])
    share = make.share(order, people.partner)
    [deadline] = deadlines_of(("seller_order", share.pk))
    assert (deadline.kind, deadline.due_at) == ("seller_confirm", PLACED_AT + timedelta(hours=24))
    assert share.confirm_by == deadline.due_at
    assert deadline.rule == rulebook.rule_at("seller_confirm", PLACED_AT)
    assert deadline.owner_organisation_id == people.partner.pk


def test_the_same_nonce_makes_one_order_and_holds_stock_once(people):
    offer, nonce = make.offer(people.partner, on_hand=5), uuid4()
    first = make.order(people, [(offer, 2)], nonce=nonce)
    again = make.order(people, [(offer, 2)], nonce=nonce, now=PLACED_AT + timedelta(hours=3))
    assert again == first
    offer.refresh_from_db()
    assert offer.reserved == 2


def test_a_replay_is_answered_even_when_nothing_is_left_and_the_price_has_changed(people):
    offer, nonce = make.offer(people.partner, on_hand=2), uuid4()
    first = make.order(people, [(offer, 2)], nonce=nonce)
    Offer.objects.filter(pk=offer.pk).update(price_poisha=1)
    assert make.order(people, [(offer, 2)], nonce=nonce) == first


def test_the_same_nonce_with_other_contents_is_refused(people):
    offer, nonce = make.offer(people.partner), uuid4()
    make.order(people, [(offer, 1)], nonce=nonce)
    with pytest.raises(NonceReused):
        make.order(people, [(offer, 2)], nonce=nonce)


def test_a_changed_price_is_shown_old_and_new_and_nothing_is_placed(people):
    offer = make.offer(people.partner, price_poisha=30_000, title="Dictionary")
    Offer.objects.filter(pk=offer.pk).update(price_poisha=32_000)
    with pytest.raises(PriceChanged) as refused:
        make.order(people, [(offer, 1)])
    assert refused.value.changes == [
        {
            "offer_id": offer.pk,
            "title": "Dictionary",
            "old_poisha": 30_000,
            "new_poisha": 32_000,
        }
    ]
    assert "৩২০" in str(refused.value)
    assert not Order.objects.exists()


def test_more_than_the_stock_is_refused_and_leaves_nothing_behind(people):
    offer, other = make.offer(people.partner, on_hand=2), make.offer(people.producer)
    with pytest.raises(OutOfStock) as refused:
        make.order(people, [(other, 1), (offer, 3)])
    assert [(s.offer_id, s.left) for s in refused.value.shortages] == [(offer.pk, 2)]
    assert not Order.objects.exists()
    assert not StockReservation.objects.exists()


def test_a_closed_centre_takes_no_orders(people):
    people.centre.state = "suspended"
    people.centre.save()
    with pytest.raises(CentreClosed):
        make.order(people, [(make.offer(people.partner), 1)])


def test_another_centres_account_and_customer_are_not_to_be_found(people):
    offer = make.offer(people.partner)
    theirs = customer(people.other_centre, "Rahim")
    with pytest.raises(NotFound):
        make.order(people, [(offer, 1)], by=people.bina)
    with pytest.raises(NotFound):
        make.order(people, [(offer, 1)], customer=theirs)
    with pytest.raises(NotFound):
        make.order(people, [(offer, 1)], customer=theirs, centre_id=people.centre.pk)


@pytest.mark.parametrize("name", ["mina", "jamila", "omar", "nila", "rafi", "aziz", "stranger"])
def test_only_centres_and_the_call_line_place_orders(people, name):
    with pytest.raises(NotAllowed):
        make.order(people, [(make.offer(people.partner), 1)], by=getattr(people, name))


def test_the_call_line_orders_to_the_customers_own_centre(people):
    order = make.order(
        people, [(make.offer(people.partner), 1)], by=people.salma, channel="telephone"
    )
    assert (order.centre_id, order.placed_by_id) == (people.centre.pk, people.salma.person.pk)


def test_a_customer_must_have_agreed_first(people):
    fresh = customer(people.centre, "Rahima")
    with pytest.raises(ConsentMissing):
        make.order(people, [(make.offer(people.partner), 1)], customer=fresh)


def test_a_seller_that_is_closed_and_a_blocked_offer_are_refused_by_name(people):
    offer = make.offer(people.partner, title="Atlas")
    people.partner.state = "suspended"
    people.partner.save()
    with pytest.raises(OfferNotOrderable) as refused:
        make.order(people, [(offer, 1)])
    assert (refused.value.reason, refused.value.data["title"]) == ("seller_closed", "Atlas")
    blocked = make.offer(people.producer, state=Offer.BLOCKED)
    with pytest.raises(OfferNotOrderable) as refused:
        make.order(people, [(blocked, 1)])
    assert refused.value.reason == "blocked"


@pytest.mark.parametrize("quantity", [0, -1, 1000])
def test_an_impossible_quantity_is_refused_in_words(people, quantity):
    with pytest.raises(InvalidInput) as refused:
        make.order(people, [(make.offer(people.partner), quantity)])
    assert "lines" in refused.value.field_errors


def test_an_empty_basket_an_unknown_channel_and_an_offer_twice_are_refused(people):
    offer = make.offer(people.partner)
    for lines, fields in (([], {}), ([(offer, 1)], {"channel": "fax"}), ([(offer, 1)] * 2, {})):
        with pytest.raises(InvalidInput):
            make.order(people, lines, **fields)


def test_statements_do_not_grow_with_lines_and_sellers(people):
    def statements(lines):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            make.order(people, lines)
        return [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]

    one = statements([(make.offer(people.producer), 1)])
    many = statements(
        [
            (make.offer(people.partner), 1),
            (make.offer(people.partner), 2),
            (make.offer(people.producer), 1),
        ]
    )
    assert len(one) == len(many) <= 25, "\n".join(sql[:120] for sql in many)


@pytest.mark.django_db(transaction=True)
def test_a_double_click_in_the_same_moment_makes_one_order():
    people, nonce = make.people(), uuid4()
    offer, got = make.offer(people.partner, on_hand=50), []
    together = threading.Barrier(8)

    def click():
        together.wait()
        got.append(make.order(people, [(offer, 1)], nonce=nonce).pk)
        connection.close()

    run([threading.Thread(target=click) for _ in range(8)])
    assert len(got) == 8
    assert len(set(got)) == 1
    assert Order.objects.count() == SellerOrder.objects.count() == 1
    offer.refresh_from_db()
    assert offer.reserved == 1


@pytest.mark.django_db(transaction=True)
def test_a_hot_item_is_sold_exactly_as_often_as_there_is_one():
    people = make.people()
    hot, other = make.offer(people.partner, on_hand=40), make.offer(people.producer, on_hand=500)
    outcome: Counter[str] = Counter()

    def buy():
        for _turn in range(4):
            try:
                make.order(people, [(hot, 1), (other, 1)])
                outcome["sold"] += 1
            except OutOfStock:
                outcome["refused"] += 1
        connection.close()

    run([threading.Thread(target=buy) for _ in range(16)])
    assert outcome == {"sold": 40, "refused": 24}
    hot.refresh_from_db()
    other.refresh_from_db()
    assert (hot.reserved, other.reserved, Order.objects.count()) == (40, 40, 40)


def run(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def said_of(code, people):
    return messages_visible_to(people.omar.actor).filter(reference=code).order_by("id")


def test_the_customer_and_the_centre_are_told_with_the_code(people):
    order = make.order(people, [(make.offer(people.partner), 1), (make.offer(people.producer), 1)])
    told = {message.to: message for message in said_of(order.code, people)}
    assert set(told) == {people.karim.mobile, people.centre.mobile}
    assert order.code in told[people.karim.mobile].body
    assert f"/t/{order.code}" in told[people.karim.mobile].body
    assert "১০ নভেম্বর" not in told[people.karim.mobile].body
    assert "৮ নভে" in told[people.karim.mobile].body


def test_both_titles_are_frozen_and_each_reader_sees_their_own(people):
    both = make.offer(
        people.partner, title="পদ্মা নদীর মাঝি", title_bn="পদ্মা নদীর মাঝি", title_en="Padma's Boatman"
    )
    one = make.offer(people.producer, title="নকশি কাঁথা", title_bn="নকশি কাঁথা")
    placed = make.order(people, [(both, 1), (one, 1)])
    type(both).objects.filter(pk=both.pk).update(title_en="Something else")
    lines = {
        line.offer_id: line for share in placed.seller_orders.all() for line in share.lines.all()
    }
    with override("en"):
        assert lines[both.pk].name == "Padma's Boatman"
        assert lines[one.pk].name == "নকশি কাঁথা"
    with override("bn"):
        assert lines[both.pk].name == "পদ্মা নদীর মাঝি"


def test_the_customer_is_told_the_promised_day_and_the_last_one_by_law(people):
    placed = make.order(people, [(make.offer(people.partner), 1), (make.offer(people.producer), 1)])
    shares = list(placed.seller_orders.all())
    told, _centre = said_of(placed.code, people)
    promised = max(share.promised_on for share in shares)
    limit = dhaka_date(max(share.deliver_by for share in shares))
    assert promised < limit
    for day in (promised, limit):
        assert format_date_short(day, "bn") in told.shown
    assert "আইনে শেষ দিন" in told.shown
