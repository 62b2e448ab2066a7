"""One order carried to its end, another left lying, and everything the operator's pages show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ekshop.kernel import clock
from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.jobs import job, run_jobs
from ekshop.ledger.services import books_verify
from ekshop.orders.models import Order
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.settlement.tests import make

NOW = PLACED_AT + timedelta(days=12)


@job(name="operator_tests.always_fails", attempts=1)
def always_fails() -> None:
    raise RuntimeError("the gateway is on fire")


@dataclass(frozen=True)
class World:
    """`done` is paid and handed over, `waiting` nobody has answered. `now`: look at it then."""

    people: Personas
    done: Order
    waiting: Order
    job_id: int
    now: datetime


def world() -> World:
    people = make.orders.people()
    make.orders.rate(500)
    book = make.orders.offer(people.partner, price_poisha=40_000, on_hand=50)
    done = make.orders.order(people, [(book, 3)], now=PLACED_AT)
    share = make.arrived(people, done, now=PLACED_AT)
    make.inspected(people, share, rejected=1, now=PLACED_AT + timedelta(days=3))
    make.paid(people, share, now=PLACED_AT + timedelta(days=3))
    make.handed_over(people, share, now=PLACED_AT + timedelta(days=4))
    waiting = make.orders.order(people, [(book, 1)], now=NOW - timedelta(days=3))
    books_verify(now=NOW - timedelta(hours=8))
    always_fails.later()
    with clock.at(NOW):
        run_jobs(queues=["default"], quietly=True)
    deadlines_run(NOW)
    return World(people, done, waiting, failed_job(), NOW)


def failed_job() -> int:
    from ekshop.kernel.job_watch import jobs_failed

    return jobs_failed().get(task_name="operator_tests.always_fails").pk


def more_orders(world: World, number: int) -> list[Any]:
    book = make.orders.offer(world.people.partner, price_poisha=1_000, on_hand=500)
    return [
        make.orders.order(world.people, [(book, 1)], now=PLACED_AT + timedelta(minutes=minute))
        for minute in range(number)
    ]
