"""Holding back what a seller's list says and is hard to believe: between staging and merging.

A price that falls too far, one of next to nothing, very many prices or stocks changing at once:
more likely a slip than a sale, and dear to all if it is one. The shop stays at the old value and
everything else of the row goes in, until someone releases or refuses it (`held.py`), or a later
list says something sane. It works in sets, and costs nothing where nothing differs.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ekshop.kernel.rulebook import rules_at

from .. import rules
from ..models import Category, HeldChange, HoldTerm
from . import holding_sql as sql

ALL = 10_000


@dataclass(frozen=True, slots=True)
class HoldTerms:
    """From which shares on, in basis points; by our categories where one has its own."""

    fall: int
    rise: int
    odd: int
    price_share: int
    price_change: int
    stock_share: int
    least: int
    categories: dict[int, tuple[int | None, int | None]] = field(default_factory=dict)


def hold_terms(seller_id: int, now: datetime) -> HoldTerms:
    """What holds for a seller: its own term before its category's before the rule book.

    Raises RuleMissing.
    """
    book = {key: rule.value for key, rule in rules_at(rules.HOLD_RULES, now).items()}
    rows = HoldTerm.objects.filter(seller_id=seller_id)
    own = {row.category_id: row for row in rows}
    common = {row.category_id: row for row in HoldTerm.objects.filter(seller=None)}
    whole = own.get(None)
    decided = whole is not None and whole.fall_bp is not None
    fall = whole.fall_bp if whole and whole.fall_bp is not None else book["price_fall_held"]
    rise = whole.rise_bp if whole and whole.rise_bp is not None else book["price_rise_noticed"]
    return HoldTerms(
        fall=fall,
        rise=rise,
        odd=book["price_odd"],
        price_share=book["price_wholesale_share"],
        price_change=book["price_wholesale_change"],
        stock_share=book["stock_wholesale_share"],
        least=book["wholesale_least"],
        categories=_by_category(own, {} if decided else common) if own or common else {},
    )


def _by_category(
    own: dict[int | None, HoldTerm], common: dict[int | None, HoldTerm]
) -> dict[int, tuple[int | None, int | None]]:
    """A category's own term before that of the one above it, each the seller's before all's."""
    found = {}
    for category, parent in Category.objects.values_list("id", "parent_id"):
        for term in (own.get(category), own.get(parent or 0), common.get(category),
                     common.get(parent or 0)):  # fmt: skip
            if term is not None:
                found[category] = (term.fall_bp, term.rise_bp)
                break
    return found


class Holding:
    """The judging of one batch. `begin` before its first slice, `slice_judge` in each, `end` after."""

    def __init__(self, *, batch: int, seller_id: int, feed_id: int | None, now: datetime) -> None:
        self.held = self.held_anew = 0
        self.rises: list[tuple[int, str, int, int]] = []
        self.odd: list[tuple[int, str]] = []
        self._waiting = False
        self._given: dict[str, Any] = {
            "batch": batch, "seller": seller_id, "feed": feed_id, "now": now,
        }  # fmt: skip

    def begin(self, cursor: Any) -> None:
        """Reads the terms, and looks at the batch as a whole."""
        given = self._given
        terms = hold_terms(given["seller"], given["now"])
        given |= {
            "fall": terms.fall,
            "rise": terms.rise,
            "odd": terms.odd,
            "change": terms.price_change,
            "term_categories": list(terms.categories),
            "term_falls": [fall for fall, _rise in terms.categories.values()],
            "term_rises": [rise for _fall, rise in terms.categories.values()],
            "price_wholesale": False,
            "stock_wholesale": False,
        }
        cursor.execute(sql.ODD_AND_NEW, given)
        self.odd = cursor.fetchall()
        self._waiting = HeldChange.objects.filter(seller_id=given["seller"], state="held").exists()
        cursor.execute(sql.WHOLESALE, given)
        vanishing, changing = cursor.fetchone()
        if max(vanishing, changing) > terms.least:
            cursor.execute(sql.ON_SALE, given)
            live, stocked = cursor.fetchone()
            given["price_wholesale"] = _many(changing, live, terms.price_share, terms.least)
            given["stock_wholesale"] = _many(vanishing, stocked, terms.stock_share, terms.least)

    def slice_judge(self, cursor: Any) -> None:
        """Holds what is strange in the planned slice, whose offers are locked. A few statements."""
        cursor.execute(sql.JUDGE, self._given)
        cursor.execute(sql.JUDGED_FIGURES)
        kept, held, rises = cursor.fetchone()
        if rises:
            cursor.execute(sql.RISES)
            self.rises += cursor.fetchall()
        if self._waiting:
            cursor.execute(sql.OVERTAKE, self._given)
        if held:
            cursor.execute(sql.HOLD, self._given)
            self.held_anew += sum(is_new for (is_new,) in cursor.fetchall())
            self.held += held
        if kept:
            cursor.execute(sql.STAY)
        cursor.execute("DROP TABLE merge_judged")

    def end(self, cursor: Any) -> None:
        """What was held of goods that went out of the list is decided by that."""
        if self._waiting or self.held:
            cursor.execute(sql.OVERTAKE_GONE, self._given)


def _many(changed: int, of: int, share_bp: int, least: int) -> bool:
    return changed > least and changed * ALL > of * share_bp
