"""PostgreSQL: a server of yours through DATABASE_URL, or the embedded one under var/."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from ekshop.postgres import Cluster

from .core import VAR_DIR, env

EMBEDDED_POSTGRES = Cluster(VAR_DIR / "postgres")
DATABASE_URL = env.str("DATABASE_URL", default="") or EMBEDDED_POSTGRES.url()
DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)


def _database(url: str) -> dict[str, Any]:
    parts = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    known = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",  # pragma: allowlist secret
        "host": "HOST",
        "port": "PORT",
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{known[name]: str(value) for name, value in parts.items() if name in known},
        "OPTIONS": {
            **{name: value for name, value in parts.items() if name not in known},
            # What goes through kernel.statements is planned at its first use and kept.
            "prepare_threshold": None if DATABASE_POOLED else 0,
        },
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": DATABASE_POOLED,
    }


DATABASES = {"default": _database(DATABASE_URL)}
