"""The published Python client, unchanged, on our own way out, and its complaints in our words.

`python-amazon-sp-api` knows the endpoints, the sign-in and the shapes. It is led by what it takes as
arguments (a marketplace with an address, a class that signs in); beneath it stands `kernel.http`,
so that a call cannot hang, be flooded or be led inside. What the client would take for an answer
without content (a page of maintenance, half an answer) is a `ChannelAway` here.
"""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as once
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import httpx
from django.utils.translation import gettext_lazy as _
from sp_api.api import (
    ListingsItems,
    OrdersV0,
    OrdersV20260101,
    ProductTypeDefinitions,
    Reports,
    Sellers,
)
from sp_api.api.feeds.feeds_2021_06_30 import FeedsV20210630
from sp_api.auth import AccessTokenClient
from sp_api.auth.access_token_client import cache
from sp_api.auth.exceptions import AuthorizationError
from sp_api.base import ApiResponse, SellingApiException, fill_query_params, sp_endpoint

from ekshop.kernel import http

from ..shape import ChannelAway, ChannelBusy, ChannelFacts, ChannelRefuses, ThingRefused

SITES = {"US": "ATVPDKIKX0DER", "CA": "A2EUQ1WTGCTBG2", "MX": "A1AM78C64UM0Y8"}
LANGUAGES = {"US": ("en_US", "es_US"), "CA": ("en_CA", "fr_CA"), "MX": ("es_MX",)}
"""What each site speaks, its own first: rules and texts in another are refused."""
ENDPOINT, LOGIN = "https://sellingpartnerapi-na.amazon.com", "https://api.amazon.com"
STEP_SECONDS, CALL_SECONDS = 20.0, 60.0
MOST_BYTES = 100 * 1024 * 1024
MOST_UNPACKED = 2 * MOST_BYTES
"""The largest document: the report on a feed of 25,000 items."""
USUAL_PAUSE = 60.0
PASSING = {408, 425, 502}
"""Answers of something between us and Amazon, which the client has no name for."""
OF_THE_REQUEST = {400, 409, 413, 415, 422}
"""What was asked, and not who asks, is at fault."""
_OF_THE_ACCOUNT = re.compile(r"(seller|merchant|market ?place) ?ids?\b", re.IGNORECASE)
"""Of such a fault every request of ours would be told."""
RATE = "x-amzn-RateLimit-Limit"

WEB_PAGE = _("it answers with something that is no answer of its interface")
Found = TypeVar("Found")


ONE, MANY, END, ORDERS = "listings", "feeds", "end", "orders"
COUNTED = {ONE: 5.0, MANY: 0.0083, END: 5.0, ORDERS: 0.0056}
"""The operations our quota is kept under (single writes, feeds, taking away, the list of orders), with their
calls a second until Amazon says otherwise. What is asked on the way to one of them counts as that one."""


class NotThere(ThingRefused):
    """What was asked for does not exist."""

    def __init__(self, why: str) -> None:
        super().__init__(said=[("NOT_FOUND", why)])


@dataclass(frozen=True)
class Site:
    """A marketplace as the client is told of it."""

    endpoint: str
    marketplace_id: str
    region: str = "us-east-1"


class _Feeds(FeedsV20210630):
    """With the address of a document alone: the client would fetch it by a way of its own."""

    @sp_endpoint("/feeds/2021-06-30/documents/{}", method="GET")
    def get_feed_document_address(self, document: str, **kwargs: Any) -> ApiResponse:
        path = fill_query_params(kwargs.pop("path"), document)
        return self._request(path, params=kwargs, add_marketplace=False)


class _Transport:
    """What the client calls with."""

    def __init__(
        self, way: httpx.Client, complaint: str, heard: Callable[[httpx.Response], None]
    ) -> None:
        self._way, self._complaint, self._heard = way, complaint, heard

    def request(self, method: str, url: str, **told: Any) -> httpx.Response:
        try:
            response = self._way.request(method, url, **told)
        except http.FAILURES as error:
            raise ChannelAway(why=http.failure_sentence(error)) from error
        self._heard(response)
        if response.status_code in PASSING or not self._is_answer(response):
            raise ChannelAway(why=WEB_PAGE)
        return response

    def _is_answer(self, response: httpx.Response) -> bool:
        if response.status_code == 204:
            return True
        try:
            told = response.json()
        except ValueError:
            return False
        return isinstance(told, dict) and (response.status_code < 400 or self._complaint in told)

    def close(self) -> None:
        """Whoever opened the way closes it."""


