"""Events: what happened, told upwards, at least once.

A package declares frozen dataclasses in its `events.py`, of ids and plain values:

    @dataclass(frozen=True)
    class OrderPlaced(Event):
        order_id: int

`emit` writes one job for every handler that `ekshop/wiring.py` lists for the event, in the
transaction of the change itself: both are there or neither is. A handler is a plain
function of the event, `def on_order_placed(event: OrderPlaced) -> None`, run in a
transaction of its own. One that takes `list[OrderPlaced]` is given whole batches.

What a handler did to our own tables is done once, even if its worker dies: the job row is
marked in the handler's transaction. Anything it starts outside goes through a job of its own.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from django.utils.module_loading import import_string

from .jobs import jobs_queue

EVENT_JOB = "kernel.event_handle"
BATCH, LARGE_BATCH = 50, 250
"""How many events of one type a single job carries at most; more where its handler takes many."""


@dataclass(frozen=True)
class Event:
    """Something that happened, told to those above: ids and plain values only."""

    registry: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        Event.registry[event_name(cls)] = cls


def event_name(kind: type[Event]) -> str:
    """The name under which jobs know it: `orders.OrderPlaced`."""
    module = kind.__module__.removeprefix("ekshop.").removesuffix(".events")
    return f"{module}.{kind.__name__}"


def emit(event: Event) -> None:
    """One job for each handler of the event, in the transaction at hand.

    Raises RuntimeError outside a transaction: then the event and what it tells of could
    part company.
    """
    emit_many([event])


def emit_many(events: Iterable[Event]) -> None:
    """As `emit`, for many: a job carries a batch of one type, and all jobs go in at once."""
    gathered = _gathered.get()
    if gathered is not None:
        gathered.waiting.extend(events)
        return
    grouped: dict[type[Event], list[dict[str, Any]]] = {}
    for event in events:
        grouped.setdefault(type(event), []).append(payload_of(event))
    if not grouped:
        return
    events_queue(
        (handler, event_name(kind), payloads[start : start + size])
        for kind, payloads in grouped.items()
        for handler in handlers_of(kind)
        for size in [LARGE_BATCH if handler_at(handler).takes_many else BATCH]
        for start in range(0, len(payloads), size)
    )


def events_queue(jobs: Iterable[tuple[str, str, list[dict[str, Any]]]]) -> None:
    """Queues (handler, event name, payloads) jobs; `emit` is the way to here."""
    jobs_queue(
        EVENT_JOB,
        (
            (queue_of(handler), {"handler": handler, "event": event, "payloads": payloads})
            for handler, event, payloads in jobs
        ),
    )


@dataclass
class Gathered:
    """Events told within `gather` and not handled yet."""

    waiting: list[Event] = dataclasses.field(default_factory=list)

    def handle(self, wants: Callable[[str, Event], bool] | None = None) -> list[Event]:
        """Calls their handlers here and now, and those of what these tell; gives all there were.
        `wants`: which handler, by its path, is to hear of which event; all, if not said."""
        handled: list[Event] = []
        while self.waiting:
            now, self.waiting = self.waiting, []
            handled += now
            grouped: dict[type[Event], list[Event]] = {}
            for event in now:
                grouped.setdefault(type(event), []).append(event)
            for kind, events in grouped.items():
                for path in handlers_of(kind):
                    target = handler_at(path)
                    heard = [event for event in events if wants is None or wants(path, event)]
                    for start in range(0, len(heard), BATCH if target.takes_many else 1):
                        batch = heard[start : start + BATCH]
                        target.function(batch if target.takes_many else batch[0])
        return handled


_gathered: ContextVar[Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def gather() -> Iterator[Gathered]:
    """Within it events are not put into the queue: the caller, who loads a history in one
    transaction under a clock of its own, has them handled as its time goes on."""
    gathered = Gathered()
    token = _gathered.set(gathered)
    try:
        yield gathered
    finally:
        _gathered.reset(token)


def gathering() -> bool:
    return _gathered.get() is not None


def handlers_of(kind: type[Event]) -> list[str]:
    listed: list[str] = _wiring().HANDLERS.get(kind, [])
    return listed


def queue_of(handler: str) -> str | None:
    """The queue a handler asks for in `wiring.QUEUES`, if any."""
    queue: str | None = getattr(_wiring(), "QUEUES", {}).get(handler)
    return queue


def unwired() -> list[str]:
    """Events of the house that wiring does not mention; [] there says that nobody listens.

    A class that others are made from is no event of its own.
    """
    listed = _wiring().HANDLERS
    return sorted(
        name
        for name, kind in Event.registry.items()
        if kind.__module__.startswith("ekshop.")
        and ".tests." not in kind.__module__
        and not kind.__subclasses__()
        and kind not in listed
    )


@dataclass(frozen=True)
class Handler:
    function: Callable[[Any], None]
    takes_many: bool


@cache
def handler_at(path: str) -> Handler:
    """The function at a dotted path, and whether it takes a list of events."""
    function = import_string(path)
    hints = list(get_type_hints(function).values())
    return Handler(function, bool(hints) and get_origin(hints[0]) in (list, Sequence, tuple))


def payload_of(event: Event) -> dict[str, Any]:
    """The event's fields in JSON's own types."""
    return {f.name: _plain(getattr(event, f.name)) for f in dataclasses.fields(event)}


def event_of(name: str, payload: dict[str, Any]) -> Event:
    """The event again. A field the class no longer has is left out; LookupError for no class."""
    _wiring()
    try:
        kind = Event.registry[name]
    except KeyError:
        raise LookupError(f"no event is called {name}") from None
    return typing.cast(Event, _typed(payload, kind))


def _wiring() -> Any:
    """Imported by name and late: it knows every package, and none may be known here."""
    return import_module("ekshop.wiring")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"an event cannot carry a {type(value).__name__}")


def _typed(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        members = [member for member in get_args(kind) if member is not type(None)]
        return _typed(value, members[0]) if len(members) == 1 else value
    if origin in (tuple, list):
        member = get_args(kind)[0]
        return origin(_typed(item, member) for item in value)
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        known = [f.name for f in dataclasses.fields(kind) if f.name in value]
        return kind(**{name: _typed(value[name], hints[name]) for name in known})
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
