"""Killed with -9 in the middle of placing, inspecting and paying: nothing is lost, nothing doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.live import World
from tests.live.counter import Entrepreneur

from . import killing
from .accounts import everyone_told_once, nothing_lost
from .killing import again_and_again

CLIENTS = 6
BASKET = [("TS-01", 2), ("TS-02", 1), ("ST-04", 1)]
"""Two lines of one seller and one of another."""


@dataclass
class Crew:
    """Several people at counters, each with a client of their own, working off what is to do."""

    world: World
    customer: int
    placed: dict[str, str] = field(default_factory=dict)
    tries: int = 0

    def work(self, task: Callable[..., Any], things: list[Any]) -> list[Any]:
        with ThreadPoolExecutor(CLIENTS) as pool:
            return list(pool.map(lambda thing: self._one(task, thing), things))

    def _one(self, task: Callable[..., Any], thing: Any) -> Any:
        clerk = Entrepreneur(self.world, "bina")
        clerk.customer = self.customer
        answer = task(clerk, thing)
        self.tries += clerk.tries
        return answer

    def place(self, how_many: int, lines: list[tuple[str, int]] = BASKET) -> list[str]:
        """That many orders; each is sent once more after it was answered. Their codes."""

        def place(clerk: Entrepreneur, nonce: UUID) -> str:
            code = clerk.place(nonce, lines)
            assert clerk.place(nonce, lines) == code
            if code:
                self.placed[str(nonce)] = code
            return code

        return self.work(place, [uuid4() for _ in range(how_many)])

    def carry(self, codes: list[str]) -> None:
        """Each part of each order from its arrival to its payment; one piece in it is damaged."""
        self.work(lambda clerk, code: [_carry(clerk, share) for share in clerk.packed(code)], codes)


def _carry(clerk: Entrepreneur, share: str) -> None:
    lines = clerk.lines(share)
    inspection, payment = uuid4(), uuid4()
    clerk.receive(share)
    counts = {line: (n - 1, 1) if n > 1 else (n, 0) for line, n in lines.items()}
    clerk.inspect(share, inspection, counts)
    code = clerk.pay(share, payment)
    clerk.receive(share)
    clerk.inspect(share, inspection, counts)
    known = clerk.patiently(
        lambda: clerk.world.sql("SELECT code FROM payments_payment WHERE nonce = %s", payment)
    )
    assert known == [(code,)]


@pytest.fixture(scope="module")
def crew(world: World) -> Crew:
    """Of Bina's centre, with a customer who agreed to be ordered for."""
    return Crew(world, Entrepreneur(world, "bina").attend("01811000009", "রহিমা বেগম").customer)


def test_web_and_worker_killed_while_placing_inspecting_and_paying(world, crew, size):
    """SIGKILL every 0.7 s: to one of gunicorn's workers, to the job worker, and to gunicorn's
    master with all its workers at once. Clients send the same form with the same nonce until
    it is answered; another job worker takes up what the dead one held."""
    kills = (killing.a_web_worker, killing.the_job_worker, killing.all_of_web)
    with again_and_again(world, *kills, every=0.7, most=6) as killed:
        codes = crew.place(size)
        crew.carry(codes)
    assert len(killed) >= len(kills)
    world.settle()
    nothing_lost(world, crew.placed)
    everyone_told_once(world)


def test_the_last_pieces_are_sold_once_though_web_processes_are_killed(world, crew):
    """SIGKILL to one of gunicorn's workers every 0.5 s, while ten customers want five each of
    what there are 25 of."""
    with again_and_again(world, killing.a_web_worker, every=0.5, most=4):
        codes = crew.place(10, [("TS-03", 5)])
    assert len([code for code in codes if code]) == 5
    ((left,),) = world.sql(
        "SELECT on_hand - reserved FROM catalogue_offer WHERE seller_ref = 'TS-03'"
    )
    assert left == 0
    nothing_lost(world, crew.placed)


def test_the_database_killed_while_placing_inspecting_and_paying(world, crew, size):
    """SIGKILL every 2 s to PostgreSQL's postmaster and all its backends; started again at once,
    it recovers from its log, and whatever died with it is started again, while the clients go on
    trying."""
    with again_and_again(world, killing.the_database, every=2, most=2) as killed:
        codes = crew.place(size)
        crew.carry(codes)
    assert killed
    world.settle()
    nothing_lost(world, crew.placed)
    everyone_told_once(world)
