"""One process of an installation: started, watched, killed."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path


class Process:
    """Runs `command` in a process group of its own, its output in `log`."""

    def __init__(
        self, name: str, command: list[str], environment: dict[str, str], log: Path
    ) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.log = log
        self._popen: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()

    def start(self) -> None:
        """Nothing happens where it runs already."""
        with self._starting, self.log.open("ab") as log:
            if self.is_running():
                return
            self._popen = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self._popen is not None, f"{self.name} was never started"
        return self._popen.pid

    def is_running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def children(self) -> list[int]:
        """The processes it started itself: gunicorn's workers."""
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.pid)], capture_output=True, text=True
        )
        return [int(pid) for pid in listed.stdout.split()]

    def kill(self) -> None:
        """SIGKILL to it and all it started, at once: nobody gets to clean up."""
        if self._popen is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        self._popen.wait()

    def stop(self, seconds: float = 5) -> None:
        if self._popen is None or self._popen.poll() is not None:
            return
        self._popen.terminate()
        try:
            self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def last_words(self, lines: int = 40) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def until(found: Callable[[], object], what: str, *, seconds: float = 60, pause: float = 0.05):
    """Waits for something true and gives it; says what never came. The limit is for what is broken:
    a busy machine may take its time."""
    end = time.monotonic() + seconds
    while not (answer := found()):
        assert time.monotonic() < end, f"waited {seconds:g} s for {what}"
        time.sleep(pause)
    return answer
