"""The WooCommerce shop, through the client that WooCommerce publishes for Python."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from woocommerce import API

from sandbox.tests.conftest import Outside, until

ORDER = {
    "status": "on-hold",
    "billing": {"first_name": "Asha", "company": "ek-Shop K7-4MX2-9", "phone": "01711000001"},
    "line_items": [{"product_id": 202, "quantity": 2}, {"product_id": 101, "quantity": 1}],
    "shipping_lines": [{"method_id": "x", "method_title": "Delivery", "total": "60.00"}],
    "meta_data": [{"key": "ekshop_code", "value": "K7-4MX2-9"}],
}


@pytest.fixture(scope="session")
def tls(running: Outside, tmp_path_factory) -> Iterator[str]:
    """Something that ends TLS in front of the shop, with a certificate of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    file.write_bytes(private + signed)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            sent = {**self.headers, "X-Forwarded-Proto": "https"}
            answer = running.request(self.command, self.path, content=body, headers=sent)
            self.send_response(answer.status_code)
            for one in ("content-type", "x-wp-total", "x-wp-totalpages"):
                if one in answer.headers:
                    self.send_header(one, answer.headers[one])
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *words) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}/woo"
    server.shutdown()


@pytest.fixture
def keys(outside: Outside) -> dict[str, str]:
    return outside.keys("woo")


@pytest.fixture
def shop(outside: Outside, keys: dict[str, str]) -> API:
    return API(f"{outside.base_url}/woo", keys["consumer_key"], keys["consumer_secret"])


@pytest.fixture
def quiet(outside: Outside) -> Iterator[None]:
    """The shop does nothing by itself."""
    outside.control("woo/settings", policy="silent")
    yield
    outside.control("woo/settings", policy="confirm", silent=False)


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_the_published_client_is_let_in_by_basic_query_and_signature(shop, tls, keys):
    pair = (keys["consumer_key"], keys["consumer_secret"])
    basic = API(tls, *pair, verify_ssl=False)
    query = API(tls, *pair, verify_ssl=False, query_string_auth=True)
    for each in (shop, basic, query):
        answer = each.get("products", params={"per_page": 5, "orderby": "id", "order": "asc"})
        assert answer.status_code == 200, answer.text
        assert [one["id"] for one in answer.json()] == [101, 102, 103, 104, 105]
        assert answer.headers["X-WP-Total"] == "21" and answer.headers["X-WP-TotalPages"] == "5"
    wrong = API(tls, pair[0], "cs_wrong", verify_ssl=False).get("products")
    assert (wrong.status_code, wrong.json()["code"]) == (
        401,
        "woocommerce_rest_authentication_error",
    )
    unknown = API(tls, "ck_unknown", "cs", verify_ssl=False).get("products")
    assert (unknown.status_code, unknown.json()["code"]) == (401, "woocommerce_rest_cannot_view")


def test_over_plain_http_a_key_counts_only_with_a_signature_and_only_once(outside, shop, keys):
    pair = (keys["consumer_key"], keys["consumer_secret"])
    plain = outside.get("/woo/wp-json/wc/v3/products", auth=pair)
    assert plain.status_code == 401
    forged = API(f"{outside.base_url}/woo", pair[0], "cs_wrong").get("products").json()
    assert "signature does not match" in forged["message"]
    signed = shop.get("products", params={"search": "গামছা"})
    assert signed.status_code == 200 and signed.json()
    assert "nonce" in httpx.get(signed.url).json()["message"]


def test_what_is_wrong_is_said_in_woocommerces_own_shape(outside, shop):
    assert shop.get("products/999999").json() == {
        "code": "woocommerce_rest_product_invalid_id",
        "message": "Invalid ID.",
        "data": {"status": 404},
    }
    too_many = shop.get("products", params={"per_page": 500})
    assert too_many.status_code == 400 and "per_page" in too_many.json()["data"]["params"]
    assert shop.get("nothing").json()["code"] == "rest_no_route"
    outside.control("woo/settings", permissions="read")
    refused = shop.post("orders", ORDER)
    outside.control("woo/settings", permissions="read_write")
    assert refused.status_code == 401 and "write permissions" in refused.json()["message"]
    outside.control("woo/settings", permalinks=False)
    page = shop.get("products")
    outside.control("woo/settings", permalinks=True)
    assert page.status_code == 404 and page.text.startswith("<!DOCTYPE HTML")


