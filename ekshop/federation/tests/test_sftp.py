"""Feeds from an SFTP server: the sandbox's, in its own process, and what it does to us."""

import time

import pytest
from django.utils.translation import override

from ekshop.catalogue.models import Offer
from ekshop.federation.connectors import Source, connector
from ekshop.federation.connectors.sftp import client
from ekshop.federation.ingest import FileProblem
from ekshop.federation.models import Feed
from ekshop.federation.selectors import problem_sentence
from ekshop.federation.services import feed_register, feed_run_request
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make_feeds as make
from .test_fetching import Shops


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    shops = Shops(tmp_path_factory.mktemp("shops"))
    yield shops
    shops.kill()


class Server:
    def __init__(self, shops: Shops) -> None:
        self.shops = shops
        keys = self.call("GET", "sftp?format=json")["credentials"]
        self.password = keys["password"]
        self.port = shops.sftp_port

    def call(self, method: str, path: str, **told):
        answer = self.shops.request(method, f"/_control/{path}", json=told or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def address(self, path: str = "/shops/3/feed.tsv", user: str = "feeds@") -> str:
        return f"sftp://{user}127.0.0.1:{self.port}{path}"

    def source(self, address: str = "", **settings: str) -> Source:
        return Source(address or self.address(), {"password": self.password, **settings})


@pytest.fixture
def server(running):
    yield Server(running)
    for action in ("sftp/reset", "shop/3/restore"):
        running.post(f"/_control/{action}", json={})
    settings = {"host_key": 1, "read_bytes": 0, "moved_on": False}
    running.post("/_control/sftp/settings", json=settings)


@pytest.fixture
def people(db):
    make.tree()
    with clock.at(PLACED_AT):
        yield personas()


def feed_of(people, server, **settings) -> Feed:
    return make.feed(
        people.pharmacy,
        connector="sftp",
        address=server.address(),
        settings={"password": server.password, **settings},
    )


def read(people, feed):
    run = feed_run_request(actor=people.tania.actor, feed=feed, now=clock.now())
    run_jobs(queues=["feeds"])
    run.refresh_from_db()
    feed.refresh_from_db()
    return run


def test_a_file_is_read_the_servers_key_kept_and_the_same_file_spared(people, server):
    feed = feed_of(people, server)
    run = read(people, feed)
    assert (run.state, run.rows, run.rejected) == ("done", 60, 0)
    assert feed.settings["host_key"] == server.call("POST", "sftp/key")["fingerprint"]
    assert server.password not in str(feed.settings)
    assert read(people, feed).state == "unchanged"
    # Another time of change, the same bytes: fetched, and found to be the same.
    server.call("POST", "sftp/settings", moved_on=True)
    again = read(people, feed)
    assert again.state == "unchanged" and again.bytes > 0


def test_a_server_under_another_key_is_told_nothing(people, server):
    feed = feed_of(people, server)
    read(people, feed)
    kept = feed.settings["host_key"]
    server.call("POST", "sftp/settings", host_key=2)
    run = read(people, feed)
    assert (run.state, run.problem, feed.state) == ("failed", "host_key", "failing")
    assert kept in problem_sentence(run) and feed.settings["host_key"] == kept
    assert Offer.objects.filter(state="live").count() == 60


def test_half_a_file_is_taken_and_nothing_withdrawn(people, server):
    feed = feed_of(people, server)
    read(people, feed)
    server.call("POST", "shop/3/set", id=Offer.objects.first().seller_ref, price="77.00 BDT")
    server.call("POST", "sftp", half=True)
    run = read(people, feed)
    assert (run.state, run.problem, run.withdrawn) == ("incomplete", "broken_off", 0)
    assert 0 < run.rows < 60


def test_a_key_without_a_password_lets_in_though_a_form_made_one_line_of_it(server, tmp_path):
    key = server.call("POST", "sftp/key")["private_key"].replace("\n", "")
    source = Source(server.address(), {"private_key": key})
    assert client.fetch(source, tmp_path / "file").size > 1000


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"password": "wrong"}, "sign_in_refused"),
        ({"private_key": "-----BEGIN NONSENSE-----"}, "key_unreadable"),
        ({"host_key": "SHA256:another"}, "host_key"),
        ({"path": "/shops/3/none.txt"}, "no_such_file"),
        ({"port": 1}, "unreachable"),
    ],
)
def test_what_is_wrong_is_said(server, tmp_path, given, code):
    if "port" in given:
        server.port = given.pop("port")
    address = server.address(given.pop("path", "/shops/3/feed.tsv"))
    with pytest.raises(FileProblem) as caught:
        client.fetch(server.source(address, **given), tmp_path / "file")
    assert caught.value.code == code


def test_a_server_that_hangs_up_or_drips_costs_no_longer_than_it_may(server, tmp_path):
    server.call("POST", "sftp", down="refuse")
    with pytest.raises(FileProblem) as caught:
        client.fetch(server.source(), tmp_path / "file")
    assert caught.value.code == "unreachable"
    server.call("POST", "sftp", down="", slow_ms=100)
    server.call("POST", "sftp/settings", read_bytes=10)
    began = time.monotonic()
    try:
        assert client.fetch(server.source(), tmp_path / "file", total=1.5).broken_off
    except FileProblem as problem:
        assert problem.code == "unreachable"
    assert time.monotonic() - began < 60


def test_private_addresses_are_refused_unless_the_house_allows_them(server, tmp_path, settings):
    settings.OUTGOING_PRIVATE_ALLOWED = False
    with override("en"), pytest.raises(FileProblem, match="public internet"):
        client.fetch(server.source(), tmp_path / "file")


def test_a_connection_is_tried_and_shows_the_servers_key(server):
    check = connector("sftp").check
    found = check(server.source())
    assert all(each.fine for each in found)
    assert "SHA256:" in str(found[0].words)
    assert not check(server.source(server.address(user="")))[-1].fine
    assert not check(server.source(password="wrong"))[-1].fine


def test_a_password_in_the_address_is_not_taken(people):
    for address in ("sftp://u:secret@files.example.com/x", "https://files.example.com/x"):
        with pytest.raises(InvalidInput):
            feed_register(
                actor=people.tania.actor,
                seller_id=people.pharmacy.pk,
                name="x",
                connector="sftp",
                address=address,
                now=PLACED_AT,
            )
