"""What a seller's list says and is hard to believe stays out until someone says otherwise."""

from datetime import timedelta

import pytest

from ekshop.catalogue.models import HeldChange, Offer
from ekshop.catalogue.selectors import held_untold, held_visible_to
from ekshop.catalogue.services import (
    SameMind,
    held_changes_refuse,
    held_changes_release,
    held_changes_told,
    held_changes_vouch,
    hold_term_set,
)
from ekshop.kernel.errors import NotAllowed, NotFound
from ekshop.kernel.rulebook import rules_load
from ekshop.parties.tests.make import PLACED_AT, person, persona, personas

from . import make
from .test_merge import merge, row

NOW = PLACED_AT


@pytest.fixture
def people(db):
    rules_load()
    return personas()


def price(ref):
    return Offer.objects.get(seller_ref=ref).price_poisha


def held(**given):
    return list(HeldChange.objects.filter(state="held", **given).order_by("id"))


def test_a_price_that_collapses_stays_out_and_the_rest_of_its_row_goes_in(people):
    merge(people.partner, row(1, "a"), row(2, "b"))
    counts = merge(
        people.partner,
        row(1, "a", price_poisha=1_000, stock=0, title="New name"),
        row(2, "b", price_poisha=9_000),
    )
    a = Offer.objects.get(seller_ref="a")
    assert (a.price_poisha, a.on_hand, a.title) == (10_000, 0, "New name")
    assert (price("b"), counts.changes_held) == (9_000, 1)
    [change] = held()
    assert (change.reason, change.old_value, change.new_value, change.share) == (
        "fall", 10_000, 1_000, -90,
    )  # fmt: skip


def test_the_same_list_again_holds_nothing_twice_and_a_sane_one_overtakes(people):
    merge(people.partner, row(1, "a"))
    merge(people.partner, row(1, "a", price_poisha=1_000))
    merge(people.partner, row(1, "a", price_poisha=1_000), now=NOW + timedelta(hours=1))
    [change] = held()
    assert (change.held_at, change.seen_at) == (NOW, NOW + timedelta(hours=1))
    merge(people.partner, row(1, "a", price_poisha=900))
    assert [(each.pk, each.new_value) for each in held()] == [(change.pk, 900)]
    merge(people.partner, row(1, "a", price_poisha=8_000))
    change.refresh_from_db()
    assert (price("a"), change.state) == (8_000, "overtaken")


def test_released_it_is_sold_at_once_and_refused_it_never_comes_again(people):
    omar = people.omar.actor
    merge(people.partner, row(1, "a"), row(2, "b"))
    again = [row(1, "a", price_poisha=1_000), row(2, "b", price_poisha=1_000)]
    merge(people.partner, *again)
    a, b = (change.pk for change in held())
    assert held_changes_release(actor=omar, change_ids=[a], note="A sale", now=NOW) == 1
    assert held_changes_refuse(actor=omar, change_ids=[b], now=NOW) == 1
    assert held_changes_release(actor=omar, change_ids=[a, b], now=NOW) == 0
    counts = merge(people.partner, *again, now=NOW + timedelta(hours=1))
    assert (price("a"), price("b"), counts.changes_held, held()) == (1_000, 10_000, 0, [])
    merge(people.partner, again[0], row(2, "b", price_poisha=1_100))
    assert [change.new_value for change in held()] == [1_100]


def test_what_a_newer_list_put_in_place_of_what_was_seen_is_not_released_with_it(people):
    omar = people.omar.actor
    merge(people.partner, row(1, "a"))
    merge(people.partner, row(1, "a", price_poisha=2_000))
    [change] = held()
    merge(people.partner, row(1, "a", price_poisha=1_000))
    mine = {"change_ids": [change.pk], "seen": {change.pk: 2_000}, "now": NOW}
    assert held_changes_release(actor=omar, **mine) == 0
    assert held_changes_vouch(actor=people.mina.actor, **mine) == 0
    assert held_changes_refuse(actor=omar, **mine) == 0
    assert (price("a"), [each.new_value for each in held()]) == (10_000, [1_000])
    mine["seen"] = {change.pk: 1_000}
    assert held_changes_release(actor=omar, **mine) == 1 and price("a") == 1_000


def test_next_to_nothing_is_not_believed_even_of_what_is_cheap_or_new(people):
    merge(people.partner, row(1, "a", price_poisha=180))
    counts = merge(people.partner, row(1, "a", price_poisha=100), row(2, "new", price_poisha=100))
    assert [change.reason for change in held()] == ["odd"]
    assert [(refused.seller_ref, refused.code) for refused in counts.refused] == [
        ("new", "price_odd")
    ]
    assert set(Offer.objects.values_list("seller_ref", flat=True)) == {"a"}


