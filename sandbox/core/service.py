"""What a stand-in is. A service subclasses this and fills in what it has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.routing import BaseRoute

from sandbox.core.markup import Markup

if TYPE_CHECKING:
    from sandbox.core.shelf import Shelf
    from sandbox.core.world import World

Action = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]
Text = tuple[str, str]
"""The same words in Bengali and in English."""


class BadAction(Exception):
    """What was asked on the control face cannot be done; the message says why."""


class Service:
    name: str
    """As on the control face: "courier", "shop/1"."""
    title: Text
    about: Text
    prefix: str = ""
    """Where its wire is served; empty when it does not speak HTTP."""
    schema: str = ""
    keys: dict[str, str] = {}
    """What callers must show it and what it shows the platform, until told otherwise."""
    settings: dict[str, Any] = {}
    """Defaults of what can be told to it beyond misbehaviour."""
    shelf: Shelf | None = None
    """Its folder of files, also served over SFTP to the `user` with the `password` of its keys."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[BaseRoute]:
        """The wire, with paths beneath `prefix`."""
        return []

    def actions(self) -> dict[str, Action]:
        """What `POST /_control/<name>/<action>` can do beside what every service can."""
        return {}

    def panel(self, lang: str) -> Markup | None:
        """Its own part of its control page."""
        return None

    async def tick(self) -> None:
        """Called several times a second."""

    def answered(self, call: dict[str, Any], status: int, body: str) -> None:
        """The platform has answered a call this service made."""

    def setting(self) -> dict[str, Any]:
        return self.world.store.get(f"settings:{self.name}", self.settings)

    def settle(self, told: dict[str, Any]) -> dict[str, Any]:
        """Change settings; a value is read as the type of its default."""
        now = self.setting()
        for key, value in told.items():
            if key not in self.settings:
                raise BadAction(
                    f"{self.name} has no setting {key!r}; it has {sorted(self.settings)}"
                )
            now[key] = like(self.settings[key], value, key)
        self.world.store.put(f"settings:{self.name}", now)
        return now

    def credentials(self) -> dict[str, str]:
        return self.world.store.get(f"credentials:{self.name}", self.keys)


def like(default: Any, value: Any, key: str) -> Any:
    """Read a value (often a form's text) as the type its default has."""
    try:
        if isinstance(default, bool):
            return (
                value
                if isinstance(value, bool)
                else str(value).lower() in {"1", "true", "on", "yes"}
            )
        if isinstance(default, int):
            number = int(value or 0)
            if number < 0:
                raise ValueError
            return number
        if isinstance(default, float):
            amount = float(value or 0)
            if not 0 <= amount < 1e9:
                raise ValueError
            return amount
        if isinstance(default, list):
            parts = value if isinstance(value, list) else str(value).replace(",", " ").split()
            return [str(part) for part in parts]
        return str(value)
    except (TypeError, ValueError):
        raise BadAction(f"{key} cannot be {value!r}") from None
