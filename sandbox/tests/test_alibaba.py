"""Alibaba's wire: only what is rightly signed is answered."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator

import pytest

from sandbox.services.alibaba.signing import signature
from sandbox.tests.conftest import Outside


class Caller:
    def __init__(self, outside: Outside) -> None:
        self.outside, self.keys, self.token = outside, outside.keys("alibaba"), ""

    def __call__(self, path: str, *, secret: str = "", ago_s: float = 0, **params: str) -> dict:
        given = {
            "app_key": self.keys["app_key"],
            "sign_method": "sha256",
            "timestamp": str(round((time.time() - ago_s) * 1000)),
            "access_token": self.token,
            **params,
        }
        given["sign"] = signature(path, given, secret or self.keys["app_secret"])
        return self.outside.post(f"/alibaba/rest{path}", data=given).json()

    def schema(self, number: int) -> dict:
        return self("/alibaba/icbu/product/schema/get", cat_id=str(number), language="en_US")


@pytest.fixture
def call(outside: Outside) -> Iterator[Caller]:
    outside.control("alibaba/restore")
    call = Caller(outside)
    told = call("/auth/token/create", code=call.keys["code"])
    call.token = told["access_token"]
    yield call
    outside.control("alibaba/settings", busy=0)


def test_a_signature_is_made_of_the_path_and_the_sorted_parameters():
    told = signature("/auth/token/create", {"b": "2", "a": "1", "sign": "no"}, "secret")
    by_hand = hmac.new(b"secret", b"/auth/token/createa1b2", hashlib.sha256).hexdigest().upper()
    assert told == by_hand
    assert told == signature("/auth/token/create", {"a": "1", "b": "2"}, "secret")
    assert told != signature("/auth/token/refresh", {"a": "1", "b": "2"}, "secret")


def test_a_wrong_signature_an_old_call_and_a_forgotten_token_are_refused(call, outside):
    assert call("/alibaba/order/list", secret="wrong")["code"] == "IncompleteSignature"
    assert call("/alibaba/order/list", ago_s=3600)["code"] == "InvalidTimestamp"
    assert call("/alibaba/order/list")["code"] == "0"
    outside.control("alibaba/forget")
    assert call("/alibaba/order/list")["code"] == "IllegalAccessToken"
    assert call("/auth/token/refresh", refresh_token="no")["code"] == "IllegalRefreshToken"


def test_a_category_has_a_schema_and_one_that_does_not_exist_is_said(call):
    assert '<field id="productTitle"' in call.schema(100006792)["result"]["data"]
    assert call.schema(1)["result"]["msg_code"] == "CHK_CAT_NOT_LEAF"


def test_a_draft_that_lacks_something_is_refused_with_the_fields_names(call):
    asked = json.dumps({"cat_id": 100006792, "xml": "<itemSchema/>"})
    told = call("/icbu/product/schema/add/draft", param_product_top_publish_request=asked)
    assert "[productTitle] Product name is required" in told["result"]["message_info"]
    odd = json.dumps({"cat_id": 100006792, "xml": "<item"})
    told = call("/icbu/product/schema/add/draft", param_product_top_publish_request=odd)
    assert told["code"] == "MissingParameter"


def test_its_page_is_there_in_both_languages(outside):
    for lang, word in (("en", "Drafts"), ("bn", "খসড়া")):
        page = outside.get(f"/_control/alibaba?lang={lang}")
        assert page.status_code == 200 and word in page.text


def test_only_pictures_of_the_bank_are_taken_and_the_bank_takes_small_jpegs(call, outside):
    def brought(content: bytes) -> dict:
        given = {
            "app_key": call.keys["app_key"],
            "sign_method": "sha256",
            "access_token": call.token,
        }
        given |= {"timestamp": str(round(time.time() * 1000)), "file_name": "a.jpg"}
        path = "/alibaba/icbu/photobank/upload"
        given["sign"] = signature(path, given, call.keys["app_secret"])
        files = {"image_bytes": ("a.jpg", content)}
        return outside.post(f"/alibaba/rest{path}", data=given, files=files).json()["result"]

    assert brought(b"\xff\xd8\xff a picture")["response_object"]["photobank_url"]
    assert brought(b"\xff\xd8\xff" + b" " * 5 * 1024 * 1024)["error_code"] == "SIZE_TOO_LARGE"
    assert brought(b"<html>")["error_code"] == "-2"
