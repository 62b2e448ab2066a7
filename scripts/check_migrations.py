"""Migrations: none missing, one head a package, and no application code in them."""

import ast
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


OURS = {"ekshop.kernel.encrypted", "ekshop.kernel.migrating"}
"""What migrations may import of ours: a field and how a column is brought into its form, and
models made together."""


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return names


def main() -> int:
    from ekshop.postgres import Cluster

    if not os.environ.get("DATABASE_URL"):
        cluster = Cluster(ROOT / "var" / "postgres-test", durable=False)
        cluster.start()
        cluster.create_database()
        os.environ["DATABASE_URL"] = cluster.url()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ekshop.settings")
    import django
    from django.core.management import call_command
    from django.db.migrations.loader import MigrationLoader

    django.setup()
    problems = []
    loader = MigrationLoader(None)
    problems += [
        f"{app} has several heads: {names}" for app, names in loader.detect_conflicts().items()
    ]
    for path in sorted((ROOT / "ekshop").glob("*/migrations/[0-9]*.py")):
        bad = [name for name in imports_of(path) - OURS if name.startswith("ekshop")]
        if bad:
            problems.append(f"{path.relative_to(ROOT)} imports application code: {', '.join(bad)}")
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        problems.append("Models have changed without a migration: manage.py makemigrations")
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
