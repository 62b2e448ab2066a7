"""Reading the books."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from .models import Account, Entry, Journal


def balance(organisation_id: int | None, purpose: str) -> int:
    """The kept balance in poisha, debit above zero; nought for an account never used."""
    row = (
        Account.objects.filter(organisation_id=organisation_id, purpose=purpose)
        .values_list("balance_poisha", flat=True)
        .first()
    )
    return row or 0


def balance_as_of(organisation_id: int | None, purpose: str, at: datetime) -> int:
    """The balance in poisha that entries posted before `at` add up to."""
    found = Entry.objects.filter(
        account__organisation_id=organisation_id,
        account__purpose=purpose,
        journal__posted_at__lt=at,
    ).aggregate(total=Sum("amount_poisha"))
    return found["total"] or 0


@dataclass(frozen=True)
class Mismatch:
    account_id: int
    kept_poisha: int
    entries_poisha: int


def mismatches() -> list[Mismatch]:
    """Accounts whose kept balance is not what their entries add up to; empty is as it should be."""
    rows = Account.objects.annotate(entries_poisha=Sum("entries__amount_poisha"))
    return [
        Mismatch(row.pk, row.balance_poisha, row.entries_poisha or 0)
        for row in rows.iterator()
        if row.balance_poisha != (row.entries_poisha or 0)
    ]


def unbalanced_journals() -> list[str]:
    """Keys of journals that do not sum to nothing; the database should have refused them."""
    rows = Journal.objects.annotate(total=Sum("entries__amount_poisha")).exclude(total=0)
    return [journal.key for journal in rows]


@dataclass(frozen=True)
class JournalView:
    """A journal as people read it: what happened, when, and each side."""

    key: str
    kind: str
    posted_at: datetime
    entries: Sequence[tuple[str, int | None, int]]


def journals_of(entity: str, entity_id: int) -> list[JournalView]:
    """The journals one thing caused, oldest first; entries are (purpose, organisation, poisha)."""
    journals = (
        Journal.objects.filter(entity=entity, entity_id=entity_id)
        .order_by("id")
        .prefetch_related("entries__account")
    )
    return [
        JournalView(
            journal.key,
            journal.kind,
            journal.posted_at,
            [
                (entry.account.purpose, entry.account.organisation_id, entry.amount_poisha)
                for entry in journal.entries.all()
            ],
        )
        for journal in journals
    ]
