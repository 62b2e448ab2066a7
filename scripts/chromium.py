"""The system's Chromium for the browser tests: found, started the same way everywhere, or asked for.

The shell without windows comes first where it is installed: the same engine at half the work.
CHROMIUM names another.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The shell would fit letters to whole pixels, which no window of today does.
    "--font-render-hinting=none",
]


def find() -> str | None:
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def browser(*flags: str) -> Iterator["Browser"]:
    """A browser of its own, until the block ends."""
    from playwright.sync_api import sync_playwright

    path = find()
    assert path, f"no browser found (looked for {', '.join(NAMES)})"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags])
        yield opened
        opened.close()


if __name__ == "__main__":
    if not find():
        print(
            "The browser tests need Chromium, and none was found.\n"
            "On Debian or Ubuntu: apt-get install chromium-headless-shell (or chromium). "
            "On macOS: brew install chromium.",
            file=sys.stderr,
        )
        raise SystemExit(1)
