"""The sandbox beside a benchmark that speaks with the outside."""

import shutil

from bench.shop import ROOT
from sandbox.beside import Beside


def outside(name: str) -> Beside:
    """With nothing remembered; it answers."""
    state = ROOT / "var" / "bench" / f"{name}-sandbox"
    shutil.rmtree(state, ignore_errors=True)
    return Beside(state, "http://127.0.0.1:9")
