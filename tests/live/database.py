"""A database server for running processes, apart from the one tests use themselves.

It is killed on purpose, so every commit waits until its log is written. Nothing waits for the
disk: a killed server leaves what it wrote with the operating system. A database is copied from
a template that was migrated once, and again when a migration changes.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg

from ekshop.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = "live_template_"


class Server:
    def __init__(self, name: str) -> None:
        self.cluster = Cluster(ROOT / "var" / name, durable=False)

    def start(self) -> None:
        self.cluster.start()

    def stop(self) -> None:
        self.cluster.stop()

    def url(self, database: str) -> str:
        return self.cluster.url(database)

    def postmaster(self) -> int:
        return int((self.cluster.folder / "postmaster.pid").read_text().split()[0])

    def database_make(self, name: str) -> str:
        """A migrated database of that name, in place of one left behind. Returns its URL."""
        template = self._template()
        with self._connection() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = on')
        return self.url(name)

    def database_drop(self, name: str) -> None:
        with self._connection() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _template(self) -> str:
        name = KEPT + _migrations_digest()
        with self._connection() as connection:
            known = [
                row[0]
                for row in connection.execute(
                    "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [KEPT]
                )
            ]
            if name in known:
                return name
            for old in known:
                connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        making = "live_making"
        self.database_drop(making)
        self.cluster.create_database(making)
        environment = {
            **os.environ,
            "DATABASE_URL": self.url(making),
            "DJANGO_SETTINGS_MODULE": "ekshop.settings",
        }
        for command in (["migrate", "--verbosity", "0"], ["setup_reference"]):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True
            )
        with self._connection() as connection:
            connection.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
        return name

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(self.url("postgres"), autocommit=True)


def _migrations_digest() -> str:
    digest = hashlib.sha256()
    for file in sorted(ROOT.glob("*/**/migrations/*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
