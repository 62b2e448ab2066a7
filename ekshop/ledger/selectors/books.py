"""Balances, sums and what a thing caused in the books."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Count, F, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from ..models import Account, Entry, Journal, Verification


def balance(organisation_id: int | None, purpose: str) -> int:
    """The kept balance in poisha, debit above zero; nought for an account never used."""
    row = _accounts(organisation_id, purpose).values_list("balance_poisha", flat=True).first()
    return row or 0


def _accounts(organisation_id: int | None, purpose: str) -> QuerySet[Account]:
    rows = Account.objects.filter(purpose=purpose)
    if organisation_id is None:
        return rows.filter(organisation=None)
    return rows.filter(organisation_id=organisation_id)


def balance_as_of(organisation_id: int | None, purpose: str, at: datetime) -> int:
    """The balance in poisha that entries posted before `at` add up to."""
    found = Entry.objects.filter(
        account__in=_accounts(organisation_id, purpose), journal__posted_at__lt=at
    ).aggregate(total=Sum("amount_poisha"))
    return found["total"] or 0


@dataclass(frozen=True)
class Mismatch:
    account_id: int
    kept_poisha: int
    entries_poisha: int


def mismatches() -> list[Mismatch]:
    """Accounts whose kept balance is not what their entries add up to; empty is as it should be."""
    rows = Account.objects.annotate(
        entries_poisha=Coalesce(Sum("entries__amount_poisha"), 0, output_field=BigIntegerField())
    ).exclude(entries_poisha=F("balance_poisha"))
    return [Mismatch(row.pk, row.balance_poisha, row.entries_poisha) for row in rows.order_by("pk")]


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
    pk: int
    entity_id: int


def journals_of(entity: str, entity_id: int) -> list[JournalView]:
    """The journals one thing caused, oldest first; entries are (purpose, organisation, poisha)."""
    return journals_of_many([(entity, [entity_id])])


def journals_of_many(things: Iterable[tuple[str, Iterable[int]]]) -> list[JournalView]:
    """The journals several things caused, each a kind with its ids, oldest first."""
    about = Q(pk__in=[])
    for entity, ids in things:
        about |= Q(entity=entity, entity_id__in=list(ids))
    journals = (
        Journal.objects.filter(about)
        .order_by("posted_at", "id")
        .prefetch_related(
            Prefetch("entries", Entry.objects.select_related("account").order_by("id"))
        )
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
            journal.pk,
            journal.entity_id,
        )
        for journal in journals
    ]


def accounts() -> QuerySet[Account]:
    """Every account with its organisation (none: the platform's own)."""
    return Account.objects.select_related("organisation")


def entries_on(purpose: str) -> QuerySet[Entry]:
    """Every entry on the accounts of one purpose, with its journal and account."""
    return Entry.objects.filter(account__purpose=purpose).select_related("journal", "account")


@dataclass(frozen=True)
class PurposeSum:
    """All accounts of one purpose together; debit above zero, in poisha."""

    purpose: str
    accounts: int
    balance_poisha: int


def purposes_summed(before: datetime | None = None) -> list[PurposeSum]:
    """The books on one page: their sums, which together come to nothing. One statement.

    `before` gives them as they stood at that instant, added up from the entries posted earlier.
    """
    rows: Any
    if before is None:
        rows = (
            Account.objects.values_list("purpose")
            .annotate(number=Count("id"), total=Sum("balance_poisha"))
            .order_by("purpose")
        )
    else:
        rows = (
            Entry.objects.filter(journal__posted_at__lt=before)
            .values_list("account__purpose")
            .annotate(number=Count("account_id", distinct=True), total=Sum("amount_poisha"))
            .order_by("account__purpose")
        )
    return [PurposeSum(*row) for row in rows]


def verifications() -> QuerySet[Verification]:
    """Every check of the books, the latest first."""
    return Verification.objects.order_by("-id")
