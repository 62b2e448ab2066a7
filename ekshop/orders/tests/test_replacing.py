from uuid import uuid4

import pytest

from ekshop.catalogue.services import products_merge
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.orders.selectors import alternative_offers
from ekshop.orders.services import (
    AlreadyReplaced,
    NotReplaceable,
    line_replace,
    seller_order_answer,
)
from ekshop.parties.tests import make as parties
from ekshop.parties.tests.make import PLACED_AT

from . import make


@pytest.fixture
def people(db):
    return make.people()


@pytest.fixture
def declined(people):
    """Two of a thing that Mina declined."""
    offer = make.offer(people.partner, price_poisha=40_000, title="Steel jug 1 litre")
    share = make.share(make.order(people, [(offer, 2)]), people.partner)
    [line] = share.lines.all()
    seller_order_answer(
        actor=people.mina.actor,
        seller_order_id=share.pk,
        answers=[(line.pk, "declined", "out_of_stock")],
        now=PLACED_AT,
    )
    line.refresh_from_db()
    return line


def suggested(people, line):
    district = people.places.narayanganj
    return alternative_offers(line, district_id=district.pk, at=PLACED_AT)


def replace(people, line, offer, nonce=None, by=None, **more):
    return line_replace(
        actor=(by or people.asha).actor,
        line_id=line.pk,
        offer_id=offer.pk,
        expected_unit_price_poisha=offer.price_poisha,
        nonce=nonce or uuid4(),
        now=PLACED_AT,
        **more,
    )


def test_as_many_are_ordered_as_were_declined_unless_another_number_is_given(people, declined):
    other = make.offer(people.pharmacy, of=declined.product)
    with pytest.raises(InvalidInput):
        replace(people, declined, other, quantity=0)
    order = replace(people, declined, other)
    assert [line.quantity for line in make.share(order, people.pharmacy).lines.all()] == [2]


def test_the_same_product_elsewhere_comes_first_the_cheapest_before_the_dearer(people, declined):
    third = parties.seller(name_en="Third")
    alike = make.offer(people.pharmacy, price_poisha=30_000, title="Steel jug 2 litres")
    dear = make.offer(people.pharmacy, of=declined.product, price_poisha=45_000)
    cheap = make.offer(third, of=declined.product, price_poisha=41_000)
    make.offer(people.producer, of=declined.product, price_poisha=1_000, on_hand=1)
    make.offer(people.partner, of=declined.product, price_poisha=1_000)
    found = suggested(people, declined)
    assert [each.offer.id for each in found] == [cheap.pk, dear.pk, alike.pk]
    assert [each.same_product for each in found] == [True, True, False]
    assert found[0].difference_poisha(declined) == 1_000


def test_closed_sellers_are_not_suggested(people, declined):
    make.offer(people.pharmacy, of=declined.product)
    people.pharmacy.state = "suspended"
    people.pharmacy.save()
    assert suggested(people, declined) == []


def test_replacing_places_a_follow_up_order_for_the_same_customer(people, declined):
    offer = make.offer(people.pharmacy, of=declined.product)
    order = replace(people, declined, offer)
    assert (order.customer, order.replaces_id) == (people.karim, declined.pk)
    [line] = make.share(order, people.pharmacy).lines.all()
    assert line.quantity == 2


def test_a_line_is_replaced_once_and_the_same_press_again_finds_the_same_order(people, declined):
    offer, nonce = make.offer(people.pharmacy, of=declined.product), uuid4()
    order = replace(people, declined, offer, nonce)
    assert replace(people, declined, offer, nonce) == order
    with pytest.raises(AlreadyReplaced) as refused:
        replace(people, declined, offer)
    assert order.code in str(refused.value)


def test_a_line_still_coming_is_not_replaced_and_others_lines_are_not_found(people, declined):
    offer = make.offer(people.pharmacy, of=declined.product)
    share = make.share(make.order(people, [(offer, 1)]), people.pharmacy)
    with pytest.raises(NotReplaceable):
        replace(people, share.lines.get(), offer)
    with pytest.raises(NotFound):
        replace(people, declined, offer, by=people.bina)


def test_a_product_put_together_with_another_since_is_still_the_same(people, declined):
    other = make.offer(people.pharmacy, price_poisha=39_000, title="Jug of steel, 1 l")
    products_merge(
        actor=people.omar.actor,
        product_ids=[declined.product_id, other.product_id],
        now=PLACED_AT,
    )
    assert [(each.offer.id, each.same_product) for each in suggested(people, declined)] == [
        (other.pk, True)
    ]
