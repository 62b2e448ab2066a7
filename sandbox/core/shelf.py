"""A folder of a service's own that others put files into and take files from.

The SFTP service serves every service that has one, under the user and password of its
credentials; the service itself may serve it over HTTP, too.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.core.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS shelf_files (
    shelf TEXT NOT NULL, path TEXT NOT NULL, data BLOB NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (shelf, path)
);
"""


@dataclass(frozen=True)
class Entry:
    """`name` is a file's or a folder's; `at` is seconds since 1970."""

    name: str
    size: int
    at: float
    folder: bool = False


class Shelf:
    """Paths are without a leading slash; a folder is there as soon as a file is in it, or when it
    is one of `folders`. `arrived(path)` is called for what others bring, not for what is put."""

    def __init__(
        self, store: Store, name: str, folders: tuple[str, ...], arrived: Callable[[str], None]
    ) -> None:
        self._store, self.name, self._folders, self._arrived = store, name, folders, arrived
        store.create(SCHEMA)

    def put(self, path: str, data: bytes) -> None:
        self._store.run(
            "INSERT INTO shelf_files VALUES (?, ?, ?, ?) ON CONFLICT (shelf, path) "
            "DO UPDATE SET data = excluded.data, at = excluded.at",
            self.name,
            path.strip("/"),
            data,
            time.time(),
        )

    def bring(self, path: str, data: bytes) -> None:
        self.put(path, data)
        self._arrived(path.strip("/"))

    def move(self, path: str, to: str) -> bool:
        """Whether there was such a file."""
        data = self.read(path)
        if data is None:
            return False
        self.remove(path)
        self.bring(to, data)
        return True

    def remove(self, path: str) -> bool:
        return bool(
            self._store.run(
                "DELETE FROM shelf_files WHERE shelf = ? AND path = ?", self.name, path.strip("/")
            )
        )

    def read(self, path: str) -> bytes | None:
        found = self._store.row(
            "SELECT data FROM shelf_files WHERE shelf = ? AND path = ?", self.name, path.strip("/")
        )
        return bytes(found["data"]) if found else None

    def is_folder(self, path: str) -> bool:
        path = path.strip("/")
        return not path or any(f == path or f.startswith(f"{path}/") for f in self._folders)

    def entries(self, folder: str) -> list[Entry]:
        """What is in a folder, by name."""
        start = f"{folder.strip('/')}/" if folder.strip("/") else ""
        rows = self._store.rows(
            "SELECT path, length(data) AS size, at FROM shelf_files "
            "WHERE shelf = ? AND substr(path, 1, ?) = ?",
            self.name,
            len(start),
            start,
        )
        found: dict[str, Entry] = {}
        for row in rows:
            name, slash, _rest = row["path"][len(start) :].partition("/")
            found[name] = Entry(name, row["size"], row["at"], folder=bool(slash))
        for known in self._folders:
            if known.startswith(start) and known != start.rstrip("/"):
                name = known[len(start) :].partition("/")[0]
                found.setdefault(name, Entry(name, 0, 0.0, folder=True))
        return [found[name] for name in sorted(found)]

    def sha256(self, path: str) -> str:
        return hashlib.sha256(self.read(path) or b"").hexdigest()
