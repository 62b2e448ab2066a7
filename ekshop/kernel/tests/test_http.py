import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from django.utils.translation import override

from ekshop.kernel import http


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append(self.path)
        getattr(self, "answer_" + self.path.strip("/").split("?")[0])()

    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_hello(self):
        self.say(200, b"hello")

    def answer_large(self):
        self.say(200, b"x" * 50_000)

    def answer_bomb(self):
        self.say(200, gzip.compress(b"0" * 2_000_000), Content_Encoding="gzip")

    def answer_elsewhere(self):
        self.say(302, Location="/hello")

    def answer_inside(self):
        self.say(302, Location="http://169.254.169.254/latest/meta-data")

    def answer_circle(self):
        self.say(302, Location="/circle")

    def answer_flaky(self):
        self.say(200 if len(self.server.seen) > 2 else 503, b"at last")

    def answer_down(self):
        self.say(503)

    def answer_trickle(self):
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        for _ in range(30):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    server.seen = []
    server.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def private_allowed(settings):
    settings.OUTGOING_PRIVATE_ALLOWED = True


def test_a_private_address_is_refused_before_anything_is_sent(server, settings):
    settings.OUTGOING_PRIVATE_ALLOWED = False
    for host in ("127.0.0.1", "localhost"):
        with http.client() as client, pytest.raises(http.AddressRefused) as refused:
            client.get(f"http://{host}:{server.server_port}/hello")
        assert http.surely_unsent(refused.value)
    assert server.seen == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.4",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "100.64.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_addresses_inside_are_known_in_every_spelling(address, settings):
    settings.OUTGOING_PRIVATE_ALLOWED = False
    assert not http.address_allowed(address)


def test_public_addresses_are_allowed(settings):
    settings.OUTGOING_PRIVATE_ALLOWED = False
    assert http.address_allowed("103.4.145.245")
    assert http.address_allowed("2606:4700::1111")


def test_link_local_stays_closed_even_where_private_is_open(private_allowed):
    assert http.address_allowed("127.0.0.1")
    assert not http.address_allowed("169.254.169.254")


def test_a_name_is_asked_once_so_that_it_cannot_change_its_mind(
    server, private_allowed, monkeypatch
):
    real, asked = socket.getaddrinfo, []

    def shifty(host, port, *given, **more):
        if host != "shifty.example":
            return real(host, port, *given, **more)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "169.254.169.254", port, *given, **more)

    monkeypatch.setattr(socket, "getaddrinfo", shifty)
    address = f"http://shifty.example:{server.server_port}/hello"
    with http.client() as client:
        assert client.get(address).status_code == 200
    assert asked == ["shifty.example"]
    with http.client() as client, pytest.raises(http.AddressRefused):
        client.get(address)


def test_an_answer_comes_whole(server, private_allowed):
    with http.client(base_url=server.url) as client:
        assert client.get("/hello").text == "hello"


@pytest.mark.parametrize("path", ["/large", "/bomb"])
def test_an_answer_over_the_cap_is_broken_off(path, server, private_allowed):
    with http.client(base_url=server.url, max_bytes=10_000) as client:
        with pytest.raises(http.AnswerTooLarge):
            client.get(path)
        with client.stream("GET", path) as answer, pytest.raises(http.AnswerTooLarge):
            list(http.chunks(answer))


def test_a_trickling_answer_does_not_outlast_the_total_time(server, private_allowed):
    late_errors = (http.TookTooLong, httpx.TimeoutException)
    with http.client(base_url=server.url, total=0.3) as client, pytest.raises(late_errors) as late:
        client.get("/trickle")
    assert not http.surely_unsent(late.value)
    assert http.failure_sentence(late.value) == str(http.TookTooLong.message)


def test_redirects_are_followed_only_where_asked_and_each_is_judged(server, private_allowed):
    with http.client(base_url=server.url) as client:
        assert client.get("/elsewhere").status_code == 302
    with http.client(base_url=server.url, redirects=2) as client:
        assert client.get("/elsewhere").text == "hello"
        with pytest.raises(http.AddressRefused):
            client.get("/inside")
        with pytest.raises(httpx.TooManyRedirects):
            client.get("/circle")


def test_a_repeatable_call_is_tried_again_and_then_given_up(server, private_allowed):
    with http.client(base_url=server.url) as client:
        assert client.fetch("GET", "/flaky").text == "at last"
        server.seen.clear()
        assert client.fetch("GET", "/down", attempts=2).status_code == 503
    assert server.seen == ["/down", "/down"]


def test_failures_are_said_in_words(private_allowed):
    with http.client() as client:
        for url in ("http://127.0.0.1:9/", "ftp://example.com/", "http://no-such-name.invalid/"):
            with pytest.raises(http.FAILURES) as failed:
                client.get(url)
            assert http.surely_unsent(failed.value)
            assert len(http.failure_sentence(failed.value)) > 10


@pytest.mark.parametrize("host", ["a..example", "x" * 70 + ".example"])
def test_a_name_that_can_be_none_fails_like_any_that_nobody_has(host):
    with pytest.raises(http.FAILURES) as caught, http.client() as client:
        client.get(f"http://{host}/")
    with override("en"):
        assert http.failure_sentence(caught.value) == "No server has this name."
