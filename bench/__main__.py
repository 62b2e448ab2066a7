"""Every benchmark, one after the other, each in a process of its own: `make bench [SIZE=full]`.

    python -m bench                        all of them, at the small size
    python -m bench search pages           these
    python -m bench --size full --strict   fails when a limit is missed

One line a figure: `name value unit ratio=… limit=… ok|MISSED`. A benchmark is a file here with
`SIZES`.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from bench.figures import MISSED

HERE = Path(__file__).resolve().parent


def known() -> list[str]:
    files = sorted(HERE.glob("[a-z]*.py"))
    return [file.stem for file in files if "\nSIZES = " in file.read_text(encoding="utf-8")]


def run(name: str, size: str) -> tuple[bool, list[str]]:
    """Whether it finished, and the figures that missed their limit."""
    command = [sys.executable, "-W", "ignore", "-m", f"bench.{name}", "--size", size]
    missed = []
    with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.rstrip().endswith(MISSED):
                missed.append(line.split()[0])
    return process.returncode == 0, missed


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(known())}")
    parser.add_argument("--size", default="small", choices=["small", "full"])
    parser.add_argument("--strict", action="store_true", help="fail when a limit is missed")
    told = parser.parse_args()
    if unknown := set(told.names) - set(known()):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    results = {name: run(name, told.size) for name in told.names or known()}
    failed = [name for name, (finished, _missed) in results.items() if not finished]
    missed = [figure for _finished, figures in results.values() for figure in figures]
    if failed:
        print("These did not finish:", ", ".join(failed), file=sys.stderr)
    if missed:
        print("These missed their limit:", ", ".join(missed), file=sys.stderr)
    return 1 if failed or (missed and told.strict) else 0


if __name__ == "__main__":
    sys.exit(main())
