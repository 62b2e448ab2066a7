import gzip
import tracemalloc
from itertools import islice

import pytest

from ekshop.catalogue.models import Offer, Picture, Product
from ekshop.catalogue.rules import ForbiddenWords
from ekshop.federation.connectors import connector
from ekshop.federation.connectors.opening import open_feed
from ekshop.federation.ingest import Cleaner
from ekshop.federation.ingest.known import KnownRows
from ekshop.federation.models import CategoryMapping, FeedReject
from ekshop.federation.selectors import problem_sentence, reject_rows
from ekshop.parties.models import Licence
from ekshop.parties.tests.make import licence, personas

from . import make_feeds as make


@pytest.fixture
def people(db):
    make.tree()
    return personas()


@pytest.fixture
def feed(people):
    return make.feed(people.partner)


def codes(run):
    return list(
        FeedReject.objects.filter(run=run).order_by("row", "id").values_list("code", flat=True)
    )


def counts(run):
    return run.added, run.changed, run.unchanged, run.withdrawn, run.rejected


@pytest.mark.parametrize("form", make.WRITERS)
def test_every_format_is_found_out_and_brings_the_same_offers(feed, tmp_path, form):
    rows = [make.goods(1, title="নদীর ধারে গল্প"), make.goods(2, gtin="9521000000001")]
    run = make.ingest(feed, make.WRITERS[form](rows), tmp_path)
    assert (run.state, *counts(run)) == ("done", 2, 0, 0, 0, 0)
    first, second = Offer.objects.order_by("seller_ref")
    assert (first.seller_ref, first.price_poisha, first.on_hand) == ("G0001", 10_100, 7)
    assert first.product.title_bn == first.title_bn == "নদীর ধারে গল্প"
    assert first.product.category.slug == "novels"
    assert second.product.match_key == "gtin:09521000000001"
    assert second.product.title_en == "Novel of the river 2"


@pytest.mark.parametrize("form", make.WRITERS)
def test_the_same_file_again_is_recognised_row_by_row(feed, tmp_path, form):
    rows = [make.goods(n) for n in range(1, 31)]
    make.ingest(feed, make.WRITERS[form](rows), tmp_path)
    rows[3]["price"] = "95.00 BDT"
    run = make.ingest(feed, make.WRITERS[form](rows), tmp_path)
    assert (counts(run), run.staged) == ((0, 1, 29, 0, 0), 1)
    assert Offer.objects.get(seller_ref="G0004").price_poisha == 9_500


def test_what_left_the_file_leaves_the_shop_and_may_return(feed, tmp_path):
    rows = [make.goods(n) for n in range(1, 11)]
    make.ingest(feed, make.xml(rows), tmp_path)
    assert counts(make.ingest(feed, make.xml(rows[2:]), tmp_path)) == (0, 0, 8, 2, 0)
    assert counts(make.ingest(feed, make.xml(rows), tmp_path)) == (0, 2, 8, 0, 0)
    assert Offer.objects.filter(state=Offer.LIVE).count() == 10


@pytest.mark.parametrize("form", ["google_xml", "csv", "jsonl"])
def test_half_a_file_gives_what_is_whole_and_withdraws_nothing(feed, tmp_path, form):
    rows = [make.goods(n) for n in range(1, 21)]
    make.ingest(feed, make.WRITERS[form](rows), tmp_path)
    rows[0]["price"] = "85.00 BDT"
    half = make.WRITERS[form](rows)
    cut = half.rindex(b"G0011") + 8
    run = make.ingest(feed, half[:cut], tmp_path)
    assert (run.state, run.problem, run.changed, run.withdrawn) == (
        "incomplete", "half_file", 1, 0,
    )  # fmt: skip
    assert Offer.objects.filter(state=Offer.LIVE).count() == 20


def test_bad_rows_never_stop_good_ones(feed, tmp_path):
    rows = [
        make.goods(1),
        make.goods(2, price="-5.00 BDT"),
        make.goods(3, price="0"),
        make.goods(4, price="999999999999999999.999 BDT"),
        make.goods(5, price="চারশ টাকা"),
        make.goods(6, price="12.00 USD"),
        make.goods(7, title=""),
        make.goods(8, id=""),
        make.goods(9, id="x" * 51),
        make.goods(10, price=""),
        make.goods(1, title="Second of one number"),
        make.goods(12, title="ঈদ লটারির টিকিট"),
        make.goods(13),
    ]
    run = make.ingest(feed, make.table(rows), tmp_path)
    assert run.state == "done"
    assert codes(run) == [
        "price_not_positive", "price_not_positive", "price_absurd", "price_unreadable",
        "wrong_currency", "missing", "missing", "id_too_long", "missing", "duplicate_id",
        "forbidden",
    ]  # fmt: skip
    assert sorted(Offer.objects.values_list("seller_ref", flat=True)) == ["G0001", "G0013"]
    assert Offer.objects.get(seller_ref="G0001").title == "Novel of the river 1"


