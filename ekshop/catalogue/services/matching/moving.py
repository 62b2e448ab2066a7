"""Putting offers under one product and taking them apart again, each with a trace that undoes it.

The product of the oldest offer stays and keeps its address; the other is emptied and leads to it,
so its key (a GTIN, a part number) brings later offers to the product that stayed. Orders, baskets
and what they hold refer to offers, which stay who they are. Search and matching follow by triggers.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.errors import Conflict, NotFound
from ekshop.parties.services import require

from ...models import MatchDecision, MatchMove, MatchPair, Offer, Product
from ..families import families_settle
from ..turns import merge_turn

SYSTEM = Actor.system("matching")


class NotTwoProducts(Conflict):
    code = "not_two_products"
    message = _("These are one product already.")


class NothingLeft(Conflict):
    code = "nothing_left"
    message = _("At least one offer stays with its product.")


class CannotUndo(Conflict):
    code = "cannot_undo"
    message = _("Something else happened to these offers since. Undo that first.")


@dataclass(frozen=True)
class Join:
    """Products to become one, and what spoke for it."""

    products: frozenset[int]
    score: float | None = None
    parts: dict[str, float] = field(default_factory=dict)
    against: tuple[str, ...] = ()


def products_join(joins: Sequence[Join], *, now: datetime) -> list[MatchMove]:
    """Puts products together without a person, in the caller's transaction."""
    return _join(joins, actor=SYSTEM, automatic=True, reason="", now=now)


def products_merge(
    *, actor: Actor, product_ids: Collection[int], reason: str = "", now: datetime
) -> list[MatchMove]:
    """Puts these products together on a person's word: no feed parts them again.

    Raises NotTwoProducts, NotFound.
    """
    require(actor, "match.decide")
    with transaction.atomic():
        pair = MatchPair.objects.filter(one_id__in=product_ids, other_id__in=product_ids).first()
        join = Join(
            frozenset(product_ids),
            pair.score if pair else None,
            pair.parts if pair else {},
            tuple(pair.against) if pair else (),
        )
        moves = _join([join], actor=actor, automatic=False, reason=reason, now=now)
        for move in moves:
            _decide(move, MatchDecision.SAME, actor, now)
            audit_write(
                actor=actor,
                action="products_merge",
                entity="product",
                entity_id=move.kept_id,
                data={"gone": move.gone_id, "offers": len(move.offers)},
                now=now,
            )
    _families(moves, now)
    return moves


def offers_part(
    *, actor: Actor, product_id: int, offer_ids: Collection[int], reason: str = "", now: datetime
) -> MatchMove:
    """Takes offers out of a product into one of their own, on a person's word; no feed and no
    matching brings them back. Raises NotFound, NothingLeft."""
    require(actor, "match.decide")
    with transaction.atomic():
        merge_turn()
        product = Product.objects.select_for_update().filter(pk=product_id).first()
        if product is None:
            raise NotFound()
        offers = list(product.offers.order_by("id").select_for_update(no_key=True))
        going = [offer for offer in offers if offer.pk in offer_ids]
        staying = [offer for offer in offers if offer.pk not in offer_ids]
        if not going:
            raise NotFound()
        if not staying:
            raise NothingLeft()
        new = _own_product(product, going[0], now)
        move = MatchMove.objects.create(
            kind=MatchMove.SPLIT,
            kept=product,
            gone=new,
            offers=[[offer.pk, offer.held_fast] for offer in going],
            held=[[offer.pk, offer.held_fast] for offer in staying],
            reason=reason,
            by=actor.label,
            by_person_id=actor.person_id,
            at=now,
        )
        _put(going, new.pk, now)
        # The seller's row is read again, so that the product says what its own seller says.
        Offer.objects.filter(pk__in=[offer.pk for offer in going]).update(fingerprint="")
        _decide(move, MatchDecision.DIFFERENT, actor, now)
        audit_write(
            actor=actor,
            action="offers_part",
            entity="product",
            entity_id=product.pk,
            data={"new": new.pk, "offers": len(going)},
            now=now,
        )
    _families([move], now)
    return move


