"""Two things at once: the engine works outside the interpreter's lock, so while a core is idle,
counting need not wait until ranking is done."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")

LOOK_SECONDS = 1
CORES = os.cpu_count() or 1


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begins the work on a thread of its own; calling what is returned gives the result.

    On a busy machine, and when no thread has taken it up by then, the caller does it: with no core
    to spare, handing it over would only cost time.
    """
    if _busy(int(time.monotonic() / LOOK_SECONDS)):
        return work
    future = _threads(os.getpid()).submit(work)
    return lambda: work() if future.cancel() else future.result()


@lru_cache(maxsize=1)
def _busy(_moment: int) -> bool:
    return os.getloadavg()[0] > CORES * 0.75


@lru_cache(maxsize=1)
def _threads(process: int) -> ThreadPoolExecutor:
    """Of this very process: threads do not survive a fork."""
    return ThreadPoolExecutor(CORES, thread_name_prefix="search")