def test_things_left_out_of_a_row_are_noted_and_the_row_is_taken(feed, tmp_path):
    rows = [
        make.goods(1, gtin="9521000000000"),
        make.goods(2, availability="perhaps"),
        make.goods(3, quantity="plenty"),
        make.goods(4, sale_price="900.00 BDT"),
        make.goods(5, title="Bell\x07 and book"),
        make.goods(6, link="www.example.com/x"),
        make.goods(7, title="y" * 301),
    ]
    run = make.ingest(feed, make.jsonl(rows), tmp_path)
    assert (run.added, run.rejected, run.warned) == (7, 0, 7)
    assert codes(run) == [
        "gtin_invalid", "availability_unknown", "stock_unreadable", "sale_price_ignored",
        "control_characters", "link_invalid", "too_long_cut",
    ]  # fmt: skip
    assert Offer.objects.get(seller_ref="G0005").title == "Bell and book"
    assert Offer.objects.get(seller_ref="G0002").on_hand == 0


@pytest.mark.parametrize(
    ("written", "poisha"),
    [
        ("৳১,২৩৪/-", 123_400),
        ("1,234.00 BDT", 123_400),
        ("BDT 1234", 123_400),
        ("1234", 123_400),
        ("Tk. 12.5", 1_250),
        ("12.5000", 1_250),
        ("১২৩৪ টাকা", 123_400),
    ],
)
def test_prices_are_read_as_people_write_them(feed, tmp_path, written, poisha):
    make.ingest(feed, make.jsonl([make.goods(1, price=written)]), tmp_path)
    assert Offer.objects.get().price_poisha == poisha


def test_a_reduced_price_sells_and_the_full_one_stands_beside_it(feed, tmp_path):
    make.ingest(feed, make.xml([make.goods(1, price="100 BDT", sale_price="80.50 BDT")]), tmp_path)
    offer = Offer.objects.get()
    assert (offer.price_poisha, offer.list_price_poisha) == (8_050, 10_000)


def test_a_row_that_is_bad_today_keeps_its_offer_and_a_forbidden_one_loses_it(feed, tmp_path):
    rows = [make.goods(n) for n in range(1, 4)]
    make.ingest(feed, make.xml(rows), tmp_path)
    rows[0]["price"] = "-1 BDT"
    rows[1]["title"] = "Lottery ticket"
    run = make.ingest(feed, make.xml(rows), tmp_path)
    assert (run.rejected, run.withdrawn) == (2, 1)
    states = dict(Offer.objects.values_list("seller_ref", "state"))
    assert states == {"G0001": "live", "G0002": "withdrawn", "G0003": "live"}
    assert Offer.objects.get(seller_ref="G0001").price_poisha == 10_100


def test_innocent_words_beside_a_forbidden_one_let_it_pass(feed, tmp_path):
    rows = [make.goods(1, title="Toy pistol"), make.goods(2, title="Pistol, used")]
    run = make.ingest(feed, make.xml(rows), tmp_path)
    assert (run.added, codes(run)) == (1, ["forbidden"])


def test_medicine_goes_in_only_with_a_valid_licence(people, tmp_path):
    rows = [make.goods(1, product_type="Rx > Fever medicine", title="Paracetamol")]
    refused = make.ingest(make.feed(people.partner), make.xml(rows), tmp_path)
    assert (refused.added, codes(refused)) == (0, ["licence"])
    taken = make.ingest(make.feed(people.pharmacy), make.xml(rows), tmp_path)
    assert (taken.added, taken.rejected) == (1, 0)


def test_medicine_leaves_the_shop_when_its_licence_ends_and_returns_with_the_next(people, tmp_path):
    feed = make.feed(people.pharmacy)
    rows = [make.goods(1, product_type="Fever medicine"), make.goods(2)]
    make.ingest(feed, make.xml(rows), tmp_path)
    Licence.objects.filter(kind="dgda").delete()
    assert make.ingest(feed, make.xml(rows), tmp_path).withdrawn == 1
    licence(people.pharmacy, "dgda")
    assert make.ingest(feed, make.xml(rows), tmp_path).changed == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_ways_of_writing_unicode_are_accepted(feed, tmp_path, encoding):
    for data in (make.table([make.goods(1, title="শাড়ি")]), make.xml([make.goods(1, title="শাড়ি")])):
        run = make.ingest(feed, data.decode().encode(encoding), tmp_path)
        assert (run.state, Product.objects.get().title) == ("done", "শাড়ি")


