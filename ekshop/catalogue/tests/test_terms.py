"""What is made to order, spoils, or has a season."""

from datetime import date, datetime

import pytest
from django.utils.translation import override

from ekshop.catalogue.models import Offer, SearchChange
from ekshop.catalogue.rules import Keeping, Terms, terms_problems
from ekshop.catalogue.search.directory import forget, read_directory
from ekshop.catalogue.search.entries import entries_of
from ekshop.catalogue.selectors import (
    category_keeping,
    offers_to_order,
    product_shown,
    terms_of,
    terms_words,
)
from ekshop.catalogue.services import (
    category_keeping_load,
    category_keeping_set,
    offer_put_back,
    offer_stock_set,
    offer_take_off,
    offer_terms_set,
    offers_season_check,
)
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import DHAKA
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.parties.models import Seller
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make

SYSTEM = Actor.system("test")
MANGO = Terms(shelf_life_days=6, travel_days=3, season_from=515, season_to=831)
GUR = Terms(season_from=1115, season_to=228)
IN_MANGO_TIME = datetime(2026, 6, 10, 9, tzinfo=DHAKA)


@pytest.fixture
def people(db):
    forget()
    with clock.at(PLACED_AT):
        yield personas()


def say(offer, now=PLACED_AT, **said):
    offer_terms_set(actor=SYSTEM, offer_id=offer.pk, terms=Terms(**said), now=now)
    offer.refresh_from_db()
    return offer


def test_a_season_may_run_over_the_end_of_the_year():
    days = [date(2026, 11, 14), date(2026, 11, 15), date(2027, 1, 5), date(2027, 3, 1)]
    assert [GUR.in_season(day) for day in days] == [False, True, True, False]
    assert MANGO.in_season(date(2026, 8, 31)) and not MANGO.in_season(date(2026, 9, 1))


def test_where_no_way_is_said_half_of_what_it_keeps_may_be_on_the_way():
    assert Terms(shelf_life_days=7).longest_way == 3
    assert Terms(shelf_life_days=1).longest_way == 1
    assert MANGO.travels(3) and not MANGO.travels(4)
    assert Terms().travels(99)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(made_to_order_days=0), "made_to_order_days"),
        (Terms(shelf_life_days=2, travel_days=3), "travel_days"),
        (Terms(travel_days=2**31), "travel_days"),
        (Terms(season_from=515), "season_from"),
        (Terms(season_from=515, season_to=2**31 * 100), "season_to"),
        (Terms(season_from=230, season_to=515), "season_from"),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(terms, field):
    assert list(terms_problems(terms)) == [field]


def test_out_of_its_season_an_offer_leaves_the_shop_and_comes_back_by_itself(people):
    mango = say(make.offer(people.producer), season_from=515, season_to=831)
    assert mango.state == Offer.OFF_SEASON
    assert offers_season_check(actor=SYSTEM, now=PLACED_AT) == (0, 0)
    assert offers_season_check(actor=SYSTEM, now=IN_MANGO_TIME) == (0, 1)
    mango.refresh_from_db()
    assert mango.state == Offer.LIVE
    assert offers_season_check(actor=SYSTEM, now=PLACED_AT) == (1, 0)


def test_an_order_between_two_checks_is_refused_by_the_day_itself(people):
    mango = say(make.offer(people.producer), now=IN_MANGO_TIME, season_from=515, season_to=831)
    assert mango.state == Offer.LIVE
    found = offers_to_order([mango.pk], at=PLACED_AT)[mango.pk]
    assert found.refusal == "season"
    with override("en"):
        assert found.why == "its season is from 15 May to 31 Aug."
    assert offers_to_order([mango.pk], at=IN_MANGO_TIME)[mango.pk].refusal == ""


def test_an_offer_without_a_season_any_more_comes_back(people):
    mango = say(make.offer(people.producer), season_from=515, season_to=831)
    assert say(mango).state == Offer.LIVE
    assert not terms_of(mango.pk).any


def test_search_is_told_of_every_change_of_terms(people):
    offer = make.offer(people.producer)
    for said in ({"travel_days": 2}, {"travel_days": 3}, {}):
        SearchChange.objects.all().delete()
        say(offer, **said)
        assert set(SearchChange.objects.values_list("product_id", flat=True)) == {offer.product_id}


def test_goods_that_would_spoil_on_the_way_stand_last_and_are_named(people):
    product = make.product("Himsagar mango")
    here = people.producer.seller.hub_district_id
    far = people.partner.seller.hub_district_id
    near_days = people.producer.seller.days_same_district
    mango = make.offer(people.producer, of=product, price_poisha=9_000)
    say(mango, travel_days=near_days)
    other = make.offer(people.partner, of=product, price_poisha=20_000)
    near, away = (product_shown(product.code, deliver_to=to) for to in (here, far))
    assert [offer.pk for offer in near.offers] == [mango.pk, other.pk]
    assert not near.too_far
    assert [offer.pk for offer in away.offers] == [other.pk, mango.pk]
    assert away.too_far == {mango.pk}


def test_what_keeps_for_a_day_comes_to_its_makers_own_centre_and_to_no_other(people):
    Seller.objects.filter(pk=people.producer.pk).update(sourcing_centre=people.centre)
    forget()
    curd = make.product("Sour curd")
    offer = say(make.offer(people.producer, of=curd), shelf_life_days=1)
    here = people.producer.seller.hub_district_id
    at_home = product_shown(curd.code, deliver_to=here, at_centre=people.centre.pk)
    beside = product_shown(curd.code, deliver_to=here, at_centre=people.partner.pk)
    in_district = product_shown(curd.code, deliver_to=here)
    away = product_shown(curd.code, deliver_to=people.partner.seller.hub_district_id)
    assert (at_home.travels, at_home.days_of(offer)) == (True, 1)
    assert not beside.travels and not away.travels
    assert in_district.travels and in_district.only_own_centre(in_district.best)
    assert not at_home.only_own_centre(at_home.best)
    (entry,) = entries_of([curd.pk], read_directory())
    assert entry.reach == (here,)


