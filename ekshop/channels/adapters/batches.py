"""A batch told thing by thing, for adapters whose channel takes one at a time."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..rules.strange import FAILURES
from .shape import (
    ChannelAway,
    ChannelBusy,
    ChannelTrouble,
    ListingItem,
    NotUnderstood,
    Result,
    Submission,
)

PAUSE = 30.0
"""Seconds before a channel that did not answer in the middle of a batch is asked again."""
Thing = TypeVar("Thing", ListingItem, str)


def told_one_by_one(
    things: Sequence[Thing], tell: Callable[[Thing], Result], *, begun: Sequence[Result] = ()
) -> Submission:
    """Until the channel asks for a pause or is away: what was said till then counts, and the rest is
    unsent. What has no sensible answer is `stuck`: one thing between others that have theirs is in a
    trouble of its own, and the others go on; two in a row are the channel's. `begun`: results there
    are already. Raises what stops the only one."""
    results, stuck = list(begun), list[Thing]()
    last: Exception | None = None
    for number, thing in enumerate(things):
        try:
            results.append(tell(thing))
        except ChannelBusy as busy:
            if not (results or stuck):
                raise
            rest = _skus(things[number:])
            return Submission(tuple(results), unsent=rest, stuck=_skus(stuck), wait=busy.seconds)
        except (ChannelAway, *FAILURES) as trouble:
            stuck.append(thing)
            if last is not None:
                return _given_up(results, stuck, things[number + 1 :], trouble, len(begun))
            last = trouble
        else:
            last = None
    if last is not None and len(results) == len(begun):
        if not results:
            raise last
        return _given_up(results, stuck, (), last, len(begun))
    return Submission(tuple(results), stuck=_skus(stuck))


def _given_up(
    results: Sequence[Result],
    stuck: Sequence[Thing],
    rest: Sequence[Thing],
    why: Exception,
    begun: int,
) -> Submission:
    """A channel that answered about some is only left alone for a moment."""
    answered = len(results) > begun
    return Submission(
        tuple(results),
        unsent=_skus(rest),
        stuck=_skus(stuck),
        wait=PAUSE if answered else 0.0,
        trouble=None if answered else _trouble(why),
    )


def _trouble(why: Exception) -> ChannelTrouble:
    return why if isinstance(why, ChannelTrouble) else NotUnderstood()


def _skus(things: Sequence[Thing]) -> tuple[str, ...]:
    return tuple(one if isinstance(one, str) else one.sku for one in things)
