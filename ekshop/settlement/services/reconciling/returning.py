"""A difference booked as under inquiry is booked back by itself, once its line has come.

Until then the sum stands on `differences`, and what we said before stands too: were it left there
when the statement names it at last, it would be counted twice.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.ledger.services import journal_post

from ... import rules
from ...models import FloatMove, Mismatch, PayoutAttempt, ProviderLine

ACTOR = Actor.system("settlement")


def differences_return(*, provider: str, now: datetime) -> int:
    """Book back every sum under inquiry with a provider that agrees by now; returns how many.

    Run again, or twice at once, each goes back once.
    """
    with transaction.atomic():
        waiting = list(
            Mismatch.objects.select_for_update(of=("self",))
            .filter(reconciliation__side="provider", reconciliation__provider=provider)
            .filter(
                state="settled", action="book_difference", kind__in=["only_ours", "only_theirs"]
            )
            .order_by("id")
        )
        found = [row for row in waiting if _agrees(provider, row)]
        for row in found:
            _book_back(provider, row, now)
        states.move_all(found, "return", actor=ACTOR, now=now)
    return len(found)


def _agrees(provider: str, row: Mismatch) -> bool:
    if "attempt" in row.data:
        return _named(provider, PayoutAttempt.objects.get(pk=row.data["attempt"]))
    if "move" in row.data:
        move = FloatMove.objects.get(pk=row.data["move"])
        lines = _lines(provider, "top_up", move.reference, move.amount_poisha)
        return lines.exists()
    line = ProviderLine.objects.get(pk=row.data["line"])
    moves: Iterable[FloatMove] = FloatMove.objects.filter(
        provider=provider,
        state="arrived",
        reference=line.reference,
        amount_poisha=line.amount_poisha,
    )
    return line.kind == "top_up" and any(moves)


def _named(provider: str, attempt: PayoutAttempt) -> bool:
    lines = _lines(provider, "payout", attempt.invoice, attempt.amount_poisha)
    return any(line.wallet == attempt.wallet for line in lines)


def _lines(provider: str, kind: str, reference: str, amount_poisha: int) -> QuerySet[ProviderLine]:
    return ProviderLine.objects.filter(
        provider=provider,
        source="statement",
        kind=kind,
        reference=reference,
        amount_poisha=amount_poisha,
    )


def _book_back(provider: str, row: Mismatch, now: datetime) -> None:
    sign = -1 if row.data.get("way") == "in" else 1
    poisha = sign * row.difference_poisha
    journal_post(
        key=f"mismatch:{provider}:{row.key}:back",
        kind="reconciliation_back",
        entity="mismatch",
        entity_id=row.pk,
        postings=[
            (None, "differences", -poisha),
            (None, rules.PROVIDERS[provider].float, poisha),
        ],
        now=now,
    )
