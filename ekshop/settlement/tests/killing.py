"""Work done a step at a time in a process of its own, killed where a test wants it.

The process is held up by a lock on the table it writes to next, killed while it waits there in the
middle of its transaction, and another one begins again.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable

from django.db import connection, transaction

Step = Callable[[], bool]
"""One transaction's work; whether more is left."""
LONGEST = 30


def working(step: Step) -> int:
    """A process that does it a step at a time, with a connection of its own; its id."""
    child = os.fork()
    if child:
        return child
    # The parent's connection is left alone, not closed: its server knows nothing of the fork.
    parents, connection.connection = connection.connection, None
    try:
        connection.in_atomic_block, connection.savepoint_ids = False, []
        connection.needs_rollback, connection.atomic_blocks = False, []
        while step():
            pass
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    finally:
        del parents


def killed_before(table: str, step: Step) -> None:
    """The process is killed with -9 where it would write to `table` next."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        process = working(step)
        until = time.monotonic() + LONGEST
        while not _waits(cursor, table):
            assert time.monotonic() < until, f"it never came to {table}"
            time.sleep(0.02)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    until = time.monotonic() + LONGEST
    with connection.cursor() as cursor:
        while _others(cursor):
            assert time.monotonic() < until, "what was killed still holds its transaction"
            time.sleep(0.02)


def _waits(cursor, table: str) -> bool:
    cursor.execute(
        "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table]
    )
    return cursor.fetchone()[0] > 0


def _others(cursor) -> int:
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
    )
    return int(cursor.fetchone()[0])


def done(step: Step) -> None:
    _pid, status = os.waitpid(working(step), 0)
    assert status == 0
