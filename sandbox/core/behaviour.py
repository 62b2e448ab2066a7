"""Misbehaviour on command, around each service's wire.

A service is told how to misbehave in plain words (see DEFAULT); what concerns calls coming in is
done here, what concerns calls going out (repeat, disorder, late) in `outbox`.
"""

import asyncio
import time
from collections import Counter
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox.core.service import BadAction, Service, like
from sandbox.core.store import Store

DEFAULT: dict[str, Any] = {
    "slow_ms": 0,
    "down": "",
    "fail_every": 0,
    "half": False,
    "html": False,
    "lost_answer": False,
    "repeat": False,
    "disorder": False,
    "late_s": 0.0,
}
DOWN = ("", "refuse", "close")

SCHEMA = """
CREATE TABLE IF NOT EXISTS calls_in (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, at TEXT NOT NULL, method TEXT NOT NULL,
    path TEXT NOT NULL, status INTEGER NOT NULL, ms INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS calls_in_of ON calls_in (service, id);
"""
KEPT_CALLS = 200

SORRY = (
    "<!doctype html><meta charset=utf-8><title>Maintenance</title>"
    "<h1>রক্ষণাবেক্ষণ চলছে</h1><p>We will be back shortly.</p>"
)


class Behaviour:
    """What each service was told, and how often it has been called since it started."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._calls: Counter[str] = Counter()
        self._known: dict[str, dict[str, Any]] = {}
        store.create(SCHEMA)

    def of(self, name: str) -> dict[str, Any]:
        if name not in self._known:
            self._known[name] = self._store.get(f"behaviour:{name}", DEFAULT)
        return self._known[name]

    def tell(self, name: str, told: dict[str, Any]) -> dict[str, Any]:
        now = dict(self.of(name))
        for key, value in told.items():
            if key not in DEFAULT:
                raise BadAction(f"no misbehaviour is called {key!r}; there are {list(DEFAULT)}")
            now[key] = like(DEFAULT[key], value, key)
        if now["down"] not in DOWN:
            raise BadAction(f"down is one of {list(DOWN)}")
        self._store.put(f"behaviour:{name}", now)
        self._known[name] = now
        self._calls[name] = 0
        return now

    def reset(self, name: str) -> dict[str, Any]:
        self._store.forget(f"behaviour:{name}")
        self._known.pop(name, None)
        self._calls[name] = 0
        return self.of(name)

    def told(self, name: str) -> dict[str, Any]:
        """Only what differs from good behaviour."""
        return {key: value for key, value in self.of(name).items() if value != DEFAULT[key]}

    def fails_now(self, name: str) -> bool:
        """Counts the call; true when this one is to fail."""
        self._calls[name] += 1
        every = self.of(name)["fail_every"]
        return bool(every) and self._calls[name] % every == 0

    def seen(self, name: str, at: str, method: str, path: str, status: int, ms: int) -> None:
        number = self._store.insert(
            "calls_in", service=name, at=at, method=method, path=path, status=status, ms=ms
        )
        if number % 50 == 0:
            self._store.run(
                "DELETE FROM calls_in WHERE service = ? AND id <= (SELECT id FROM calls_in "
                "WHERE service = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
                name,
                name,
                KEPT_CALLS,
            )


class Misbehaving:
    """The service's wire, misbehaving as told."""

    def __init__(self, service: Service, wire: ASGIApp) -> None:
        self._service, self._wire = service, wire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        world, name, began = self._service.world, self._service.name, time.monotonic()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._answer(world.behaviour, scope, receive, noting)
        finally:
            ms = round((time.monotonic() - began) * 1000)
            path = scope["path"]
            world.behaviour.seen(name, world.clock.stamp(), scope["method"], path, status, ms)

    async def _answer(
        self, behaviour: Behaviour, scope: Scope, receive: Receive, send: Send
    ) -> None:
        name = self._service.name
        told = behaviour.of(name)
        if told["slow_ms"]:
            await asyncio.sleep(told["slow_ms"] / 1000)
        instead: Response | None = None
        if told["down"] == "close":
            return await hang_up(scope, receive)
        if told["down"] == "refuse":
            instead = JSONResponse({"error": "sandbox: told to be down"}, 503)
        elif behaviour.fails_now(name):
            instead = JSONResponse({"error": "sandbox: told to fail"}, 500)
        elif told["html"]:
            instead = HTMLResponse(SORRY)
        if instead:
            return await instead(scope, receive, send)
        if told["lost_answer"] or told["half"]:
            answer = await whole_answer(self._wire, scope, receive)
            if told["half"]:
                await send_half(answer, send)
            return await hang_up(scope, receive)
        return await self._wire(scope, receive, send)


async def whole_answer(wire: ASGIApp, scope: Scope, receive: Receive) -> list[Message]:
    answer: list[Message] = []

    async def keep(message: Message) -> None:
        answer.append(message)

    await wire(scope, receive, keep)
    return answer


async def send_half(answer: list[Message], send: Send) -> None:
    """Promise the whole length and send half of it."""
    start, *rest = answer
    body = b"".join(message.get("body", b"") for message in rest)
    headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
    headers.append((b"content-length", str(len(body) + 1).encode()))
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})


async def hang_up(scope: Scope, receive: Receive) -> None:
    scope["state"]["transport"].close()
    while (await receive())["type"] != "http.disconnect":
        pass


class Protocol(H11Protocol):
    """Hands the connection to the application, so that a service can hang up."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}
