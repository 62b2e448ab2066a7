"""The grown catalogue: believable, the same for the same seed, and beside real orders only if told."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from demo.grow import grow, things, words
from demo.grow.shop import Leaf
from ekshop.catalogue.models import Category, Family, Offer, Product
from ekshop.orders.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    monkeypatch.setattr(things, "PORTION", 150)


def told() -> list[tuple]:
    return list(
        Offer.objects.order_by("seller_ref").values_list(
            "seller_ref", "title", "price_poisha", "on_hand", "product__code", "seller__slug"
        )
    )


def test_goods_of_many_sellers_overlap_in_eight_hundred_categories_and_both_languages():
    assert grow(500).offers == Offer.objects.count() == 500
    assert Category.objects.exclude(parent=None).count() == 800
    sellers = Counter(Offer.objects.values_list("product_id", flat=True))
    assert max(sellers.values()) >= 4
    assert Product.objects.exclude(title_bn="").filter(title_en="").exists()
    assert Product.objects.exclude(title_en="").filter(title_bn="").exists()
    family = Family.objects.first()
    variants = [product.variant for product in family.products.all()]
    assert len(variants) > 1 and all(list(own) == family.axes for own in variants)
    assert not Offer.objects.filter(price_poisha__lt=500).exists()
    plain = Product.objects.filter(category__parent__slug__in=words.COLOURLESS)
    assert plain and not plain.filter(variant__has_key="colour").exists()


@pytest.mark.parametrize(
    ("slug", "top", "sized", "axis"),
    [
        ("shirts-2", "clothing", True, "size"),
        ("shirts", "clothing", False, "colour"),
        ("sarees", "clothing", True, "colour"),
        ("history-books-1", "books", True, "kind"),
        ("smartphones", "mobile-computer", True, "storage"),
        ("computer-accessories", "mobile-computer", True, "colour"),
        ("rice", "groceries", False, "net_quantity"),
        ("vitamins", "medicine", True, "pack"),
    ],
)
def test_a_family_differs_in_what_its_kind_comes_in(slug, top, sized, axis):
    told, choices = things._choices(Leaf(1, slug, top, ()), sized=sized, colour=3)
    assert told == axis and len({value for value, *_words in choices}) == len(choices) >= 4


def test_broken_off_it_goes_on_to_the_same_goods():
    grow(200)
    grow(500)
    at_twice = told()
    Offer.objects.all().delete()
    Product.objects.all().delete()
    grow(500)
    assert told() == at_twice
    grow(500)
    assert told() == at_twice


def test_it_does_not_grow_among_real_orders_unless_told():
    everyone = make.people()
    make.order(everyone, [(make.offer(everyone.mina.organisation), 1)])
    with pytest.raises(CommandError, match="among-real-orders"):
        call_command("catalogue_grow", offers=10)
    before = Offer.objects.count()
    call_command("catalogue_grow", offers=10, among_real_orders=True, verbosity=0)
    assert Offer.objects.count() == before + 10
