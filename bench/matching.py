"""Same thing, several sellers: how well and how fast matching finds it.

    EKSHOP_REAL_FEEDS=folder python -m bench.matching

**Two real shops** (`store_a.csv`, `store_b.csv`, and `same_product.csv` with the pairs known to be
the same), beside two ways anyone would try first: a join on brand and part number, and the same
with the mutual best of TF-IDF titles from a similarity of 0.5. The known pairs are used to count,
never to fit: weights and thresholds stand in `ekshop/catalogue/matching` with the reasons for
them. While they were being thought out, wrong pairs were read only among even ids of store_a;
`matching_real_f1_unseen` is the figure on the odd ones, of which no pair was looked at (its total
was). The best scores' own distribution is printed, by distance from as likely as not.

**A whole catalogue**: that many offers of `shop.fill` matched from nothing, then one product in a
hundred renamed and matched again; processor seconds beside those of the clock, for the machine
may be busy with other things.

**The demonstration's goods told by three sellers** without part numbers: in Bengali, in English,
and in Bengali by someone else (other digits, units, order and spelling); sizes, packs, strengths
and colours of one thing are all there to be confused. Across scripts first without a lexicon, then
with one learned from the titles of one half in both languages (a family is in one half) and tried on the
other.
"""

import argparse
import csv
import json
import math
import os
import re
import subprocess
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.figures import figure
from bench.shop import ROOT

SIZES = {"small": 20_000, "full": 500_000}
FOLDER = "EKSHOP_REAL_FEEDS"
Pairs = set[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", help="small, full, or a number of offers")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        print(json.dumps(work()))
        return
    if folder := os.environ.get(FOLDER):
        real(Path(folder))
    else:
        print(f"# {FOLDER} is not set: the two real tables are left out", flush=True)
    told_thrice()
    catalogue(SIZES.get(options.size) or int(options.size))


def catalogue(offers: int) -> None:
    from bench.shop import fill, prepare

    prepare("matching")
    from django.db import connection

    fill(offers)
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE catalogue_matchentry, catalogue_matchkey, catalogue_matchword,"
            " catalogue_matchpair, catalogue_matchdecision, catalogue_matchmove CASCADE"
        )
        # The shop was filled with triggers off.
        cursor.execute(
            "INSERT INTO catalogue_matchentry (product_id) SELECT id FROM catalogue_product"
        )
    first = apart()
    figure("matching_first_products", first["products"], "products")
    figure("matching_first", first["seconds"], "s", limit="<=600" if offers >= 500_000 else "")
    figure("matching_first_processor", first["processor"], "s")
    figure("matching_first_memory", first["memory"], "MB", limit="<=600")
    figure("matching_first_merged", first["merged"], "products")
    figure("matching_first_for_review", first["for_review"], "pairs")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalogue_product SET title = title || ' new' WHERE id %% 100 = 0"
            " AND merged_into_id IS NULL",
            [],
        )
    again = apart()
    figure("matching_again_products", again["products"], "products")
    figure("matching_again_1pct", again["seconds"], "s", ratio=again["seconds"] / first["seconds"])
    figure("matching_again_1pct_processor", again["processor"], "s")


