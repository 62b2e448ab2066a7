"""Deciding about changes that were held back: one by one, or all of a reading.

An operator decides. The seller's people may say that a change is right (`held_changes_vouch`) or
a mistake (`held_changes_refuse`); where the seller's terms say so, a second one of them releases
what a first has vouched for.

A newer list may say something else while somebody looks: `seen` is the new value they had before
them, by change, and one that has another by now is left waiting.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.parties.rules import allowed
from ekshop.parties.services import require

from ..models import HeldChange, HoldTerm
from ..selectors.held import held_visible_to
from .turns import merge_turn

AT_ONCE = 1_000
IN_AUDIT = 50


class SameMind(NotAllowed):
    """Who vouched for a change does not release it too."""

    code = "same_mind"
    message = _("You said yourself that this is right. A second person of yours releases it.")


def held_changes_release(
    *,
    actor: Actor,
    change_ids: Collection[int],
    seen: Mapping[int, int] | None = None,
    note: str = "",
    now: datetime,
) -> int:
    """Lets the new values into the shop at once; returns how many. What was decided or overtaken
    meanwhile is left out.

    Errors: NotAllowed, NotFound (another seller's), SameMind.
    """
    require(actor, "held_change.decide")
    done = 0
    for ids in _some(actor, change_ids):
        with transaction.atomic():
            changes = _waiting(ids, seen)
            _check_two_minds(actor, changes)
            moved = _decide(actor, changes, "release", note, now)
            _apply([change.pk for change in moved], now)
        done += len(moved)
    return done


def held_changes_refuse(
    *,
    actor: Actor,
    change_ids: Collection[int],
    seen: Mapping[int, int] | None = None,
    note: str = "",
    now: datetime,
) -> int:
    """The shop goes on as before, and the same change is not held again; returns how many.

    The seller's own people may say so too. Errors: NotAllowed, NotFound.
    """
    require(actor, "held_change.vouch")
    done = 0
    for ids in _some(actor, change_ids):
        with transaction.atomic():
            done += len(_decide(actor, _waiting(ids, seen), "refuse", note, now))
    return done


def held_changes_vouch(
    *,
    actor: Actor,
    change_ids: Collection[int],
    seen: Mapping[int, int] | None = None,
    now: datetime,
) -> int:
    """Someone of the seller says that they are right; returns how many were not vouched for yet.

    Errors: NotAllowed, NotFound.
    """
    require(actor, "held_change.vouch")
    if actor.person_id is None:
        raise NotAllowed(role=actor.role or actor.kind)
    done = 0
    for ids in _some(actor, change_ids):
        with transaction.atomic():
            waiting = _waiting(ids, seen)
            fresh = [change.pk for change in waiting if change.vouched_by_id is None]
            done += HeldChange.objects.filter(pk__in=fresh, state="held", vouched_by=None).update(
                vouched_by_id=actor.person_id, vouched_at=now
            )
            _audit("held_vouch", actor, fresh, "", now)
    return done


@transaction.atomic
def hold_term_set(
    *,
    actor: Actor,
    seller_id: int | None,
    category_id: int | None,
    fall_bp: int | None,
    rise_bp: int | None,
    seller_releases: bool = False,
    now: datetime,
) -> HoldTerm:
    """From which shares on a seller's prices, or a category's, are held. Nothing said about one
    leaves it to the wider rule.

    Errors: NotAllowed, InvalidInput.
    """
    require(actor, "held_change.decide")
    _operator_check(actor)
    errors: dict[str, Any] = {}
    if seller_id is None and category_id is None:
        errors["seller"] = _("Choose a seller, a category, or both.")
    if fall_bp is not None and not 100 <= fall_bp <= 9_900:
        errors["fall"] = _("A share from 1 to 99 per cent.")
    if rise_bp is not None and not 100 <= rise_bp <= 1_000_000:
        errors["rise"] = _("A share from 1 per cent on.")
    if seller_releases and (seller_id is None or category_id is not None):
        errors["seller_releases"] = _("Only for all goods of one seller.")
    if errors:
        raise InvalidInput(errors)
    of: dict[str, Any] = {"seller_id": seller_id, "category_id": category_id}
    term, _made = HoldTerm.objects.update_or_create(
        **of,
        defaults={
            "fall_bp": fall_bp,
            "rise_bp": rise_bp,
            "seller_releases": seller_releases,
            "set_by_id": actor.person_id,
            "set_at": now,
        },
    )
    data = {**of, "fall_bp": fall_bp, "rise_bp": rise_bp, "seller_releases": seller_releases}
    audit_write(
        actor=actor, action="hold_term_set", entity="hold_term", entity_id=term.pk, data=data,
        now=now,
    )  # fmt: skip
    return term


@transaction.atomic
def hold_term_end(*, actor: Actor, term_id: int, now: datetime) -> None:
    """The wider rule holds again. One that is gone already is no error."""
    require(actor, "held_change.decide")
    _operator_check(actor)
    if HoldTerm.objects.filter(pk=term_id).delete()[0]:
        audit_write(
            actor=actor, action="hold_term_end", entity="hold_term", entity_id=term_id, data={},
            now=now,
        )  # fmt: skip


def held_changes_told(*, change_ids: Collection[int], now: datetime) -> None:
    """Marks that their seller was told of them."""
    HeldChange.objects.filter(pk__in=list(change_ids), state="held").update(told_at=now)


def _operator_check(actor: Actor) -> None:
    if not actor.is_system and actor.role != "operator":
        raise NotAllowed(role=actor.role or actor.kind)


def _some(actor: Actor, change_ids: Collection[int]) -> Iterator[list[int]]:
    """A thousand of them at a time. Raises NotFound for one that is not to see."""
    wanted = sorted(set(change_ids))
    if held_visible_to(actor).filter(pk__in=wanted).count() != len(wanted):
        raise NotFound(what="held change")
    for first in range(0, len(wanted), AT_ONCE):
        yield wanted[first : first + AT_ONCE]


def _waiting(change_ids: list[int], seen: Mapping[int, int] | None) -> list[HeldChange]:
    """Those of them that wait and are still what was seen. Until the transaction ends no list
    puts another value in their place."""
    merge_turn()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [change_ids])
    rows = HeldChange.objects.select_for_update().filter(pk__in=change_ids, state="held")
    known = seen or {}
    return [row for row in rows.order_by("pk") if known.get(row.pk, row.new_value) == row.new_value]


def _check_two_minds(actor: Actor, changes: Sequence[HeldChange]) -> None:
    """A seller's own people release only by its terms, and never what they vouched for."""
    if actor.is_system or allowed("operations.act", actor.role):
        return
    may = HoldTerm.objects.filter(
        seller_id=actor.organisation_id, category=None, seller_releases=True
    ).exists()
    if not may or any(change.vouched_by_id is None for change in changes):
        raise NotAllowed(role=actor.role or actor.kind)
    if any(change.vouched_by_id == actor.person_id for change in changes):
        raise SameMind()


def _decide(
    actor: Actor, changes: Sequence[HeldChange], action: str, note: str, now: datetime
) -> list[HeldChange]:
    moved = states.move_all(
        changes,
        action,
        actor=actor,
        now=now,
        reason=note,
        also={"decided_by_id": actor.person_id, "decided_at": now, "note": note[:300]},
    )
    _audit(f"held_{action}", actor, [change.pk for change in moved], note, now)
    return moved


def _apply(change_ids: list[int], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_APPLY, {"changes": change_ids, "now": now})


def _audit(action: str, actor: Actor, ids: Sequence[int], note: str, now: datetime) -> None:
    if ids:
        data = {"count": len(ids), "changes": list(ids[:IN_AUDIT]), "note": note}
        audit_write(
            actor=actor, action=action, entity="held_change", entity_id=ids[0], data=data, now=now
        )


_LOCK = """
SELECT 1 FROM catalogue_offer
WHERE id IN (SELECT offer_id FROM catalogue_heldchange WHERE id = ANY(%s))
ORDER BY id FOR NO KEY UPDATE
"""

_APPLY = """
UPDATE catalogue_offer AS offer
SET price_poisha = COALESCE(word.price, offer.price_poisha),
    list_price_poisha = CASE WHEN word.price IS NULL THEN offer.list_price_poisha
                             ELSE word.list_price END,
    on_hand = GREATEST(COALESCE(word.stock, offer.on_hand), offer.reserved),
    updated_at = %(now)s
FROM (
    SELECT offer_id, min(new_value) FILTER (WHERE what = 'price') AS price,
           min(new_list_poisha) FILTER (WHERE what = 'price') AS list_price,
           min(new_value) FILTER (WHERE what = 'stock') AS stock
    FROM catalogue_heldchange WHERE id = ANY(%(changes)s) GROUP BY offer_id
) AS word
WHERE offer.id = word.offer_id
"""
