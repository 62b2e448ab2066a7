"""Any service's folder of files over SFTP: read, written, moved and removed."""

import asyncio
import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import asyncssh

from sandbox.core.service import Service
from sandbox.core.shelf import Shelf


@dataclass
class _Open:
    path: str
    data: bytearray = field(default_factory=bytearray)
    written: bool = False


class ShelfFiles(asyncssh.SFTPServer):
    """One caller at one service's folder. The service's own misbehaviour holds here, too."""

    def __init__(self, channel: Any, service: Service, shelf: Shelf) -> None:
        super().__init__(channel)
        self._service, self._shelf = service, shelf

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> _Open:
        name = self._path(path)
        if pflags & asyncssh.FXF_WRITE:
            folder, _, file = name.rpartition("/")
            if not file or not folder.startswith("in/"):
                raise asyncssh.SFTPPermissionDenied("files are brought to folders of in/")
            known = b"" if pflags & asyncssh.FXF_TRUNC else self._shelf.read(name) or b""
            return _Open(name, bytearray(known), written=True)
        data = self._shelf.read(name)
        if data is None:
            raise asyncssh.SFTPNoSuchFile("no such file")
        return _Open(name, bytearray(data))

    async def read(self, file: Any, offset: int, size: int) -> bytes:
        told = self._service.world.behaviour.of(self._service.name)
        if told["slow_ms"]:
            await asyncio.sleep(told["slow_ms"] / 1000)
        if told["half"] and offset + size > len(file.data) // 2:
            await self._break_off()
        return bytes(file.data[offset : offset + size])

    async def write(self, file: Any, offset: int, data: bytes) -> int:
        told = self._service.world.behaviour.of(self._service.name)
        if told["slow_ms"]:
            await asyncio.sleep(told["slow_ms"] / 1000)
        if told["half"] and offset:
            await self._break_off()
        if offset > len(file.data):
            file.data.extend(b"\0" * (offset - len(file.data)))
        file.data[offset : offset + len(data)] = data
        return len(data)

    async def _break_off(self) -> None:
        # What was said before is on its way.
        await asyncio.sleep(0.1)
        self.connection.abort()
        raise asyncssh.SFTPConnectionLost("told to break off")

    def close(self, file: Any) -> None:
        """A connection that breaks closes, too: what came of the file is there."""
        if file.written:
            self._shelf.bring(file.path, bytes(file.data))

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        if self._shelf.read(self._path(newpath)) is not None:
            raise asyncssh.SFTPFailure("there is a file of this name")
        self.posix_rename(oldpath, newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        if not self._shelf.move(self._path(oldpath), self._path(newpath)):
            raise asyncssh.SFTPNoSuchFile("no such file")

    def remove(self, path: bytes) -> None:
        if not self._shelf.remove(self._path(path)):
            raise asyncssh.SFTPNoSuchFile("no such file")

    def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        name = self._path(path)
        folder, _, file = name.rpartition("/")
        for each in self._shelf.entries(folder):
            if each.name == file and not each.folder:
                return _attrs(each.size, each.at)
        if self._shelf.is_folder(name):
            return _attrs(0, 0.0, folder=True)
        raise asyncssh.SFTPNoSuchFile("no such file")

    lstat = stat

    def fstat(self, file: Any) -> asyncssh.SFTPAttrs:
        return _attrs(len(file.data), 0.0)

    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Nothing of a file can be set, and asking is no harm."""

    def fsetstat(self, file: Any, attrs: asyncssh.SFTPAttrs) -> None:
        """As setstat."""

    def realpath(self, path: bytes) -> bytes:
        return b"/" + self._path(path).encode()

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        name = self._path(path)
        if not self._shelf.is_folder(name):
            raise asyncssh.SFTPNoSuchFile("no such folder")
        for each in self._shelf.entries(name):
            yield asyncssh.SFTPName(
                each.name.encode(), attrs=_attrs(each.size, each.at, folder=each.folder)
            )

    def _path(self, path: bytes) -> str:
        parts = [
            part for part in path.decode("utf-8", "replace").split("/") if part not in ("", ".")
        ]
        if ".." in parts:
            raise asyncssh.SFTPPermissionDenied("no way up")
        return "/".join(parts)


def _attrs(size: int, at: float, *, folder: bool = False) -> asyncssh.SFTPAttrs:
    kind = stat.S_IFDIR | 0o755 if folder else stat.S_IFREG | 0o644
    return asyncssh.SFTPAttrs(
        size=size, permissions=kind, atime=int(at), mtime=int(at), uid=0, gid=0
    )
