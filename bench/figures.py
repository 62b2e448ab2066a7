"""How every benchmark prints: one line a figure, with its peer or limit from the same run.

name value unit ratio=… limit=… ok|MISSED
"""

import math
import re
from collections.abc import Sequence

_LIMIT = re.compile(r"(ratio)?(<=|>=|==)([\d.]+)$")
MISSED = "MISSED"


def figure(
    name: str, value: float, unit: str, *, ratio: float | None = None, limit: str = ""
) -> None:
    """`ratio` is against the peer of the same run. `limit` says what was promised of the value
    ("<=10") or of the ratio ("ratio<=5"); one that holds only elsewhere has a word behind it
    (">=20_at_full_size") and is not judged."""
    line = f"{name} {value:.6g} {unit}"
    if ratio is not None:
        line += f" ratio={ratio:.3g}"
    if limit:
        line += f" limit={limit}{_verdict(value, ratio, limit)}"
    print(line, flush=True)


def _verdict(value: float, ratio: float | None, limit: str) -> str:
    found = _LIMIT.fullmatch(limit)
    if not found:
        return ""
    of, how, promised = ratio if found[1] else value, found[2], float(found[3])
    assert of is not None, f"{limit} speaks of a ratio, and there is none"
    kept = of <= promised if how == "<=" else of >= promised if how == ">=" else of == promised
    return " ok" if kept else f" {MISSED}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def geometric_mean(values: Sequence[float]) -> float:
    return math.exp(sum(math.log(value) for value in values) / len(values))
