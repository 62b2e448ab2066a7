"""Feeds fetched from the real sandbox shops, in their own process, over HTTP."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from ekshop.catalogue.models import Offer, Product
from ekshop.federation.models import Feed, FeedReject, FeedRun
from ekshop.federation.selectors import feeds_stale, problem_sentence
from ekshop.federation.services import (
    feed_pause,
    feed_run_request,
    feed_runs_requeue,
    feeds_schedule,
)
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT, personas
from sandbox.beside import TOP, free_port
from sandbox.tests.conftest import Outside

from . import make_feeds as make

FORMS = {1: "xml", 2: "csv", 3: "tsv", 5: "jsonl"}


class Shops(Outside):
    """The sandbox's shops, with no goods told by files."""

    def __init__(self, folder: Path) -> None:
        goods = str(folder / "none")
        super().__init__(folder / "state", "http://127.0.0.1:9", "--shops-data", goods)
        self.url = str(self.base_url)

    def tell(self, shop: int, action: str, **told) -> None:
        self.control(f"shop/{shop}/{action}", **told)

    def address(self, shop: int) -> str:
        return f"{self.url}/shops/{shop}/feed.{FORMS[shop]}"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    shops = Shops(tmp_path_factory.mktemp("shops"))
    yield shops
    shops.kill()


@pytest.fixture
def shops(running):
    yield running
    for shop in FORMS:
        running.tell(shop, "restore")


@pytest.fixture
def people(db):
    make.tree()
    with clock.at(PLACED_AT):
        yield personas()


def feed_of(people, shops, shop=1, **fields) -> Feed:
    return make.feed(people.pharmacy, address=shops.address(shop), **fields)


def read(people, feed, **more) -> FeedRun:
    run = feed_run_request(actor=people.tania.actor, feed=feed, now=clock.now(), **more)
    run_jobs(queues=["feeds"])
    run.refresh_from_db()
    feed.refresh_from_db()
    return run


@pytest.mark.parametrize("shop", FORMS)
def test_a_shops_feed_is_fetched_and_then_spared_while_it_stays_the_same(people, shops, shop):
    feed = feed_of(people, shops, shop)
    run = read(people, feed)
    assert (run.state, run.rows, run.rejected) == ("done", 60, 0)
    assert Offer.objects.filter(state="live").count() == 60
    again = read(people, feed)
    assert (again.state, again.rows) == ("unchanged", 0)


def test_changed_and_removed_goods_follow_the_shop(people, shops):
    feed = feed_of(people, shops)
    read(people, feed)
    price = Offer.objects.get(seller_ref="B000001").price_poisha - 100
    shops.tell(1, "set", id="B000001", price=f"{price / 100:.2f} BDT")
    shops.tell(1, "remove", ids=["B000002"])
    run = read(people, feed)
    assert (run.changed, run.unchanged, run.withdrawn) == (1, 58, 1)
    assert Offer.objects.get(seller_ref="B000001").price_poisha == price


@pytest.mark.parametrize(
    ("fault", "code", "bad"),
    [
        ("negative_prices", "price_not_positive", 6),
        ("absurd_prices", "price_absurd", 6),
        ("duplicate_ids", "duplicate_id", 6),
        ("wrong_encoding", "encoding", 6),
        ("missing_fields", "missing", 12),
    ],
)
@pytest.mark.parametrize("shop", [1, 2, 5])
def test_spoiled_rows_are_said_and_the_good_ones_taken(people, shops, shop, fault, code, bad):
    shops.tell(shop, "feed", faults=[fault])
    run = read(people, feed_of(people, shops, shop))
    codes = set(FeedReject.objects.filter(run=run).values_list("code", flat=True))
    assert (run.state, codes, run.rejected) == ("done", {code}, bad)
    assert Offer.objects.count() == 54


@pytest.mark.parametrize("shop", FORMS)
def test_half_a_file_withdraws_nothing(people, shops, shop):
    feed = feed_of(people, shops, shop)
    read(people, feed)
    shops.tell(shop, "feed", faults=["half_file"])
    run = read(people, feed)
    assert (run.state, run.problem, run.withdrawn) == ("incomplete", "half_file", 0)
    assert Offer.objects.filter(state="live").count() == 60


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("not_found", "http_status"),
        ("html", "html_page"),
        ("empty", "empty"),
        ("redirect_loop", "unreachable"),
        ("redirect_inside", "unreachable"),
    ],
)
def test_what_is_no_feed_makes_it_failing_until_it_can_be_read_again(people, shops, fault, problem):
    feed = feed_of(people, shops)
    read(people, feed)
    shops.tell(1, "feed", faults=[fault])
    run = read(people, feed)
    assert (run.state, run.problem, feed.state) == ("failed", problem, "failing")
    assert problem_sentence(run)
    assert Offer.objects.filter(state="live").count() == 60
    shops.tell(1, "restore")
    assert read(people, feed).state in ("done", "unchanged")
    assert feed.state == "active"


