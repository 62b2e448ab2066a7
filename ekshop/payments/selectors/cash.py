"""What centres hold of the cash they collected: how much, how old, how much they may."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.statements import fetch

from .. import rules
from ..models import CashLimit, CashStanding, CollectionFile, CollectionRow, Remittance

READERS = {"operator", "auditor"}
PIECES_SHOWN = 500


class CashPiece(NamedTuple):
    """Of one payment in cash, what the centre still holds. Amounts in poisha."""

    payment_id: int
    code: str
    collected_at: datetime
    amount_poisha: int
    held_poisha: int


def cash_pieces(centre_id: int, owed_poisha: int) -> list[CashPiece]:
    """The payments whose cash a centre still holds, the oldest first, for the oldest is passed on
    first: what is held is what was taken last. The newest `PIECES_SHOWN` at most.
    """
    if owed_poisha <= 0:
        return []
    rows = fetch(_PIECES, {"centre": centre_id, "owed": owed_poisha, "most": PIECES_SHOWN})
    return [CashPiece(*row) for row in rows]


_PIECES = """
    SELECT id, code, collected_at, kept, LEAST(kept, %(owed)s - newer) FROM (
        SELECT id, code, collected_at, kept,
            (sum(kept) OVER (ORDER BY collected_at DESC, id DESC) - kept)::bigint AS newer
        FROM (
            SELECT id, code, collected_at, amount_poisha - refunded_poisha AS kept
            FROM payments_payment WHERE centre_id = %(centre)s AND medium = 'cash'
                AND amount_poisha > refunded_poisha
            ORDER BY collected_at DESC, id DESC LIMIT %(most)s
        ) AS latest
    ) AS summed WHERE newer < %(owed)s ORDER BY collected_at, id
"""


def cash_limits_at(centre_ids: Collection[int], at: datetime) -> dict[int, int]:
    """The limits set for these centres; one the rule book's limit holds for is left out."""
    rows = (
        CashLimit.objects.filter(centre_id__in=centre_ids, valid_from__lte=at)
        .filter(Q(valid_to=None) | Q(valid_to__gt=at))
        .order_by("centre_id", "-id")
        .distinct("centre_id")
    )
    return {row.centre_id: row.limit_poisha for row in rows}


def cash_limits_of(centre_id: int) -> QuerySet[CashLimit]:
    """Every limit set for a centre, the latest first."""
    return CashLimit.objects.filter(centre_id=centre_id).select_related("set_by").order_by("-id")


def cash_standings_visible_to(actor: Actor) -> QuerySet[CashStanding]:
    """A centre's own; the operator's and auditor's: all, to be paged by (`-held_poisha`,
    `-centre_id`)."""
    rows = CashStanding.objects.select_related("centre")
    if actor.role in READERS or actor.is_system:
        return rows
    return rows.filter(centre_id=actor.organisation_id)


def cash_standing_of(centre_id: int) -> CashStanding:
    """Noughts for a centre that never took cash."""
    found = CashStanding.objects.select_related("centre").filter(pk=centre_id).first()
    return found or CashStanding(centre_id=centre_id)


def collection_files_visible_to(actor: Actor) -> QuerySet[CollectionFile]:
    rows = CollectionFile.objects.select_related("brought_by")
    return rows if actor.role in READERS or actor.is_system else rows.none()


def collection_rows_visible_to(actor: Actor) -> QuerySet[CollectionRow]:
    rows = CollectionRow.objects.select_related("file", "remittance__centre", "set_aside_by")
    return rows if actor.role in READERS or actor.is_system else rows.none()


def collection_rows_open(actor: Actor) -> QuerySet[CollectionRow]:
    """Money on our statement that is nobody's yet, to be paged by (`id`)."""
    return collection_rows_visible_to(actor).filter(state__in=rules.OPEN_ROWS)


def remittances_open(actor: Actor) -> QuerySet[Remittance]:
    """Passed on by a centre's word and not seen yet, to be paged by (`remitted_at`, `id`)."""
    rows = Remittance.objects.filter(state__in=rules.OPEN_REMITTANCES).select_related(
        "centre", "remitted_by", "asked_by"
    )
    if actor.role in READERS or actor.is_system:
        return rows
    return rows.filter(centre_id=actor.organisation_id)
