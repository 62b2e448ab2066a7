"""Everything `make check` looks at, each step named, all run even when one fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

STEPS: list[tuple[str, list[str]]] = [
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["ruff", "check", "--quiet", "."]),
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("types", ["mypy", "ekshop"]),
    ("migrations", ["python", "scripts/check_migrations.py"]),
    ("translations", ["python", "scripts/messages.py", "check"]),
    ("compiled styles", ["python", "scripts/assets_check.py"]),
    ("diagrams", ["python", "manage.py", "diagrams_write", "--check"]),
    ("secrets", ["python", "scripts/check_secrets.py"]),
]


def main(names: list[str]) -> int:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "EKSHOP_LOG_LEVEL": "WARNING"}
    failed = []
    for name, command in STEPS:
        if names and name not in names:
            continue
        started = time.monotonic()
        answer = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - started
        print(
            f"{'ok' if answer.returncode == 0 else 'FAILED':7}{name} ({seconds:.0f} s)", flush=True
        )
        if answer.returncode != 0:
            failed.append(name)
            print(answer.stdout[-6000:], flush=True)
    if failed:
        print("Failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
