"""Calls by SFTP go where calls by HTTPS may go, and nowhere else."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest

from ekshop.kernel.http import AddressRefused
from ekshop.kernel.sftp import Caller, SftpTrouble


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """Something of ours that listens, and that nobody from outside may have us call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        yield listening


def call(address: str) -> str:
    """What is said of it."""
    caller = Caller(address, password="x")

    async def go() -> None:
        async with asyncio.timeout(5), caller.session():
            raise AssertionError("it let us in")

    with pytest.raises(SftpTrouble) as trouble, caller.in_words():
        asyncio.run(go())
    return str(trouble.value.data["why"])


def nobody_came(door: socket.socket) -> bool:
    with pytest.raises(TimeoutError):
        door.accept()
    return True


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"],
)
def test_an_address_inside_is_refused_before_anybody_is_called(host, door, settings):
    settings.OUTGOING_PRIVATE_ALLOWED = False
    port = door.getsockname()[1]
    assert str(AddressRefused.message) == call(f"sftp://user@{host}:{port}/list.csv")
    assert nobody_came(door)


@pytest.mark.parametrize("host", ["169.254.169.254", "10.0.0.8", "[fe80::1]", "[fd00:ec2::254]"])
def test_so_are_private_and_metadata_addresses(host, settings):
    settings.OUTGOING_PRIVATE_ALLOWED = False
    assert str(AddressRefused.message) == call(f"sftp://user@{host}/list.csv")


def test_metadata_stays_closed_where_the_sandbox_is_open(settings):
    settings.OUTGOING_PRIVATE_ALLOWED = True
    assert str(AddressRefused.message) == call("sftp://user@169.254.169.254/list.csv")


def test_a_name_is_asked_for_once_and_the_address_that_was_judged_is_called(
    door, settings, monkeypatch
):
    """Were the name asked for again to connect, it could point elsewhere by then."""
    settings.OUTGOING_PRIVATE_ALLOWED = True
    asked: list[str] = []
    real = socket.getaddrinfo

    def changing(host, port, *more, **told):
        if host != "files.example.com":
            return real(host, port, *more, **told)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "169.254.169.254", port, *more, **told)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    door.settimeout(5)
    came = threading.Thread(target=lambda: door.accept()[0].close())
    came.start()
    call(f"sftp://user@files.example.com:{door.getsockname()[1]}/list.csv")
    came.join()
    assert asked == ["files.example.com"]