def test_what_is_usual_for_its_kind_holds_for_an_offer_whose_seller_says_nothing(people):
    food = make.category("local-food", name_en="Food")
    curds = make.category("curd", parent=food, name_en="Curd")
    curd = make.product("Sour curd", in_category=curds)
    silent, told = (make.offer(people.partner, of=curd) for _ in range(2))
    say(told, shelf_life_days=30, travel_days=20)
    omar = {"actor": people.omar.actor, "now": PLACED_AT}
    category_keeping_set(category_id=food.pk, shelf_life_days=9, travel_days=None, **omar)
    found = offers_to_order([silent.pk, told.pk], at=PLACED_AT)
    assert found[silent.pk].terms == Terms(shelf_life_days=9) and found[silent.pk].terms.usual
    category_keeping_set(category_id=curds.pk, shelf_life_days=6, travel_days=1, **omar)
    found = offers_to_order([silent.pk, told.pk], at=PLACED_AT)
    assert found[silent.pk].terms == Terms(shelf_life_days=6, travel_days=1)
    assert found[told.pk].terms == Terms(shelf_life_days=30, travel_days=20)
    assert not found[told.pk].terms.usual
    forget()
    shown = product_shown(curd.code, deliver_to=people.producer.seller.hub_district_id)
    assert shown.too_far == {silent.pk}
    with override("en"):
        assert terms_words(shown.terms_of(silent))[-1].startswith("These days are usual")
    category_keeping_set(category_id=curds.pk, shelf_life_days=None, travel_days=None, **omar)
    category_keeping_set(category_id=food.pk, shelf_life_days=None, travel_days=None, **omar)
    assert not offers_to_order([silent.pk], at=PLACED_AT)[silent.pk].terms.any


def test_usual_days_are_set_by_those_who_may_and_a_table_loaded_again_leaves_them(people):
    curds = make.category("curd", name_en="Curd")
    given = {"category_id": curds.pk, "now": PLACED_AT}
    rows = [{"slug": "curd", "shelf_life_days": "6", "travel_days": ""}]
    assert category_keeping_load(rows) == 1
    assert category_keeping() == {curds.pk: Keeping(6, None)}
    with pytest.raises(NotAllowed):
        category_keeping_set(actor=people.mina.actor, shelf_life_days=9, travel_days=None, **given)
    omar = people.omar.actor
    with pytest.raises(InvalidInput):
        category_keeping_set(actor=omar, shelf_life_days=2, travel_days=3, **given)
    category_keeping_set(actor=omar, shelf_life_days=9, travel_days=4, **given)
    assert category_keeping_load(rows) == 0
    assert category_keeping() == {curds.pk: Keeping(9, 4)}


def test_search_is_told_when_what_is_usual_for_a_kind_changes(people):
    curds = make.category("curd", name_en="Curd")
    curd = make.offer(people.partner, of=make.product("Sour curd", in_category=curds))
    SearchChange.objects.all().delete()
    category_keeping_set(
        actor=people.omar.actor,
        category_id=curds.pk,
        shelf_life_days=6,
        travel_days=3,
        now=PLACED_AT,
    )
    assert list(SearchChange.objects.values_list("product_id", flat=True)) == [curd.product_id]
    (entry,) = entries_of([curd.product_id], read_directory())
    assert entry.reach == (people.partner.seller.hub_district_id,)


def test_days_shown_count_the_making(people):
    product = make.product("Nakshi kantha")
    kantha = say(make.offer(people.producer, of=product), made_to_order_days=21)
    found = product_shown(product.code, deliver_to=people.producer.seller.hub_district_id)
    assert found.days == found.days_of(kantha)
    assert found.days == 21 + people.producer.seller.days_same_district


def test_terms_are_said_in_words(people):
    with override("en"):
        assert terms_words(MANGO) == [
            "Keeps for 6 days",
            "At most 3 days on the way",
            "In season from 15 May to 31 Aug",
        ]
        assert terms_words(Terms(made_to_order_days=1)) == ["Made to order, in 1 day"]


def test_stock_said_by_hand_never_falls_below_what_orders_hold(people):
    offer = make.offer(people.producer, on_hand=9, reserved=3)
    set_to = offer_stock_set(actor=SYSTEM, offer_id=offer.pk, on_hand=1, now=PLACED_AT)
    assert set_to == 3
    with pytest.raises(InvalidInput):
        offer_stock_set(actor=SYSTEM, offer_id=offer.pk, on_hand=-1, now=PLACED_AT)


def test_an_offer_taken_off_comes_back_only_into_its_season(people):
    mango = say(make.offer(people.producer), season_from=515, season_to=831)
    assert offer_take_off(actor=SYSTEM, offer_id=mango.pk, now=PLACED_AT)
    assert not offer_take_off(actor=SYSTEM, offer_id=mango.pk, now=PLACED_AT)
    assert offers_season_check(actor=SYSTEM, now=IN_MANGO_TIME) == (0, 0)
    assert offer_put_back(actor=SYSTEM, offer_id=mango.pk, now=PLACED_AT)
    mango.refresh_from_db()
    assert mango.state == Offer.OFF_SEASON
