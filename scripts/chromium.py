"""Find the system's Chromium for the browser tests, or say how to get one."""

import shutil
import sys

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def find() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


if __name__ == "__main__":
    if not find():
        print(
            "The browser tests need Chromium, and none was found.\n"
            "On Debian or Ubuntu: apt-get install chromium. On macOS: brew install chromium.",
            file=sys.stderr,
        )
        raise SystemExit(1)
