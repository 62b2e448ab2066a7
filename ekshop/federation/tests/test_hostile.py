"""Hostile lists cost their sender only: bounded memory, bounded time, nothing withdrawn."""

import gzip
import time
import tracemalloc

import pytest
from django.db import connection

from ekshop.catalogue.models import Offer
from ekshop.catalogue.rules import ForbiddenWords
from ekshop.federation.adapters.feeds import feed_fetch
from ekshop.federation.connectors import connector
from ekshop.federation.connectors.opening import open_feed
from ekshop.federation.ingest import Cleaner, FileProblem
from ekshop.federation.models import FeedReject, FeedRun
from ekshop.federation.services import feed_run_request
from ekshop.kernel import clock, http
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make_feeds as make
from . import make_hostile as hostile

MEMORY = 40 << 20


@pytest.fixture
def people(db):
    make.tree()
    with clock.at(PLACED_AT):
        yield personas()


@pytest.fixture
def feed(people):
    return make.feed(people.partner)


@pytest.fixture(autouse=True)
def small(settings):
    """The same walls, at a size that a test reaches in a moment."""
    settings.FEED_MOST_BYTES = 8 << 20
    settings.FEED_SLOW_AFTER_SECONDS = 0.3


def rows_of(path, *, format="auto", most=10_000):
    """What a reader makes of a file, and at what peak of memory."""
    # Counting every allocation is slow: not where nothing is held.
    if path.read_bytes()[-2:] != b"\n\n":
        tracemalloc.start()
    try:
        opened = open_feed(path, connector=connector("google"), format=format, mapping={})
        found = []
        for raw in opened.reader.raws():
            found.append(next(iter(opened.reader.parse([raw]))))
            if len(found) >= most:
                break
        peak = tracemalloc.get_traced_memory()[1] if tracemalloc.is_tracing() else 0
        return found, opened.reader.problem, peak
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("pieces", [hostile.one_element, hostile.nothing])
def test_a_file_without_an_end_is_left_at_the_cap(pieces, tmp_path):
    with hostile.sender(pieces) as address, pytest.raises(FileProblem) as caught:
        feed_fetch(address, tmp_path / "file")
    assert caught.value.code == "too_large"
    assert (tmp_path / "file").stat().st_size <= 9 << 20


def test_what_unpacks_a_thousandfold_is_left_long_before_the_cap(tmp_path, settings):
    settings.FEED_MOST_BYTES = 2_000_000_000
    with (
        hostile.sender(hostile.packed_nothing, Content_Encoding="gzip") as address,
        pytest.raises(FileProblem) as caught,
    ):
        feed_fetch(address, tmp_path / "file")
    assert caught.value.code == "too_large"
    assert (tmp_path / "file").stat().st_size < 80_000_000
    packed = tmp_path / "packed.xml.gz"
    packed.write_bytes(gzip.compress(b"<rss>" + bytes(80_000_000)))
    with pytest.raises(FileProblem) as caught:
        rows_of(packed)
    assert caught.value.code == "too_large"


def test_what_follows_the_end_of_a_packed_file_is_not_read(tmp_path):
    with hostile.sender(hostile.packed_with_a_tail, Content_Encoding="gzip") as address:
        fetched = feed_fetch(address, tmp_path / "file")
        assert (fetched.size, fetched.broken_off) == (26, False)
        with http.client(max_bytes=1 << 20) as client, pytest.raises(http.AnswerTooLarge):
            client.get(address)


def test_a_slow_drip_is_not_waited_for_and_what_came_is_kept(tmp_path):
    with hostile.sender(hostile.drip) as address:
        fetched = feed_fetch(address, tmp_path / "file")
    assert fetched.broken_off


def test_a_run_of_a_hostile_address_ends_as_failed_and_withdraws_nothing(people, feed, tmp_path):
    make.ingest(feed, make.xml([make.goods(n) for n in range(30)]), tmp_path)
    with hostile.sender(hostile.one_element) as address:
        feed.address = address
        feed.save()
        run = feed_run_request(actor=people.mina.actor, feed=feed, now=clock.now())
        run_jobs(queues=["feeds"])
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "too_large") and run.worked_ms > 0
    assert Offer.objects.filter(state="live").count() == 30


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel><item><g:id>" + b"x" * (4 << 20),
        b"<rss><channel>" + b"<item>" * 500_000,
        b"<rss><channel><item><![CDATA[" + b"</item>" * 500_000,
        b"<rss><channel><!-- " + b"<item>" * 500_000,
        b"id,title,price\n" + b"x" * (4 << 20),
        b'id,title,price\n"' + (b"x" * 5000 + b"\n") * 800,
        b"id,title,price\n" + b"," * (4 << 20),
        b"id,title,price" + b",x" * (2 << 20) + b"\n1,a,2",
        b"id,title,price\n" + b"\n" * 1_100_000,
        b'{"id": "1", "title": "' + b"x" * (4 << 20),
        b'{"id":' * 300_000,
        b'{"id": ' + b"9" * 400_000 + b"}\n",
        b"{}\n" + b"\n" * 1_100_000,
        b"<!--a-->" * 6_000 + b"<rss>",
    ],
    ids=[
        "one element", "elements in elements", "ends in CDATA", "items in a comment", "one line",
        "one quotation", "one row of cells", "a heading of a million", "blank lines", "one string",
        "nesting", "one number", "blank JSON", "comments",
    ],
)  # fmt: skip
def test_no_shape_of_nonsense_takes_long_or_much_memory(tmp_path, data):
    path = tmp_path / "file"
    path.write_bytes(data)
    began = time.process_time()
    try:
        found, _problem, peak = rows_of(path)
    except FileProblem:
        found, peak = [], 0
    assert len(found) < 1000
    assert peak < MEMORY + 3 * len(data)
    assert time.process_time() - began < 6