def apart() -> dict[str, Any]:
    """In a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.matching", "--work", "1"]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])


def work() -> dict[str, Any]:
    from bench.shop import prepare

    prepare("matching")
    from bench.feed import peak_megabytes
    from ekshop.catalogue.services import matching_run
    from ekshop.kernel import clock

    began, processor = time.perf_counter(), time.process_time()
    done = matching_run(now=clock.now())
    return {
        "seconds": time.perf_counter() - began,
        "processor": time.process_time() - processor,
        "memory": peak_megabytes(),
        "products": done.products,
        "merged": done.merged,
        "for_review": done.for_review,
    }


def real(folder: Path) -> None:
    from ekshop.catalogue.matching import EVEN, matched

    a, b = _rows(folder / "store_a.csv"), _rows(folder / "store_b.csv")
    with (folder / "same_product.csv").open(encoding="utf-8") as file:
        known = {
            (int(r["store_a_id"]), int(r["store_b_id"]) + len(a)) for r in csv.DictReader(file)
        }
    rows = a + b
    goods = {number: _goods(row) for number, row in enumerate(rows)}
    joined = _joined(rows, len(a))
    figure("matching_real_join", _f1(joined, known), "f1")
    titles = joined | _tfidf(rows, len(a))
    figure("matching_real_join_and_tfidf", _f1(titles, known), "f1")
    decided = matched(goods, lambda number: (1 if number < len(a) else 2,))
    likely = {(one.one, one.other) for one in decided if one.likely and one.verdict != "family"}
    figure("matching_real_f1", _f1(likely, known), "f1", limit=">=0.85")
    figure("matching_real_f1_unseen", _f1(_odd(likely), _odd(known)), "f1")
    precision, recall = _precision(likely, known), len(likely & known) / len(known)
    figure("matching_real_precision", precision, "share")
    figure("matching_real_recall", recall, "share")
    alone = {(one.one, one.other) for one in decided if one.verdict == "automatic"}
    figure("matching_real_automatic", len(alone), "pairs")
    figure("matching_real_automatic_precision", _precision(alone, known), "share", limit=">=0.95")
    shown = {(one.one, one.other) for one in decided if one.verdict in ("automatic", "review")}
    figure("matching_real_reviewed", len(shown) - len(alone), "pairs")
    figure("matching_real_found_at_all", len(shown & known) / len(known), "share")
    best: dict[int, float] = {}
    for one in decided:
        best[one.other] = max(best.get(one.other, -99.0), one.score)
    steps = Counter(min(24, max(-12, 3 * math.floor((s - EVEN) / 3))) for s in best.values())
    print("# best scores, distance from even:", *(f"{k:+d}:{steps[k]}" for k in sorted(steps)))


def told_thrice() -> None:
    """Each product by three sellers; truth is who told of the same one."""
    from demo.content.goods import products
    from ekshop.catalogue.matching import Goods

    told: list[tuple[Any, Any, Any]] = []
    halves: dict[int, Pairs] = {0: set(), 1: set()}
    titles: dict[int, dict[str, tuple[str, str]]] = {0: {}, 1: {}}
    for product in products("bench"):
        family = product.family or product.title_en
        half = zlib.crc32(family.encode()) % 2
        titles[half][family] = (product.title_bn, product.title_en)
        halves[half].add((3 * len(told), 3 * len(told) + 1))
        told.append(
            (
                Goods(
                    (product.title_bn,), brand=product.brand_bn, price_poisha=product.price * 100
                ),
                Goods(
                    (product.title_en,), brand=product.brand_en, price_poisha=product.price * 104
                ),
                Goods((told_otherwise(product.title_bn),), price_poisha=product.price * 95),
            )
        )
    goods = {
        3 * number + who: one for number, each in enumerate(told) for who, one in enumerate(each)
    }
    lexicons = {half: _lexicon(these.values()) for half, these in titles.items()}
    whole = _lexicon(pair for these in titles.values() for pair in these.values())
    _figures("bengali", goods, {0, 2}, whole, {(n, n + 2) for n in range(0, len(goods), 3)})
    _figures("across_scripts_unlearned", goods, {0, 1}, {}, halves[0] | halves[1])
    for half, known in halves.items():
        # What one half teaches, tried on the other; the first stands there as rivals.
        name = f"across_scripts_{'second' if half else 'first'}_half"
        _figures(name, goods, {0, 1}, lexicons[1 - half], known)


def _lexicon(titles: Iterable[tuple[str, str]]) -> dict[str, str]:
    from ekshop.catalogue.matching import learned, telling_of

    return learned(filter(None, (telling_of(*both) for both in titles)))


def _figures(
    name: str, goods: dict[int, Any], who: set[int], lexicon: dict[str, str], known: Pairs
) -> None:
    """Of goods of the sellers `who`, against the pairs known; those of other goods are not counted."""
    from ekshop.catalogue.matching import matched

    these = {number: told for number, told in goods.items() if number % 3 in who}
    asked = {number for pair in known for number in pair}
    decided = [
        one
        for one in matched(these, lambda number: (number % 3 + 1,), lexicon)
        if one.one in asked or one.other in asked
    ]
    likely = {(one.one, one.other) for one in decided if one.likely and one.verdict != "family"}
    alone = {(one.one, one.other) for one in decided if one.verdict == "automatic"}
    figure(f"matching_{name}_f1", _f1(likely, known), "f1")
    figure(f"matching_{name}_precision", _precision(likely, known), "share")
    figure(f"matching_{name}_automatic", len(alone), "pairs")
    precision = _precision(alone, known)
    figure(f"matching_{name}_automatic_precision", precision, "share", limit=">=0.95")


_UNITS = (
    ("কেজি", "kg"), ("গ্রাম", "gm"), ("মিলি", "ml"), ("লিটার", "ltr"), ("জিবি", "GB"),
    ("ইঞ্চি", "inch"), ("পিস", "pcs"), ("মিগ্রা", "mg"),
)  # fmt: skip
_SPELLINGS = (("শাড়ি", "শাড়ী"), ("মাপ", "সাইজ"), ("তৈরি", "তৈরী"), ("জামদানি", "জামদানী"))


def told_otherwise(title: str) -> str:
    """As someone else writes it: Latin digits, other units and spellings, the first word last."""
    from ekshop.kernel.bangla import latin_digits

    text = latin_digits(title)
    for mine, theirs in _UNITS:
        text = re.sub(rf"(?<=\d) ?{mine}", theirs, text)
    for mine, theirs in _SPELLINGS:
        text = text.replace(mine, theirs)
    first, _space, rest = text.partition(" ")
    return f"{rest} - {first}" if rest else text


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _goods(row: dict[str, str]) -> Any:
    from ekshop.catalogue.matching import Goods

    price = round(float(row["price"]) * 100) if row["price"] else None
    return Goods((row["title"],), row["brand"], row["mpn"], price_poisha=price or None)


def _squeezed(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.lower())


def _joined(rows: list[dict[str, str]], first: int) -> Pairs:
    by_part: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows[:first]):
        by_part[_squeezed(row["mpn"])].append(number)
    return {
        (mine, number)
        for number, row in enumerate(rows[first:], first)
        if len(_squeezed(row["mpn"])) > 3
        for mine in by_part[_squeezed(row["mpn"])]
    }


def _tfidf(rows: list[dict[str, str]], first: int, least: float = 0.75) -> Pairs:
    """Mutual best by the cosine of TF-IDF words of title, brand and part number."""
    import numpy as np
    from scipy import sparse

    words = [re.findall("[a-z0-9]+", f"{row['title']} {row['brand']} {row['mpn']}") for row in rows]
    number_of = {word: i for i, word in enumerate(dict.fromkeys(w for one in words for w in one))}
    at = np.repeat(np.arange(len(rows)), [len(one) for one in words])
    which = np.array([number_of[word] for one in words for word in one])
    counts = sparse.csr_array((np.ones(len(at)), (at, which)), shape=(len(rows), len(number_of)))
    weight = (
        np.log((1 + len(rows)) / (1 + np.bincount(counts.indices, minlength=len(number_of)))) + 1
    )
    matrix = counts.multiply(weight).tocsr()
    norms = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    matrix = sparse.csr_array(matrix / norms.reshape(-1, 1))
    likeness = (matrix[:first] @ matrix[first:].T).tocoo()
    best_a: dict[int, tuple[float, int]] = {}
    best_b: dict[int, tuple[float, int]] = {}
    for a, b, value in zip(*likeness.coords, likeness.data, strict=True):
        mine, theirs = int(a), int(b) + first
        if value < least:
            continue
        best_a[mine] = max(best_a.get(mine, (0.0, 0)), (value, theirs))
        best_b[theirs] = max(best_b.get(theirs, (0.0, 0)), (value, mine))
    return {(a, b) for a, (_v, b) in best_a.items() if best_b[b][1] == a}


def _f1(found: Pairs, known: Pairs) -> float:
    return 2 * len(found & known) / max(1, len(found) + len(known))


def _precision(found: Pairs, known: Pairs) -> float:
    return len(found & known) / max(1, len(found))


def _odd(pairs: Iterable[tuple[int, int]]) -> Pairs:
    return {pair for pair in pairs if pair[0] % 2}


if __name__ == "__main__":
    main()
