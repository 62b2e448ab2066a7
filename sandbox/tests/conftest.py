"""One real sandbox process for all tests, and a platform that remembers what it is told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.beside import Beside


class Platform:
    """Records every call; answers 200 unless told otherwise."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answers: list[int] = []
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                is_json = "json" in self.headers.get("content-type", "")
                platform.calls.append(
                    {
                        "path": self.path,
                        "headers": dict(self.headers),
                        "body": json.loads(body) if is_json else body.decode(),
                    }
                )
                self.send_response(platform.answers.pop(0) if platform.answers else 200)
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *words: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def told(self, path: str, count: int = 1, seconds: float = 60) -> list[dict[str, Any]]:
        """Waits until so many calls whose path contains `path` have come."""
        return until(lambda: found if len(found := self.so_far(path)) >= count else None, seconds)

    def so_far(self, path: str) -> list[dict[str, Any]]:
        return [call for call in self.calls if path in call["path"]]


def until(look: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.03)
    raise AssertionError("it did not happen in time")


class Outside(httpx.Client):
    """A client of the running sandbox."""

    def __init__(self, state: Path, platform_url: str, *options: str) -> None:
        running = Beside(state, platform_url, *options)
        super().__init__(base_url=running.url, timeout=10, trust_env=False)
        self.port, self.smtp_port, self.sftp_port = (
            running.port,
            running.smtp_port,
            running.sftp_port,
        )
        self.start, self.kill = running.start, running.kill

    def control(self, path: str, **told: Any) -> Any:
        answer = self.post(f"/_control/{path}", json=told)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def keys(self, service: str) -> dict[str, str]:
        return self.get(f"/_control/{service}?format=json").json()["credentials"]


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    platform = Platform()
    yield platform
    platform.server.shutdown()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, platform: Platform) -> Iterator[Outside]:
    goods = tmp_path_factory.mktemp("goods")
    outside = Outside(tmp_path_factory.mktemp("state"), platform.url, "--shops-data", str(goods))
    yield outside
    outside.kill()


@pytest.fixture
def outside(running: Outside, platform: Platform) -> Iterator[Outside]:
    """Well behaved at the beginning of every test, whatever the last one told it."""
    platform.calls.clear()
    platform.answers.clear()
    yield running
    for service in running.get("/_control").json()["services"]:
        if service["misbehaving"]:
            running.control(f"{service['service']}/reset")
