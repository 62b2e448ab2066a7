"""Sellers' pictures become ours: from allowed hosts only, within limits, once, and politely."""

import io
import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from ekshop.catalogue.models import Picture, PictureHost
from ekshop.catalogue.selectors import picture_shown
from ekshop.catalogue.selectors.pictures import SIDES, key_of, picture_path
from ekshop.catalogue.services import (
    picture_host_decide,
    picture_hosts_allow,
    picture_want,
    pictures_look_ahead,
    pictures_want_newest,
    pictures_work,
)
from ekshop.catalogue.services.pictures import LAST_WAIT, WAITS
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make


def jpeg(width=1200, height=800):
    out = io.BytesIO()
    Image.new("RGB", (width, height), (10, 120, 60)).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def host():
    """Answers by path: picture, page, 404, or away to another host."""
    served = {"/a.jpg": jpeg(), "/page": b"<html>", "/bomb.png": bomb()}

    class Handler(BaseHTTPRequestHandler):
        asked: list[str] = []

        def do_GET(self):
            self.asked.append(self.path)
            if self.path == "/away":
                self.send_response(302)
                self.send_header("Location", "http://elsewhere.example/a.jpg")
                self.end_headers()
                return
            self.send_response(200 if self.path in served else 404)
            self.end_headers()
            self.wfile.write(served.get(self.path, b""))

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.base, server.asked = f"http://127.0.0.1:{server.server_port}", Handler.asked
    yield server
    server.shutdown()


def bomb():
    """A file of a few kilobytes that unpacks to eighty million pixels."""
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def people(db, settings, tmp_path):
    settings.VAR_DIR, settings.OUTGOING_PRIVATE_ALLOWED = tmp_path, True
    return personas()


def want(seller, address, *, allow=True):
    if allow:
        picture_hosts_allow(seller_id=seller.pk, addresses=[address], now=PLACED_AT)
    picture_want(address=address, seller_id=seller.pk, now=PLACED_AT)
    ready = pictures_work(now=PLACED_AT)
    return ready, Picture.objects.get(key=key_of(address))


def test_a_picture_is_fetched_once_and_kept_in_three_sizes(people, host):
    ready, picture = want(people.partner, f"{host.base}/a.jpg")
    assert (ready, picture.state, picture.width, picture.height) == (1, "ready", 960, 640)
    sizes = []
    for side in SIDES:
        with Image.open(picture_path(picture.digest, side)) as kept:
            sizes.append((kept.format, max(kept.size)))
    assert sizes == [("WEBP", 160), ("WEBP", 480), ("WEBP", 960)]
    before = len(host.asked)
    assert not picture_want(address=picture.address, seller_id=people.partner.pk, now=PLACED_AT)
    assert pictures_work(now=PLACED_AT) == 0
    assert len(host.asked) == before


def test_a_picture_of_goods_is_found_by_offer_and_place(people, host):
    address = f"{host.base}/a.jpg"
    offer = make.offer(people.partner, image_url=address, images=[f"{address}?2"])
    assert picture_shown("o", offer.pk, 0, 480).path is None
    want(people.partner, address)
    assert picture_shown("o", offer.pk, 0, 480).path.exists()
    assert picture_shown("o", offer.pk, 1, 480).address == f"{address}?2"
    assert picture_shown("o", offer.pk, 2, 480) is None
    assert picture_shown("o", offer.pk, 0, 481) is None
    assert picture_shown("o", offer.pk, 10**12, 480) is None
    assert picture_shown("p", 10**30, 0, 480) is None


def test_a_host_not_met_before_is_not_asked_until_an_operator_allows_it(people, host):
    address = f"{host.base}/a.jpg"
    before = len(host.asked)
    _ready, picture = want(people.partner, address, allow=False)
    assert (picture.state, picture.why, picture.next_at) == ("refused", "host", None)
    assert len(host.asked) == before
    row = PictureHost.objects.get()
    picture_host_decide(actor=people.omar.actor, host_id=row.pk, allow=True, now=PLACED_AT)
    assert pictures_work(now=PLACED_AT) == 1