def test_a_packed_file_is_unpacked(feed, tmp_path):
    assert make.ingest(feed, gzip.compress(make.xml([make.goods(1)])), tmp_path).added == 1


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"<!doctype html><html><body>Sorry</body></html>", "html_page"),
        (b"\n <!-- x --><HTML lang=en>", "html_page"),
        ("id,title,price\n1,শাড়ি,5\n".encode("utf-16-le"), "encoding"),
        ("id,título,price\n1,x,5\n".encode("latin-1"), "encoding"),
        (b"PK\x03\x04....xl/workbook.xml", "excel"),
        (b"PK\x03\x04....readme.txt", "zip"),
        (gzip.compress(b"id,title,price\n" * 9999, mtime=0)[:60], "gzip_broken"),
        (b"name,cost\nx,1\n", "columns_missing"),
        (b"hello", "unknown_format"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rss><item/></rss>', "document_type"),
        (b'<?xml version="1.0" encoding="windows-1252"?><rss></rss>', "encoding_declared"),
        (make.xml([]), "empty"),
        (make.table([make.goods(1)]).split(b"\n")[0] + b"\n", "empty"),
    ],
)
def test_a_file_that_is_no_list_of_goods_says_so_and_changes_nothing(feed, tmp_path, data, problem):
    make.ingest(feed, make.xml([make.goods(1)]), tmp_path)
    run = make.ingest(feed, data, tmp_path)
    assert (run.state, run.problem) == ("failed", problem)
    assert problem_sentence(run)
    assert Offer.objects.get().state == Offer.LIVE


@pytest.mark.parametrize("form", ["google_xml", "csv", "jsonl"])
def test_rows_in_another_encoding_are_refused_and_the_rest_goes_in(feed, tmp_path, form):
    data = make.WRITERS[form](
        [make.goods(1), make.goods(2, title="QQ"), *map(make.goods, range(3, 9))]
    )
    run = make.ingest(feed, data.replace(b"QQ", "Café – ½".encode("cp1252")), tmp_path)
    assert (run.state, run.added, codes(run)) == ("done", 7, ["encoding"])


def test_broken_entries_of_xml_spoil_only_themselves(feed, tmp_path):
    data = make.xml([make.goods(1), make.goods(2), make.goods(3), make.goods(4)])
    data = data.replace(b"<g:title>Novel of the river 2", b"<g:title>Salt & <b>pepper")
    data = data.replace(b"Novel of the river 3", b"<![CDATA[A </item> in & a title]]>")
    data = data.replace(b"Novel of the river 4", b"Salt&nbsp;&amp; pepper")
    run = make.ingest(feed, data, tmp_path)
    assert (run.added, codes(run)) == (3, ["broken_xml"])
    titles = dict(Offer.objects.values_list("seller_ref", "title"))
    assert (titles["G0003"], titles["G0004"]) == ("A </item> in & a title", "Salt & pepper")


def test_commented_out_entries_are_not_for_sale_and_atom_is_read(feed, tmp_path):
    data = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">'
        b"<!-- <entry><g:id>no</g:id></entry> --><entry><g:id>yes</g:id><title>Novel</title>"
        b'<link href="https://shop.example/1"/><g:price>5 BDT</g:price></entry></feed>'
    )
    make.ingest(feed, data, tmp_path)
    assert list(Offer.objects.values_list("seller_ref", "url")) == [
        ("yes", "https://shop.example/1")
    ]


def test_a_file_that_lost_most_goods_is_held_until_someone_says_it_is_right(feed, tmp_path):
    rows = [make.goods(n) for n in range(1, 61)]
    make.ingest(feed, make.xml(rows), tmp_path)
    run = make.ingest(feed, make.xml(rows[:10]), tmp_path)
    assert (run.state, run.problem, run.withdrawn) == ("incomplete", "shrunk", 0)
    assert run.problem_data == {"gone": 50, "live": 60}
    run = make.ingest(feed, make.xml(rows[:10]), tmp_path, trust=True)
    assert (run.state, run.withdrawn) == ("done", 50)


