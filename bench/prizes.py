"""Where every centre of the country stands in a prize scheme, reckoned and read.

    python -m bench.prizes --size small      530 centres, 50,000 lines
    python -m bench.prizes --size full       5,292 centres, 1,000,000 lines of the scheme's month

Reckoned is what runs every hour, for all centres at once; read is what an entrepreneur's page asks.
The peer of reckoning is the bare sum of the same lines by centre.
"""

import argparse
import time
from datetime import UTC, date, datetime

from bench.figures import figure, percentile
from bench.month import MONTH, furnish
from bench.shop import prepare

SIZES = {"small": (530, 10, 50_000), "full": (5_292, 40, 1_000_000)}
WRITTEN, RECKONED = (datetime(2026, month, 20, 5, tzinfo=UTC) for month in (9, 11))
READ = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", choices=SIZES)
    size = parser.parse_args().size
    centres, sellers, lines = SIZES[size]
    prepare("prizes")
    furnish(centres, sellers, lines)
    _placed(sellers)
    scheme_id = _published()
    seconds, bare = _reckoned(scheme_id), _bare()
    at_full = "<=30" if size == "full" else "<=30_at_full_size"
    figure("prize_standings_reckoned", seconds, "s", ratio=seconds / bare, limit=at_full)
    figure("prize_place_read_p95", _read(scheme_id, sellers, centres) * 1000, "ms", limit="<=50")


def _placed(sellers: int) -> None:
    """Districts and divisions for the centres; a line taken back is one of the sale before it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in _OURS:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(_PLACES)
        cursor.execute(_CENTRES, [sellers])
        cursor.execute(_LOCKED)
        cursor.execute(_TAKEN_BACK)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE settlement_commissionline")


def _published() -> int:
    from ekshop.kernel.actors import Actor
    from ekshop.settlement.services.prizes import (
        PrizeGiven,
        Terms,
        scheme_propose,
        scheme_publish,
        scheme_save,
    )

    omar, hasan = (Actor(kind="person", person_id=pk, role="operator") for pk in (1, 2))
    terms = Terms(
        name_bn="পরীক্ষা",
        name_en="Bench",
        first_month=MONTH,
        last_month=MONTH,
        settles_on=date(2026, 11, 15),
        objections_until=date(2026, 11, 25),
        tie_rule="fewer_returns",
        prizes=[PrizeGiven("step", "ছাতা", "Umbrella", 1_000 * n, 1_000 * n) for n in (1, 5, 9)],
    )
    scheme = scheme_save(actor=omar, scheme_id=None, terms=terms, now=WRITTEN)
    scheme_propose(actor=omar, scheme_id=scheme.pk, now=WRITTEN)
    return scheme_publish(actor=hasan, scheme_id=scheme.pk, now=WRITTEN).pk


def _reckoned(scheme_id: int) -> float:
    from ekshop.settlement.services.prizes import standings_reckon

    started = time.perf_counter()
    standings_reckon(scheme_id=scheme_id, now=RECKONED)
    return time.perf_counter() - started


def _bare() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute(_BARE)
        cursor.fetchall()
        return time.perf_counter() - started


def _read(scheme_id: int, sellers: int, centres: int) -> float:
    from ekshop.settlement.models import PrizeScheme
    from ekshop.settlement.selectors.prizes import place_of

    scheme = PrizeScheme.objects.get(pk=scheme_id)
    place_of(scheme, sellers + 1)
    seconds = []
    for turn in range(READ):
        started = time.perf_counter()
        place_of(scheme, sellers + 1 + turn * 7919 % centres)
        seconds.append(time.perf_counter() - started)
    return percentile(seconds, 0.95)


_OURS = [
    "settlement_prizestanding",
    "settlement_prize",
    "settlement_prizescheme",
    "parties_centre",
    "parties_place",
]
_PLACES = """
    INSERT INTO parties_place (id, code, kind, parent_id, district_id, name_bn, name_en, slug)
    SELECT n, 'place-' || n, CASE WHEN n <= 8 THEN 'division' ELSE 'district' END,
        CASE WHEN n > 8 THEN 1 + n % 8 END, CASE WHEN n > 8 THEN n END, 'P' || n, 'P' || n, 'p' || n
    FROM generate_series(1, 72) AS n
"""
_CENTRES = """
    INSERT INTO parties_centre (organisation_id, code, union_id, district_id)
    SELECT id, 'C' || id, 9 + id %% 64, 9 + id %% 64 FROM parties_organisation WHERE id > %s
"""
_LOCKED = "UPDATE settlement_commissionline SET locked_at = locks_at"
_TAKEN_BACK = """
    UPDATE settlement_commissionline AS row
    SET order_line_id = sale.order_line_id, centre_id = sale.centre_id, earned_at = sale.locks_at
    FROM settlement_commissionline AS sale
    WHERE row.kind = 'reversal' AND sale.order_line_id = row.order_line_id - 1
      AND sale.kind = 'commission'
"""
_BARE = """
    SELECT centre_id, sum(amount_poisha), count(*), max(earned_at)
    FROM settlement_commissionline GROUP BY centre_id
"""


if __name__ == "__main__":
    main()
