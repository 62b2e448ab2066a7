"""Files that no row names: their transaction failed, or their process died between the two.

A file is written before its row, since storage knows no transactions. What is left without one is
cleared away a day later.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.core.files.storage import default_storage
from django.db import transaction

DAY = 24 * 3600
AT_ONCE = 500
SMALL = "-small.webp"

Named = Callable[[list[str]], Iterable[str]]
"""Of these names those that rows hold."""


def strays_sweep(folder: str, *, named: Named, machine_time: float | None = None) -> int:
    """Deletes what lies under `folder` for more than a day and belongs to no row; says how many.

    A picture's small copy goes and stays with it. By the machine's own clock, as files are dated.
    """
    before = (machine_time or time.time()) - DAY
    old = (name for name in _files(folder) if _written(name) < before)
    gone = 0
    while some := list(islice(old, AT_ONCE)):
        whole = {name: _whole(name) for name in some}
        kept = set(named(sorted(set(whole.values()))))
        for name in some:
            if whole[name] not in kept:
                default_storage.delete(name)
                gone += 1
    return gone


def files_delete(names: Iterable[str]) -> None:
    """Once the transaction at hand holds: rows that come back with it keep their files."""
    for name in names:
        if name:
            transaction.on_commit(lambda name=name: default_storage.delete(name))  # type: ignore[misc]


def _whole(name: str) -> str:
    return f"{name.removesuffix(SMALL)}.webp" if name.endswith(SMALL) else name


def _files(folder: str) -> Iterator[str]:
    """Two levels, as they are stored: folder/ab/abcdef….webp."""
    if not default_storage.exists(folder):
        return
    for shelf in sorted(default_storage.listdir(folder)[0]):
        for name in sorted(default_storage.listdir(f"{folder}/{shelf}")[1]):
            yield f"{folder}/{shelf}/{name}"


def _written(name: str) -> float:
    try:
        return default_storage.get_modified_time(name).timestamp()
    except FileNotFoundError:  # Taken back in this moment.
        return time.time()