def test_a_file_of_which_nothing_can_be_taken_withdraws_nothing(feed, tmp_path):
    make.ingest(feed, make.xml([make.goods(1)]), tmp_path)
    run = make.ingest(feed, make.xml([make.goods(2, price="?")]), tmp_path)
    assert (run.state, run.problem, run.withdrawn) == ("incomplete", "nothing_taken", 0)


def test_a_table_of_any_shape_goes_in_by_its_mapping_in_its_currency(people, tmp_path):
    feed = make.feed(
        people.partner,
        format="table",
        mapping={
            "columns": {"id": "Ref", "title": "What", "price": "Cost", "category": "Kind"},
            "currency": "USD",
            "rate": "120",
            "stock": "3",
        },
    )
    data = (
        b"Ref;What;Cost;Kind\n1;Ink printer;58.45;printers\n2;Old;;printers\n3;X;BDT 5;printers\n"
    )
    run = make.ingest(feed, data, tmp_path)
    assert (run.added, codes(run)) == (1, ["missing", "wrong_currency"])
    offer = Offer.objects.get()
    assert (offer.price_poisha, offer.on_hand) == (701_400, 3)
    assert offer.product.category.slug == "printers"


def test_a_mapping_that_names_a_column_which_is_not_there_lists_those_that_are(people, tmp_path):
    columns = {"id": "Ref", "title": "What", "price": "Cost"}
    feed = make.feed(people.partner, format="table", mapping={"columns": columns})
    run = make.ingest(feed, b"Ref,Name,Cost\n1,a,2\n", tmp_path)
    assert (run.problem, run.problem_data) == (
        "columns_unknown", {"unknown": "What", "found": "Ref, Name, Cost"},
    )  # fmt: skip


def test_categories_are_suggested_used_when_sure_and_kept_as_decided(feed, tmp_path):
    rows = [
        make.goods(1, product_type="মেয়েদের > শাড়ি", title="জামদানি শাড়ি"),
        make.goods(2, product_type="Ladies/Sharee", title="Silk"),
        make.goods(3, product_type="Zzz", title="Qqq"),
    ]
    make.ingest(feed, make.xml(rows), tmp_path)
    found = {m.source_category: m for m in CategoryMapping.objects.all()}
    assert found["মেয়েদের > শাড়ি"].category.slug == "sarees"
    assert found["Ladies/Sharee"].category.slug == "sarees"
    assert (found["Zzz"].category.slug, found["Zzz"].confidence) == ("other", 0)


def test_the_reject_file_is_in_the_readers_language_and_no_formula(feed, tmp_path):
    run = make.ingest(
        feed, make.xml([make.goods(1, price="=1+1"), make.goods(2, title="লটারি")]), tmp_path
    )
    header, first, second = list(reject_rows(run, "en"))
    assert first[0] == "1" and first[3] == "'=1+1"
    assert "Lotteries may not be sold." in second[5]


def test_an_oversized_row_is_refused_and_memory_is_not_asked_for_it(feed, tmp_path):
    huge = make.goods(1, description="x" * 600_000)
    for form in ("google_xml", "jsonl", "csv"):
        run = make.ingest(feed, make.WRITERS[form]([huge, make.goods(2)]), tmp_path)
        assert (codes(run), run.rows) == (["too_large"], 2)


@pytest.mark.parametrize("form", make.WRITERS)
def test_reading_ten_times_as_much_takes_no_more_memory(tmp_path, form):
    peaks = []
    for count in (800, 8_000):
        path = tmp_path / f"{count}"
        path.write_bytes(make.WRITERS[form]([make.goods(n) for n in range(count)]))
        reader = open_feed(path, connector=connector("google"), format="auto", mapping={}).reader
        known = KnownRows([], "salt")
        cleaner = Cleaner(note=lambda _note: None, forbidden=ForbiddenWords([]), reasons={})
        tracemalloc.start()
        raws = reader.raws()
        while batch := list(islice(raws, 500)):
            for raw, fields in zip(batch, reader.parse(batch), strict=True):
                assert not known.see(known.digest(raw.key))
                cleaner.clean(raw.number, fields, fingerprint="", code="")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 4_000_000


def test_the_pictures_of_new_goods_are_sent_for_with_their_list(feed, tmp_path):
    rows = [make.goods(n, image_link=f"https://shop.example/{n}.jpg") for n in (1, 2)]
    make.ingest(feed, make.table(rows), tmp_path)
    assert Picture.objects.filter(state="waiting").count() == 2
