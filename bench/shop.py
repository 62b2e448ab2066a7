"""A shop of any size for benchmarks, in a throw-away database of its own.

Grown by COPY with triggers off, so that a million offers stand in a minute or two and nothing else
is touched.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def prepare(name: str) -> None:
    """Starts the benchmark's own database, empties it, and sets Django up on it."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekshop.settings")
    os.environ.setdefault("EKSHOP_LOG_LEVEL", "WARNING")
    folder = ROOT / "var" / "bench"
    os.environ["SEARCH_INDEX_DIR"] = str(folder / f"{name}-index")
    if not os.environ.get("BENCH_DATABASE_URL"):
        from ekshop.postgres import Cluster

        cluster = Cluster(folder / "postgres", durable=False)
        cluster.start()
        cluster.create_database(f"bench_{name}")
        os.environ["BENCH_DATABASE_URL"] = cluster.url(f"bench_{name}")
    os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(offers: int, seed: int = 11) -> None:
    """The national catalogue of `manage.py catalogue_grow` with that many offers, in place of whatever
    was there; the demonstration's own goods come first, so that what the wanted answers want is there."""
    from django.db import connection

    from demo.grow import grow

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE catalogue_category, catalogue_product, catalogue_offer, catalogue_family,"
            " catalogue_searchchange, catalogue_sellerrecord, parties_place, parties_organisation"
            " RESTART IDENTITY CASCADE"
        )
        cursor.execute("SET session_replication_role = replica")
        try:
            grow(offers, seed=seed, own=True)
        finally:
            cursor.execute("SET session_replication_role = origin")
