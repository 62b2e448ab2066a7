from datetime import timedelta

import pytest

from ekshop.catalogue.tests import make as catalogue
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.orders import rules
from ekshop.orders.selectors import commission_rate_at
from ekshop.orders.services import (
    RatesOverlap,
    centre_group_set,
    commission_rate_end,
    commission_rate_set,
)
from ekshop.parties.tests.make import PLACED_AT

from . import make

DAY = timedelta(days=1)


@pytest.fixture
def people(db):
    return make.people()


def put(
    people, rate_bp=500, *, seller=None, category=None, start=PLACED_AT, end=None, by=None, **more
):
    return commission_rate_set(
        actor=(by or people.omar).actor,
        seller_id=seller.pk if seller else None,
        category_id=category.pk if category else None,
        rate_bp=rate_bp,
        valid_from=start,
        valid_to=end,
        now=PLACED_AT,
        **more,
    )


def group(people, *codes, districts=(), name="Haor"):
    return centre_group_set(
        actor=people.omar.actor,
        group_id=None,
        name_bn=f"{name} দল",
        name_en=name,
        district_ids=[place.pk for place in districts],
        centre_codes=codes,
        now=PLACED_AT,
    )


def test_the_most_telling_rate_wins():
    rates = [
        rules.Rate(1, None, None, 100),
        rules.Rate(2, None, 20, 200),
        rules.Rate(3, None, 21, 300),
        rules.Rate(4, 7, None, 400),
        rules.Rate(5, 7, 20, 500),
        rules.Rate(6, 7, 21, 600),
    ]
    wanted = {"seller_id": 7, "category_id": 21, "parent_category_id": 20}
    order = []
    while rates:
        chosen = rules.rate_for(rates, **wanted)
        order.append(chosen.rate_bp)
        rates.remove(chosen)
    assert order == [600, 500, 400, 300, 200, 100]


def test_an_offers_rate_comes_first_and_a_groups_before_that_of_all_centres():
    rates = [
        rules.Rate(1, None, None, 100),
        rules.Rate(2, None, None, 200, group_id=4, centre_ids=[9]),
        rules.Rate(3, None, None, 300, group_id=3, centre_ids=[9]),
        rules.Rate(4, 7, 21, 400),
        rules.Rate(5, None, None, 500, offer_id=50),
        rules.Rate(6, None, None, 600, offer_id=50, group_id=4, centre_ids=[9]),
        rules.Rate(7, None, None, 5000, offer_id=50, group_id=3, centre_ids=[]),
        rules.Rate(8, None, None, 5000, offer_id=51),
        rules.Rate(9, None, None, 5000, offer_id=50, role="sourcing"),
    ]
    wanted = {
        "seller_id": 7,
        "category_id": 21,
        "parent_category_id": None,
        "offer_id": 50,
        "centre_id": 9,
    }
    order = []
    while chosen := rules.rate_for(rates, **wanted):
        order.append(chosen.rate_bp)
        rates.remove(chosen)
    assert order == [600, 500, 400, 300, 200, 100]


def test_a_groups_rate_holds_for_its_districts_and_the_centres_named(people):
    category = catalogue.category()
    put(people, 500)
    put(people, 700, centre_group_id=group(people, districts=[people.places.narayanganj]).pk)
    by_hand = group(people, people.other_centre.centre.code, name="By hand")
    put(people, 900, centre_group_id=by_hand.pk)

    def at(organisation):
        centre = organisation.centre
        rate = commission_rate_at(
            seller_id=people.partner.pk,
            category_id=category.pk,
            centre=(centre.pk, centre.district_id),
            at=PLACED_AT,
        )
        return rate.rate_bp

    assert (at(people.centre), at(people.other_centre)) == (700, 900)
    centre_group_set(
        actor=people.omar.actor,
        group_id=by_hand.pk,
        name_bn="ঢাকা",
        name_en="Dhaka",
        district_ids=[people.places.dhaka.pk],
        centre_codes=[],
        now=PLACED_AT,
    )
    assert at(people.other_centre) == 500


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_en": " "}, "name_en"),
        ({"centre_codes": ["C99999"]}, "centres"),
        ({"centre_codes": [], "district_ids": []}, "centres"),
        ({"district_ids": [-1]}, "districts"),
    ],
)
def test_a_group_that_cannot_be_is_refused_by_field(people, wrong, field):
    given = {
        "name_bn": "দল",
        "name_en": "Group",
        "district_ids": [],
        "centre_codes": [people.centre.centre.code],
    }
    with pytest.raises(InvalidInput) as refused:
        centre_group_set(
            actor=people.omar.actor, group_id=None, now=PLACED_AT, **{**given, **wrong}
        )
    assert list(refused.value.field_errors) == [field]
    with pytest.raises(NotAllowed):
        centre_group_set(actor=people.asha.actor, group_id=None, now=PLACED_AT, **given)


