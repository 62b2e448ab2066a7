"""`make run`: prepare what is missing, start every process under one supervisor, say where to go.

What runs: PostgreSQL (embedded, unless DATABASE_URL names another), the sandbox (the outside
world in miniature), the job worker, the search index updater, and gunicorn. A process that dies
is started again; Ctrl-C stops all of them, the database last.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekshop.settings")
os.environ.setdefault("PYTHONWARNINGS", "ignore")
os.environ.setdefault("EKSHOP_LOG_LEVEL", "WARNING")
os.environ.setdefault("EKSHOP_STATIC_HASHED", "1")

PORT = int(os.environ.get("PORT", "8000"))
SANDBOX_PORT = int(os.environ.get("SANDBOX_PORT", "8100"))
SMTP_PORT = int(os.environ.get("SMTP_PORT", "8125"))
os.environ.setdefault("EKSHOP_PUBLIC_URL", f"http://127.0.0.1:{PORT}")
os.environ.setdefault("EKSHOP_SANDBOX_URL", f"http://127.0.0.1:{SANDBOX_PORT}")
os.environ.setdefault("EMAIL_PORT", str(SMTP_PORT))

DEMO = os.environ.get("EKSHOP_DEMO", "1").lower() not in {"0", "false", "no", "off"}
NEEDS_BYTES = 1_000_000_000
STOP_SECONDS = 15
SECONDS = "SECONDS"

ONCE = frozenset({"complaints"})
"""Processes that end by themselves when their work is done."""


class Problem(Exception):
    """Something the person at the keyboard can mend; the message says how."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


@dataclass
class Process:
    """One supervised process: its command, its log and when it last came up."""

    name: str
    command: list[str]
    log: Path
    popen: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                self.command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def has_died(self) -> bool:
        return self.popen is not None and self.popen.poll() is not None and not self.has_finished()

    def has_finished(self) -> bool:
        """It was to end by itself, and has."""
        return self.name in ONCE and self.popen is not None and self.popen.poll() == 0

    def ask_to_stop(self) -> None:
        if self.popen and self.popen.poll() is None:
            self.popen.terminate()

    def wait(self, until: float) -> None:
        if not self.popen:
            return
        try:
            self.popen.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.popen.pid, signal.SIGKILL)

    def last_words(self) -> str:
        lines = (
            self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        )
        return " / ".join(lines[-3:])


def check_room(var: Path) -> None:
    for name, port in [("web", PORT), ("sandbox", SANDBOX_PORT), ("mail", SMTP_PORT)]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                variable = {"web": "PORT", "sandbox": "SANDBOX_PORT", "mail": "SMTP_PORT"}[name]
                raise Problem(
                    f"Port {port} ({name}) is in use. Stop what uses it, or choose another: "
                    f"make run {variable}={port + 1000}"
                ) from error
    try:
        var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"The folder {var} cannot be made: {error.strerror}.") from error
    if shutil.disk_usage(var).free < NEEDS_BYTES:
        raise Problem(f"There is less than 1 GB free where {var} is. Make room and try again.")


def take_lock(path: Path) -> None:
    """One run per folder: two would share a database and fight over it."""
    if path.exists():
        try:
            os.kill(int(path.read_text() or "0"), 0)
        except (ValueError, ProcessLookupError):
            pass
        else:
            raise Problem(f"It is running already (process {path.read_text()}).")
    path.write_text(str(os.getpid()))


def manage(*arguments: str) -> None:
    answer = subprocess.run([sys.executable, "manage.py", *arguments], check=False)
    if answer.returncode != 0:
        raise Problem(f"`manage.py {' '.join(arguments)}` failed; what it says above tells why.")


def prepare_database() -> None:
    from ekshop.postgres import PostgresProblem, check_server
    from ekshop.settings.database import DATABASE_URL, EMBEDDED_POSTGRES

    try:
        if not os.environ.get("DATABASE_URL"):
            say("Starting PostgreSQL ...")
            EMBEDDED_POSTGRES.start()
            EMBEDDED_POSTGRES.create_database()
        check_server(DATABASE_URL)
    except PostgresProblem as problem:
        raise Problem(str(problem)) from problem


def make_files(var: Path) -> None:
    """What needs no database: the words of both languages, the goods the sandbox's shops have."""
    subprocess.run([sys.executable, "scripts/messages.py", "compile"], check=True)
    if DEMO and not (var / "goods").exists():
        out = str(var / "goods")
        subprocess.run([sys.executable, "-m", "demo.content.build", "--out", out], check=True)


