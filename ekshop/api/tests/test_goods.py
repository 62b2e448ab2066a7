"""Goods sent by a seller's machine: newest wins, row by row, once."""

from typing import Any

import pytest

from ekshop.catalogue.models import Offer
from ekshop.catalogue.rules import Terms
from ekshop.catalogue.selectors import terms_of
from ekshop.federation.models import Feed, FeedReject, FeedRun, PushedGood
from ekshop.federation.services import feed_pause
from ekshop.federation.tests import make_feeds

MORNING, NOON = "2026-10-31T08:00:00+06:00", "2026-10-31T12:00:00+06:00"


@pytest.fixture
def tree(people):
    make_feeds.tree()


def good(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "ref": f"A{number}",
        "updated_at": MORNING,
        "title": f"জামদানি শাড়ি {number}",
        "price": "2450.00",
        "quantity": 5,
        "category": "Sarees",
        **fields,
    }


def send(machine: Any, *goods: dict[str, Any], **more: Any) -> Any:
    answer = machine.put("/goods/", {"goods": list(goods)}, **more)
    assert answer.status_code == 200, answer.content
    return answer.json()


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [row["outcome"] for row in answer["results"]]


def test_goods_come_into_the_shop_and_are_told_of_as_they_stand(mina, tree, people):
    sent = good(
        sale_price=1999.5,
        images=["https://shop.example/2.jpg"],
        group_ref="F1",
        attributes={"size": "M", "colour": "লাল"},
        dispatch_days=2,
        shelf_life_days=6,
        season_from="11-01",
        season_to="02-28",
    )
    assert outcomes(send(mina, sent, good(2))) == ["taken", "taken"]
    offer = Offer.objects.get(seller_ref="A1")
    assert (offer.price_poisha, offer.list_price_poisha, offer.on_hand) == (199_950, 245_000, 5)
    assert (offer.group_ref, offer.attributes["size"], offer.dispatch_days) == ("F1", "M", 2)
    assert terms_of(offer.pk) == Terms(None, 6, None, 1101, 228)
    assert offer.product.category.slug == "sarees"
    page = mina.get("/goods/", size=1).json()
    assert [one["ref"] for one in page["items"]] == ["A1"]
    rest = mina.get("/goods/", size=1, cursor=page["next_cursor"]).json()
    assert [one["ref"] for one in rest["items"]] == ["A2"]
    one = mina.get("/goods/A1").json()
    assert (one["price"], one["list_price"], one["state"]) == ("1999.50", "2450.00", "live")
    assert one["updated_at"] == "2026-10-31T02:00:00Z"


def test_a_bad_row_never_stops_a_good_one_and_says_what_to_mend(mina, tree):
    rows = [
        good(1, price="free"),
        good(2),
        good(3, colour="red"),
        {"ref": "A4"},
        good(5, title="Lottery ticket"),
        good(6, gtin="4006381333932"),
        good(7, updated_at="2027-01-01T00:00:00Z"),
        good(8, title="Paracetamol", category="Fever"),
        7,
    ]
    answer = mina.put("/goods/", {"goods": rows[:-1]}).json()
    assert outcomes(answer) == [
        "refused", "taken", "refused", "refused", "refused", "taken", "refused", "refused",
    ]  # fmt: skip
    told = [[(p["code"], p["field"]) for p in row["problems"]] for row in answer["results"]]
    assert told[0] == [("price_unreadable", "price")]
    assert told[2] == [("invalid", "colour")]
    assert ("invalid", "title") in told[3] and ("invalid", "updated_at") in told[3]
    assert told[4] == [("forbidden", "title")]
    assert told[5] == [("gtin_invalid", "gtin")] and answer["results"][5]["problems"][0]["note"]
    assert told[6] == [("version_ahead", "updated_at")]
    assert told[7] == [("licence", "category")]
    assert (answer["taken"], answer["refused"]) == (2, 6)
    assert FeedReject.objects.filter(code="forbidden").count() == 1
    assert mina.put("/goods/", {"goods": rows}).status_code == 422


def test_the_newest_version_wins_in_whatever_order_they_come(mina, tree):
    newer, older = good(updated_at=NOON, price="200"), good(price="100")
    assert outcomes(send(mina, newer)) == ["taken"]
    assert outcomes(send(mina, older)) == ["stale"]
    assert outcomes(send(mina, newer)) == ["unchanged"]
    assert Offer.objects.get().price_poisha == 20_000
    both = send(mina, good(2, updated_at=NOON, price="9"), good(2, price="8"))
    assert outcomes(both) == ["taken", "stale"]
    assert Offer.objects.get(seller_ref="A2").price_poisha == 900