def move_undo(*, actor: Actor, move_id: int, reason: str = "", now: datetime) -> MatchMove:
    """Makes it as it was before. A merge undone is a word that the two are different.

    Raises NotFound, CannotUndo (the offers stand elsewhere by now, or it is undone already).
    """
    require(actor, "match.decide")
    with transaction.atomic():
        merge_turn()
        move = MatchMove.objects.select_for_update(of=("self",)).filter(pk=move_id).first()
        if move is None:
            raise NotFound()
        before = dict([*move.offers, *move.held])
        offers = list(
            Offer.objects.filter(pk__in=before).order_by("id").select_for_update(no_key=True)
        )
        moved = [offer for offer in offers if offer.pk in {pk for pk, _fast in move.offers}]
        stands = move.kept_id if move.kind == MatchMove.MERGE else move.gone_id
        if move.undone_at or not moved or any(offer.product_id != stands for offer in moved):
            raise CannotUndo()
        move.decisions.update(in_force=False)
        if move.kind == MatchMove.MERGE:
            _merge_undo(move, moved, before, actor, now)
        else:
            _split_undo(move, moved, before, now)
        move.undone_at, move.undone_by = now, actor.label
        move.save(update_fields=["undone_at", "undone_by"])
        audit_write(
            actor=actor,
            action="move_undo",
            entity="product",
            entity_id=move.kept_id,
            data={"move": move.pk, "kind": move.kind, "reason": reason},
            now=now,
        )
    _families([move], now)
    return move


def different_say(
    *, actor: Actor, pairs: Iterable[tuple[int, int]], now: datetime
) -> list[MatchDecision]:
    """A person's word that two offers are not one thing, though nobody put them together."""
    require(actor, "match.decide")
    made = []
    for one, other in pairs:
        made.append(_word(one, other, MatchDecision.DIFFERENT, None, actor, now))
    return made


def _join(
    joins: Sequence[Join], *, actor: Actor, automatic: bool, reason: str, now: datetime
) -> list[MatchMove]:
    merge_turn()
    ids = sorted({pk for join in joins for pk in join.products})
    products = {
        one.pk: one
        for one in Product.objects.filter(pk__in=ids, merged_into=None).select_for_update(
            of=("self",)
        )
    }
    if not automatic and len(products) < len(ids):
        raise NotFound() if len(products) < 2 else NotTwoProducts()
    offers: dict[int, list[Offer]] = {pk: [] for pk in products}
    locked = Offer.objects.filter(product_id__in=products).order_by("id")
    for offer in locked.select_for_update(no_key=True).only("id", "product_id", "held_fast"):
        offers[offer.product_id].append(offer)
    moves: list[MatchMove] = []
    where = {pk: pk for pk in products}
    led: dict[int, list[int]] = {pk: [] for pk in products}
    for pk, into in Product.objects.filter(merged_into__in=products).values_list(
        "pk", "merged_into"
    ):
        if into is not None:
            led[into].append(pk)
    for join in joins:
        here = {where[pk] for pk in join.products if pk in where}
        if len(here) < 2:
            if not automatic:
                raise NotTwoProducts()
            continue
        kept, *rest = sorted(here, key=lambda pk: (offers[pk][0].pk if offers[pk] else 1 << 62, pk))
        for gone in rest:
            moves.append(
                MatchMove(
                    kind=MatchMove.MERGE,
                    kept_id=kept,
                    gone_id=gone,
                    automatic=automatic,
                    offers=[[offer.pk, offer.held_fast] for offer in offers[gone]],
                    held=[[offer.pk, offer.held_fast] for offer in offers[kept]],
                    led=led[gone],
                    score=join.score,
                    parts={name: round(value, 2) for name, value in join.parts.items()},
                    against=list(join.against),
                    reason=reason,
                    by=actor.label,
                    by_person_id=actor.person_id,
                    at=now,
                )
            )
            for pk, at in where.items():
                if at == gone:
                    where[pk] = kept
            offers[kept] = sorted([*offers[kept], *offers[gone]], key=lambda offer: offer.pk)
            led[kept] = [*led[kept], gone, *led[gone]]
            offers[gone], led[gone] = [], []
    MatchMove.objects.bulk_create(moves, batch_size=1_000)
    moved = {pk: at for pk, at in where.items() if pk != at}
    _lead(moved, now)
    if not automatic:
        Offer.objects.filter(product_id__in=set(moved.values())).update(held_fast=True)
    return moves


