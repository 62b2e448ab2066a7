"""Forget everything under var/: database, search index, files, the sandbox's memory."""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ekshop.settings.core import VAR_DIR  # noqa: E402
from ekshop.settings.database import EMBEDDED_POSTGRES  # noqa: E402

if __name__ == "__main__":
    lock = VAR_DIR / "run.pid"
    if lock.exists():
        print("It is running. Stop it first (Ctrl-C where it runs), then reset.", file=sys.stderr)
        raise SystemExit(1)
    if EMBEDDED_POSTGRES.folder.exists():
        EMBEDDED_POSTGRES.stop()
    shutil.rmtree(VAR_DIR, ignore_errors=True)
    print("Forgotten. `make run` starts anew.")
