"""The shops' lists over SFTP, as any client sees them."""

import asyncio
from typing import Any

import asyncssh
import pytest

from sandbox.tests.conftest import Outside


def read(outside: Outside, path: str, **options: Any) -> tuple[bytes, str]:
    """A file's bytes and the fingerprint of the host key."""

    async def go() -> tuple[bytes, str]:
        keys = outside.keys("sftp")
        told = {"password": keys["password"], **options}
        async with (
            asyncssh.connect(
                "127.0.0.1",
                outside.sftp_port,
                username=keys["user"],
                known_hosts=None,
                config=None,
                **told,
            ) as connection,
            connection.start_sftp_client() as sftp,
            sftp.open(path, "rb") as file,
        ):
            key = connection.get_server_host_key()
            assert key
            return await file.read(), key.get_fingerprint()

    return asyncio.run(go())


def test_a_shops_list_is_the_same_over_sftp_and_over_http(outside):
    data, _ = read(outside, "/shops/3/feed.tsv")
    assert data == outside.get("/shops/3/feed.tsv").content


def test_its_key_lets_in_and_a_wrong_password_does_not(outside):
    told = outside.control("sftp/key")
    key = asyncssh.import_private_key(told["private_key"])
    _, seen = read(outside, "/shops/1/feed.xml", password=None, client_keys=[key])
    assert seen == told["fingerprint"]
    with pytest.raises(asyncssh.PermissionDenied):
        read(outside, "/shops/1/feed.xml", password="wrong", client_keys=None)


def test_it_breaks_off_half_way_and_shows_another_host_key_when_told(outside):
    _, first = read(outside, "/shops/1/feed.xml")
    outside.control("sftp/settings", host_key=2)
    try:
        assert read(outside, "/shops/1/feed.xml")[1] != first
    finally:
        outside.control("sftp/settings", host_key=1)
    outside.control("sftp", half=True)
    with pytest.raises((asyncssh.Error, OSError)):
        read(outside, "/shops/1/feed.xml")
