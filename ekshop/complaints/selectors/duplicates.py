"""Whether somebody has complained of this before.

The same order, the same transaction, or the same number of the seller's decide; words that are alike
only suggest. Nobody is shown another person's case.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise

from .. import rules
from ..models import Case
from .cases import cases_visible_to

ALIKE = 0.35
"""Of 1: how much of two stories' trigrams is the same before one is suggested."""
SHOWN = 3


class Likely(NamedTuple):
    """A case filed before, why it may be the same ("order", "transaction", "seller", "words"), and
    whether that alone decides."""

    case: Case
    why: str
    decides: bool


def cases_likely(
    actor: Actor,
    mobile: str,
    *,
    seller_order_id: int | None = None,
    transaction_id: str = "",
    respondent_id: int | None = None,
    organisation_id: int | None = None,
    handles: Sequence[tuple[str, str]] = (),
    story: str = "",
) -> list[Likely]:
    """What the holder of this number filed before about the same, and the actor may see; the surest
    first. Two statements."""
    mine = cases_visible_to(actor).filter(complainant__mobile=mobile, joined_to__isnull=True)
    mine = mine.select_related("respondent__organisation").order_by("-filed_at", "-id")
    transaction = normalise(transaction_id).upper()
    same = Q(pk=None)
    if seller_order_id:
        same |= Q(seller_order_id=seller_order_id)
    if transaction:
        same |= Q(transaction_id=transaction)
    folded = _folded(handles)
    if folded:
        numbers = Q(pk=None)
        for kind, value in folded:
            numbers |= Q(respondent__handles__kind=kind, respondent__handles__folded=value)
        same |= numbers
    found = [
        Likely(case, _why(case, seller_order_id, transaction), decides=True)
        for case in mine.filter(same).distinct()[:SHOWN]
    ]
    return found or _by_words(mine, story, respondent_id, organisation_id)


def _by_words(
    mine: QuerySet[Case], story: str, respondent_id: int | None, organisation_id: int | None
) -> list[Likely]:
    text = normalise(story)[:2000]
    if not text:
        return []
    seller = Q(respondent_id=respondent_id) if respondent_id else Q(pk=None)
    if organisation_id:
        seller |= Q(respondent__organisation_id=organisation_id)
    likely = mine.annotate(alike=TrigramSimilarity("story", text)).filter(
        Q(alike__gte=ALIKE) | (seller & Q(state__in=rules.OPEN_STATES))
    )
    return [Likely(case, "words", decides=False) for case in likely[:SHOWN]]


def _folded(handles: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Telephones and wallets only; each number may stand as either."""
    found = set()
    for kind, typed in handles:
        if kind in ("phone", "wallet"):
            for as_kind in ("phone", "wallet"):
                if value := rules.handle_fold(as_kind, typed):
                    found.add((as_kind, value))
    return sorted(found)


def _why(case: Case, seller_order_id: int | None, transaction: str) -> str:
    if seller_order_id and case.seller_order_id == seller_order_id:
        return "order"
    return "transaction" if transaction and case.transaction_id == transaction else "seller"
