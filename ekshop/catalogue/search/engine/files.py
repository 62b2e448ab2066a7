"""A file of named arrays, whole or not at all.

    8 bytes     what it is
    4 + 4       length of the head, and its checksum
    head        JSON: each array's type, shape and place; facts; size and checksum of all that follows
    arrays      each begins at a multiple of 64

A file is written under another name, made durable, and takes its name in one step. Opening one
reads all of it once: a byte that is missing, or is not what was written, is `Broken`. The arrays
are then the file itself, mapped, so that all processes of a machine share one copy of it.
"""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .asking import Numbers

MAGIC = b"ekindex\x06"
ALIGNED = 64
_HEAD = struct.Struct("<II")


class Broken(ValueError):
    """The file is not as it was written."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """An opened file: arrays and facts by name."""

    arrays: dict[str, Numbers]
    facts: dict[str, Any]

    def __getitem__(self, name: str) -> Numbers:
        held = self.arrays.get(name)
        if held is None:
            raise Broken(f"written without {name}, by other code")
        return held


def write(path: Path, arrays: Mapping[str, Numbers], facts: Mapping[str, Any]) -> None:
    """Durable when it returns: the file, not yet its name in the folder (`settle`)."""
    places: dict[str, tuple[str, list[int], int]] = {}
    at = checksum = 0
    pieces: list[tuple[Numbers, bytes]] = []
    for name, array in arrays.items():
        held = np.ascontiguousarray(array)
        places[name] = (held.dtype.str, list(held.shape), at)
        gap = bytes(-held.nbytes % ALIGNED)
        checksum = zlib.crc32(gap, zlib.crc32(held.data.cast("B") if held.size else b"", checksum))
        pieces.append((held, gap))
        at += held.nbytes + len(gap)
    head = json.dumps(
        {"arrays": places, "facts": dict(facts), "size": at, "checksum": checksum}
    ).encode()
    head += b" " * (-(len(MAGIC) + _HEAD.size + len(head)) % ALIGNED)
    draft = path.with_name(f"{path.name}.new")
    with draft.open("wb") as file:
        file.write(MAGIC + _HEAD.pack(len(head), zlib.crc32(head)) + head)
        for held, gap in pieces:
            file.write(held.data.cast("B") if held.size else b"")
            file.write(gap)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read(path: Path) -> Arrays:
    """Raises Broken, or OSError where there is no such file."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < len(MAGIC) + _HEAD.size:
            raise Broken(f"{path.name} is cut short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = len(MAGIC) + _HEAD.size
    length, checksum = _HEAD.unpack_from(mapped, len(MAGIC))
    head = mapped[start : start + length]
    if mapped[: len(MAGIC)] != MAGIC or len(head) != length or zlib.crc32(head) != checksum:
        raise Broken(f"{path.name} has no head")
    held = json.loads(head)
    body = start + length
    if len(mapped) != body + held["size"]:
        raise Broken(f"{path.name} is not as long as it says")
    if zlib.crc32(memoryview(mapped)[body:]) != held["checksum"]:
        raise Broken(f"{path.name} is not what was written")
    arrays = {
        name: np.ndarray(shape, dtype, mapped, body + at)
        for name, (dtype, shape, at) in held["arrays"].items()
    }
    return Arrays(arrays, held["facts"])


def settle(folder: Path) -> None:
    """Makes durable what the files of a folder are called."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
