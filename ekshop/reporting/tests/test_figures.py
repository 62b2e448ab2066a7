"""Figures and stuck things, of orders carried through the services."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ekshop.catalogue.tests import make as catalogue
from ekshop.ledger.models import Account
from ekshop.ledger.services import books_verify
from ekshop.orders.selectors import centre_groups
from ekshop.orders.services import centre_group_set, commission_rate_set
from ekshop.parties.tests.make import PLACED_AT, licence
from ekshop.reporting import selectors
from ekshop.settlement.tests import make

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def people(db):
    everyone = make.orders.people()
    make.orders.rate(500)
    return everyone


@pytest.fixture
def book(people):
    return make.orders.offer(people.partner, price_poisha=40_000, on_hand=50)


def counted(people, now):
    return {each.kind.name: each.number for each in selectors.stuck(people.omar.actor, now=now)}


def test_todays_figures_count_today_and_yesterday_until_the_same_hour(people, book):
    make.orders.order(people, [(book, 1)], now=PLACED_AT - DAY)
    make.orders.order(people, [(book, 1)], now=PLACED_AT - DAY + 5 * HOUR)
    order = make.orders.order(people, [(book, 2)], now=PLACED_AT)
    seen = selectors.figures(people.omar.actor, now=PLACED_AT + HOUR)
    assert (seen.today.orders, seen.before.orders) == (1, 1)
    assert seen.today.value_poisha == order.total_poisha


def test_a_centre_sees_only_its_own_figures(people, book):
    make.orders.order(people, [(book, 1)], now=PLACED_AT)
    assert selectors.figures(people.asha.actor, now=PLACED_AT).today.orders == 1
    assert selectors.figures(people.bina.actor, now=PLACED_AT).today.orders == 0


def test_what_was_collected_and_earned_is_of_the_day_it_was_paid(people, book):
    order = make.orders.order(people, [(book, 4)], now=PLACED_AT)
    share = make.arrived(people, order, now=PLACED_AT)
    paid_at = PLACED_AT + 3 * DAY
    make.inspected(people, share, rejected=1, now=paid_at)
    payment = make.paid(people, share, now=paid_at)
    seen = selectors.figures(people.omar.actor, now=paid_at + HOUR)
    assert seen.today.collected_poisha == payment.amount_poisha
    assert seen.today.commission_poisha == 6_000
    assert (seen.inspected, seen.rejected_bp) == (4, 2500)
    days = selectors.daily(people.omar.actor, now=paid_at + HOUR)
    assert len(days) == 30
    assert [day.orders for day in days[-4:]] == [1, 0, 0, 0]
    assert days[-1].collected_poisha == payment.amount_poisha


def test_the_funnel_narrows_from_order_to_collected(people, book):
    first = make.orders.order(people, [(book, 1)], now=PLACED_AT)
    make.orders.order(people, [(book, 1)], now=PLACED_AT)
    make.arrived(people, first, now=PLACED_AT)
    steps = {s.name: s for s in selectors.funnel(people.omar.actor, now=PLACED_AT + 3 * DAY)}
    assert [steps[name].reached for name in ("placed", "confirmed", "arrived", "paid")] == [
        2,
        1,
        1,
        0,
    ]
    assert steps["arrived"].share_bp == 5000


def test_orders_are_counted_by_the_district_of_their_centre(people, book):
    make.orders.order(people, [(book, 1)], now=PLACED_AT)
    (row,) = selectors.orders_by_district(people.omar.actor, now=PLACED_AT)
    assert (row.code, row.orders) == ("district-43", 1)


def test_a_parcel_counts_as_stuck_wherever_it_stops(people, book):
    order = make.orders.order(people, [(book, 2)], now=PLACED_AT)
    assert counted(people, PLACED_AT + 25 * HOUR)["unanswered"] == 1
    share = make.arrived(people, order, now=PLACED_AT)
    at = PLACED_AT + 10 * DAY
    assert counted(people, at)["uninspected"] == 1
    make.inspected(people, share, now=at)
    assert "unpaid" not in counted(people, at + DAY)
    assert counted(people, at + 3 * DAY)["unpaid"] == 1
    make.paid(people, share, now=at + 3 * DAY)
    assert counted(people, at + 11 * DAY)["uncollected"] == 1
    make.handed_over(people, share, now=at + 11 * DAY)
    assert "uncollected" not in counted(people, at + 12 * DAY)


def test_a_licence_that_ends_is_stuck_until_a_longer_one_follows(people):
    now = PLACED_AT
    licence(people.partner, "dbid", (now + 5 * DAY).date())
    assert counted(people, now)["licences"] == 1
    licence(people.partner, "dbid", (now + 500 * DAY).date())
    assert "licences" not in counted(people, now)


def test_every_kind_of_stuck_thing_can_be_listed(people, book):
    for kind in selectors.KINDS.values():
        rows = kind.rows(people.omar.actor, PLACED_AT)
        assert [kind.thing(row) for row in rows.order_by(*kind.order)[:5]] == []


def test_the_books_raise_an_alarm_when_a_balance_is_wrong_or_nobody_looked(people):
    assert not selectors.books(now=PLACED_AT).alarm
    books_verify(now=PLACED_AT)
    assert not selectors.books(now=PLACED_AT + DAY).alarm
    assert selectors.books(now=PLACED_AT + 2 * DAY).missed
    Account.objects.create(purpose="bank", balance_poisha=1)
    books_verify(now=PLACED_AT)
    assert selectors.books(now=PLACED_AT).alarm


def preview(people, rate_bp, seller=None, category=None, **more):
    rule = selectors.Rule(
        rate_bp,
        seller_id=seller.pk if seller else None,
        category_id=category.pk if category else None,
        **more,
    )
    return selectors.rate_preview(people.omar.actor, rule, month="2026-11")


def test_a_rate_is_previewed_on_the_lines_it_would_have_decided(people, book):
    share = make.arrived(people, make.orders.order(people, [(book, 3)], now=PLACED_AT))
    make.inspected(people, share, now=PLACED_AT + 3 * DAY)
    make.paid(people, share, now=PLACED_AT + 3 * DAY)
    seen = preview(people, 1000)
    assert (seen.total.actual_poisha, seen.total.would_be_poisha) == (6_000, 12_000)
    assert [effect.id for effect in seen.sellers] == [people.partner.pk]
    assert [effect.id for effect in seen.centres] == [people.centre.pk]
    assert preview(people, 1000, seller=people.producer).total.lines == 0
    assert preview(people, 1000, category=book.product.category).total.lines == 1
    assert preview(people, 1000, category=catalogue.category("elsewhere")).total.lines == 0


def test_a_more_telling_rate_is_not_beaten_by_a_wider_one(people, book):
    commission_rate_set(
        actor=people.omar.actor,
        seller_id=people.partner.pk,
        category_id=None,
        rate_bp=700,
        valid_from=PLACED_AT,
        now=PLACED_AT,
    )
    share = make.arrived(people, make.orders.order(people, [(book, 1)], now=PLACED_AT))
    make.inspected(people, share, now=PLACED_AT + 3 * DAY)
    make.paid(people, share, now=PLACED_AT + 3 * DAY)
    assert preview(people, 1000).total.lines == 0
    assert preview(people, 1000, seller=people.partner).total.would_be_poisha == 4_000


def test_rules_for_an_offer_a_group_and_sourcing_are_previewed_too(people):
    omar = people.omar.actor
    for name, district in (("Near", people.places.narayanganj), ("Far", people.places.bogura)):
        centre_group_set(
            actor=omar,
            group_id=None,
            name_bn=name,
            name_en=name,
            district_ids=[district.pk],
            centre_codes=[],
            now=PLACED_AT,
        )
    near, far = centre_groups().order_by("id")
    own = {"actor": omar, "valid_from": PLACED_AT, "now": PLACED_AT, "category_id": None}
    commission_rate_set(seller_id=None, rate_bp=600, centre_group_id=near.pk, **own)
    saree = make.orders.offer(people.producer, price_poisha=100_000, on_hand=5)
    there = replace(people, mina=people.jamila)
    share = make.arrived(there, make.orders.order(people, [(saree, 1)], now=PLACED_AT))
    make.inspected(there, share, now=PLACED_AT + 3 * DAY)
    make.paid(there, share, now=PLACED_AT + 3 * DAY)
    assert preview(people, 1000).total.lines == 0
    assert preview(people, 1000, group_id=far.pk).total.lines == 0
    assert preview(people, 1000, group_id=near.pk).total.would_be_poisha == 10_000
    assert preview(people, 1000, seller=people.producer).total.actual_poisha == 6_000
    assert preview(people, 800, offer_id=saree.pk).total.would_be_poisha == 8_000
    assert preview(people, 800, offer_id=saree.pk + 1).total.lines == 0
    sourcing = preview(people, 200, role="sourcing")
    assert (sourcing.total.actual_poisha, sourcing.total.would_be_poisha) == (0, 2_000)
    assert [effect.id for effect in sourcing.centres] == [people.centre.pk]


def test_half_a_poisha_is_rounded_up_as_it_is_when_earned(people):
    odd = make.orders.offer(people.partner, price_poisha=150, on_hand=5)
    share = make.arrived(people, make.orders.order(people, [(odd, 1)], now=PLACED_AT))
    make.inspected(people, share, now=PLACED_AT + 3 * DAY)
    make.paid(people, share, now=PLACED_AT + 3 * DAY)
    assert preview(people, 100).total.would_be_poisha == 2
    assert preview(people, 300).total.would_be_poisha == 5
