"""Settings for tests: yours by DATABASE_URL, or a throw-away PostgreSQL under var/.

It is started here, because the test runner reads settings before anything of ours can run. Each
worker has a server of its own: what reads the outbox waits for every transaction of its server.
"""

import os
import tempfile
from pathlib import Path

from ekshop.postgres import Cluster

worker = os.environ.get("PYTEST_XDIST_WORKER", "")
# A worker inherits the server of the run that started it; a process of a test is told its own.
if os.environ.get("DATABASE_URL", "") == os.environ.get("EKSHOP_TEST_SERVER", ""):
    name = f"postgres-test-{worker}" if worker else "postgres-test"
    _folder = Path(__file__).resolve().parent.parent / "var" / name
    # A table analysed behind a test's back is a transaction, and what reads the outbox waits for it.
    _never = ("autovacuum_analyze_threshold", str(2**31 - 1))
    _cluster = Cluster(_folder, durable=False, more=(_never,))
    _cluster.start()
    _cluster.create_database()
    os.environ["DATABASE_URL"] = os.environ["EKSHOP_TEST_SERVER"] = _cluster.url()

# Files, the index and the key of a test run are nobody else's.
os.environ.setdefault("EKSHOP_VAR", tempfile.mkdtemp(prefix="ekshop-test-"))
if worker:
    os.environ["EKSHOP_VAR"] = str(Path(os.environ["EKSHOP_VAR"]) / worker)
os.environ["EKSHOP_CLOCK_FILE"] = ""
# Of no use outside: databases are handed from one test process to another, and all must read them.
for _name, _key in (("ENCRYPTION_KEYS", f"test={'A' * 43}="), ("LOOKUP_KEY", f"{'B' * 42}A=")):
    os.environ.setdefault(_name, _key)
os.environ.setdefault("EKSHOP_OUTGOING_PRIVATE_ALLOWED", "1")
os.environ.setdefault("EKSHOP_LOG_LEVEL", "WARNING")

from ekshop.settings import *  # noqa: E402, F403

# Its `flush` takes the place of Django's.
INSTALLED_APPS = [*INSTALLED_APPS, "tests"]  # noqa: F405

# The strong hash costs a quarter of a second a password; tests make many.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Nothing is collected for tests: pages take each file from where it lies. It is looked for when
# asked for: every client of a test makes the site anew, and listing all files is a fifth of its time.
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # noqa: F405
WHITENOISE_AUTOREFRESH = True
