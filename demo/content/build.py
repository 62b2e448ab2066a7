"""`python -m demo.content.build --out var/goods`: write the shops' catalogues.

One file a shop, `OUT/shops/<slug>.jsonl`: a JSON object a line with Google Merchant's attribute
names. The same seed writes the same bytes; a second or two in all.
"""

import argparse
import json
from pathlib import Path

from .offers import catalogues, overlap
from .seeded import SEED


def write(out: Path, seed: str = SEED) -> dict[str, int]:
    """Write every shop's file under `out`/shops; returns rows by shop."""
    shelves = catalogues(seed)
    folder = out / "shops"
    folder.mkdir(parents=True, exist_ok=True)
    for slug, rows in shelves.items():
        lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
        (folder / f"{slug}.jsonl").write_text("".join(lines), encoding="utf-8")
    return {slug: len(rows) for slug, rows in shelves.items()}


def main() -> None:
    told = argparse.ArgumentParser(prog="python -m demo.content.build", description=__doc__)
    told.add_argument("--out", type=Path, default=Path("var/goods"))
    told.add_argument("--seed", default=SEED)
    given = told.parse_args()
    counts = write(given.out, given.seed)
    for slug, count in counts.items():
        print(f"{slug:12} {count:5}")
    shared = overlap(catalogues(given.seed))
    print(f"{'all':12} {sum(counts.values()):5}  sold by 1, 2, 3 … shops: {sorted(shared.items())}")


if __name__ == "__main__":
    main()
