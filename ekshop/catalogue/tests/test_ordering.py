from datetime import date

import pytest

from ekshop.catalogue.models import ForbiddenTerm, Offer
from ekshop.catalogue.selectors import offers_to_order
from ekshop.catalogue.services import families_settle
from ekshop.parties.models import Licence
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make


@pytest.fixture
def people(db):
    return personas()


def refusal(offer):
    return offers_to_order([offer.id], at=PLACED_AT)[offer.id].refusal


def test_a_live_offer_may_be_ordered_as_it_stands(people):
    offer = make.offer(people.partner, price_poisha=25_000, on_hand=4)
    found = offers_to_order([offer.id], at=PLACED_AT)[offer.id]
    assert (found.refusal, found.price_poisha, found.available) == ("", 25_000, 4)
    assert found.seller_id == people.partner.pk


def test_withdrawn_and_blocked_offers_may_not_be_ordered(people):
    assert refusal(make.offer(people.partner, state=Offer.WITHDRAWN)) == "withdrawn"
    assert refusal(make.offer(people.partner, state=Offer.BLOCKED)) == "blocked"


def test_forbidden_goods_are_refused_while_their_word_is_in_force(people):
    term = ForbiddenTerm.objects.create(
        term="লটারি", reason_bn="লটারি", reason_en="Lottery", citation="Guidelines 2021, 3.1.6"
    )
    offer = make.offer(people.partner, title="ঈদ লটারির টিকিট")
    assert refusal(offer) == "forbidden"
    term.active = False
    term.save()
    assert refusal(offer) == ""


def test_medicine_needs_a_drug_licence_that_is_valid_on_the_day(people):
    health = make.category("health", name_en="Health", name_bn="স্বাস্থ্য", regulation="medicine")
    tablets = make.category("tablets", parent=health, name_en="Tablets", name_bn="ট্যাবলেট")
    paracetamol = make.product("Paracetamol 500 mg", in_category=tablets)
    assert refusal(make.offer(people.partner, of=paracetamol)) == "licence"
    licensed = make.offer(people.pharmacy, of=paracetamol)
    assert refusal(licensed) == ""
    Licence.objects.filter(kind="dgda").update(valid_until=date(2026, 11, 1))
    assert refusal(licensed) == "licence"
    Licence.objects.filter(kind="dgda").update(valid_until=date(2026, 11, 2))
    assert refusal(licensed) == ""


def test_many_offers_cost_no_more_statements_than_one(people, django_assert_num_queries):
    offers = [make.offer(people.partner).id for _ in range(5)]
    with django_assert_num_queries(2):
        offers_to_order(offers, at=PLACED_AT)


def test_an_offer_of_a_family_says_in_both_languages_which_one_it_is(people):
    goods = [make.product("Cotton shirt"), make.product("Cotton shirt L")]
    for product, said in zip(goods, [("লাল", "M"), ("red", "L")], strict=True):
        make.offer(
            people.partner,
            of=product,
            group_ref="S",
            title_bn="সুতি শার্ট",
            title_en=product.title,
            attributes=dict(zip(("colour", "size"), said, strict=True)),
        )
    families_settle(product_ids=[goods[0].pk], now=PLACED_AT)
    offers = offers_to_order(
        list(Offer.objects.order_by("pk").values_list("pk", flat=True)), at=PLACED_AT
    )
    first, second = offers.values()
    assert (first.title_bn, first.title_en) == ("সুতি শার্ট (M)", "Cotton shirt (M)")
    assert second.title_en == "Cotton shirt L"
