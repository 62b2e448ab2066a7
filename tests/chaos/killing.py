"""What is killed, and how: always SIGKILL, which nothing can catch or clean up after."""

import contextlib
import os
import random
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator

from tests.live import World
from tests.live.processes import until


def a_web_worker(world: World) -> None:
    """One of gunicorn's workers, with the requests in its hands; the master starts another."""
    for pid in random.sample(world.processes["web"].children()[:2], 1):
        _kill(pid)


def all_of_web(world: World) -> None:
    """Master and workers at once; then the supervisor's part: started again."""
    world.restart("web")


def the_job_worker(world: World) -> None:
    world.restart("worker")


def the_database(world: World) -> None:
    """The postmaster and every backend, in the middle of whatever they do; then started again,
    which recovers from its log."""
    postmaster = world.server.postmaster()
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(postmaster)], capture_output=True, text=True
    )
    victims = [postmaster, *map(int, listed.stdout.split())]
    for pid in victims:
        _kill(pid)
    until(lambda: not any(map(_lives, victims)), "the database server to be dead", pause=0.01)
    world.server.start()


@contextlib.contextmanager
def again_and_again(
    world: World, *kills: Callable[[World], None], every: float, most: int
) -> Iterator[list[str]]:
    """Kills in turn, in a thread of its own, while the block runs; gives what was killed so far.

    At least each of `kills` happens once: the block's end waits for that.
    """
    done: list[str] = []
    enough = threading.Event()
    broken: list[BaseException] = []

    def kill() -> None:
        try:
            while len(done) < most and (len(done) < len(kills) or not enough.is_set()):
                enough.wait(every)
                one = kills[len(done) % len(kills)]
                one(world)
                done.append(one.__name__)
        except BaseException as error:
            broken.append(error)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield done
    finally:
        enough.set()
        thread.join()
    if broken:
        raise broken[0]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
