"""Resolve requirements/*.in into hashed locks that carry no registry address."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "requirements"

if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    for name in ("base", "dev"):
        subprocess.run(
            [sys.executable, "-m", "uv", "pip", "compile", f"{name}.in", "-o", f"{name}.txt"]
            + ["--generate-hashes", "--no-emit-index-url", "--python-version", "3.11", "--quiet"],
            cwd=FOLDER,
            check=True,
        )
