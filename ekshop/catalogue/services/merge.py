"""From staged rows to offers and products, in sets.

A batch is merged in slices, each its own short transaction, so that progress is seen, orders
never wait long for an offer's row, and a process killed anywhere leaves whole slices behind:
merging the same batch again then finds them unchanged and ends the same.

Slices of all feeds take turns behind one advisory lock: two sellers bringing the same new
product in the same instant would otherwise both make it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.events import emit
from ekshop.kernel.ids import tracking_codes
from ekshop.parties.services import require

from ..events import ChangesHeld, OffersMerged
from . import merge_sql as sql
from .families import families_settle
from .holding import Holding
from .matching.runs import matching_request
from .staging import batch_clear
from .terms import offers_season_check
from .turns import merge_turn
from .values import values_learn

SLICE = 20_000
PRODUCT_LETTER = "G"
MERGE = Actor.system("merge")


class Refused(NamedTuple):
    """A staged row the merge did not take: `code` "duplicate_id", "licence" or "price_odd"."""

    position: int
    seller_ref: str
    code: str


class Rise(NamedTuple):
    """A price that was taken, though it rose very far. In poisha."""

    position: int
    seller_ref: str
    old: int
    new: int


@dataclass
class MergeCounts:
    """What a merge came to, in offers. `returned` (of the changed) had been withdrawn before;
    `held` would have been withdrawn, had they not been too many. `changes_held`: prices and
    stocks that wait for someone's word; `rises`: prices that rose so far that it is pointed out."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    returned: int = 0
    withdrawn: int = 0
    held: int = 0
    kept: int = 0
    products_added: int = 0
    changes_held: int = 0
    refused: list[Refused] = field(default_factory=list)
    rises: list[Rise] = field(default_factory=list)