def test_prices_and_stock_alone_change_what_was_sent_whole(mina, tree):
    send(mina, good(description="Woven in Rupganj", sale_price="2000"))
    rows = [
        {"ref": "A1", "updated_at": NOON, "price": "2600", "sale_price": 0, "quantity": 0},
        {"ref": "A9", "updated_at": NOON, "price": "10"},
    ]
    answer = mina.put("/goods/prices", {"prices": rows}).json()
    assert outcomes(answer) == ["taken", "refused"]
    assert answer["results"][1]["problems"][0]["code"] == "not_here"
    offer = Offer.objects.select_related("product").get()
    assert (offer.price_poisha, offer.list_price_poisha, offer.on_hand) == (260_000, None, 0)
    assert offer.product.description == "Woven in Rupganj"


def test_an_article_is_withdrawn_and_comes_back_when_it_is_sent_again(mina, tania, tree):
    send(mina, good())
    assert tania.delete("/goods/A1").status_code == 404
    gone = mina.delete("/goods/A1", key="d1")
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    again = mina.delete("/goods/A1", key="d1")
    assert again["Idempotency-Replayed"] == "true"
    assert outcomes(send(mina, good(updated_at="2026-10-31T07:00:00+06:00"))) == ["stale"]
    assert outcomes(send(mina, good(updated_at=MORNING))) == ["taken"]
    assert mina.get("/goods/A1").json()["state"] == "live"


def test_goods_of_another_list_are_told_of_but_not_withdrawn_here(mina, people, tree, tmp_path):
    feed = make_feeds.feed(people.partner)
    make_feeds.ingest(feed, make_feeds.table([make_feeds.goods(1)]), tmp_path)
    assert mina.get("/goods/G0001").json()["list"] == feed.name
    refused = mina.delete("/goods/G0001")
    assert (refused.status_code, refused.json()["code"]) == (409, "from_another_list")
    send(mina, good())
    assert Offer.objects.filter(state="live").count() == 2


def test_the_same_push_again_under_its_key_does_nothing_twice(mina, tree):
    first = mina.put("/goods/", {"goods": [good()]}, key="p1")
    again = mina.put("/goods/", {"goods": [good()]}, key="p1")
    assert again.json() == first.json() and again["Idempotency-Replayed"] == "true"
    other = mina.put("/goods/", {"goods": [good(2)]}, key="p1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert FeedRun.objects.count() == 1


def test_a_paused_list_takes_nothing(mina, people, tree, hand):
    send(mina, good())
    feed_pause(actor=people.mina.actor, feed=Feed.objects.get(), now=hand.when)
    refused = mina.put("/goods/", {"goods": [good(2)]})
    assert (refused.status_code, refused.json()["code"]) == (409, "feed_paused")


def test_sentences_are_in_the_callers_language(mina, tree):
    mina.language = "bn"
    told = send(mina, good(price="-5"), {"ref": "A2"})["results"]
    for row in told:
        assert "\u0980" <= row["problems"][0]["message"][0] <= "\u09ff"


def test_odd_characters_are_taken_out_and_told(mina, tree):
    answer = send(mina, good(title="শাড়ি\x00\x07 লাল", attributes={"size\x00": "M\x00"}))
    assert outcomes(answer) == ["taken"]
    assert answer["results"][0]["problems"][0]["code"] == "control_characters"
    odd = '{"goods": [{"ref": "\\ud800", "title": "x"}]}'
    assert mina.put("/goods/", odd).status_code in (200, 400, 422)


def test_five_hundred_at_once_cost_milliseconds_each_and_few_statements(
    mina, tree, django_assert_max_num_queries
):
    goods = [good(n, mpn=f"M{n}", brand="Rupganj") for n in range(500)]
    with django_assert_max_num_queries(110):
        assert send(mina, *goods)["taken"] == 500
    assert PushedGood.objects.count() == Offer.objects.count() == 500
    too_many = mina.put("/goods/", {"goods": [*goods, good(999)]})
    assert too_many.json()["field_errors"] == {"goods": "There are more than 500 of these."}


def test_a_clock_of_before_our_time_is_refused_and_breaks_nothing(mina, tree):
    for path, name in (("/goods/", "goods"), ("/goods/prices", "prices")):
        for written in ("0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z"):
            row = (
                good(updated_at=written)
                if name == "goods"
                else {"ref": "A1", "updated_at": written}
            )
            told = mina.put(path, {name: [row]}).json()
            assert [one["outcome"] for one in told["results"]] == ["refused"], told
    assert mina.get("/goods/").json()["items"] == []
    assert outcomes(send(mina, good())) == ["taken"]
