"""Tests run on a real PostgreSQL: yours by DATABASE_URL, or a throw-away one under var/."""

import os
from pathlib import Path

from ekshop.postgres import Cluster

os.environ.setdefault("EKSHOP_OUTGOING_PRIVATE_ALLOWED", "1")
os.environ["EKSHOP_CLOCK_FILE"] = ""

if not os.environ.get("DATABASE_URL"):
    _cluster = Cluster(Path(__file__).parent / "var" / "postgres-test", durable=False)
    _cluster.start()
    _cluster.create_database()
    os.environ["DATABASE_URL"] = _cluster.url()
