"""Orders asked for one by one, so that one a channel stumbles over holds up no other and is not lost."""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..rules.strange import FAILURES
from .shape import ChannelAway, ChannelBusy, ChannelFacts, ForeignOrder, Unread

IN_A_ROW = 3
"""So many orders in a row that are not answered about are an outage."""
AGAIN_AT_ONCE = 10
GIVEN_UP = timedelta(days=1)
NO_ANSWER = _("The channel lists this order, and for a day has told nothing of it.")


@dataclass(frozen=True)
class Read:
    """`done`: numbers that were dealt with, or stand in `again`: {number: since when it is asked for
    in vain}."""

    orders: list[ForeignOrder]
    done: frozenset[str]
    again: dict[str, str]


def listed_by_number(
    channel: ChannelFacts,
    told: Iterable[Any] | None,
    name: str,
    placed_by: Callable[[Any], object],
) -> dict[str, Any]:
    """What a channel lists, by the number that stands under `name`. One that has none, or of which
    `placed_by` cannot say when it changed and how it stands, is reported and holds up no other."""
    found: dict[str, Any] = {}
    for one in told or ():
        try:
            placed_by(one)
            found[str(one[name])] = one
        except FAILURES as odd:
            raw = json.dumps(one, ensure_ascii=False, default=str)
            source = _source(f"#{zlib.crc32(raw.encode('utf-8', 'replace')):08x}")
            channel.report(source, [Unread(0, "order", repr(odd), raw)])
    return found


def orders_one_by_one(
    channel: ChannelFacts,
    listed: Mapping[str, Any],
    ask: Callable[[str], ForeignOrder | None],
    *,
    again: Mapping[str, str],
    refusals: tuple[type[Exception], ...],
    now: datetime,
) -> Read:
    """Asks for each of what is `listed` {number: as it is listed}, then for those of `again`.

    What is refused (`refusals`) or makes no sense is reported, and done. One that is not answered
    about is asked for again at every reading, a day long. Raises ChannelBusy and ChannelAway where
    nothing at all was answered.
    """
    odd_ones: tuple[type[Exception], ...] = (*refusals, *FAILURES)
    orders: list[ForeignOrder] = []
    done: set[str] = set()
    waiting = {number: since for number, since in again.items() if number not in listed}
    for number, since in [*waiting.items()]:
        if now - datetime.fromisoformat(since) > GIVEN_UP:
            channel.report(_source(number), [Unread(0, "no_answer", NO_ANSWER)])
            del waiting[number]
    answered = silent = 0
    for number in [*listed, *[*waiting][:AGAIN_AT_ONCE]]:
        try:
            found = ask(number)
        except ChannelBusy:
            if not done:
                raise
            break
        except ChannelAway:
            silent += 1
            if silent == IN_A_ROW:
                if not answered:
                    raise
                break
            waiting.setdefault(number, again.get(number) or now.isoformat(timespec="seconds"))
        except odd_ones as odd:
            raw = json.dumps(listed.get(number, {}), ensure_ascii=False)
            channel.report(_source(number), [Unread(0, "order", repr(odd), raw)])
            answered, silent = answered + 1, 0
            waiting.pop(number, None)
        else:
            answered, silent = answered + 1, 0
            orders += [found] if found else []
            if waiting.pop(number, None) or number in again:
                channel.report(_source(number), [])
        done.add(number)
    if silent and not answered:
        raise ChannelAway(why=NO_ANSWER)
    return Read(orders, frozenset(done), waiting)


def _source(number: str) -> str:
    return f"order {number}"
