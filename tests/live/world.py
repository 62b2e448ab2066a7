"""An installation with everything running: web, worker, search updater, and the world outside.

    with World("journeys") as world:
        world.get("/health")
        world.kill("worker"); world.start("worker")

Each has a database, a folder and ports of its own; `facts` is what `tests.live.data` put there.
"""

import contextlib
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

import httpx
import psycopg
from django.test import override_settings

from ekshop.kernel import clock
from sandbox.beside import free_port

from .database import ROOT, Server
from .processes import Process, until

WEB_WORKERS = 2
PLAIN = ssl.create_default_context()
"""Nothing here is encrypted, and whom to trust is dearer to find out than most calls: once is enough."""


class World:
    _open: ClassVar[list["World"]] = []

    def __init__(
        self,
        name: str,
        *,
        server: str = "postgres-live",
        data: str = "tests.live.data",
        settings: dict[str, str] | None = None,
    ) -> None:
        """`data`: the module that fills the database; `settings`: more of the environment."""
        self.name = name
        self.data, self.settings = data, settings or {}
        self.server = Server(server)
        self.folder = Path(tempfile.mkdtemp(prefix=f"ekshop-{name}-"))
        self.web_port, self.sandbox_port, self.mail_port, self.files_port = (
            free_port() for _ in range(4)
        )
        self.url = f"http://127.0.0.1:{self.web_port}"
        self.sandbox_url = f"http://127.0.0.1:{self.sandbox_port}"
        self.database_url = self.server.url(f"live_{name}")
        self.processes = {
            process: Process(process, command, self.environment, self.folder / f"{process}.log")
            for process, command in self._commands().items()
        }
        self.facts: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._open.append(self)
        try:
            self.server.start()
            self.server.database_make(f"live_{self.name}")
            self.start("sandbox")
            self._run([sys.executable, "scripts/messages.py", "compile"])
            self._run([sys.executable, "-m", self.data, str(self._facts)])
            self.facts = json.loads(self._facts.read_text())
            for process in ("web", "worker", "search"):
                self.start(process)
            self.wait_until_up()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in reversed(self.processes.values()):
            process.kill()
        self._open.remove(self)
        if all(each.server.cluster.folder != self.server.cluster.folder for each in self._open):
            self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @cached_property
    def environment(self) -> dict[str, str]:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("EKSHOP_", "SANDBOX_", "DJANGO_", "PYTEST_"))
        }
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "ekshop.settings",
            "DATABASE_URL": self.database_url,
            "EKSHOP_VAR": str(self.folder),
            "EKSHOP_CLOCK_FILE": str(self.folder / "clock"),
            "EKSHOP_LOG_LEVEL": "WARNING",
            "EKSHOP_STATIC_HASHED": "1",
            "EKSHOP_PUBLIC_URL": self.url,
            "EKSHOP_SANDBOX_URL": self.sandbox_url,
            "EMAIL_PORT": str(self.mail_port),
            "PYTHONWARNINGS": "ignore",
            **self.settings,
        }

    def _commands(self) -> dict[str, list[str]]:
        python = sys.executable
        return {
            "sandbox": [python, "-m", "sandbox", "--port-base", str(self.sandbox_port)]
            + ["--smtp-port", str(self.mail_port), "--sftp-port", str(self.files_port)]
            + ["--state", str(self.folder / "sandbox")]
            + ["--platform-url", self.url, "--clock-file", str(self.folder / "clock")]
            + ["--shops-data", str(Path(__file__).parent / "shops")],
            "worker": [python, "manage.py", "worker"],
            "search": [python, "manage.py", "search_updater"],
            "web": [python, "-m", "gunicorn", "ekshop.wsgi"]
            + ["--bind", f"127.0.0.1:{self.web_port}", "--worker-class", "gthread"]
            + ["--workers", str(WEB_WORKERS), "--threads", "8", "--timeout", "60"]
            + ["--no-control-socket"],
        }

    def start(self, name: str) -> None:
        self.processes[name].start()
        if name == "sandbox":
            self._answers(f"{self.sandbox_url}/health", name)

    def kill(self, name: str) -> None:
        """With SIGKILL, and all its children."""
        self.processes[name].kill()

    def restart(self, name: str) -> None:
        self.kill(name)
        self.start(name)

    @contextlib.contextmanager
    def supervised(self) -> Iterator[None]:
        """What dies is started again, as the supervisor of `make run` does."""
        over = threading.Event()

        def watch() -> None:
            while not over.wait(0.5):
                for process in self.processes.values():
                    process.start()

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    def wait_until_up(self) -> None:
        self._answers(f"{self.url}/health", "web")

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.url + path, timeout=20, follow_redirects=True, verify=PLAIN)

    def control(self, service: str, **told: Any) -> dict[str, Any]:
        """Tells a service of the sandbox how to behave, or what to do: see its README."""
        told_at = f"{self.sandbox_url}/_control/{service}"
        answer = httpx.post(told_at, json=told, timeout=10, verify=PLAIN)
        answer.raise_for_status()
        return answer.json()

    def messages(self, to: str, *, after: int = 0) -> list[dict[str, Any]]:
        """What was sent to a number or an address, newest first."""
        asked = {"to": to, "format": "json", "after": str(after)}
        answer = httpx.get(f"{self.sandbox_url}/inbox", params=asked, timeout=10, verify=PLAIN)
        return answer.json()["messages"]

    def last_message(self, to: str) -> int:
        return max((message["id"] for message in self.messages(to)), default=0)

    def code(self, to: str, *, after: int = 0) -> str:
        """The newest code sent there since message `after`, waited for."""

        def arrived() -> list[str]:
            return [code for message in self.messages(to, after=after) for code in message["codes"]]

        return until(arrived, f"a code for {to}")[0]

    def clock_move(self, **amount: float) -> None:
        """Moves everyone's clock forward by a timedelta's keywords; it can go back, too."""
        with override_settings(CLOCK_FILE=self.environment["EKSHOP_CLOCK_FILE"]):
            clock.offset_write(clock.offset() + timedelta(**amount))

    def now(self) -> datetime:
        """What time everyone takes it to be."""
        with override_settings(CLOCK_FILE=self.environment["EKSHOP_CLOCK_FILE"]):
            return clock.now()

    def tick(self, name: str, *, queue: str = "default") -> None:
        """Has the worker do now what it does by the clock, and waits until all it led to is done."""
        self.sql(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status)"
            " VALUES (%s, %s, 10, %s, 'todo')",
            queue,
            name,
            json.dumps({"timestamp": 0}),
        )
        self.settle()

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Looks at the database from outside, on a connection of its own."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def jobs_left(self) -> int:
        """Jobs that wait or are worked on now; those that wait for a later time do not count."""
        return self.sql(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
            " OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))"
        )[0][0]

    def settle(self, *, seconds: float = 120) -> None:
        """Waits until the worker has nothing left to do."""
        until(lambda: self.jobs_left() == 0, "the queue to be empty", seconds=seconds, pause=0.1)

    def manage(self, *arguments: str) -> str:
        """Runs a management command of this installation and gives what it printed."""
        return self._run([sys.executable, "manage.py", *arguments])

    def logs(self) -> str:
        """The last words of every process, for the report of a failed test."""
        return "\n".join(
            f"--- {process.name} ---\n{process.last_words()}" for process in self.processes.values()
        )

    @property
    def _facts(self) -> Path:
        return self.folder / "facts.json"

    def _run(self, command: list[str]) -> str:
        ran = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout

    def _answers(self, url: str, name: str) -> None:
        def answered() -> bool:
            process = self.processes[name]
            assert process.is_running(), f"{name} stopped at once:\n{process.last_words()}"
            try:
                return httpx.get(url, timeout=5, verify=PLAIN).is_success
            except httpx.TransportError:
                return False

        until(answered, f"{name} to answer at {url}", seconds=90)