def test_a_family_has_its_variations_with_their_prices_and_stock(shop):
    family = shop.get("products/201").json()
    assert family["type"] == "variable" and len(family["variations"]) == 12
    assert [one["name"] for one in family["attributes"]] == ["রঙ", "সাইজ"]
    parts = shop.get("products/201/variations", params={"per_page": 100}).json()
    assert {one["id"] for one in parts} == set(family["variations"])
    assert parts[0]["attributes"][0]["option"] and parts[0]["manage_stock"] is True
    alone = shop.get(f"products/{parts[0]['id']}").json()
    assert (alone["type"], alone["parent_id"]) == ("variation", 201)


def test_only_what_changed_since_is_listed_when_asked(outside, shop):
    before = (datetime.now(UTC) - timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%S")
    outside.control("woo/set", id=104, regular_price="200")
    asked = {"modified_after": before, "dates_are_gmt": True, "_fields": "id,regular_price"}
    changed = until(lambda: shop.get("products", params=asked).json())
    assert {"id": 104, "regular_price": "200"} in changed
    assert not shop.get("products", params={"modified_after": "2999-01-01T00:00:00"}).json()


def test_an_order_takes_stock_and_gives_it_back_and_is_found_by_its_address(quiet, shop):
    def left() -> int:
        return int(shop.get("products/101").json()["stock_quantity"])

    before = left()
    made = shop.post("orders", ORDER)
    assert made.status_code == 201
    order = made.json()
    assert (order["status"], order["total"]) == ("on-hold", "2810.00")
    assert [(one["product_id"], one["variation_id"]) for one in order["line_items"]] == [
        (201, 202),
        (101, 0),
    ]
    assert left() == before - 1
    found = shop.get("orders", params={"search": "K7-4MX2-9"}).json()
    assert order["id"] in [one["id"] for one in found]
    put = shop.put(f"orders/{order['id']}", {"status": "cancelled"}).json()
    assert put["status"] == "cancelled" and left() == before


def test_a_batch_answers_each_entry_by_itself(shop):
    told = {
        "create": [{"name": "নতুন পাপোশ", "sku": "NEW-1", "regular_price": "99"}],
        "update": [{"id": 101, "sale_price": "1200"}, {"id": 999999, "sale_price": "1"}],
    }
    answer = shop.post("products/batch", told).json()
    assert answer["create"][0]["id"] >= 500
    assert answer["update"][0]["price"] == "1200"
    assert answer["update"][1]["error"]["code"] == "woocommerce_rest_product_invalid_id"
    gone = shop.post("products/batch", {"delete": [answer["create"][0]["id"]]}).json()
    assert gone["delete"][0]["sku"] == "NEW-1"


def test_webhooks_are_pinged_signed_and_stop_when_they_are_deleted(quiet, outside, shop, platform):
    address = f"{platform.url}/hooks/woo"
    told = {"topic": "order.updated", "delivery_url": address, "secret": "s3cret"}
    hook = shop.post("webhooks", told).json()
    assert hook["status"] == "active" and "secret" not in hook
    order = shop.post("orders", ORDER).json()
    outside.control("woo/ship", id=order["id"], tracking_number="PK1")
    ping, call = platform.told("/hooks/woo", 2)[:2]
    assert ping["body"] == f"webhook_id={hook['id']}"
    right = hmac.new(b"s3cret", json.dumps(call["body"]).encode(), hashlib.sha256).digest()
    assert call["headers"]["X-WC-Webhook-Signature"] == base64.b64encode(right).decode()
    assert call["headers"]["X-WC-Webhook-Topic"] == "order.updated"
    assert call["body"]["status"] == "completed"
    assert shop.delete(f"webhooks/{hook['id']}", params={"force": True}).status_code == 200
    platform.calls.clear()
    shop.put(f"orders/{order['id']}", {"status": "processing"})
    assert not platform.so_far("/hooks/woo")


def test_too_many_calls_are_told_when_to_come_back(outside, shop):
    outside.control("woo/settings", calls_a_second=2)
    answers = [shop.get("data/currencies/current") for _ in range(4)]
    outside.control("woo/settings", calls_a_second=0)
    assert {one.status_code for one in answers} == {200, 429}
    assert next(one for one in answers if one.status_code == 429).headers["Retry-After"] == "1"


def test_its_page_shows_orders_goods_and_webhooks(shop, outside):
    shop.post("orders", ORDER)
    page = outside.get("/_control/woo?lang=en")
    assert page.status_code == 200 and "K7-4MX2-9" in page.text and "PK-GM-01" in page.text
