"""A small shop and an index of its own for each test."""

import pytest

from ekshop.catalogue.tests import make
from ekshop.parties.tests.make import personas


@pytest.fixture(autouse=True)
def index(search_index):
    """Every test of this folder has one."""


@pytest.fixture
def people():
    return personas()


@pytest.fixture
def shop(people):
    """Five products, two sellers: Mina's company and Jamila, who weaves in Narayanganj."""
    clothing = make.category("clothing", name_bn="পোশাক", name_en="Clothing")
    saree = make.category("saree", parent=clothing, name_bn="শাড়ি", name_en="Saree")
    books = make.category("books", name_bn="বই", name_en="Books")
    mina, jamila = people.mina.organisation, people.jamila.organisation
    district = jamila.seller.hub_district

    def sell(title_bn, title_en, price, *, category=saree, sellers=(mina,), on_hand=5, **fields):
        product = make.product(
            title_en or title_bn, in_category=category, title_bn=title_bn, **fields
        )
        type(product).objects.filter(pk=product.pk).update(title_en=title_en)
        for i, seller in enumerate(sellers):
            make.offer(seller, of=product, price_poisha=price + i * 1000, on_hand=on_hand)
        return product

    return {
        "jamdani": sell(
            "নকশি জামদানি শাড়ি", "", 685_000, sellers=(jamila, mina), is_gi=True, district=district
        ),
        "cotton": sell("", "Cotton jamdani saree, blue", 249_000),
        "katan": sell("কাতান শাড়ি", "Katan saree", 450_000, on_hand=0),
        "book": sell("জামদানির ইতিহাস", "", 45_000, category=books),
        "novel": sell("পথের পাঁচালী", "Pather Panchali", 30_000, category=books),
    }
