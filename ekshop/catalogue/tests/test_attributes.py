"""What an operator says of attributes goes before what is usual, and search follows."""

import pytest

from ekshop.catalogue.models import SearchChange
from ekshop.catalogue.services import attribute_put, attribute_value_put, category_facets_set
from ekshop.catalogue.variants.known import attribute_book
from ekshop.catalogue.variants.sizes import sizes_settled
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make


@pytest.fixture
def people(db):
    return personas()


def test_words_an_operator_enters_count_at_once(people):
    omar = {"actor": people.omar.actor, "now": PLACED_AT}
    attribute_put(key="Sleeve", name_bn="হাতা", name_en="Sleeve", words="hata|হাতার ধরন", **omar)
    attribute_value_put(key="sleeve", name_bn="হাফ হাতা", name_en="Half", words="short", **omar)
    book = attribute_book()
    assert book.key_of("হাতার ধরন") == "sleeve"
    assert book.value("sleeve", "SHORT").name_bn == "হাফ হাতা"
    with pytest.raises(InvalidInput):
        attribute_put(key="--", name_bn="", name_en="", words="", **omar)
    with pytest.raises(NotAllowed):
        attribute_put(
            actor=people.mina.actor, key="x", name_bn="x", name_en="x", words="", now=PLACED_AT
        )


def test_what_a_category_is_narrowed_by_is_kept_and_its_goods_are_indexed_anew(people):
    offer = make.offer(people.partner, attributes={"material": "silk"})
    SearchChange.objects.all().delete()
    omar = {"actor": people.omar.actor, "now": PLACED_AT}
    category = offer.product.category
    category_facets_set(category_id=category.pk, keys=["উপাদান", "colour"], **omar)
    assert attribute_book().facets_of(category.slug, "") == ["material", "colour"]
    assert list(SearchChange.objects.values_list("product_id", flat=True)) == [offer.product_id]
    with pytest.raises(InvalidInput):
        category_facets_set(category_id=category.pk, keys=["nothing"], **omar)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("XL", {"size": "XL"}),
        ("UK 8", {"size": "UK 8"}),
        ("4-5 Y", {"size": "4-5 Y"}),
        ("১২ ইঞ্চি", {"size": "১২ ইঞ্চি"}),
        ("M, L, XL", {"size": "M, L, XL"}),
        ("One size fits all", {"size": "One size fits all"}),
        ("maroon", {"colour": "maroon"}),
        ("লাল", {"colour": "লাল"}),
        ("blue, 12 pcs", {"colour": "blue", "pack": "12 pcs"}),
        ("one", {"pack": "1 pcs"}),
        ("strip of 10", {"pack": "strip of 10"}),
        ("24 LED", {"kind": "24 LED"}),
        ("wired", {"kind": "wired"}),
        ("4G", {"kind": "4G"}),
        ("20 W", {"power": "20 W"}),
        ("14 inch, 8/256 GB", {"size": "14 inch", "storage": "256 GB"}),
        ("wooden", {"material": "wooden"}),
    ],
)
def test_what_is_written_as_a_size_and_is_none_goes_where_it_belongs(said, told):
    assert sizes_settled({"size": said}) == told


def test_what_a_seller_says_in_its_own_place_goes_before_what_it_writes_as_a_size():
    said = {"size": "maroon", "colour": "dark red"}
    assert sizes_settled(said) == {"colour": "dark red"}
    assert sizes_settled({"colour": "red"}) == {"colour": "red"}