def test_the_same_rule_for_another_group_offer_or_role_does_not_overlap(people):
    offer = make.offer(people.partner)
    which = group(people, people.centre.centre.code).pk
    for more in (
        {},
        {"role": "sourcing"},
        {"centre_group_id": which},
        {"offer_id": offer.pk},
        {"offer_id": offer.pk, "centre_group_id": which},
    ):
        put(people, **more)
        with pytest.raises(RatesOverlap):
            put(people, 600, **more)
    for wrong in (
        {"seller": people.partner, "offer_id": offer.pk},
        {"offer_id": offer.pk + 1},
        {"role": "gift"},
        {"centre_group_id": which + 1},
    ):
        with pytest.raises(InvalidInput):
            put(people, **wrong)


def test_a_rate_of_another_seller_or_category_never_applies():
    rates = [rules.Rate(1, 8, None, 100), rules.Rate(2, None, 30, 200)]
    assert rules.rate_for(rates, seller_id=7, category_id=21, parent_category_id=None) is None


def test_a_rate_holds_from_its_first_instant_to_before_its_last(people):
    put(people, 300, seller=people.partner, end=PLACED_AT + DAY)
    put(people, 700, seller=people.partner, start=PLACED_AT + DAY)
    category = catalogue.category()

    def at(moment):
        rate = commission_rate_at(seller_id=people.partner.pk, category_id=category.pk, at=moment)
        return rate and rate.rate_bp

    assert at(PLACED_AT - DAY) is None
    assert at(PLACED_AT) == 300
    assert at(PLACED_AT + DAY - timedelta(seconds=1)) == 300
    assert at(PLACED_AT + DAY) == 700


def test_two_rates_for_the_same_may_not_hold_at_once(people):
    put(people, seller=people.partner, end=PLACED_AT + 10 * DAY)
    with pytest.raises(RatesOverlap) as refused:
        put(people, 600, seller=people.partner, start=PLACED_AT + 9 * DAY)
    assert "১২ নভেম্বর ২০২৬" in str(refused.value)
    put(people, 600, seller=people.partner, start=PLACED_AT + 10 * DAY)
    put(people, 600, seller=people.producer)
    put(people, 600)
    with pytest.raises(RatesOverlap):
        put(people, 900)


def test_ending_a_rate_makes_room_for_the_next(people):
    rate = put(people, category=catalogue.category())
    end = PLACED_AT + 5 * DAY
    commission_rate_end(actor=people.omar.actor, rate_id=rate.pk, valid_to=end, now=PLACED_AT)
    put(people, 800, category=catalogue.category(), start=end)
    with pytest.raises(InvalidInput):
        commission_rate_end(
            actor=people.omar.actor, rate_id=rate.pk, valid_to=end + DAY, now=PLACED_AT
        )


def test_a_rate_cannot_begin_in_the_past_be_absurd_or_end_before_it_begins(people):
    for wrong in (
        {"start": PLACED_AT - DAY},
        {"rate_bp": 5001},
        {"rate_bp": -1},
        {"end": PLACED_AT},
    ):
        with pytest.raises(InvalidInput):
            put(people, **wrong)


def test_only_the_operator_sets_rates(people):
    for other in (people.asha, people.mina, people.aziz):
        with pytest.raises(NotAllowed):
            put(people, by=other)
