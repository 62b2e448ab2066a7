"""The one way out of the house: an httpx client that cannot hang, be flooded, or be led inside.

``client()`` gives an ``httpx.Client`` with four habits:

* a total time for the whole call, redirects included, beside httpx's time for each step;
* a cap on the answer's size, counted after decompression;
* the address is resolved once, judged, and the connection made to exactly that address, so neither
  a name pointing inside nor one that changes its mind between check and use gets through.
  ``settings.OUTGOING_PRIVATE_ALLOWED`` opens loopback and private networks (never link-local);
* redirects only where asked for, at most three, each judged like the first, never from https to http.

``fetch()`` repeats a call that may safely be repeated. Only adapters and connectors use this module.
A caller catches ``FAILURES``; ``failure_sentence`` says it to a person and ``surely_unsent`` tells a
call that never left from one whose fate is unknown.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import httpcore
import httpx
import stamina
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .errors import DomainError

USER_AGENT = "ekshop/1 (+https://ekshop.gov.bd)"
MAX_BYTES = 5 * 1024 * 1024
_TRANSIENT_STATUS = {429, 502, 503, 504}
_deadline: ContextVar[float | None] = ContextVar("outgoing_deadline", default=None)


class OutgoingError(DomainError):
    """A call we broke off ourselves."""

    code = "outgoing_failed"
    message = _("The other side could not be reached.")


class AddressRefused(OutgoingError):
    code = "address_refused"
    message = _("This address is not on the public internet.")


class AnswerTooLarge(OutgoingError):
    code = "answer_too_large"
    message = _("The answer is larger than we accept.")


class TookTooLong(OutgoingError):
    code = "took_too_long"
    message = _("The other side took too long to answer.")


FAILURES = (httpx.HTTPError, httpx.InvalidURL, OutgoingError)


def surely_unsent(error: Exception) -> bool:
    """True if nothing of the request can have reached the other side; False means unknown."""
    return isinstance(
        error,
        httpx.ConnectError
        | httpx.ConnectTimeout
        | httpx.PoolTimeout
        | httpx.UnsupportedProtocol
        | httpx.InvalidURL
        | AddressRefused,
    )


def failure_sentence(error: Exception) -> str:
    """Why a call failed, in the active language, for logs that people read."""
    if isinstance(error, DomainError):
        return str(error)
    if isinstance(error, httpx.HTTPStatusError):
        return gettext("The other side answered with error %(status)s.") % {
            "status": error.response.status_code
        }
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return str(TookTooLong.message)
    if isinstance(error, socket.gaierror):
        return gettext("No server has this name.")
    if isinstance(error, ConnectionRefusedError):
        return gettext("The other side refuses the connection.")
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return gettext("This is not a web address.")
    if isinstance(error, httpx.TooManyRedirects):
        return gettext("The address leads in circles.")
    if isinstance(error, httpx.ConnectError):
        text = str(error).lower()
        if "certificate" in text or "ssl" in text:
            return gettext("The other side's certificate is not valid.")
        if "name" in text or "nodename" in text or "address associated" in text:
            return gettext("No server has this name.")
        return gettext("The other side refuses the connection.")
    return gettext("The connection broke off.")


class OutgoingClient(httpx.Client):
    """``httpx.Client`` with a total time and a size cap; made by ``client()``."""

    def __init__(self, *, total: float, max_bytes: int, **options: Any) -> None:
        super().__init__(**options)
        self._total = total
        self._max_bytes = max_bytes

    def send(
        self, request: httpx.Request, *, stream: bool = False, **options: Any
    ) -> httpx.Response:
        """As httpx, but within the total time; a streamed answer is read with ``chunks()``."""
        with _within(self._total):
            response = super().send(request, stream=True, **options)
            response.extensions["max_bytes"] = self._max_bytes
            response.stream = _Counted(response.stream, self._max_bytes)
            response.extensions["total"] = self._total
            if not stream:
                try:
                    content = b"".join(_capped(response.iter_bytes(), self._max_bytes))
                finally:
                    response.close()
                response._content = content
        return response

    def fetch(self, method: str, url: str, *, attempts: int = 3, **options: Any) -> httpx.Response:
        """A call that may safely be repeated (reads, and writes the other side knows by a key).

        Transport failures and 429, 502, 503, 504 are tried again with growing pauses; the last
        answer, or the last failure, is the caller's.
        """
        for attempt in stamina.retry_context(
            on=_worth_repeating, attempts=attempts, wait_initial=0.2, wait_max=2.0, timeout=None
        ):
            with attempt:
                response = self.request(method, url, **options)
                if response.status_code in _TRANSIENT_STATUS and attempt.num < attempts:
                    raise _Again
        return response


class _Again(OutgoingError):
    """A passing trouble on the other side, tried again before anyone sees this."""


def _worth_repeating(error: Exception) -> bool:
    return isinstance(error, httpx.TransportError | TookTooLong | _Again)


def client(
    *,
    base_url: str = "",
    timeout: float = 10.0,
    total: float = 30.0,
    max_bytes: int = MAX_BYTES,
    headers: dict[str, str] | None = None,
    auth: Any = None,
    redirects: int = 0,
) -> OutgoingClient:
    """A client for one other side; use it as a context manager.

    ``timeout`` is seconds for each step, ``total`` for the whole call; ``redirects`` how many to
    follow (none by default: a webhook or a gateway has no business sending us elsewhere).
    """
    return OutgoingClient(
        total=total,
        max_bytes=max_bytes,
        base_url=base_url,
        timeout=timeout,
        headers={"User-Agent": USER_AGENT, **(headers or {})},
        auth=auth,
        follow_redirects=redirects > 0,
        max_redirects=min(redirects, 3),
        trust_env=False,
        transport=_PinnedTransport(),
        event_hooks={"response": [_refuse_downgrade]},
    )


def chunks(response: httpx.Response, *, packed: bool = False) -> Iterator[bytes]:
    """The body of a streamed answer, piece by piece, under the client's cap and total time.
    `packed`: as it came, for who unpacks it himself."""
    pieces = response.iter_raw() if packed else response.iter_bytes()
    with _within(response.extensions["total"]):
        yield from _capped(pieces, response.extensions["max_bytes"])


class _Counted(httpx.SyncByteStream):
    """A body that ends at the cap also where no unpacked byte comes out of it: what follows the
    end of a packed stream would only gather in memory."""

    def __init__(self, inner: Any, max_bytes: int) -> None:
        self._inner, self._max_bytes = inner, max_bytes

    def __iter__(self) -> Iterator[bytes]:
        yield from _capped(self._inner, self._max_bytes)

    def close(self) -> None:
        self._inner.close()


def _capped(pieces: Iterable[bytes], max_bytes: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > max_bytes:
            raise AnswerTooLarge(max_bytes=max_bytes)
        _seconds_left(None)
        yield piece


def _refuse_downgrade(response: httpx.Response) -> None:
    following = response.next_request
    if following and response.request.url.scheme == "https" and following.url.scheme != "https":
        raise AddressRefused(url=str(following.url))


# Time ------------------------------------------------------------------------------------------


@contextmanager
def _within(total: float) -> Iterator[None]:
    token = _deadline.set(time.monotonic() + total)
    try:
        yield
    finally:
        _deadline.reset(token)


def _seconds_left(step: float | None) -> float | None:
    """The shorter of this step's time and what is left of the whole; raises ``TookTooLong``."""
    deadline = _deadline.get()
    if deadline is None:
        return step
    left = deadline - time.monotonic()
    if left <= 0:
        raise TookTooLong
    return left if step is None else min(step, left)


