"""Print what is stale in the committed look and exit 1, or say that all is fresh."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from . import freshness


def rebuilt_differently() -> bool:
    """Whether compiling the sheet again gives another one. Only where Node is at hand."""
    from . import build

    with TemporaryDirectory() as folder:
        again = Path(folder) / "look.css"
        build.sheet_make(again)
        return again.read_bytes() != freshness.SHEET.read_bytes()


def main() -> int:
    found = freshness.faults()
    node = (freshness.ROOT / "node_modules").exists() and shutil.which("node")
    if not found and node and rebuilt_differently():
        found.append("Compiling the sheet again gives another one: run scripts/assets_build.")
    for fault in found:
        sys.stderr.write(fault + "\n")
    if not found:
        sys.stdout.write("The look is fresh.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
