"""A batch told thing by thing, for adapters whose channel takes one at a time."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from .shape import ChannelAway, ChannelBusy, ListingItem, Result, Submission

PAUSE = 30.0
"""Seconds before a channel that did not answer in the middle of a batch is asked again."""
Thing = TypeVar("Thing", ListingItem, str)


def told_one_by_one(
    things: Sequence[Thing], tell: Callable[[Thing], Result], *, begun: Sequence[Result] = ()
) -> Submission:
    """Until the channel asks for a pause or is away: what was said till then counts, and the rest is
    unsent. `begun`: results there are already. Raises what stops the very first."""
    results = list(begun)
    for number, thing in enumerate(things):
        try:
            results.append(tell(thing))
        except (ChannelBusy, ChannelAway) as trouble:
            if not results:
                raise
            wait = trouble.seconds if isinstance(trouble, ChannelBusy) else PAUSE
            rest = tuple(one if isinstance(one, str) else one.sku for one in things[number:])
            return Submission(tuple(results), unsent=rest, wait=wait)
    return Submission(tuple(results))
