"""Every event is heard by somebody, or wiring says that nobody listens."""

from ekshop import wiring
from ekshop.kernel.events import handler_at, unwired


def test_every_event_is_wired_or_marked_unheard() -> None:
    assert unwired() == []


def test_every_handler_named_exists() -> None:
    for paths in wiring.HANDLERS.values():
        for path in paths:
            assert callable(handler_at(path).function)