# Addresses -------------------------------------------------------------------------------------


_HOLDING_IPV4 = [ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")]


def address_allowed(address: str) -> bool:
    """May we connect to this IP address? IPv4 hidden in IPv6 is judged as what it is."""
    ip: Any = ipaddress.ip_address(address.split("%")[0])
    if ip.version == 6:
        hidden = ip.ipv4_mapped or ip.sixtofour
        if hidden is None and any(ip in each for each in _HOLDING_IPV4):
            hidden = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = hidden or ip
    if ip.is_multicast or ip.is_unspecified or ip.is_link_local:
        return False
    return ip.is_global or settings.OUTGOING_PRIVATE_ALLOWED


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses a name has now that we may connect to, for whoever speaks another language
    than HTTP: connect to one of these, not to the name. Raises AddressRefused, OSError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        # A label that is empty or too long, like "a..b".
        raise socket.gaierror(socket.EAI_NONAME, "no name") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    allowed = [address for address in addresses if address_allowed(address)]
    if not allowed:
        raise AddressRefused(host=host)
    return allowed


@cache
def _trusted() -> ssl.SSLContext:
    """Whom the machine trusts, read once a process: reading it costs more than the call itself."""
    return ssl.create_default_context()


class _PinnedTransport(httpx.HTTPTransport):
    """httpx's transport over a pool that connects only to addresses it has judged."""

    def __init__(self) -> None:
        super().__init__(verify=_trusted())
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(),
            max_connections=20,
            max_keepalive_connections=10,
            keepalive_expiry=15.0,
            network_backend=_PinnedBackend(),
        )


class _PinnedBackend(httpcore.NetworkBackend):
    def __init__(self) -> None:
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        try:
            allowed = addresses_of(host, port)
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in allowed[:-1]:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(allowed[-1], port, timeout, local_address, socket_options)

    def _connect(
        self, address: str, port: int, timeout: float | None, local: str | None, options: Any
    ) -> httpcore.NetworkStream:
        left = _seconds_left(timeout)
        return _TimedStream(self._plain.connect_tcp(address, port, left, local, options))

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise AddressRefused(host="unix")

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class _TimedStream(httpcore.NetworkStream):
    """A socket that also knows the call's total time, so a trickling answer cannot outlast it."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _seconds_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _seconds_left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _seconds_left(timeout)
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