def offers_merge(
    *,
    actor: Actor,
    batch: int,
    seller_id: int,
    feed_id: int | None,
    complete: bool,
    most_withdrawn: int | None = None,
    now: datetime,
    unseen: Iterable[int] | None = None,
    categories: Mapping[str, int],
    other_category: int,
    refused_categories: Collection[int] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> MergeCounts:
    """Brings a staged batch into the catalogue and clears it.

    `unseen`: ids of the feed's live offers whose row, as last read, was not met in this file;
    those met were not staged at all. None: no row was left out, so every live offer is unseen.
    `complete`: the file came whole, so an unseen offer that no staged row names is withdrawn;
    but none of them when they are more than `most_withdrawn`.
    `categories` gives ours for each of the seller's words; `refused_categories` are ours that
    this seller may not sell in. Blocked offers stay blocked; stock never falls below what open
    orders hold. Changes too strange to be believed are held (`holding.py`), and ChangesHeld tells
    of new ones. `progress(done, total)` is called after every slice. Raises RuleMissing.
    """
    require(actor, "offer.manage")
    counts = MergeCounts()
    holding = Holding(batch=batch, seller_id=seller_id, feed_id=feed_id, now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalogue_stagedoffer (id, batch, position, seller_ref)")
        with transaction.atomic():
            _unseen_load(cursor, feed_id, unseen)
            counts.refused += _duplicates(cursor, batch, seller_id, feed_id)
            holding.begin(cursor)
        cursor.execute(
            "SELECT min(position), max(position), count(*) FROM catalogue_stagedoffer WHERE batch = %s",
            [batch],
        )
        first, last, total = cursor.fetchone()
        done = 0
        while first is not None and first <= last:
            with transaction.atomic():
                until = _slice_end(cursor, batch, first)
                done += _slice(
                    cursor,
                    counts,
                    holding,
                    {
                        "batch": batch,
                        "first": first,
                        "last": until,
                        "seller": seller_id,
                        "feed": feed_id,
                        "now": now,
                        "words": list(categories),
                        "ours": list(categories.values()),
                        "other": other_category,
                        "refused": list(refused_categories),
                    },
                )
            first = until + 1
            progress(done, total)
        if complete:
            with transaction.atomic():
                _withdraw_unseen(cursor, counts, batch, most_withdrawn, now)
        with transaction.atomic():
            _held(cursor, counts, holding, seller_id, batch)
        cursor.execute("DROP TABLE IF EXISTS merge_unseen")
        values_learn(batch=batch)
        families_settle(product_ids=_families_touched(cursor), now=now)
        if counts.added > SLICE:
            cursor.execute(
                "ANALYZE catalogue_offer (id, seller_id, seller_ref, product_id, feed_id)"
            )
            cursor.execute("ANALYZE catalogue_product (id, code, match_key, category_id)")
    batch_clear(batch=batch)
    if counts.added or counts.changed:
        matching_request()
    return counts


def _unseen_load(cursor: Any, feed_id: int | None, unseen: Iterable[int] | None) -> None:
    cursor.execute("DROP TABLE IF EXISTS merge_unseen")
    cursor.execute("CREATE TEMPORARY TABLE merge_unseen (offer_id bigint PRIMARY KEY)")
    cursor.execute("DROP TABLE IF EXISTS merge_families")
    cursor.execute("CREATE TEMPORARY TABLE merge_families (product_id bigint)")
    if unseen is None:
        cursor.execute(sql.ALL_UNSEEN, [feed_id])
        return
    with cursor.copy("COPY merge_unseen FROM STDIN") as copy:
        for offer_id in unseen:
            copy.write(f"{offer_id}\n")


def _duplicates(cursor: Any, batch: int, seller_id: int, feed_id: int | None) -> list[Refused]:
    """Takes out all but the first row of every id, and rows of an offer already met unchanged."""
    cursor.execute("SET LOCAL work_mem = '64MB'")
    cursor.execute(sql.DUPLICATES, {"batch": batch})
    refused = [Refused(row[0], row[1], "duplicate_id") for row in cursor.fetchall()]
    if feed_id is not None:
        cursor.execute(sql.MET_ALREADY, {"batch": batch, "seller": seller_id, "feed": feed_id})
        refused += [Refused(row[0], row[1], "duplicate_id") for row in cursor.fetchall()]
    return refused


def _families_touched(cursor: Any) -> list[int]:
    cursor.execute("SELECT DISTINCT product_id FROM merge_families")
    ids = [row[0] for row in cursor.fetchall()]
    cursor.execute("DROP TABLE merge_families")
    return ids


def _slice_end(cursor: Any, batch: int, first: int) -> int:
    cursor.execute(
        "SELECT max(position) FROM (SELECT position FROM catalogue_stagedoffer"
        " WHERE batch = %s AND position >= %s ORDER BY position LIMIT %s) AS slice",
        [batch, first, SLICE],
    )
    return int(cursor.fetchone()[0] or first)


def _held(cursor: Any, counts: MergeCounts, holding: Holding, seller_id: int, batch: int) -> None:
    holding.end(cursor)
    counts.changes_held = holding.held
    counts.rises = [Rise(*row) for row in holding.rises]
    counts.refused += [Refused(position, ref, "price_odd") for position, ref in holding.odd]
    if holding.held_anew:
        emit(ChangesHeld(seller_id, batch))
    if counts.added or counts.changed:
        emit(OffersMerged(seller_id))


def _slice(cursor: Any, counts: MergeCounts, holding: Holding, given: dict[str, Any]) -> int:
    merge_turn()
    cursor.execute(sql.PLAN, given)
    cursor.execute("ANALYZE merge_plan")
    cursor.execute(sql.PLAN_FIGURES)
    rows, known, makes, kept = cursor.fetchone()
    counts.kept += kept
    counts.refused += _licence_refused(cursor, counts, given)
    if makes:
        _products_insert(cursor, makes, given)
        counts.products_added += makes
    if known:
        _update(cursor, counts, holding, given)
    if rows > known:
        cursor.execute(sql.OFFERS_INSERT, given)
        counts.added += cursor.rowcount
    for statement in (sql.TERMS_SAID, sql.TERMS_UNSAID):
        cursor.execute(statement, given)
        if turned := [offer_id for (offer_id,) in cursor.fetchall()]:
            offers_season_check(actor=MERGE, offer_ids=turned, now=given["now"])
    cursor.execute(sql.FAMILIES)
    cursor.execute("DROP TABLE merge_plan")
    return int(rows)


def _licence_refused(cursor: Any, counts: MergeCounts, given: dict[str, Any]) -> list[Refused]:
    """Rows in a category this seller may not sell in, and DROP rows: what is live of them goes."""
    cursor.execute(sql.WITHDRAW_REFUSED, given)
    counts.withdrawn += cursor.rowcount
    if not given["refused"]:
        return []
    cursor.execute(sql.LICENCE_REFUSED)
    return [Refused(row[0], row[1], "licence") for row in cursor.fetchall()]


def _update(cursor: Any, counts: MergeCounts, holding: Holding, given: dict[str, Any]) -> None:
    # Locked once, in the order of ids as orders lock them, so that neither waits for the other.
    cursor.execute(sql.LOCK)
    holding.slice_judge(cursor)
    cursor.execute(sql.PRODUCTS_UPDATE, given)
    cursor.execute(sql.OFFERS_UPDATE, given)
    changed, returned = cursor.fetchone()
    cursor.execute(sql.FINGERPRINTS_UPDATE, given)
    counts.changed += changed
    counts.returned += returned
    cursor.execute(sql.COUNT_TO_UPDATE)
    counts.unchanged += cursor.fetchone()[0] - changed


def _products_insert(cursor: Any, makes: int, given: dict[str, Any]) -> None:
    """Those whose spare code is missing, or taken by another product, draw another and try again."""
    made = 0
    while True:
        cursor.execute(sql.PRODUCTS_INSERT, given)
        made += cursor.rowcount
        if made == makes:
            return
        cursor.execute(sql.PRODUCTS_MISSING)
        positions = [row[0] for row in cursor.fetchall()]
        codes = tracking_codes(PRODUCT_LETTER, len(positions))
        cursor.execute(sql.CODES_REDRAW, {**given, "positions": positions, "codes": codes})


def _withdraw_unseen(
    cursor: Any, counts: MergeCounts, batch: int, most: int | None, now: datetime
) -> None:
    if most is not None:
        cursor.execute(sql.COUNT_TO_WITHDRAW, {"batch": batch})
        gone = int(cursor.fetchone()[0])
        if gone > most:
            counts.held = gone
            return
    cursor.execute(sql.WITHDRAW_UNSEEN, {"batch": batch, "now": now})
    counts.withdrawn += cursor.rowcount
