"""Attributes, what categories are narrowed by, and hosts of pictures, as the operator uses them."""

import pytest

from ekshop.catalogue.models import PictureHost
from ekshop.catalogue.search import directory
from ekshop.catalogue.tests import make
from ekshop.catalogue.variants.known import attribute_book, attribute_book_forget
from ekshop.parties.tests.make import PLACED_AT, personas


@pytest.fixture
def people(db):
    make.category("clothing", name_en="Clothing")
    directory.forget()
    attribute_book_forget()
    yield personas()
    directory.forget()
    attribute_book_forget()


@pytest.fixture
def omar(people, client):
    client.force_login(people.omar.person)
    client.cookies["language"] = "en"
    return client


def test_words_are_added_and_a_category_is_narrowed_by_them(omar):
    for address in ("/operator/attributes/", "/operator/attributes/new/?key=size&value=1"):
        assert omar.get(address).status_code == 200
    given = {"key": "sleeve", "name_bn": "হাতা", "name_en": "Sleeve", "words": "hata"}
    assert omar.post("/operator/attributes/new/", given).status_code == 302
    assert omar.post("/operator/attributes/new/", {**given, "key": ""}).status_code == 422
    omar.post("/operator/attributes/facets/clothing/", {"keys": "hata, colour"})
    assert attribute_book().facets_of("clothing", "clothing") == ["sleeve", "colour"]
    text = omar.get("/operator/attributes/").content.decode()
    assert "Sleeve" in text and "sleeve, colour" in text


def test_a_host_that_waits_is_allowed_or_refused(omar, people):
    host = PictureHost.objects.create(seller=people.partner, host="cdn.example", met_at=PLACED_AT)
    assert "waits for a decision" in omar.get("/operator/pictures/").content.decode()
    for allow, state in (("1", "allowed"), ("0", "refused")):
        omar.post(f"/operator/pictures/{host.pk}/", {"allow": allow})
        host.refresh_from_db()
        assert host.state == state


def test_others_decide_nothing_here(people, client):
    client.force_login(people.mina.person)
    assert client.get("/operator/attributes/").status_code == 403
    assert client.post("/operator/pictures/1/", {"allow": "1"}).status_code == 403


def test_how_long_goods_of_a_category_keep_is_said_and_changed(omar):
    category = make.category("clothing")
    given = {"category": category.pk, "shelf_life_days": "৬", "travel_days": "9"}
    assert (
        "cannot be on the way for longer" in omar.post("/operator/keeping/", given).content.decode()
    )
    assert omar.post("/operator/keeping/", {**given, "travel_days": "3"}).status_code == 302
    shown = omar.get(f"/operator/keeping/?category={category.pk}").content.decode()
    assert 'value="6"' in shown and 'value="3"' in shown and "Clothing" in shown
