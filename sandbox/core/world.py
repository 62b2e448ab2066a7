"""The stand-ins together: what they share, and where each is found."""

import asyncio
import contextlib
import importlib
import pkgutil
import sys
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sandbox import services as folders
from sandbox.core.behaviour import Behaviour
from sandbox.core.clock import Clock
from sandbox.core.inbox import Inbox
from sandbox.core.outbox import Outbox
from sandbox.core.service import Service
from sandbox.core.store import Store

TICK_S = 0.2
Kind = TypeVar("Kind", bound=Service)


@dataclass(frozen=True)
class Options:
    host: str
    port_base: int
    smtp_port: int
    sftp_port: int
    state: Path
    platform_url: str
    public_url: str
    shops_data: Path
    seed: str
    clock_file: Path | None


class World:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.clock = Clock(options.clock_file)
        self.store = Store(options.state / "sandbox.sqlite3")
        self.born = self.store.get("born", {"at": self.clock.now().timestamp()})["at"]
        self.store.put("born", {"at": self.born})
        self.behaviour = Behaviour(self.store)
        self.inbox = Inbox(self)
        self.outbox = Outbox(self)
        self.services: dict[str, Service] = {}
        for folder in sorted(module.name for module in pkgutil.iter_modules(folders.__path__)):
            found = importlib.import_module(f"sandbox.services.{folder}")
            for service in found.services(self):
                self.store.create(service.schema)
                self.services[service.name] = service

    def service(self, kind: type[Kind]) -> Kind:
        """The one service of this kind."""
        return next(one for one in self.services.values() if isinstance(one, kind))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Calls going out and journeys going on, while the wires are served."""
        tasks = [asyncio.create_task(self.outbox.run()), asyncio.create_task(self._ticking())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.store.close()

    async def _ticking(self) -> None:
        """One service's mistake must not stop the others; it is printed."""
        while True:
            for service in self.services.values():
                try:
                    await service.tick()
                except Exception:
                    traceback.print_exc(file=sys.stderr)
            await asyncio.sleep(TICK_S)