def prepare() -> None:
    """The database, and beside it the files of the pages: there are two processors."""
    say("Preparing the database ...")
    with ThreadPoolExecutor(1) as beside:
        files = beside.submit(manage, "collectstatic", "--noinput", "--verbosity", "0")
        what = ["--demo"] if DEMO else []
        answer = subprocess.run([sys.executable, "scripts/prepare.py", *what], check=False)
        files.result()
    if answer.returncode != 0:
        raise Problem("The database could not be prepared; what it says above tells why.")


def processes(logs: Path, var: Path) -> list[Process]:
    python = sys.executable
    commands = {
        "sandbox": [python, "-m", "sandbox", "--port-base", str(SANDBOX_PORT)]
        + ["--smtp-port", str(SMTP_PORT), "--state", str(var / "sandbox")]
        + ["--platform-url", os.environ["EKSHOP_PUBLIC_URL"]]
        + ["--shops-data", str(var / "goods" / "shops")]
        + ["--clock-file", os.environ.get("EKSHOP_CLOCK_FILE") or str(var / "clock")],
        "worker": [python, "manage.py", "worker"],
        "search": [python, "manage.py", "search_updater"],
        "web": [python, "-m", "gunicorn", "ekshop.wsgi", "--bind", f"127.0.0.1:{PORT}"]
        + ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "60"]
        + ["--graceful-timeout", "10", "--no-control-socket"],
    }
    if not DEMO:
        del commands["sandbox"]
    return [Process(name, command, logs / f"{name}.log") for name, command in commands.items()]


def who_can_sign_in() -> subprocess.Popen[str]:
    """What there is to say once it is ready, written down while it starts."""
    command = [sys.executable, "manage.py", "who", "--seconds", SECONDS]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def complaints_to_load(logs: Path) -> Process | None:
    """The demonstration's complaints, lived beside the running shop; None when they are in."""
    from ekshop.settings.database import DATABASE_URL

    with psycopg.connect(DATABASE_URL) as connection:
        done = connection.execute(
            "SELECT 1 FROM demo_loadedstep WHERE name = 'cases at orders'"
        ).fetchone()
    command = ["nice", "-n", "10", sys.executable, "manage.py", "demo_cases"]
    return None if done else Process("complaints", command, logs / "complaints.log")


def wait_until_up(running: list[Process]) -> None:
    address = f"http://127.0.0.1:{PORT}/health"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for process in running:
            if process.has_died():
                raise Problem(f"{process.name} stopped at once: {process.last_words()}")
        try:
            with urlopen(address, timeout=2):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise Problem(f"The web server does not answer at {address}; see var/logs/web.log.")


def watch(running: list[Process]) -> None:
    """Start again what dies, slower each time, and say so."""
    while True:
        time.sleep(1)
        for process in list(running):
            if process.has_finished():
                running.remove(process)
                say(f"  {process.last_words()}")
            if not process.has_died():
                continue
            if time.monotonic() - process.started > 60:
                process.failures = 0
            process.failures += 1
            say(f"{process.name} stopped ({process.last_words()}); starting it again.")
            time.sleep(min(2**process.failures, 30))
            process.start()


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    from ekshop.settings.core import VAR_DIR
    from ekshop.settings.database import EMBEDDED_POSTGRES

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    started = time.monotonic()
    lock = VAR_DIR / "run.pid"
    running: list[Process] = []
    held = is_prepared = False
    try:
        check_room(VAR_DIR)
        take_lock(lock)
        held = True
        with ThreadPoolExecutor(1) as beside:
            files = beside.submit(make_files, VAR_DIR)
            prepare_database()
            files.result()
        logs = VAR_DIR / "logs"
        logs.mkdir(exist_ok=True)
        # The world outside comes first: the demonstration's three months of messages go there.
        for process in processes(logs, VAR_DIR):
            if process.name != "sandbox" and not is_prepared:
                prepare()
                is_prepared = True
            process.start()
            running.append(process)
        words = who_can_sign_in() if DEMO else None
        wait_until_up(running)
        coming = complaints_to_load(logs) if DEMO else None
        if coming is not None:
            coming.start()
            running.append(coming)
        seconds = round(time.monotonic() - started)
        if words is not None:
            say(words.communicate()[0].replace(SECONDS, str(seconds)))
            if coming is not None:
                say("  The complaints of four months are coming in meanwhile, for a minute or two.")
        else:
            say(f"ek-Shop is at {os.environ['EKSHOP_PUBLIC_URL']}/ (ready in {seconds} s)")
        watch(running)
    except KeyboardInterrupt:
        say("\nStopping ...")
        return 0
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    finally:
        if held:
            until = time.monotonic() + STOP_SECONDS
            for process in reversed(running):
                process.ask_to_stop()
            for process in reversed(running):
                process.wait(until)
            if not os.environ.get("DATABASE_URL"):
                EMBEDDED_POSTGRES.stop()
            lock.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
