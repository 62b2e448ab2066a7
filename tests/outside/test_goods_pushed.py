"""A shop's own system sends its goods over real HTTP: by the contract of before, and by our API."""

import pytest

from ekshop.catalogue.models import Offer
from ekshop.federation.services import api_key_create
from ekshop.federation.tests import make_feeds
from ekshop.kernel import clock
from sandbox.tests.conftest import Outside

from .test_to_the_seller_and_back import outside, people  # noqa: F401

pytestmark = pytest.mark.outside


@pytest.fixture
def stocked(people, outside: Outside) -> Outside:  # noqa: F811
    """Twelve articles, of which two are one shirt in two sizes."""
    make_feeds.tree()
    outside.control("shop/1/feed", count=12)
    for number, size in ((2, "M"), (3, "L")):
        family = {"item_group_id": "SHIRT", "title": f"Shirt {size}", "size": size}
        outside.control("shop/1/set", id=f"B{number:06d}", brand="", mpn="", gtin="", **family)
    return outside


def on_sale() -> dict[str, Offer]:
    return {offer.seller_ref: offer for offer in Offer.objects.filter(state="live")}


def test_a_system_that_knows_the_contract_of_before_sends_its_goods(people, stocked):  # noqa: F811
    _key, login_id = api_key_create(
        actor=people.mina.actor,
        seller_id=people.partner.pk,
        label="old system",
        kind="login",
        now=clock.now(),
    )
    told = stocked.control("shop/1/push", by="contract", login_id=login_id)
    assert told["outcomes"] == {"taken": 12}
    offers = on_sale()
    assert len(offers) == 12 and {"SHIRT-M", "SHIRT-L", "B000004"} <= offers.keys()
    assert offers["SHIRT-M"].group_ref == offers["SHIRT-L"].group_ref == "SHIRT"
    refused = stocked.post("/_control/shop/1/push", json={"by": "contract", "login_id": "ekl_no"})
    assert refused.status_code == 400


def test_a_system_that_knows_the_partner_api_sends_its_goods(people, stocked):  # noqa: F811
    told = stocked.control("shop/1/push", by="api")
    assert told["outcomes"] == {"taken": 12}
    offers = on_sale()
    assert len(offers) == 12 and offers["B000002"].attributes["size"] == "M"
    assert offers["B000002"].group_ref == "SHIRT"
