"""The sandbox in a process of its own, beside a test or a benchmark that speaks with it."""

import fcntl
import itertools
import random
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

import httpx

TOP = Path(__file__).parents[1]
PORTS = range(20_000, 32_000)
"""Below what an operating system gives to outgoing connections: none of them can be in the way."""

_kept: list[IO[bytes]] = []


def free_port() -> int:
    """A port of 127.0.0.1 nobody listens on, this process's own until it ends: others who ask here
    are given another, also before anything listens on it."""
    folder = Path(tempfile.gettempdir(), "ekshop-ports")
    folder.mkdir(exist_ok=True)
    begin = random.randrange(len(PORTS))  # noqa: S311
    for port in itertools.chain(PORTS[begin:], PORTS[:begin]):
        mark = (folder / str(port)).open("wb")
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            mark.close()
            continue
        _kept.append(mark)
        return port
    raise OSError(f"no port between {PORTS[0]} and {PORTS[-1]} is free")


class Beside:
    """One sandbox with ports of its own; it answers once `start` returns."""

    def __init__(self, state: Path, platform_url: str, *options: str) -> None:
        self.port, self.smtp_port, self.sftp_port = free_port(), free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [sys.executable, "-m", "sandbox", "--port-base", str(self.port)]
        self._command += ["--smtp-port", str(self.smtp_port), "--sftp-port", str(self.sftp_port)]
        self._command += ["--state", str(state), "--platform-url", platform_url, *options]
        self.start()

    def start(self) -> None:
        """Errors: RuntimeError where it ends, or says nothing for a minute."""
        self._process = subprocess.Popen(self._command, cwd=TOP, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while not self._answers():
            if self._process.poll() is not None:
                raise RuntimeError(f"the sandbox ended with {self._process.returncode}")
            if time.monotonic() > end:
                self.kill()
                raise RuntimeError("the sandbox does not answer")
            time.sleep(0.05)

    def kill(self) -> None:
        """With SIGKILL; its state stays where it was."""
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False