def _lead(moved: dict[int, int], now: datetime) -> None:
    """Brings the offers of emptied products to where they lead, and whatever led to those too."""
    given: dict[str, Any] = {"gone": list(moved), "kept": list(moved.values()), "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, given)
        cursor.execute(_LEADING, given)
        cursor.execute(_PAIRS, given)


def _put(offers: Sequence[Offer], product_id: int, now: datetime) -> None:
    Offer.objects.filter(pk__in=[offer.pk for offer in offers]).update(
        product_id=product_id, held_fast=True, updated_at=now
    )


def _own_product(like: Product, offer: Offer, now: datetime) -> Product:
    """A product for an offer that stood under another's: its own words, the other's brand."""
    product = Product(
        category_id=like.category_id,
        title=offer.title,
        title_bn=offer.title_bn,
        title_en=offer.title_en,
        description=like.description,
        brand=like.brand,
        mpn=like.mpn,
        image_url=offer.image_url,
        district_id=like.district_id,
        is_gi=like.is_gi,
        name_unshown=like.name_unshown,
        created_at=now,
        updated_at=now,
    )
    return coded_insert(product, "G")


def _merge_undo(
    move: MatchMove, moved: list[Offer], before: dict[int, bool], actor: Actor, now: datetime
) -> None:
    if not Product.objects.filter(pk=move.gone_id, merged_into=move.kept_id).update(
        merged_into=None, updated_at=now
    ):
        raise CannotUndo()
    Product.objects.filter(pk__in=move.led, merged_into=move.kept_id).update(
        merged_into=move.gone_id
    )
    _put(moved, move.gone_id, now)
    _fasten(before, except_for={offer.pk for offer in moved})
    Offer.objects.filter(pk__in=[offer.pk for offer in moved]).update(fingerprint="")
    _decide(move, MatchDecision.DIFFERENT, actor, now)
    MatchPair.objects.filter(
        one_id=min(move.kept_id, move.gone_id), other_id=max(move.kept_id, move.gone_id)
    ).update(state=MatchPair.DIFFERENT, updated_at=now)


def _split_undo(
    move: MatchMove, moved: list[Offer], before: dict[int, bool], now: datetime
) -> None:
    if Offer.objects.filter(product_id=move.gone_id).count() != len(moved):
        raise CannotUndo()
    _put(moved, move.kept_id, now)
    _fasten(before)
    Product.objects.filter(pk=move.gone_id).update(merged_into=move.kept_id, updated_at=now)


def _fasten(before: dict[int, bool], except_for: Collection[int] = ()) -> None:
    """As fast or as loose as they were."""
    for fast in (True, False):
        ids = [pk for pk, was in before.items() if was is fast and pk not in except_for]
        Offer.objects.filter(pk__in=ids).update(held_fast=fast)


def _decide(move: MatchMove, verdict: str, actor: Actor, now: datetime) -> None:
    for one, _fast in move.offers:
        for other, _held in move.held:
            _word(one, other, verdict, move, actor, now)


def _word(
    one: int, other: int, verdict: str, move: MatchMove | None, actor: Actor, now: datetime
) -> MatchDecision:
    one, other = sorted((one, other))
    MatchDecision.objects.filter(one_id=one, other_id=other, in_force=True).update(in_force=False)
    return MatchDecision.objects.create(
        one_id=one, other_id=other, verdict=verdict, move=move, by=actor.label, at=now
    )


def _families(moves: Iterable[MatchMove], now: datetime) -> None:
    families_settle(
        product_ids={pk for move in moves for pk in (move.kept_id, move.gone_id)}, now=now
    )


_OFFERS = """
UPDATE catalogue_offer AS offer SET product_id = led.kept, updated_at = %(now)s
FROM unnest(%(gone)s::bigint[], %(kept)s::bigint[]) AS led (gone, kept)
WHERE offer.product_id = led.gone
"""

_LEADING = """
UPDATE catalogue_product AS product SET merged_into_id = led.kept, updated_at = %(now)s
FROM unnest(%(gone)s::bigint[], %(kept)s::bigint[]) AS led (gone, kept)
WHERE product.id = led.gone OR product.merged_into_id = led.gone
"""

_PAIRS = """
UPDATE catalogue_matchpair AS pair SET state = 'same', updated_at = %(now)s
FROM unnest(%(gone)s::bigint[], %(kept)s::bigint[]) AS led (gone, kept)
WHERE pair.state = 'open'
  AND (pair.one_id, pair.other_id) = (LEAST(led.gone, led.kept), GREATEST(led.gone, led.kept))
"""
