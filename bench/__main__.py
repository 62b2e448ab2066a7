"""Every benchmark, one after the other, each in a process of its own: `make bench [SIZE=full]`.

One line a figure: `name value unit ratio=… limit=…`. A benchmark is a file here with `SIZES`.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", choices=["small", "full"])
    size = parser.parse_args().size
    failed = []
    for path in sorted(HERE.glob("[a-z]*.py")):
        if "\nSIZES = " not in path.read_text(encoding="utf-8"):
            continue
        command = [sys.executable, "-m", f"bench.{path.stem}", "--size", size]
        if subprocess.run(command, cwd=HERE.parent, check=False).returncode:
            failed.append(path.stem)
    if failed:
        print("These did not finish:", ", ".join(failed), file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