class Seller:
    """Our account at Amazon for one piece of work; to call, use it as a context manager.

    `rates`: calls a second by operation, as Amazon said them.
    """

    def __init__(self, channel: ChannelFacts) -> None:
        told = {**channel.settings, **channel.secrets}
        self.channel = channel
        self.seller = str(told.get("seller_id") or "")
        site = str(told.get("marketplace") or SITES.get(channel.country, SITES["US"]))
        self.site = Site(str(told.get("endpoint") or ENDPOINT).rstrip("/"), site)
        spoken = LANGUAGES.get(channel.country, LANGUAGES["US"])
        wished = f"{(channel.language or 'en')[:2]}_{channel.country}"
        self.language = wished if wished in spoken else spoken[0]
        self.rates: dict[str, float] = {}
        self._operation, self._status = "", 0
        self._keys = {
            "lwa_app_id": told.get("client_id"),
            "lwa_client_secret": told.get("client_secret"),
            "refresh_token": told.get("refresh_token"),
        }
        self._login = str(told.get("login") or LOGIN).rstrip("/")
        self._clients: dict[type, Any] = {}

    def __enter__(self) -> Seller:
        if not self.seller or not all(self._keys.values()):
            raise ChannelRefuses(why=_("its seller number or keys are not given"))
        self.way = http.client(timeout=STEP_SECONDS, total=CALL_SECONDS, max_bytes=MOST_BYTES)
        self.way.__enter__()
        return self

    def __exit__(self, *told: Any) -> None:
        self.way.__exit__(*told)

    @property
    def types(self) -> Any:
        return self._client(ProductTypeDefinitions)

    @property
    def listings(self) -> Any:
        return self._client(ListingsItems)

    @property
    def feeds(self) -> Any:
        return self._client(_Feeds)

    @property
    def orders(self) -> Any:
        return self._client(OrdersV20260101)

    @property
    def sending(self) -> Any:
        """The version of before, of which only the confirmation of a shipment goes on."""
        return self._client(OrdersV0)

    @property
    def reports(self) -> Any:
        return self._client(Reports)

    @property
    def account(self) -> Any:
        return self._client(Sellers)

    def _client(self, kind: type) -> Any:
        if kind not in self._clients:
            made = cast(Any, kind)(
                self.site,
                credentials=self._keys,
                auth_token_client_class=self._login_class(),
                verify=_certificates(),
            )
            made._transport = _Transport(self.way, "errors", self._heard)
            self._clients[kind] = made
        return self._clients[kind]

    def _login_class(self) -> type[AccessTokenClient]:
        seller, parts = self, urlsplit(self._login)

        class Login(AccessTokenClient):
            scheme = f"{parts.scheme}://"
            host = parts.netloc + parts.path

            def __init__(self, **told: Any) -> None:
                super().__init__(**told)
                self._transport = _Transport(seller.way, "error", lambda _response: None)

            def _get_cache_key(self, token_flavor: str = "") -> str:
                """The client's own key knows the refresh token, not whose door it opens."""
                return f"{seller.site.endpoint} {super()._get_cache_key(token_flavor)}"

            def forget(self) -> None:
                cache.pop(self._get_cache_key(), None)

        return Login

    def _heard(self, response: httpx.Response) -> None:
        self._status = response.status_code
        try:
            self.rates[self._operation] = float(response.headers[RATE])
        except (KeyError, ValueError):
            return

    def call(self, operation: str, ask: Callable[[], Found]) -> Found:
        """One call. `operation` is what our quota is kept under.

        Raises NotThere, ThingRefused, ChannelBusy, ChannelAway, ChannelRefuses. A token that is no
        longer taken is fetched anew, once.
        """
        self._operation = operation
        for again in (False, True):
            try:
                return ask()
            except AuthorizationError as error:
                raise self._login_trouble(error) from error
            except SellingApiException as error:
                if self._status in (401, 403) and not again:
                    self._forget()
                    continue
                raise self._trouble(error, operation) from error
        raise AssertionError

    def _forget(self) -> None:
        for client in self._clients.values():
            client._auth.forget()

    def _login_trouble(self, error: AuthorizationError) -> Exception:
        if error.status_code == 429 or error.status_code >= 500:
            return ChannelAway(why=str(error.message or error.error_code))
        return ChannelRefuses(why=str(error.message or error.error_code))

    def _trouble(self, error: SellingApiException, operation: str) -> Exception:
        why = str(getattr(error, "message", "") or getattr(error, "amzn_code", "") or error.code)
        if self._status == 429:
            # Of a call it refuses Amazon does not tell the rate.
            rate = self.rates.get(operation) or COUNTED.get(operation)
            counted = operation if operation in COUNTED else ""
            return ChannelBusy(operation=counted, seconds=1 / rate if rate else USUAL_PAUSE)
        if self._status == 404:
            return NotThere(why)
        if self._status >= 500:
            return ChannelAway(why=why)
        said = _said(error)
        whole = " ".join(text for _code, text in said)
        if self._status in OF_THE_REQUEST and not _OF_THE_ACCOUNT.search(whole):
            return ThingRefused(said=said)
        return ChannelRefuses(why=why)

    # Documents, which lie elsewhere and are fetched without a token ------------------------------

    def document(self, address: str) -> bytes:
        try:
            response = self.way.fetch("GET", address)
        except http.FAILURES as error:
            raise ChannelAway(why=http.failure_sentence(error)) from error
        if response.status_code != 200:
            raise ChannelAway(why=WEB_PAGE)
        return response.content

    def upload(self, address: str, content: bytes, media: str) -> None:
        """A document may be put any number of times before a feed is made of it."""
        try:
            response = self.way.fetch(
                "PUT", address, content=content, headers={"Content-Type": media}
            )
        except http.FAILURES as error:
            raise ChannelAway(why=http.failure_sentence(error)) from error
        if not response.is_success:
            raise ChannelAway(why=WEB_PAGE)


def _said(error: SellingApiException) -> list[tuple[str, str]]:
    """Every fault it names: code, and message with what is said closer of it."""
    found = []
    for one in error.error if isinstance(error.error, list) else []:
        message, closer = (str(one.get(name) or "").strip() for name in ("message", "details"))
        text = message if not closer or closer in message else f"{message} {closer}"
        found.append((str(one.get("code") or "")[:60], text))
    return found or [(str(error.code), "")]


def unzipped(content: bytes) -> bytes:
    """Raises ValueError for one that unpacks to more than we accept, zlib.error."""
    unpacking = zlib.decompressobj(wbits=31)
    found = unpacking.decompress(content, MOST_UNPACKED)
    if unpacking.unconsumed_tail:
        raise ValueError("it unpacks to more than we accept")
    if not unpacking.eof:
        raise ValueError("its end is missing")
    return found


@once
def _certificates() -> ssl.SSLContext:
    """The clients' own transports are never used; one context spares making two for each."""
    return ssl.create_default_context()
