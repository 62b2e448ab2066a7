"""The search index: on this node's disk, derived from the database, rebuildable."""

from pathlib import Path

from .core import VAR_DIR, env

SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", default=str(VAR_DIR / "search")))