def test_a_price_that_rises_far_is_taken_and_pointed_out(people):
    merge(people.partner, row(1, "a"))
    counts = merge(people.partner, row(1, "a", price_poisha=20_001))
    assert (price("a"), held()) == (20_001, [])
    assert [(rise.old, rise.new) for rise in counts.rises] == [(10_000, 20_001)]


def test_when_very_much_changes_at_once_all_of_it_waits(people):
    refs = [f"r{number}" for number in range(40)]
    merge(people.partner, *[row(n, ref) for n, ref in enumerate(refs, 1)])
    some = [row(n, ref, stock=0 if n <= 18 else 5) for n, ref in enumerate(refs, 1)]
    assert merge(people.partner, *some).changes_held == 0
    counts = merge(
        people.partner,
        *[row(n, ref, stock=0, price_poisha=8_900) for n, ref in enumerate(refs, 1)],
    )
    assert counts.changes_held == 40 + 22
    assert {change.reason for change in held()} == {"wholesale"}
    assert Offer.objects.filter(on_hand=5, price_poisha=10_000).count() == 22
    held_changes_release(
        actor=people.omar.actor, change_ids=[c.pk for c in held(what="stock")], now=NOW
    )
    assert not Offer.objects.filter(on_hand__gt=0).exists()


def test_what_left_the_list_waits_for_nobody(people):
    merge(people.partner, row(1, "a"), row(2, "b"))
    merge(people.partner, row(1, "a", price_poisha=1_000), row(2, "b"))
    merge(people.partner, row(2, "b"))
    assert HeldChange.objects.get().state == "overtaken"


def test_a_seller_and_a_category_may_have_shares_of_their_own(people):
    things = make.category("things")
    given = {"categories": {"Things": things.pk}}
    hold_term_set(
        actor=people.omar.actor, seller_id=None, category_id=things.pk, fall_bp=9_500,
        rise_bp=None, now=NOW,
    )  # fmt: skip
    merge(people.partner, row(1, "a"), **given)
    merge(people.partner, row(1, "a", price_poisha=1_000), **given)
    assert price("a") == 1_000
    hold_term_set(
        actor=people.omar.actor, seller_id=people.partner.pk, category_id=None, fall_bp=1_000,
        rise_bp=None, now=NOW,
    )  # fmt: skip
    merge(people.partner, row(1, "a", price_poisha=800), **given)
    assert (price("a"), held()[0].share) == (1_000, -20)


def test_two_of_the_sellers_own_people_release_where_its_terms_say_so(people):
    second = persona(person("Mita", "মিতা"), "partner_staff", people.partner).actor
    mina, omar = people.mina.actor, people.omar.actor
    merge(people.partner, row(1, "a"))
    merge(people.partner, row(1, "a", price_poisha=1_000))
    [change] = held()
    with pytest.raises(NotAllowed):
        held_changes_release(actor=mina, change_ids=[change.pk], now=NOW)
    hold_term_set(
        actor=omar, seller_id=people.partner.pk, category_id=None, fall_bp=None, rise_bp=None,
        seller_releases=True, now=NOW,
    )  # fmt: skip
    assert held_changes_vouch(actor=mina, change_ids=[change.pk], now=NOW) == 1
    with pytest.raises(SameMind):
        held_changes_release(actor=mina, change_ids=[change.pk], now=NOW)
    assert held_changes_release(actor=second, change_ids=[change.pk], now=NOW) == 1
    assert price("a") == 1_000


def test_another_seller_neither_sees_nor_decides(people):
    merge(people.partner, row(1, "a"))
    merge(people.partner, row(1, "a", price_poisha=1_000))
    [change] = held()
    assert not held_visible_to(people.tania.actor).exists()
    with pytest.raises(NotFound):
        held_changes_refuse(actor=people.tania.actor, change_ids=[change.pk], now=NOW)


def test_a_seller_is_reminded_a_day_after_it_was_told(people):
    merge(people.partner, row(1, "a"))
    merge(people.partner, row(1, "a", price_poisha=1_000))
    [change] = held()
    assert held_untold(NOW) == {people.partner.pk: [change.pk]}
    held_changes_told(change_ids=[change.pk], now=NOW)
    assert held_untold(NOW + timedelta(hours=23)) == {}
    assert held_untold(NOW + timedelta(hours=25)) == {people.partner.pk: [change.pk]}