@pytest.mark.parametrize("fault", ["utf16", "redirect"])
def test_what_is_only_unusual_is_read(people, shops, fault):
    shops.tell(1, "feed", faults=[fault])
    run = read(people, feed_of(people, shops))
    assert (run.state, run.added) == ("done", 60)


def test_a_server_that_is_not_there_is_said_plainly(people):
    feed = make.feed(people.pharmacy, address=f"http://127.0.0.1:{free_port()}/feed.xml")
    run = read(people, feed)
    assert (run.state, run.problem) == ("failed", "unreachable")


def test_due_feeds_are_read_by_the_clock_and_paused_ones_are_not(people, shops):
    feed_of(people, shops)
    paused = make.feed(people.pharmacy, name="Other", address=shops.address(2))
    feed_pause(actor=people.tania.actor, feed=paused, now=PLACED_AT)
    assert feeds_schedule(now=PLACED_AT) == 1
    assert feeds_schedule(now=PLACED_AT) == 0
    run_jobs(queues=["feeds"])
    assert FeedRun.objects.get().state == "done"
    assert feeds_schedule(now=PLACED_AT + timedelta(minutes=61)) == 1


def test_a_feed_that_stops_being_read_is_noticed(people, shops):
    feed = feed_of(people, shops, every_minutes=60)
    read(people, feed)
    assert not feeds_stale(PLACED_AT + timedelta(hours=2)).exists()
    assert list(feeds_stale(PLACED_AT + timedelta(hours=4))) == [feed]


def test_asking_twice_makes_one_run(people, shops):
    feed = feed_of(people, shops)
    first = feed_run_request(actor=people.tania.actor, feed=feed, now=clock.now())
    second = feed_run_request(actor=people.tania.actor, feed=feed, now=clock.now())
    assert first.pk == second.pk
    run_jobs(queues=["feeds"])
    assert FeedRun.objects.count() == 1


def test_a_run_whose_worker_died_half_way_is_begun_again_and_ends_the_same(people, shops):
    feed = feed_of(people, shops)
    run = feed_run_request(actor=people.tania.actor, feed=feed, now=clock.now())
    FeedRun.objects.filter(pk=run.pk).update(state="merging", staged=10, merged=5)
    run_jobs(queues=["feeds"])
    run.refresh_from_db()
    assert (run.state, run.added) == ("done", 60)


def test_a_run_whose_job_was_lost_is_queued_again_once(people, shops):
    feed = feed_of(people, shops)
    run = FeedRun.objects.create(feed=feed, trigger="schedule", asked_at=PLACED_AT)
    assert feed_runs_requeue(now=PLACED_AT + timedelta(minutes=5)) == 0
    for _ in range(2):
        feed_runs_requeue(now=PLACED_AT + timedelta(minutes=20))
    assert run_jobs(queues=["feeds"]).done == 1
    run.refresh_from_db()
    assert run.state == "done"


KILLED = """
import os, sys, django
django.setup()
from pathlib import Path
from ekshop.catalogue.services import merge
merge.SLICE = 500
from ekshop.federation.models import Feed
from ekshop.federation.services import feed_ingest_file
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
def watch(run):
    if run.merged >= int(sys.argv[3]):
        print("half way", flush=True)
        sys.stdin.read()
run = feed_ingest_file(actor=Actor.system("tests"), feed=Feed.objects.get(pk=sys.argv[1]),
                       path=Path(sys.argv[2]), now=clock.now(), watch=watch)
print(run.state, run.added, run.unchanged, flush=True)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("at", [0, 1500])
def test_a_reader_killed_at_once_or_in_the_middle_of_merging_loses_and_doubles_nothing(
    tmp_path, at
):
    make.tree()
    feed = make.feed(personas().partner)
    path = tmp_path / "feed.xml"
    path.write_bytes(make.xml([make.goods(n, brand="", mpn=str(n)) for n in range(1, 4001)]))
    env = {**os.environ, "DATABASE_URL": _url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-W", "ignore", "-c", KILLED, str(feed.pk), str(path)]
    child = subprocess.Popen(
        [*command, str(at)], cwd=TOP, env=env, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )  # fmt: skip
    assert child.stdout.readline() == "half way\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    there = Offer.objects.count()
    assert there == at or at == 0
    again = subprocess.run(
        [*command, "999999"], cwd=TOP, env=env, capture_output=True, text=True, check=True
    )
    assert again.stdout.split() == ["done", str(4000 - there), str(there)]
    assert Offer.objects.filter(state="live").count() == 4000
    assert Product.objects.filter(offers__isnull=True).count() == 0
    states = list(FeedRun.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["failed", "done"]


def _url() -> str:
    known = connection.settings_dict
    host = str(known["HOST"]).replace("/", "%2F")
    return f"postgresql://{known['USER']}@{host}/{known['NAME']}"
