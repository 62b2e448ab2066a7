"""What a person says of pairs in the queue, one or many at once, and taking it back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import NotFound, StaleState
from ekshop.parties.services import require

from ...models import MatchDecision, MatchMove, MatchPair, Offer, Product
from ..turns import merge_turn
from .moving import different_say, move_undo, products_merge

MOST_AT_ONCE = 200


def pairs_decide(
    *, actor: Actor, pair_ids: Collection[int], same: bool, reason: str = "", now: datetime
) -> list[MatchPair]:
    """The same thing, or different ones. Pairs decided meanwhile are left as they are; returns
    those this decided. Raises NotFound when none of them is known."""
    require(actor, "match.decide")
    done = []
    known = list(MatchPair.objects.filter(pk__in=list(pair_ids)[:MOST_AT_ONCE]).order_by("-score"))
    if not known:
        raise NotFound()
    for pair in known:
        with transaction.atomic():
            merge_turn()
            locked = MatchPair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
            one, other = _now(locked.one_id), _now(locked.other_id)
            if locked.state != MatchPair.OPEN or one == other:
                continue
            if same:
                products_merge(actor=actor, product_ids={one, other}, reason=reason, now=now)
                state = MatchPair.SAME
            else:
                _different(actor, locked, one, other, now)
                state = MatchPair.DIFFERENT
            MatchPair.objects.filter(pk=pair.pk).update(state=state, updated_at=now)
            locked.state = state
            done.append(locked)
    return done


def pair_reopen(*, actor: Actor, pair_id: int, now: datetime) -> MatchPair:
    """Takes a decision of the queue back: what was put together is apart again, and the pair
    waits as before. Raises NotFound, StaleState (it waits already), CannotUndo."""
    require(actor, "match.decide")
    with transaction.atomic():
        merge_turn()
        pair = MatchPair.objects.select_for_update(of=("self",)).filter(pk=pair_id).first()
        if pair is None:
            raise NotFound()
        if pair.state == MatchPair.OPEN:
            raise StaleState()
        if pair.state == MatchPair.SAME:
            move = _move_of(pair)
            move_undo(actor=actor, move_id=move, now=now)
        _withdraw(pair)
        MatchPair.objects.filter(pk=pair_id).update(state=MatchPair.OPEN, updated_at=now)
        audit_write(
            actor=actor, action="pair_reopen", entity="match_pair", entity_id=pair_id, now=now
        )
    pair.state = MatchPair.OPEN
    return pair


def _different(actor: Actor, pair: MatchPair, one: int, other: int, now: datetime) -> None:
    mine, theirs = _offers(one), _offers(other)
    different_say(actor=actor, pairs=[(a, b) for a in mine for b in theirs], now=now)
    audit_write(
        actor=actor,
        action="pair_different",
        entity="match_pair",
        entity_id=pair.pk,
        data={"one": one, "other": other},
        now=now,
    )


def _withdraw(pair: MatchPair) -> None:
    mine, theirs = _offers(_now(pair.one_id)), _offers(_now(pair.other_id))
    MatchDecision.objects.filter(
        one_id__in=[*mine, *theirs], other_id__in=[*mine, *theirs], in_force=True,
        verdict=MatchDecision.DIFFERENT,
    ).update(in_force=False)  # fmt: skip


def _move_of(pair: MatchPair) -> int:
    """The merge that brought these two together; one of them may have led elsewhere before."""
    both = (pair.one_id, pair.other_id)
    ids = {*both, *map(_now, both)}
    brought = Q(gone_id__in=ids) | Q(led__contains=[both[0]]) | Q(led__contains=[both[1]])
    standing = MatchMove.objects.filter(kind=MatchMove.MERGE, undone_at=None, kept_id__in=ids)
    found = standing.filter(brought).order_by("-id").values_list("pk", flat=True).first()
    if found is None:
        raise NotFound()
    return found


def _offers(product_id: int) -> Sequence[int]:
    return list(Offer.objects.filter(product_id=product_id).values_list("pk", flat=True))


def _now(product_id: int) -> int:
    """Where a product's address leads by now."""
    into = Product.objects.filter(pk=product_id).values_list("merged_into_id", flat=True).first()
    return into or product_id