def test_entities_are_never_expanded(feed, tmp_path):
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss>'
    assert make.ingest(feed, bomb + b"<item><g:id>1</g:id></item></rss>", tmp_path).problem == (
        "document_type"
    )
    late = b"<rss><channel><!--" + b" " * 70_000 + b"-->" + bomb[21:] + b"<channel>"
    item = b"<item><g:id>1</g:id><g:title>&b;</g:title><g:price>5 BDT</g:price></item>"
    run = make.ingest(feed, late + item + b"</channel></rss>", tmp_path)
    assert run.added == 0 and FeedReject.objects.filter(run=run, code="broken_xml").exists()


@pytest.mark.parametrize(
    "junk", ["<a", " ", ",", "9", "অ", "\u200d", "& ", "\x07", "<!--", "vW", "†"]
)
def test_no_value_is_dear_to_clean_however_long(junk):
    notes = []
    cleaner = Cleaner(note=notes.append, forbidden=ForbiddenWords([]), reasons={})
    long = junk * (400_000 // len(junk))
    names = ["id", "title", "description", "brand", "category", "gtin", "mpn", "price", "link"]
    names += ["sale_price", "quantity", "availability", "image_link", "group_ref", "dispatch_days"]
    began = time.process_time()
    for name in names:
        fields = {"id": "1", "title": "x", "price": "5", name: long}
        cleaner.clean(1, fields, fingerprint="f", code="c")
    good = {"id": "1", "title": "x", "price": "5"}
    cleaner.clean(1, {**good, "images": [long]}, fingerprint="f", code="c")
    cleaner.clean(1, {**good, "attributes": {long: long}}, fingerprint="f", code="c")
    assert time.process_time() - began < 3


def test_many_large_rows_are_not_held_at_once(feed, tmp_path):
    rows = [make.goods(n, description="লম্বা " * 12_000) for n in range(120)]
    data = make.jsonl(rows)
    assert len(data) > 20 << 20
    tracemalloc.start()
    run = make.ingest(feed, data, tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert run.added == 120 and peak < len(data) + MEMORY


def test_reading_ends_at_its_time_and_what_was_read_counts(feed, tmp_path, settings):
    settings.FEED_READ_SECONDS = 0.0
    run = make.ingest(feed, make.table([make.goods(n) for n in range(1200)]), tmp_path)
    assert (run.state, run.problem, run.withdrawn) == ("incomplete", "took_too_long", 0)
    assert run.rows < 1200


def test_one_sellers_feeds_keep_one_worker_busy_and_dear_ones_stand_behind(people):
    def queued(seller, **fields):
        made = make.feed(seller, address="https://shop.example/feed.xml", **fields)
        feed_run_request(actor=make.SYSTEM, feed=made, now=clock.now())
        return made

    _first, second = queued(people.partner), queued(people.partner, name="Second")
    FeedRun.objects.filter(feed=second).update(worked_ms=20 * 60_000, state="failed")
    feed_run_request(actor=make.SYSTEM, feed=second, now=clock.now())
    queued(people.pharmacy)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lock, priority FROM procrastinate_jobs WHERE queue_name = 'feeds' ORDER BY id"
        )
        jobs = cursor.fetchall()
    mine, other = f"feeds-of:{people.partner.pk}", f"feeds-of:{people.pharmacy.pk}"
    assert jobs == [(mine, 0), (mine, 0), (mine, -10), (other, 0)]


def test_what_was_typed_for_a_bijoy_font_comes_in_as_bengali_with_a_note(feed, tmp_path):
    rows = [
        make.goods(1, title="Rvg`vwb kvwo, jvj cvo", product_type="kvwo I Kvco", price="৳১,২৩৪/-"),
        make.goods(2, title="L'Oréal Elsève Crème für schöne Größe"),
        make.goods(3, title="View wave waves WVW twelve VW vow", description="Nice view"),
    ]
    run = make.ingest(feed, make.table(rows), tmp_path)
    assert (run.added, run.rejected) == (3, 0)
    first = Offer.objects.get(seller_ref="G0001")
    assert first.title == first.title_bn == "জামদানি শাড়ি, লাল পাড়".replace("ড়", "ড়")
    assert first.price_poisha == 123_400
    assert FeedReject.objects.get(run=run, code="bijoy").ref == "G0001"
    assert Offer.objects.get(seller_ref="G0002").title.startswith("L'Oréal")
