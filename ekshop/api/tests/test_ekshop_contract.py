"""The published ek-Shop contract: what its own documentation shows is taken as it stands."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from ekshop.catalogue.models import Offer
from ekshop.federation.models import ApiSession, FeedReject
from ekshop.federation.services import api_key_create, api_key_revoke, login_take_over
from ekshop.federation.tests import make_feeds
from ekshop.kernel.errors import NotAllowed

BASE = "/api/partner/"
PICTURE = dict.fromkeys(("actual_img", "mid_img", "thumb_img"), "https://picsum.photos/480")


def variant(
    memory: str, quantity: int, price: float, special: float, **more: Any
) -> dict[str, Any]:
    return {
        "is_enabled": True,
        "is_default": memory == "4GB",
        "attr_combo": ["Black", memory],
        "sku": "SKU-12549",
        "quantity": quantity,
        "price": price,
        "special_price": special,
        **more,
    }


def product(number: int, category: str, **more: Any) -> dict[str, Any]:
    return {
        "product_reference_id": number,
        "name": f"Product {number}",
        "category": category,
        "brand": "partner brand",
        "model": "",
        "keywords": ["Mobile", "Phone", "Turing", "AI Phone"],
        "highlights": "Highlights or short and important information about the product.",
        "product_description": "Product full description with image and video.",
        "video_url": "https://www.youtube.com/watch?v=h7C6yGgWVX4",
        "images": [PICTURE],
        "sku_type": 1,
        "attributes": [
            {"attribute_name": "Color", "data": [{"val": v} for v in ("Black", "Blue", "White")]},
            {"attribute_name": "Memory", "data": [{"val": v} for v in ("4GB", "6GB", "8GB")]},
        ],
        "faq": [{"question": f"Question {n}", "answer": f"Answer for {n}"} for n in (1, 2, 3)],
        **more,
    }


# The values of the package's own documentation (ekshop-ep-nodejs-package 1.0.1).
SAMPLE = [
    product(
        1,
        "Partner product",
        sku_information=[
            variant("4GB", 10, 12499.99, 12499.99, images=[PICTURE, PICTURE]),
            variant("6GB", 5, 15999.99, 15000),
        ],
    ),
    product(
        2,
        "partner new category",
        sku_information=[
            variant("4GB", 10, 12499.99, 12499.99, images=[PICTURE, PICTURE]),
            variant("6GB", 5, 14857.99, 14000.00),
        ],
    ),
    product(
        3,
        "partner new category",
        sku_type=2,
        attributes=None,
        faq=None,
        sku_information=[variant("", 5, 14857.99, 14000.00, is_default=False, attr_combo=None)],
    ),
]


def post(path: str, body: Any, *, token: str = "", language: str = "en") -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body)
    headers = {"Accept-Language": language, **({"x-auth-token": token} if token else {})}
    return Client().post(BASE + path, raw, content_type="application/json", headers=headers)


@pytest.fixture
def login(people, hand):
    make_feeds.tree()
    return api_key_create(
        actor=people.mina.actor,
        seller_id=people.partner.pk,
        label="old shop",
        kind="login",
        now=hand.when,
    )


@pytest.fixture
def token(login):
    answer = post("getSession", {"login_id": login[1]}).json()
    assert answer["status"] == 1
    return answer["user_login_session"]["token"]


def test_the_documented_sample_is_taken_as_it_stands(token):
    answer = post("addProduct", SAMPLE, token=token)
    assert answer.status_code == 200
    told = answer.json()
    assert told["status"] == 1 and [each["status"] for each in told["data"]] == [1, 1, 1]
    assert [one["reference"] for each in told["data"] for one in each["sku_information"]] == [
        "1-Black-4GB", "1-Black-6GB", "2-Black-4GB", "2-Black-6GB", "3",
    ]  # fmt: skip
    assert all(
        [p["code"] for p in one["problems"]] == ["sku_repeated"]
        for each in told["data"]
        for one in each["sku_information"]
    )
    assert FeedReject.objects.filter(code="sku_repeated").count() == 5
    offers = {offer.seller_ref: offer for offer in Offer.objects.select_related("product__family")}
    assert len(offers) == 5 and {offer.state for offer in offers.values()} == {"live"}
    first, second = offers["1-Black-4GB"], offers["1-Black-6GB"]
    assert (first.price_poisha, first.list_price_poisha) == (1_249_999, None)
    assert (second.price_poisha, second.list_price_poisha) == (1_500_000, 1_599_999)
    assert first.group_ref == second.group_ref == "1"
    assert "6GB" in second.attributes.values() and first.product_id != second.product_id
    assert first.product.family_id == second.product.family_id is not None
    assert offers["3"].group_ref == "" and offers["3"].title == "Product 3"
    description = first.product.description
    assert description.startswith("Highlights or short") and "Answer for 2" in description
    assert first.image_url == "https://picsum.photos/480"


def test_the_same_again_changes_nothing_and_what_is_not_sent_stays(token, hand):
    post("addProduct", SAMPLE, token=token)
    hand.forward(minutes=1)
    changed = {**SAMPLE[2], "sku_information": [{**SAMPLE[2]["sku_information"][0], "quantity": 1}]}
    assert post("addProduct", [changed], token=token).json()["status"] == 1
    assert Offer.objects.filter(state="live").count() == 5
    assert Offer.objects.get(seller_ref="3").on_hand == 1


def test_what_cannot_be_taken_is_told_product_by_product(token):
    odd: list[Any] = [
        "text",
        {"name": "no number"},
        {"product_reference_id": 7, "sku_information": None},
        product(8, "x", sku_information=[variant("4GB", 1, -5, 0)]),
        {**SAMPLE[2], "product_reference_id": "অ" * 80, "images": {"a": [1]}, "faq": [7, {}]},
    ]
    told = post("addProduct", odd, token=token).json()
    assert [each["status"] for each in told["data"]] == [2, 2, 2, 2, 1]
    assert told["data"][0]["problems"][0]["code"] == "not_an_object"
    assert told["data"][2]["problems"][0]["field"] == "sku_information"
    refused = told["data"][3]["sku_information"][0]
    assert (refused["outcome"], refused["problems"][0]["code"]) == ("refused", "price_not_positive")
    assert len(Offer.objects.get().seller_ref) == 50
    bengali = post("addProduct", odd[:1], token=token, language="bn").json()
    assert bengali["message"].startswith("১টি")
    assert "\u0980" <= bengali["data"][0]["problems"][0]["message"][0] <= "\u09ff"


@pytest.mark.parametrize("body", [b"{", b"", b"7", b'"x"', b"\xff", b"[" * 9000])
def test_a_body_that_is_no_list_is_refused_in_the_contracts_own_shape(token, body):
    for path in ("addProduct", "getSession"):
        answer = post(path, body, token=token)
        assert answer.status_code in (200, 400, 422) and answer.json()["status"] == 2


def test_a_login_id_that_is_none_is_told_where_the_client_looks(login, mina):
    for given in (
        {"login_id": "support@example.com"},
        {"login_id": ["x"]},
        {"login_id": mina.key},
        {"login_id": "\ud800"},
    ):
        answer = post("getSession", given)
        assert (answer.status_code, answer.json()["status"]) == (200, 2)
    # Nor is a login id a key.
    told = Client().get("/api/partners/v1/goods/", headers={"Authorization": f"Bearer {login[1]}"})
    assert told.status_code == 401


def test_a_token_ends_by_the_clock_and_with_its_login_id(login, token, people, hand):
    assert ApiSession.objects.get().token_hash != token
    assert post("addProduct", [], token="forged").status_code == 401
    hand.forward(hours=13)
    assert post("addProduct", [], token=token).status_code == 401
    fresh = post("getSession", {"login_id": login[1]}).json()["user_login_session"]["token"]
    assert post("addProduct", [], token=fresh).status_code == 200
    api_key_revoke(actor=people.mina.actor, key_id=login[0].pk, now=hand.when)
    assert post("addProduct", [], token=fresh).status_code == 401
    assert post("getSession", {"login_id": login[1]}).json()["status"] == 2


def test_calls_are_limited_by_login_id(login, token, settings):
    settings.PARTNER_API_CALLS_A_MINUTE = 2
    assert post("addProduct", [], token=token).status_code == 200
    limited = post("getSession", {"login_id": login[1]})
    assert (limited.status_code, limited.json()["status"]) == (429, 2)
    assert int(limited["Retry-After"]) <= 60


def test_a_login_id_of_before_counts_from_its_sellers_own_servers_only(people, hand):
    """As the published package's documentation sends it, with a password nobody asks for."""
    documented = {"login_id": "support@amarbazar.shop", "password": "secret"}

    def called(address: str) -> int:
        raw = json.dumps(documented)
        answer = Client(REMOTE_ADDR=address).post(
            BASE + "getSession", raw, content_type="application/json"
        )
        assert answer.status_code == 200
        return int(answer.json()["status"])

    def take_over(*networks: str, seller: str = people.partner.slug) -> None:
        named = [part for each in networks for part in ("--from", each)]
        call_command("login_take_over", seller, documented["login_id"], *named, verbosity=0)

    for wrong in ("0.0.0.0/0", "nowhere"):
        with pytest.raises(CommandError):
            take_over(wrong)
    assert called("203.0.113.9") == 2
    take_over("203.0.113.0/28", "2001:db8::1")
    assert [called(one) for one in ("203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1")] == [1] * 3
    assert [called(one) for one in ("203.0.113.77", "2001:db8::2", "127.0.0.1")] == [2] * 3
    with pytest.raises(CommandError, match="Another seller"):
        take_over("198.51.100.1", seller=people.pharmacy.slug)
    assert ApiSession.objects.count() == 3
    take_over("198.51.100.1")
    # What was opened from elsewhere does not hold on.
    assert not ApiSession.objects.exists()
    assert (called("203.0.113.9"), called("198.51.100.1")) == (2, 1)
    with pytest.raises(NotAllowed):
        login_take_over(
            actor=people.mina.actor,
            seller_id=people.partner.pk,
            login_id="rival@shop.example",
            networks=["203.0.113.1"],
            label="x",
            now=hand.when,
        )
