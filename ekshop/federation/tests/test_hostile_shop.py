"""A shop that answers anything at all costs its seller only: no worker for ever, no crash."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ekshop.federation.connectors import ConnectorTrouble, Source
from ekshop.federation.connectors.woocommerce import checking, hooks, orders
from ekshop.federation.connectors.woocommerce.client import Shop
from ekshop.federation.connectors.woocommerce.fetching import fetch, refetch
from ekshop.federation.connectors.woocommerce.live import live
from ekshop.federation.ingest import FileProblem

ORDER = {"code": "S7-4MX2-9", "placed_at": "2026-11-22T04:00:00Z"}
ODD = [
    b"[1, 2]", b'"no"', b"[[]]", b"null", b'[{"id": {}}]', b'{"id": []}', b'{"code": 1}',
    b'{"id": 5, "status": 5, "meta_data": 5, "line_items": 5, "type": {}, "name": []}',
    b'[{"id": 5, "status": "completed", "line_items": [3], "meta_data": [3]}]',
]  # fmt: skip


@pytest.fixture(scope="module")
def shop():
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            said = self.server.said
            body = said(self.path) if callable(said) else said
            self.send_response(200)
            self.send_header("X-WP-TotalPages", "999999999" if callable(said) else "1")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def source(shop, settings) -> Source:
    settings.OUTGOING_PRIVATE_ALLOWED = True
    return Source(f"http://127.0.0.1:{shop.server_port}", {"orders": "1"})


@pytest.mark.parametrize("said", ODD, ids=lambda said: said[:40].decode())
def test_an_answer_of_any_shape_is_trouble_in_words(shop, source, tmp_path, said):
    shop.said = said
    for ask in (
        lambda: fetch(source, tmp_path / "file", total=0.3),
        lambda: refetch(source, tmp_path / "file", ["5"]),
        lambda: live(source, ["5"]),
        lambda: orders.read(source, ["5"]),
        lambda: orders.cancel(source, "", ORDER),
        lambda: checking.check(source),
        lambda: hooks.connect(source, "http://here", "secret"),
    ):
        try:
            ask()
        except (ConnectorTrouble, FileProblem) as trouble:
            assert str(trouble)


def test_a_list_without_an_end_is_broken_off_by_time_and_by_size(shop, source, settings, tmp_path):
    goods = json.dumps([{"id": 7, "name": "x" * 1000, "type": "simple"}]).encode()
    known = {"/data/currencies": b"{}", "/products/categories": b"[]"}
    shop.said = lambda path: next((told for part, told in known.items() if part in path), goods)
    settings.FEED_MOST_BYTES = 20_000
    with pytest.raises(FileProblem) as problem:
        fetch(source, tmp_path / "file", total=20)
    assert problem.value.code == "too_large"
    with Shop(source, seconds=0.3) as asked, pytest.raises(ConnectorTrouble):
        list(asked.pages("/products", {}))
    with Shop(source) as asked, pytest.raises(ConnectorTrouble):
        list(asked.pages("/orders", {}, most=5))


def test_what_no_database_keeps_is_taken_out_of_an_answer(shop, source):
    shop.said = b'{"a\\u0000": ["b\\ud800c", "\\ud83d\\ude00"]}'
    with Shop(source) as asked:
        assert asked.get("/x") == {"a": ["b?c", "\U0001f600"]}


def test_an_answer_as_deep_as_a_well_is_none(shop, source):
    shop.said = b"[" * 100_000
    with pytest.raises(ConnectorTrouble), Shop(source, seconds=0.1) as asked:
        asked.get("/x")
