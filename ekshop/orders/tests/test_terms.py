"""Goods that are made to order, spoil on the way, or have a season, as they are ordered."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.translation import override

from ekshop.catalogue.rules import Terms
from ekshop.catalogue.services import offer_terms_set
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.jobs import run_jobs
from ekshop.orders.models import Order
from ekshop.orders.selectors import quote
from ekshop.orders.services import (
    MakerResting,
    OutOfSeason,
    TooFarToTravel,
    basket_line_set,
    basket_open,
)
from ekshop.parties.models import Seller
from ekshop.parties.rules import OWN_CENTRE_DAYS
from ekshop.parties.tests.make import PLACED_AT
from ekshop.producers.models import ProducerRest
from ekshop.producers.tests import make as producers

from . import make


@pytest.fixture
def people(db):
    with clock.at(PLACED_AT), override("en"):
        yield make.people()


def offer(seller, **said):
    made = make.offer(seller)
    offer_terms_set(
        actor=Actor.system("test"), offer_id=made.pk, terms=Terms(**said), now=PLACED_AT
    )
    return made


def test_goods_that_would_spoil_on_the_way_are_refused_with_both_figures(people):
    days = people.partner.seller.days_elsewhere
    sweets = offer(people.partner, shelf_life_days=days, travel_days=days - 1)
    with pytest.raises(TooFarToTravel) as refused:
        make.order(people, [(sweets, 1)])
    assert refused.value.code == "too_far_to_travel"
    assert (refused.value.data["most"], refused.value.data["days"]) == (days - 1, days)
    assert f"{days - 1} days at most" in str(refused.value)
    assert not Order.objects.exists()


def test_goods_that_keep_long_enough_are_ordered_as_ever(people):
    days = people.partner.seller.days_elsewhere
    make.order(people, [(offer(people.partner, travel_days=days), 1)])
    make.order(people, [(offer(people.producer, shelf_life_days=90), 1)])


def test_what_keeps_for_a_day_is_ordered_at_its_makers_own_centre_and_promised_for_the_day_after(
    people,
):
    home = people.producer.seller
    Seller.objects.filter(pk=home.pk).update(sourcing_centre=people.other_centre)
    curd = offer(people.producer, shelf_life_days=1)
    with pytest.raises(TooFarToTravel):
        make.order(people, [(curd, 1)])
    Seller.objects.filter(pk=home.pk).update(sourcing_centre=people.centre)
    share = make.share(make.order(people, [(curd, 1)]), people.producer)
    assert share.promised_on == dhaka_date(PLACED_AT) + timedelta(days=OWN_CENTRE_DAYS)
    district = people.centre.centre.district_id
    own, other = (
        quote([(curd.pk, 1)], district_id=district, centre_id=each.pk, at=PLACED_AT).shares[0]
        for each in (people.centre, people.other_centre)
    )
    assert own.promised_on == share.promised_on and not own.lines[0].problem
    assert other.lines[0].problem


def test_goods_out_of_season_are_refused_with_their_season(people):
    mango = offer(people.producer, season_from=515, season_to=831)
    with pytest.raises(OutOfSeason) as refused:
        make.order(people, [(mango, 1)])
    assert "its season is from 15 May to 31 Aug." in str(refused.value)


def test_such_goods_do_not_come_into_a_basket_and_a_quote_says_why(people):
    basket = basket_open(
        actor=people.asha.actor,
        centre_id=people.centre.pk,
        customer_id=people.karim.pk,
        channel="walk_in",
        now=PLACED_AT,
    )
    sweets = offer(people.partner, travel_days=1)
    with pytest.raises(TooFarToTravel):
        basket_line_set(
            actor=people.asha.actor,
            basket_id=basket.pk,
            offer_id=sweets.pk,
            quantity=1,
            now=PLACED_AT,
        )
    district = people.producer.seller.hub_district_id
    counted = quote([(sweets.pk, 1)], district_id=district, at=PLACED_AT)
    assert not counted.can_be_placed
    assert "on the way for 1 days" in str(counted.shares[0].lines[0].problem)


def test_what_is_made_to_order_is_promised_from_when_it_is_ready(people):
    kantha = offer(people.producer, made_to_order_days=21)
    order = make.order(people, [(kantha, 1), (make.offer(people.producer), 1)], nonce=uuid4())
    share = make.share(order, people.producer)
    assert share.making_days == 21
    assert share.promised_on == dhaka_date(PLACED_AT) + timedelta(days=21 + OWN_CENTRE_DAYS)
    assert share.deliver_by == PLACED_AT + timedelta(days=21 + 5)
    counted = quote(
        [(kantha.pk, 1)],
        district_id=people.producer.seller.hub_district_id,
        centre_id=people.centre.pk,
        at=PLACED_AT,
    )
    assert counted.shares[0].promised_on == share.promised_on
    assert counted.shares[0].promised_days == 21 + OWN_CENTRE_DAYS


def test_the_clocks_of_handing_over_and_delivery_wait_for_the_making(people):
    order = make.order(people, [(offer(people.producer, made_to_order_days=10), 1)])
    share = make.share(order, people.producer)
    make.confirm(people.jamila, share)
    run_jobs(queues=["default"])
    due = {each.kind: each.due_at for each in deadlines_of(("seller_order", share.pk))}
    ready = PLACED_AT + timedelta(days=10)
    assert due["courier_hand_over"] == ready + timedelta(hours=48)
    assert due["delivery"] == share.deliver_by


def resting(people, first, last):
    maker = producers.approved(people)
    ProducerRest.objects.create(
        profile=maker,
        from_day=dhaka_date(PLACED_AT) + timedelta(days=first),
        to_day=dhaka_date(PLACED_AT) + timedelta(days=last),
    )
    return maker.seller


def test_days_of_rest_move_the_promise(people):
    seller = resting(people, 2, 5)
    kantha = offer(seller, made_to_order_days=3)
    share = make.share(make.order(people, [(kantha, 1)]), seller)
    assert share.making_days == 7
    ready = make.offer(resting(people, 0, 3))
    assert make.share(make.order(people, [(ready, 1)]), ready.seller).making_days == 4


def test_nothing_is_ordered_of_one_who_rests_for_long_and_the_day_is_told(people):
    kantha = make.offer(resting(people, 0, 19))
    with pytest.raises(MakerResting) as refused:
        make.order(people, [(kantha, 1)])
    assert refused.value.data["back"] == "2026-11-22"
    district = people.centre.centre.district_id
    counted = quote([(kantha.pk, 1)], district_id=district, at=PLACED_AT)
    assert "22 November" in str(counted.shares[0].lines[0].problem)
