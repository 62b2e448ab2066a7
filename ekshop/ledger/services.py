"""Posting to the books. Called by payments, settlement and channels only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import Conflict
from ekshop.kernel.statements import fetch, run

from . import rules
from .models import Account, Entry, Journal, Verification
from .selectors import mismatches, unbalanced_journals


class JournalDiffers(Conflict):
    """The key has been posted with other amounts."""

    code = "journal_differs"
    message = _("This was already booked with other amounts (%(key)s).")


def journal_post(
    *,
    key: str,
    kind: str,
    entity: str,
    entity_id: int,
    postings: Sequence[rules.Posting],
    now: datetime,
) -> Journal:
    """Book something that happened to money, once.

    `postings` are (organisation_id or None, purpose, poisha) and must sum to nothing. The same
    key with the same amounts answers with the journal already there; with others it is refused.
    Runs inside the caller's transaction. Errors: ValueError for an unbalanced or empty journal
    (a mistake in our code, not in input), JournalDiffers.
    """
    lines = rules.merged(postings)
    if not lines:
        raise ValueError(f"journal {key} moves nothing")
    if rules.imbalance(lines):
        raise ValueError(f"journal {key} does not balance: {lines}")
    with transaction.atomic():
        journal = Journal(key=key, kind=kind, entity=entity, entity_id=entity_id, posted_at=now)
        made = fetch(_JOURNAL, [key, kind, entity, entity_id, now])
        if not made:
            return _same(Journal.objects.get(key=key), lines)
        ((journal.pk,),) = made
        journal._state.adding = False
        accounts = _accounts(lines)
        ids = [accounts[organisation_id, purpose] for organisation_id, purpose, _poisha in lines]
        run(_ENTRIES, [journal.pk, ids, [poisha for _owner, _purpose, poisha in lines]])
        _balance(
            (account_id, poisha) for account_id, (*_account, poisha) in zip(ids, lines, strict=True)
        )
    return journal


@dataclass(frozen=True)
class NewJournal:
    """One of many to be posted at once; what `journal_post` takes."""

    key: str
    kind: str
    entity: str
    entity_id: int
    postings: Sequence[rules.Posting]


def journals_post(*, journals: Sequence[NewJournal], now: datetime) -> list[Journal]:
    """Book many things at once, each once, as `journal_post` does one; those that are new are given.

    A few statements for all of them; accounts are locked once, last and in one order.
    Errors: as there.
    """
    wanted = {journal.key: rules.merged(journal.postings) for journal in journals}
    for key, lines in wanted.items():
        if not lines or rules.imbalance(lines):
            raise ValueError(f"journal {key} does not balance or moves nothing: {lines}")
    with transaction.atomic():
        there = {row.key: row for row in Journal.objects.filter(key__in=wanted)}
        for key, row in there.items():
            _same(row, wanted[key])
        fresh = [
            Journal(
                key=journal.key,
                kind=journal.kind,
                entity=journal.entity,
                entity_id=journal.entity_id,
                posted_at=now,
            )
            for journal in {one.key: one for one in journals}.values()
            if journal.key not in there
        ]
        Journal.objects.bulk_create(fresh, batch_size=1000)
        sums: dict[tuple[int | None, str], int] = {}
        for row in fresh:
            for owner, purpose, poisha in wanted[row.key]:
                sums[owner, purpose] = sums.get((owner, purpose), 0) + poisha
        accounts = _accounts([(*account, 0) for account in sums])
        Entry.objects.bulk_create(
            (
                Entry(journal=row, account_id=accounts[owner, purpose], amount_poisha=poisha)
                for row in fresh
                for owner, purpose, poisha in wanted[row.key]
            ),
            batch_size=1000,
        )
        in_order = sorted(sums.items(), key=lambda item: (item[0][0] or 0, item[0][1]))
        _balance((accounts[account], poisha) for account, poisha in in_order)
    return fresh


def books_verify(*, asked_by: str = "", now: datetime) -> Verification:
    """Recompute every balance and every journal's sum, and keep what came of it.

    Each of the two is one statement and so sees one moment: postings meanwhile are wholly in
    it or not at all.
    """
    accounts = [[row.account_id, row.kept_poisha, row.entries_poisha] for row in mismatches()]
    journals = unbalanced_journals()
    return Verification.objects.create(
        at=now,
        asked_by=asked_by[:200],
        accounts=Account.objects.count(),
        journals=Journal.objects.count(),
        agrees=not accounts and not journals,
        wrong={"accounts": accounts, "journals": journals},
    )


def _balance(changes: Iterable[tuple[int, int]]) -> None:
    """Account rows are locked here, last and in the order of `merged`, and so held briefly and
    never crosswise: two journals over the same accounts wait for, not on, each other."""
    for account_id, poisha in changes:
        run(_BALANCE, [poisha, account_id])


def _accounts(lines: Sequence[rules.Posting]) -> dict[tuple[int | None, str], int]:
    """The ids of the accounts named, opened where there was none."""
    wanted = {(organisation_id, purpose) for organisation_id, purpose, _poisha in lines}

    def found() -> dict[tuple[int | None, str], int]:
        purposes = sorted({purpose for _organisation_id, purpose in wanted})
        owners = sorted({owner for owner, _purpose in wanted if owner is not None})
        return {
            (owner, purpose): account_id
            for owner, purpose, account_id in fetch(_ACCOUNTS, [owners, purposes, purposes])
        }

    accounts = found()
    missing = wanted - accounts.keys()
    if missing:
        Account.objects.bulk_create(
            [
                Account(organisation_id=owner, purpose=purpose)
                for owner, purpose in sorted(missing, key=str)
            ],
            ignore_conflicts=True,
        )
        accounts = found()
    return accounts


# On the path of every payment, where composing a query costs more than running it: hence SQL.
_JOURNAL = """
    INSERT INTO ledger_journal (key, kind, entity, entity_id, posted_at)
    VALUES (%s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id
"""
_ACCOUNTS = """
    SELECT organisation_id, purpose, id FROM ledger_account
    WHERE organisation_id = ANY(%s) AND purpose = ANY(%s) AND currency = 'BDT'
    UNION ALL
    SELECT organisation_id, purpose, id FROM ledger_account
    WHERE organisation_id IS NULL AND purpose = ANY(%s) AND currency = 'BDT'
"""
_ENTRIES = """
    INSERT INTO ledger_entry (journal_id, account_id, amount_poisha)
    SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[])
"""
_BALANCE = "UPDATE ledger_account SET balance_poisha = balance_poisha + %s WHERE id = %s"


def _same(journal: Journal, lines: Sequence[rules.Posting]) -> Journal:
    posted = sorted(
        (entry.account.organisation_id or 0, entry.account.purpose, entry.amount_poisha)
        for entry in journal.entries.select_related("account")
    )
    if posted != sorted((owner or 0, purpose, poisha) for owner, purpose, poisha in lines):
        raise JournalDiffers(key=journal.key)
    return journal
