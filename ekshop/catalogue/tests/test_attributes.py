"""What an operator says of attributes goes before what is usual, and search follows."""

import pytest

from ekshop.catalogue.models import SearchChange
from ekshop.catalogue.services import attribute_put, attribute_value_put, category_facets_set
from ekshop.catalogue.variants.known import attribute_book
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
