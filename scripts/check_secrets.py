"""No secrets in the tree: every tracked file is scanned; known harmless ones carry a mark.

A line that only looks like a secret says so with `pragma: allowlist secret`.
"""

import subprocess
import sys
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parent.parent
SKIP_ENDINGS = (".woff2", ".ttf", ".png", ".svg", ".po", ".min.js", ".lock", ".jsonl", ".csv")
SKIP_PARTS = ("requirements/", "package-lock.json", "/static/", "/migrations/")
PLUGINS = [
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "BasicAuthDetector",
    "GitHubTokenDetector",
    "JwtTokenDetector",
    "KeywordDetector",
    "PrivateKeyDetector",
    "SlackDetector",
    "StripeDetector",
    "TwilioKeyDetector",
]


def main() -> int:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    files = [
        name
        for name in listed
        if not name.endswith(SKIP_ENDINGS)
        and not any(part in name for part in SKIP_PARTS)
        and "/tests/" not in name
        and not name.startswith("tests/")
    ]
    found = SecretsCollection(root=str(ROOT))
    with transient_settings({"plugins_used": [{"name": name} for name in PLUGINS]}):
        for name in files:
            found.scan_file(name)
    for name, secret in found:
        print(f"{name}:{secret.line_number}: looks like a secret ({secret.type})")
    return 1 if len(list(found)) else 0


if __name__ == "__main__":
    sys.exit(main())
