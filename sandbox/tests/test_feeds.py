import csv
import gzip
import io
import json
import xml.etree.ElementTree as tree

import httpx
import pytest

from sandbox.tests.conftest import Outside, Platform

G = "{http://base.google.com/ns/1.0}"


@pytest.fixture(autouse=True)
def as_it_was(outside: Outside):
    yield
    for number in range(1, 7):
        outside.control(f"shop/{number}/restore")


def rows_of(answer: httpx.Response, form: str) -> list[dict[str, str]]:
    if form == "xml":
        return [
            {e.tag.removeprefix(G): e.text or "" for e in item}
            for item in tree.fromstring(answer.content).iter("item")
        ]
    if form == "jsonl":
        return [json.loads(line) for line in answer.text.splitlines()]
    return list(csv.DictReader(io.StringIO(answer.text), delimiter="\t" if form == "tsv" else ","))


def rows(outside: Outside, number: int = 4, form: str = "jsonl") -> list[dict[str, str]]:
    return rows_of(outside.get(f"/shops/{number}/feed.{form}"), form)


@pytest.mark.parametrize(
    ("number", "form"), [(1, "xml"), (2, "csv"), (3, "tsv"), (4, "xml"), (5, "jsonl"), (6, "csv")]
)
def test_each_shop_offers_its_goods_in_its_own_format(outside: Outside, number: int, form: str):
    found = rows(outside, number, form)
    assert len(found) == 60
    assert len({row["id"] for row in found}) == 60
    assert all(row["price"].endswith(" BDT") and row["title"] and row["link"] for row in found)


def test_all_formats_of_a_shop_say_the_same(outside: Outside):
    by_format = [
        [(row["id"], row["title"], row["price"]) for row in rows(outside, 1, form)]
        for form in ("xml", "tsv", "csv", "jsonl")
    ]
    assert by_format[0] == by_format[1] == by_format[2] == by_format[3]


def test_an_unchanged_feed_is_not_sent_again(outside: Outside):
    first = outside.get("/shops/1/feed.xml")
    by_tag = outside.get("/shops/1/feed.xml", headers={"If-None-Match": first.headers["etag"]})
    by_time = outside.get(
        "/shops/1/feed.xml", headers={"If-Modified-Since": first.headers["last-modified"]}
    )
    assert (by_tag.status_code, by_time.status_code, by_tag.content) == (304, 304, b"")
    outside.control("shop/1/change", share=100)
    again = outside.get("/shops/1/feed.xml", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200


def test_a_feed_comes_packed_when_asked_and_as_a_file(outside: Outside):
    plain = outside.get("/shops/4/feed.jsonl", headers={"Accept-Encoding": "identity"})
    packed = outside.get("/shops/4/feed.jsonl", headers={"Accept-Encoding": "gzip"})
    file = outside.get("/shops/4/feed.jsonl.gz")
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.content == packed.content == gzip.decompress(file.content)


def test_changing_one_percent_changes_about_one_percent(outside: Outside):
    outside.control("shop/4/feed", count=5000)
    before = {row["id"]: row for row in rows(outside)}
    outside.control("shop/4/change", share=1)
    after = {row["id"]: row for row in rows(outside)}
    changed = [key for key in before if before[key] != after[key]]
    assert before.keys() == after.keys()
    assert 25 <= len(changed) <= 90


def test_prices_fall_and_goods_vanish_when_told(outside: Outside):
    before = rows(outside)
    outside.control("shop/4/change", share=100, what="price", by=-60)
    outside.control("shop/4/remove", ids=[before[0]["id"]])
    outside.control("shop/4/set", id=before[1]["id"], availability="out_of_stock", quantity=0)
    after = rows(outside)
    assert len(after) == 59
    assert after[0]["id"] == before[1]["id"]
    assert after[0]["availability"] == "out_of_stock"
    assert float(after[1]["price"].split()[0]) < 0.45 * float(before[2]["price"].split()[0])


def test_bad_rows_stand_among_good_ones(outside: Outside):
    outside.control("shop/4/feed", faults=["negative_prices", "duplicate_ids"])
    found = rows(outside)
    assert sum(row["price"].startswith("-") for row in found) == 6
    assert len({row["id"] for row in found}) == 54


def test_wrong_encoding_is_not_utf8(outside: Outside):
    outside.control("shop/3/feed", faults=["wrong_encoding"])
    with pytest.raises(UnicodeDecodeError):
        outside.get("/shops/3/feed.csv").content.decode("utf-8")
    outside.control("shop/3/feed", faults=["utf16"])
    assert "শাড়ি" in outside.get("/shops/3/feed.csv").content.decode("utf-16")


def test_half_a_file_ends_in_the_middle_of_a_row(outside: Outside):
    outside.control("shop/1/feed", faults=["half_file"])
    cut = outside.get("/shops/1/feed.xml")
    assert cut.text.count("<item>") in range(25, 35)
    with pytest.raises(tree.ParseError):
        tree.fromstring(cut.content)


@pytest.mark.parametrize(
    ("fault", "status"),
    [("not_found", 404), ("redirect", 302), ("redirect_inside", 302), ("html", 200)],
)
def test_a_feed_address_can_answer_something_else(outside: Outside, fault: str, status: int):
    outside.control("shop/2/feed", fault=fault)
    answer = outside.get("/shops/2/feed.tsv")
    assert answer.status_code == status
    assert not answer.text.startswith("id\t")


def test_a_redirect_is_followed_to_the_feed_and_a_loop_never_ends(outside: Outside):
    outside.control("shop/2/feed", fault="redirect")
    assert len(rows_of(outside.get("/shops/2/feed.tsv", follow_redirects=True), "tsv")) == 60
    outside.control("shop/2/feed", fault="redirect_loop")
    with pytest.raises(httpx.TooManyRedirects):
        outside.get("/shops/2/feed.tsv", follow_redirects=True)


def test_an_unknown_fault_is_refused_with_the_known_ones(outside: Outside):
    answer = outside.post("/_control/shop/2/feed", json={"fault": "on_fire"})
    assert answer.status_code == 400
    assert "half_file" in answer.json()["error"]


def test_goods_come_from_the_data_folder_when_there_are_any(tmp_path, platform: Platform):
    row = {
        "id": "BK-1",
        "title": "পথের পাঁচালী",
        "price": "250.00 BDT",
        "image_link": "/pictures/book.png",
    }
    (tmp_path / "pataboi.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    outside = Outside(tmp_path / "state", platform.url, "--shops-data", str(tmp_path))
    try:
        [found] = rows(outside, 1)
        assert (found["id"], found["title"]) == ("BK-1", "পথের পাঁচালী")
        assert found["image_link"] == f"http://127.0.0.1:{outside.port}/pictures/book.png"
        assert len(rows(outside, 4)) == 60
    finally:
        outside.kill()
