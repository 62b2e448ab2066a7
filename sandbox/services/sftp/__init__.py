"""Files over SFTP, on a port of its own: the shops' lists (`/shops/3/feed.tsv` for `feeds`), and the
folder of every service that has one, for the user and password of that service.

Signs in by password or by the key it gives out. Reading is slow, breaks off half way, or meets
another host key when told so.
"""

import asyncio
import socket
import stat
import tempfile
from typing import Any

import asyncssh

from sandbox.core.credentials import credential
from sandbox.core.markup import Markup, tag
from sandbox.core.pages import say
from sandbox.core.service import Service
from sandbox.services.sftp.keys import host_key
from sandbox.services.sftp.shelves import ShelfFiles
from sandbox.services.shops.feeds import TYPES
from sandbox.services.shops.shop import Shop

USER = "feeds"


class Sftp(Service):
    name = "sftp"
    title = ("ফাইল আদান-প্রদান (SFTP)", "Files (SFTP)")
    about = (
        "দোকানগুলোর পণ্যতালিকা আর বিদেশি বাজারগুলোর ফাইল SFTP দিয়ে দেয়।",
        "Serves the shops' product lists and the marketplaces' files over SFTP.",
    )
    settings = {"host_key": 1, "read_bytes": 0, "moved_on": False}
    """`host_key`: which of its keys it shows. `read_bytes`: at most so many at once. `moved_on`:
    the file has another time of change though nothing in it is other."""

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        password = credential(self.name, "password", of=world.options.seed)
        self.keys = {"user": USER, "password": password}

    async def listen(self, sock: socket.socket) -> asyncssh.SSHAcceptor:
        self._acceptor = await asyncssh.listen(
            sock=sock,
            server_factory=lambda: Door(self),
            server_host_keys=[self.shown_key()],
            sftp_factory=self.files_for,
            encoding=None,
            login_timeout=20,
        )
        return self._acceptor

    def files_for(self, channel: asyncssh.SSHServerChannel) -> asyncssh.SFTPServer:
        service = self.owner(str(channel.get_extra_info("username")))
        if service is None or service.shelf is None:
            return Files(channel, self)
        return ShelfFiles(channel, service, service.shelf)

    def owner(self, user: str) -> Service | None:
        """Whose folder this user sees; None for the shops' lists."""
        return next(
            (
                each
                for each in self.world.services.values()
                if each.shelf and each.credentials().get("user") == user
            ),
            None,
        )

    def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        now = super().settle(told)
        self._acceptor.update(server_host_keys=[self.shown_key()])
        return now

    def shown_key(self) -> asyncssh.SSHKey:
        """Of which there are as many as numbers."""
        return host_key(self.setting()["host_key"], of=self.world.options.seed)

    def client_key(self) -> asyncssh.SSHKey:
        """The one a platform may sign in with instead of the password: made when first needed, and
        the same ever after."""
        known = self.world.store.get("sftp:client_key", {})
        if "pem" not in known:
            made = asyncssh.generate_private_key("ssh-ed25519")
            known = {"pem": made.export_private_key().decode()}
            self.world.store.put("sftp:client_key", known)
        return asyncssh.import_private_key(known["pem"])

    def actions(self) -> dict[str, Any]:
        return {"key": self.key}

    async def key(self, told: dict[str, Any]) -> dict[str, Any]:
        """The private key it lets in, and the fingerprint of the host key it shows."""
        return {
            "private_key": self.client_key().export_private_key().decode(),
            "fingerprint": self.shown_key().get_fingerprint(),
        }

    def panel(self, lang: str) -> Markup:
        return tag(
            "p",
            say(lang, ("ঠিকানা ", "Address ")),
            tag("code", f"sftp://{USER}@{self.world.options.host}:{self.world.options.sftp_port}/"),
        )


class Door(asyncssh.SSHServer):
    def __init__(self, service: Sftp) -> None:
        self._service = service

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        behaviour = self._service.world.behaviour
        told = behaviour.of(self._service.name)
        if told["down"] or behaviour.fails_now(self._service.name):
            conn.abort()

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        owner = self._service.owner(username) or self._service
        keys = owner.credentials()
        away = owner.world.behaviour.of(owner.name)["down"]
        return not away and username == keys["user"] and password == keys["password"]

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        allowed = self._service.client_key()
        known = username == self._service.credentials()["user"] or self._service.owner(username)
        return bool(known) and key == allowed.convert_to_public()


class Files(asyncssh.SFTPServer):
    """A folder for each shop, and in it its list in every form."""

    def __init__(self, channel: Any, service: Sftp) -> None:
        super().__init__(channel)
        self._service = service

    async def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        shop, form = self._found(path)
        with self._written(shop, form) as file:
            return self._attrs(shop, file)

    lstat = stat

    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        if pflags & asyncssh.FXF_WRITE:
            raise asyncssh.SFTPPermissionDenied("read only")
        shop, form = self._found(path)
        file = self._written(shop, form)
        file.shop = shop
        return file

    async def fstat(self, file: Any) -> asyncssh.SFTPAttrs:
        return self._attrs(file.shop, file)

    async def read(self, file: Any, offset: int, size: int) -> bytes:
        told = self._service.world.behaviour.of(self._service.name)
        if told["slow_ms"]:
            await asyncio.sleep(told["slow_ms"] / 1000)
        if told["half"]:
            middle = file.size // 2
            if offset >= middle:
                # What was read before is on its way.
                await asyncio.sleep(0.1)
                self.connection.abort()
                raise asyncssh.SFTPConnectionLost("told to break off")
            size = min(size, middle - offset)
        most = self._service.setting()["read_bytes"]
        file.seek(offset)
        return bytes(file.read(min(size, most) if most else size))

    async def close(self, file: Any) -> None:
        file.close()

    def _found(self, path: bytes) -> tuple[Shop, str]:
        parts = path.decode("utf-8", "replace").strip("/").split("/")
        name = f"shop/{parts[1]}" if len(parts) == 3 and parts[0] == "shops" else ""
        shop = self._service.world.services.get(name)
        form = parts[-1].removeprefix("feed.")
        if not isinstance(shop, Shop) or form.removesuffix(".gz") not in TYPES:
            raise asyncssh.SFTPNoSuchFile("no such file")
        return shop, form

    def _written(self, shop: Shop, form: str) -> Any:
        file = _Sized()
        packed = form.endswith(".gz")
        for chunk in shop.content(form.removesuffix(".gz"), packed):
            file.write(chunk)
        file.size = file.tell()
        return file

    def _attrs(self, shop: Shop, file: Any) -> asyncssh.SFTPAttrs:
        at = int(shop.changed_at()) + int(self._service.setting()["moved_on"])
        return asyncssh.SFTPAttrs(
            size=file.size, permissions=stat.S_IFREG | 0o444, atime=at, mtime=at, uid=0, gid=0
        )


class _Sized(tempfile.SpooledTemporaryFile[bytes]):
    """A file in memory until it is large, with what is known of it."""

    size = 0
    shop: Shop

    def __init__(self) -> None:
        super().__init__(max_size=1 << 20)


def services(world: Any) -> list[Service]:
    return [Sftp(world)]