def test_a_seller_cannot_allow_again_what_an_operator_refused(people, host):
    address = f"{host.base}/a.jpg"
    want(people.partner, address, allow=False)
    row = PictureHost.objects.get()
    picture_host_decide(actor=people.omar.actor, host_id=row.pk, allow=False, now=PLACED_AT)
    picture_hosts_allow(seller_id=people.partner.pk, addresses=[address], now=PLACED_AT)
    row.refresh_from_db()
    assert row.state == "refused"


def test_a_picture_named_first_by_who_may_not_have_it_comes_for_who_may(people, host):
    address = f"{host.base}/a.jpg"
    _ready, picture = want(people.pharmacy, address, allow=False)
    assert (picture.state, picture.why) == ("refused", "host")
    ready, picture = want(people.partner, address)
    assert (ready, picture.state, picture.seller_id) == (1, "ready", people.partner.pk)


def test_hosts_under_the_name_of_a_sellers_own_feed_are_its_own(people):
    picture_hosts_allow(
        seller_id=people.partner.pk, addresses=["https://www.shop.com.bd/feed"], now=PLACED_AT
    )
    for address in ("https://cdn.shop.com.bd/1.jpg", "https://shop.evil.com.bd/1.jpg"):
        picture_want(address=address, seller_id=people.partner.pk, now=PLACED_AT)
    pictures_work(now=PLACED_AT)
    states = dict(PictureHost.objects.values_list("host", "state"))
    assert states["cdn.shop.com.bd"] == "allowed"
    assert states["shop.evil.com.bd"] == "waiting"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/page", "not_a_picture"),
        ("/bomb.png", "too_many_pixels"),
        ("/none", "status"),
        ("/away", "host"),
    ],
)
def test_what_is_no_picture_too_large_or_led_away_is_left_alone_longer_and_longer(
    people, host, path, why
):
    _ready, picture = want(people.partner, f"{host.base}{path}")
    assert picture.why == why
    waits = {"status": WAITS[0], "host": None}.get(why, LAST_WAIT)
    assert picture.next_at == (PLACED_AT + waits if waits else None)


def test_inside_addresses_are_never_asked(people, host, settings):
    settings.OUTGOING_PRIVATE_ALLOWED = False
    before = len(host.asked)
    _ready, picture = want(people.partner, f"{host.base}/a.jpg")
    assert (picture.state, len(host.asked)) == ("refused", before)


@pytest.mark.parametrize("first, second", [("", ""), ("one.shop.", "two.shop.")])
def test_pictures_of_others_do_not_wait_for_a_host_that_is_away(people, host, first, second):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        away = f"localhost:{closed.getsockname()[1]}"
    theirs = [f"http://{first}{away}/1.jpg", f"http://{second}{away}/2.jpg"]
    for address in [*theirs, f"{host.base}/a.jpg"]:
        picture_hosts_allow(seller_id=people.partner.pk, addresses=[address], now=PLACED_AT)
        picture_want(address=address, seller_id=people.partner.pk, now=PLACED_AT)
    assert pictures_work(now=PLACED_AT) == 1
    assert sorted(Picture.objects.values_list("state", "attempts")) == [
        ("failed", 1), ("ready", 0), ("waiting", 0),
    ]  # fmt: skip


def test_pictures_of_goods_in_stock_are_wanted_before_anyone_looks(people):
    there = make.offer(people.partner, image_url="https://a.example/1.jpg")
    make.offer(people.partner, image_url="https://a.example/2.jpg", on_hand=0)
    make.offer(people.partner, image_url="")
    assert pictures_look_ahead(now=PLACED_AT) == 1
    assert Picture.objects.get().address == there.image_url
    assert pictures_look_ahead(now=PLACED_AT + timedelta(minutes=1)) == 0


def test_pictures_of_a_sellers_newest_goods_in_stock_are_wanted_at_once(people):
    for on_hand, address in ((3, "https://a.example/1.jpg"), (0, "https://a.example/2.jpg")):
        make.offer(people.partner, image_url=address, on_hand=on_hand)
    make.offer(people.partner, image_url="https://a.example/1.jpg")
    make.offer(people.pharmacy, image_url="https://c.example/1.jpg")
    assert pictures_want_newest(seller_id=people.partner.pk, now=PLACED_AT) == 1
    assert Picture.objects.get().address == "https://a.example/1.jpg"
    assert pictures_want_newest(seller_id=people.partner.pk, now=PLACED_AT) == 0
