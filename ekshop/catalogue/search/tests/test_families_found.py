"""A family of sizes and colours is found as one thing, by what any of its members says."""

import pytest

from ekshop.catalogue.models import Offer, Product
from ekshop.catalogue.search import life
from ekshop.catalogue.search.directory import directory
from ekshop.catalogue.search.find import offer_search
from ekshop.catalogue.search.found import load
from ekshop.catalogue.search.updater import catch_up
from ekshop.catalogue.services import families_settle
from ekshop.catalogue.tests import make
from ekshop.parties.tests.make import PLACED_AT


@pytest.fixture
def shirts(shop, people):
    """Three shirts of one family and a panjabi that stands alone."""
    seller = people.mina.organisation
    goods = []
    for colour, size, price, left in [
        ("লাল", "M", 900, 0),
        ("red", "L", 800, 4),
        ("Navy", "M", 700, 2),
    ]:
        product = make.product(f"Cotton shirt {colour} {size}")
        make.offer(
            seller, of=product, price_poisha=price * 100, on_hand=left, group_ref="S",
            attributes={"colour": colour, "size": size},
        )  # fmt: skip
        goods.append(product)
    families_settle(product_ids=[goods[0].pk], now=PLACED_AT)
    life.rebuild()
    return goods


def found(text):
    life.reader.refresh()
    return offer_search(query=text).products


@pytest.mark.django_db(transaction=True)
def test_a_family_is_one_answer_with_the_offers_of_all_its_members(shirts):
    for text in ("cotton shirt", "shirt navy", "শার্ট", "cotton লাল"):
        answers = [one for one in found(text) if one.product.pk in {p.pk for p in shirts}]
        assert [one.product.pk for one in answers] == [shirts[0].pk][: len(answers)]
    (shirt,) = found("cotton shirt")
    assert (len(shirt.offers), len(shirt.members), shirt.title("en")) == (3, 3, "Cotton shirt")
    assert (shirt.best.price_poisha, shirt.in_stock) == (70_000, True)


@pytest.mark.django_db(transaction=True)
def test_the_index_follows_a_family_that_is_made_changed_and_ended(shirts):
    assert len(found("cotton shirt")) == 1
    Offer.objects.filter(product=shirts[2]).update(group_ref="", updated_at=PLACED_AT)
    families_settle(product_ids=[shirts[2].pk], now=PLACED_AT)
    catch_up()
    assert sorted(one.product.pk for one in found("cotton shirt")) == [shirts[0].pk, shirts[2].pk]
    Offer.objects.filter(product=shirts[0]).update(state="withdrawn")
    catch_up()
    assert {one.product.pk for one in found("cotton shirt")} == {shirts[1].pk, shirts[2].pk}
    assert [p.family for p in Product.objects.filter(pk=shirts[2].pk)] == [None]


@pytest.mark.django_db(transaction=True)
def test_a_page_with_families_costs_one_statement_more(shirts, django_assert_num_queries):
    names = directory()
    others = list(Product.objects.filter(family=None).values_list("pk", flat=True))
    with django_assert_num_queries(2):
        load(others[:3], names)
    with django_assert_num_queries(3):
        load([shirts[0].pk, *others], names)
