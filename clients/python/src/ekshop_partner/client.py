"""Calls to the partner API, tried again where that is safe."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, TypeVar

import httpx

from .errors import ApiError, Conflict, ConnectionFailed, NotFound, RateLimited, Refused
from .goods import Good, ListedGood, PriceChange, PushResult
from .orders import LineAnswer, Order, Parcel

BATCH = 500
PATH = "/api/partners/v1"
AGAIN = frozenset({429, 500, 502, 503, 504})
LONGEST_WAIT = 60.0
Thing = TypeVar("Thing")


class Partner:
    """Your system at ek-Shop. Use it as a context manager, one for each thread.

    Every write has an idempotency key: a new one, or yours as `key`. A call that is not answered,
    or answered that something is wrong on the other side, is tried again under the same key, so
    nothing is done twice. `language` ("bn" or "en") is that of messages to people.
    """

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str = "https://ekshop.gov.bd",
        language: str = "en",
        timeout: float = 30.0,
        attempts: int = 5,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = httpx.Client(
            base_url=base_url.rstrip("/") + PATH,
            timeout=timeout,
            transport=transport,
            headers={
                "Authorization": f"Bearer {api_key}",
                "Accept-Language": language,
                "User-Agent": "ekshop-partner/1.0 (python)",
            },
        )
        self._attempts = max(1, attempts)
        self._sleep = sleep

    def __enter__(self) -> Partner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    # Goods

    def push_goods(self, goods: Iterable[Good]) -> Iterator[PushResult]:
        """Sends articles, 500 at a time, and yields what became of each batch."""
        for batch in _batches(goods):
            yield self.put_goods(batch)

    def put_goods(self, goods: Sequence[Good], *, key: str | None = None) -> PushResult:
        """Up to 500 articles, each whole; the newest version of each wins."""
        body = {"goods": [each.to_wire() for each in goods]}
        return PushResult.from_wire(self._call("PUT", "/goods/", body=body, key=_key(key)))

    def put_prices(self, changes: Sequence[PriceChange], *, key: str | None = None) -> PushResult:
        """Prices and stock of up to 500 articles sent whole before."""
        body = {"prices": [each.to_wire() for each in changes]}
        return PushResult.from_wire(self._call("PUT", "/goods/prices", body=body, key=_key(key)))

    def goods(self, *, state: str | None = None) -> Iterator[ListedGood]:
        """What ek-Shop has of yours, by your numbers, page after page as you go on."""
        return self._pages("/goods/", {"state": state, "size": 200}, ListedGood.from_wire)

    def good(self, ref: str) -> ListedGood:
        return ListedGood.from_wire(self._call("GET", f"/goods/{_segment(ref)}"))

    def withdraw_good(self, ref: str, *, key: str | None = None) -> ListedGood:
        """Off the shelf, until you send it again."""
        told = self._call("DELETE", f"/goods/{_segment(ref)}", key=_key(key))
        return ListedGood.from_wire(told)

    # Orders

    def orders(self, *, state: str | None = None) -> Iterator[Order]:
        """The newest first."""
        return self._pages("/seller-orders/", {"state": state, "size": 100}, Order.from_wire)

    def order(self, code: str) -> Order:
        return Order.from_wire(self._call("GET", f"/seller-orders/{_segment(code)}"))

    def answer_order(
        self, code: str, answers: Sequence[LineAnswer], *, key: str | None = None
    ) -> Order:
        """Every line at once, confirmed or declined."""
        path = f"/seller-orders/{_segment(code)}/confirm"
        body = {"lines": [each.to_wire() for each in answers]}
        return Order.from_wire(self._call("POST", path, body=body, key=_key(key)))

    def confirm_order(self, order: Order, *, key: str | None = None) -> Order:
        """Yes to all of it."""
        answers = [LineAnswer(line.line_id, "confirmed") for line in order.lines]
        return self.answer_order(order.code, answers, key=key)

    def book_parcel(
        self,
        code: str,
        *,
        courier: str = "manual",
        tracking_number: str = "",
        key: str | None = None,
    ) -> Parcel:
        path = f"/seller-orders/{_segment(code)}/shipments"
        body = {"courier": courier, "tracking_number": tracking_number}
        return Parcel.from_wire(self._call("POST", path, body=body, key=_key(key)))

    def hand_over(
        self, parcel_code: str, *, tracking_number: str = "", key: str | None = None
    ) -> Parcel:
        """The courier has it."""
        path = f"/shipments/{_segment(parcel_code)}/hand-over"
        body = {"tracking_number": tracking_number}
        return Parcel.from_wire(self._call("POST", path, body=body, key=_key(key)))

    # Calls

    def _pages(
        self, path: str, query: dict[str, Any], read: Callable[[Any], Thing]
    ) -> Iterator[Thing]:
        cursor = ""
        while True:
            asked = {name: value for name, value in query.items() if value is not None}
            page = self._call("GET", path, query={**asked, "cursor": cursor})
            yield from map(read, page["items"])
            cursor = page["next_cursor"] or ""
            if not cursor:
                return

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        body: Any = None,
        key: str | None = None,
    ) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        for attempt in range(1, self._attempts + 1):
            last = attempt == self._attempts
            try:
                answer = self._http.request(method, path, params=query, json=body, headers=headers)
            except httpx.TransportError as error:
                if last:
                    raise ConnectionFailed(str(error) or type(error).__name__, key) from error
                self._sleep(_pause(attempt))
                continue
            if answer.status_code not in AGAIN or last:
                return _read(answer)
            self._sleep(_asked_pause(answer) or _pause(attempt))
        raise AssertionError("unreachable")


def _read(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json()
    try:
        told = answer.json()
        code, message = str(told["code"]), str(told["message"])
        fields = dict(told.get("field_errors") or {})
    except (ValueError, KeyError, TypeError):
        code, message, fields = "http_error", f"HTTP {answer.status_code}", {}
    kind: type[ApiError] = ApiError
    if answer.status_code == 404:
        kind = NotFound
    elif answer.status_code == 409:
        kind = Conflict
    elif answer.status_code == 429:
        kind = RateLimited
    elif answer.status_code < 500:
        kind = Refused
    error = kind(answer.status_code, code, message, fields)
    if isinstance(error, RateLimited):
        error.retry_after = int(_asked_pause(answer) or 60)
    raise error


def _pause(attempt: int) -> float:
    """Half a second, one, two and so on, spread, so that many do not come back at once."""
    longest = min(LONGEST_WAIT, 0.5 * float(2 ** (attempt - 1)))
    return longest * (0.5 + random.random() / 2)  # noqa: S311


def _asked_pause(answer: httpx.Response) -> float | None:
    text = answer.headers.get("Retry-After", "")
    return min(LONGEST_WAIT, float(text)) if text.isascii() and text.isdigit() else None


def _batches(goods: Iterable[Good]) -> Iterator[list[Good]]:
    batch: list[Good] = []
    for each in goods:
        batch.append(each)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _key(key: str | None) -> str:
    return key or uuid.uuid4().hex


def _segment(text: str) -> str:
    """One part of a path, whatever is in it."""
    return httpx.URL("", params={"x": text}).query.decode()[2:].replace("+", "%20")
