"""Matching after each feed, by a job: in short transactions, one run at a time, killed at any point."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock
from ekshop.kernel.errors import Conflict
from ekshop.kernel.jobs import job
from ekshop.kernel.locks import alone

from ...selectors.matching import lexicon_now
from ..families import families_settle
from .entries import entries_read, entries_waiting
from .lexicon import lexicon_settle
from .met import Met
from .pairing import Step, pairs_find

MANY = 10_000
"""If so many products wait, reading all lists once is quicker than each product's own."""
AT_MOST_SECONDS = 60.0
"""After so long a run puts itself behind what else waits in the queue."""

LOOK_AGAIN = timedelta(minutes=1)
"""When the job comes back if somebody else was matching."""


class MatchingRuns(Conflict):
    code = "matching_runs"
    message = _("Matching is under way already. Wait until it is done.")


class Matched(NamedTuple):
    """What a run came to; `done`: nothing waits."""

    read: int
    products: int
    merged: int
    for_review: int
    done: bool


def matching_request() -> None:
    """Matches what is due, soon; one request waits at most."""
    products_match.later()


def matching_run(
    *,
    now: datetime,
    seconds: float | None = None,
    watch: Callable[[str, int], None] = lambda what, how_many: None,
    many: int = MANY,
) -> Matched:
    """Reads all products that are due, then looks for their like, until nothing waits or the time
    is over. `watch` is told after each step. `many`: see `MANY`.

    Raises MatchingRuns where somebody else is at it: two would put together by what the other is
    about to take apart.
    """
    with alone("catalogue.matching") as mine:
        if not mine:
            raise MatchingRuns()
        return _match(now, seconds, watch, many)


def words_learn() -> int:
    """Learns from goods told in both languages which words say the same; products with a word that
    is understood otherwise now are due. How many words those are.

    Raises MatchingRuns: a run keeps to one lexicon.
    """
    with alone("catalogue.matching") as mine:
        if not mine:
            raise MatchingRuns()
        return lexicon_settle()


def _match(
    now: datetime, seconds: float | None, watch: Callable[[str, int], None], many: int
) -> Matched:
    began = time.monotonic()
    read = products = merged = for_review = 0
    met = Met(lexicon_now())

    def over() -> bool:
        return seconds is not None and time.monotonic() - began > seconds

    while not over():
        step = entries_read(met.lexicon)
        if step:
            read += len(step)
            met.read_anew(step)
            watch("read", len(step))
            continue
        if met.postings is None and entries_waiting(many) >= many:
            met.read_everything()
        found: Step = pairs_find(now=now, met=met)
        if not found.products:
            return Matched(read, products, merged, for_review, done=True)
        if found.moved:
            families_settle(product_ids=found.moved, now=now)
        products, merged = products + found.products, merged + found.merged
        for_review += found.for_review
        watch("paired", found.products)
    return Matched(read, products, merged, for_review, done=False)


@job(
    name="catalogue.products_match",
    queueing_lock="catalogue.products_match",
    lock="catalogue.products_match",
)
def products_match() -> None:
    now = clock.now()
    try:
        done = matching_run(now=now, seconds=AT_MOST_SECONDS).done
    except MatchingRuns:
        products_match.options(at=now + LOOK_AGAIN).later()
        return
    if not done:
        matching_request()
