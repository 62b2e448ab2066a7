"""Calls the stand-ins make to the platform: kept, sent in order, tried again, and misbehaving.

Calls of one lane (a consignment, an order) go one after another; lanes go side by side. A service
told to `repeat` sends each call twice, to `disorder` holds a lane back and sends its newest first,
to be `late` waits before sending.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from sandbox.core.world import World

SCHEMA = """
CREATE TABLE IF NOT EXISTS calls_out (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, lane TEXT NOT NULL, purpose TEXT NOT NULL,
    path TEXT NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL, made REAL NOT NULL,
    due REAL NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting', status INTEGER, answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS calls_out_waiting ON calls_out (id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS calls_out_of ON calls_out (service, id);
"""
ATTEMPTS = 10
AT_ONCE = 16
HOLD_S = 2.0
AGAIN = {408, 425, 429}


class Outbox:
    def __init__(self, world: World) -> None:
        self._world = world
        self._wake = asyncio.Event()
        world.store.create(SCHEMA)

    def post(
        self,
        service: str,
        path: str,
        body: dict[str, Any] | str,
        *,
        headers: dict[str, str],
        lane: str,
        purpose: str,
        after_s: float = 0,
    ) -> int:
        """Remember a POST to the platform; it is sent as soon as it is due. A body that is text goes as
        it is, JSON unless the headers say otherwise; a whole address goes there."""
        now = time.time()
        late = self._world.behaviour.of(service)["late_s"]
        number = self._world.store.insert(
            "calls_out",
            service=service,
            lane=f"{service} {lane}",
            purpose=purpose,
            path=path,
            headers=json.dumps(headers),
            body=body if isinstance(body, str) else json.dumps(body, ensure_ascii=False),
            made=now,
            due=now + after_s + late,
        )
        self._wake.set()
        return number

    def again(self, service: str, number: int) -> bool:
        """Send a finished call once more, as it was."""
        self._wake.set()
        return bool(
            self._world.store.run(
                "UPDATE calls_out SET state = 'waiting', due = ?, attempts = 0 "
                "WHERE id = ? AND service = ? AND state <> 'waiting'",
                time.time(),
                number,
                service,
            )
        )

    async def run(self) -> None:
        """Until cancelled. A call that cannot be made is an answer too, never an exception."""
        async with httpx.AsyncClient(
            base_url=self._world.options.platform_url, timeout=10, trust_env=False
        ) as client:
            while True:
                self._wake.clear()
                due = self._due()
                await asyncio.gather(*(self._send(client, call) for call in due))
                if not due:
                    try:
                        await asyncio.wait_for(self._wake.wait(), 0.1)
                    except TimeoutError:
                        continue

    def _due(self) -> list[dict[str, Any]]:
        now = time.time()
        lanes: dict[str, list[dict[str, Any]]] = {}
        for call in self._world.store.rows(
            "SELECT * FROM calls_out WHERE state = 'waiting' ORDER BY id LIMIT 2000"
        ):
            lanes.setdefault(call["lane"], []).append(call)
        chosen = []
        for calls in lanes.values():
            call = calls[0]
            if self._world.behaviour.of(call["service"])["disorder"]:
                if len(calls) < 2 and now - call["made"] < HOLD_S:
                    continue
                call = calls[-1]
            if call["due"] <= now:
                chosen.append(call)
        return chosen[:AT_ONCE]

    async def _send(self, client: httpx.AsyncClient, call: dict[str, Any]) -> None:
        times = 2 if self._world.behaviour.of(call["service"])["repeat"] else 1
        status, answer = 0, ""
        for _ in range(times):
            status, answer = await self._post(client, call)
            if trouble(status):
                break
        attempts = call["attempts"] + 1
        if trouble(status) and attempts < ATTEMPTS:
            state, wait = "waiting", min(30.0, 0.25 * 2**attempts)
        else:
            state, wait = ("sent" if 200 <= status < 300 else "failed"), 0.0
        self._world.store.run(
            "UPDATE calls_out SET state = ?, status = ?, answer = ?, attempts = ?, due = ?, "
            "sent = sent + ? WHERE id = ?",
            state,
            status,
            answer[:2000],
            attempts,
            time.time() + wait,
            times,
            call["id"],
        )
        if state != "waiting":
            self._world.services[call["service"]].answered(call, status, answer)

    async def _post(self, client: httpx.AsyncClient, call: dict[str, Any]) -> tuple[int, str]:
        try:
            answer = await client.post(
                call["path"],
                content=call["body"].encode(),
                headers={"Content-Type": "application/json", **json.loads(call["headers"])},
            )
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            return 0, f"{type(problem).__name__}: {problem}"
        return answer.status_code, answer.text


def trouble(status: int) -> bool:
    """Worth another attempt: nobody there, or the other side says to come back."""
    return status == 0 or status >= 500 or status in AGAIN
