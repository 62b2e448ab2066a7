"""The two ways files travel: HTTPS and SFTP. What goes wrong is a ChannelTrouble, in words."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import httpx
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import http
from ekshop.kernel.sftp import Caller, SftpTrouble, pieces

from ..shape import ChannelAway, ChannelBusy, ChannelFacts, ChannelRefuses
from .configuration import Address
from .forms import MEDIA

if TYPE_CHECKING:
    import asyncssh

MOST_BYTES = 64 * 1024 * 1024
"""Of one file that comes back."""
SECONDS, PUT_SECONDS = 120.0, 900.0
DEFAULT_WAIT = 60.0
_SECONDS = re.compile("[0-9]{1,9}")


@dataclass(frozen=True)
class Name:
    """A file in a folder of theirs; `at` is None where nobody says when it was written."""

    name: str
    at: datetime | None = None


Choice = Callable[[Sequence[Name]], list[str]]


class Road(Protocol):
    """`put` may be called twice. `take` lists a folder, asks which files to read, and gives them in
    that order; `read` gives None for what is not there. `greet` signs in, looks at a path that is there,
    and says what it found, in words."""

    def put(self, path: str, file: Path) -> None: ...
    def read(self, path: str) -> bytes | None: ...
    def take(self, folder: str, choose: Choice) -> list[tuple[str, bytes]]: ...
    def greet(self, path: str) -> str: ...


def road_of(address: Address, facts: ChannelFacts) -> Road:
    url = str(facts.settings.get("url") or address.url)
    return (_Sftp if address.way == "sftp" else _Https)(address, url.rstrip("/"), facts)


class _Https:
    def __init__(self, address: Address, url: str, facts: ChannelFacts) -> None:
        self._address, self._url, self._secrets = address, url, facts.secrets

    def put(self, path: str, file: Path) -> None:
        headers = {"Content-Type": MEDIA[path.rpartition(".")[2]]}
        with _in_words(), self._client(total=PUT_SECONDS) as client, file.open("rb") as data:
            length = {"Content-Length": str(file.stat().st_size)}
            _judged(client.put(f"{self._url}/{path}", content=data, headers=headers | length))

    def read(self, path: str) -> bytes | None:
        with _in_words(), self._client() as client:
            answer = client.fetch("GET", f"{self._url}/{path}")
            return None if answer.status_code == 404 else _judged(answer).content

    def take(self, folder: str, choose: Choice) -> list[tuple[str, bytes]]:
        with _in_words(), self._client() as client:
            index = _judged(client.fetch("GET", f"{self._url}/{folder}/"))
            names = _index(index)
            return [
                (name, _judged(client.fetch("GET", f"{self._url}/{folder}/{name}")).content)
                for name in choose(names)
            ]

    def greet(self, path: str) -> str:
        with _in_words(), self._client() as client:
            _judged(client.fetch("GET", f"{self._url}/{path}"))
        return str(_("The address answers and lets us in."))

    def _client(self, *, total: float = SECONDS) -> http.OutgoingClient:
        way, secrets = self._address.sign_in, self._secrets
        headers: dict[str, str] = {}
        auth: Any = None
        if way == "key":
            headers[self._address.header] = secrets.get("api_key", "")
        elif way == "bearer":
            headers["Authorization"] = f"Bearer {secrets.get('api_key', '')}"
        elif way == "basic":
            auth = (secrets.get("user", ""), secrets.get("password", ""))
        return http.client(
            timeout=30, total=total, max_bytes=MOST_BYTES, headers=headers, auth=auth
        )


def _index(answer: httpx.Response) -> list[Name]:
    """A folder as a list: {"files": [{"name", "at"}]}, or names, or objects with a name."""
    try:
        told = json.loads(answer.content)
        listed = told["files"] if isinstance(told, dict) else told
        return [
            Name(str(each["name"]), _moment(each.get("at"))) if isinstance(each, dict) else Name(str(each))
            for each in listed
        ]  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        why = _("its list of files cannot be read")
        raise ChannelAway(why=why) from problem


def _moment(told: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(told, UTC) if isinstance(told, int | float) else None
    except (ValueError, OverflowError, OSError):
        return None


def _judged(answer: httpx.Response) -> httpx.Response:
    status = answer.status_code
    if status in (429, 503) and _SECONDS.fullmatch(after := answer.headers.get("retry-after", "")):
        raise ChannelBusy(seconds=float(after))
    if status == 429:
        raise ChannelBusy(seconds=DEFAULT_WAIT)
    if status in (401, 403):
        raise ChannelRefuses(why=_("it does not let us in. Check the keys."))
    if status >= 500 or status == 408:
        raise ChannelAway(why=_("it answered with error %(status)s") % {"status": status})
    if status >= 300:
        raise ChannelRefuses(why=_("it answered with error %(status)s") % {"status": status})
    return answer


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except http.FAILURES as error:
        raise ChannelAway(why=http.failure_sentence(error)) from error


class _Sftp:
    """A file is written under a name that ends in .part and then renamed, so that nobody reads half.

    The key of the server must be written down in the channel's settings before anything is sent."""

    def __init__(self, address: Address, url: str, facts: ChannelFacts) -> None:
        self._url, self._facts = url, facts

    def put(self, path: str, file: Path) -> None:
        import asyncssh  # here, where it is used: slow to import, and few processes need it

        async def work(sftp: asyncssh.SFTPClient) -> None:
            there = self._at(path)
            await sftp.put(str(file), f"{there}.part")
            try:
                await sftp.posix_rename(f"{there}.part", there)
            except asyncssh.SFTPOpUnsupported:
                await sftp.rename(f"{there}.part", there)

        self._run(work, PUT_SECONDS)

    def read(self, path: str) -> bytes | None:
        import asyncssh  # as in `put`

        async def work(sftp: asyncssh.SFTPClient) -> bytes | None:
            try:
                return await self._bytes(sftp, path)
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                return None

        return self._run(work)

    def take(self, folder: str, choose: Choice) -> list[tuple[str, bytes]]:
        async def work(sftp: asyncssh.SFTPClient) -> list[tuple[str, bytes]]:
            names = [
                Name(str(each.filename), _moment(each.attrs.mtime))
                async for each in sftp.scandir(self._at(folder))
                if each.filename not in (".", "..")
            ]
            return [(name, await self._bytes(sftp, f"{folder}/{name}")) for name in choose(names)]

        return self._run(work)

    def greet(self, path: str) -> str:
        """Also before the server's key is written down: this is where it is shown."""
        caller = self._caller(pinned=False)

        async def work() -> None:
            async with asyncio.timeout(SECONDS), caller.session() as sftp:
                await sftp.stat(self._at(path).rstrip("/"))

        with _sftp_in_words(caller):
            asyncio.run(work())
        return str(_("The server's key is %(key)s.") % {"key": caller.shown})

    async def _bytes(self, sftp: asyncssh.SFTPClient, path: str) -> bytes:
        """What a broken connection leaves of a file is not a file: the whole call fails."""
        data = bytearray()
        async with sftp.open(self._at(path), "rb", block_size=0) as remote:
            async for piece in pieces(remote):
                data += piece
                if len(data) > MOST_BYTES:
                    raise ChannelRefuses(why=_("a file is larger than we accept"))
        return bytes(data)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if self._root else path

    @property
    def _root(self) -> str:
        return Caller(self._url).path.strip("/")

    def _caller(self, *, pinned: bool = True) -> Caller:
        secrets = self._facts.secrets
        key = str(self._facts.settings.get("host_key") or "")
        if pinned and not key:
            raise ChannelRefuses(why=_("the key of its server is not written down yet"))
        url = self._url
        if user := secrets.get("user", ""):
            scheme, _slashes, rest = url.partition("://")
            url = f"{scheme}://{user}@{rest.rpartition('@')[2]}"
        return Caller(
            url,
            password=secrets.get("password", ""),
            private_key=secrets.get("private_key", ""),
            host_key=key,
        )

    def _run(self, work: Callable[[asyncssh.SFTPClient], Any], total: float = SECONDS) -> Any:
        caller = self._caller()

        async def session() -> Any:
            async with asyncio.timeout(total), caller.session() as sftp:
                return await work(sftp)

        with _sftp_in_words(caller):
            return asyncio.run(session())


@contextmanager
def _sftp_in_words(caller: Caller) -> Iterator[None]:
    try:
        with caller.in_words():
            yield
    except SftpTrouble as trouble:
        if trouble.passing:
            raise ChannelAway(why=trouble.data.get("why", trouble)) from trouble
        raise ChannelRefuses(why=trouble) from trouble
