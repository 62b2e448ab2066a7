"""How every benchmark prints: one line a figure, with its peer or limit from the same run."""

import math
from collections.abc import Sequence


def figure(
    name: str, value: float, unit: str, *, ratio: float | None = None, limit: str = ""
) -> None:
    """`ratio` is against the peer of the same run; `limit` says what was promised ("<=10")."""
    line = f"{name} {value:.6g} {unit}"
    if ratio is not None:
        line += f" ratio={ratio:.3g}"
    if limit:
        line += f" limit={limit}"
    print(line, flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def geometric_mean(values: Sequence[float]) -> float:
    return math.exp(sum(math.log(value) for value in values) / len(values))
