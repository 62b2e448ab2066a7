"""Double-entry books. They stand beside the orders because those change and these may not.

Journals and entries are append-only (trigger) and every journal sums to nothing (deferred
constraint trigger); an account's balance is kept and can be recomputed.
"""

import pgtrigger
from django.db import models
from django.db.models import Q

# A journal's entries come in one by one, so the sum is asked for when the transaction ends.
BALANCED = pgtrigger.Trigger(
    name="entry_balances_its_journal",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    func="""
        IF (SELECT sum(amount_poisha) FROM ledger_entry WHERE journal_id = NEW.journal_id) <> 0 THEN
            RAISE EXCEPTION 'journal % does not balance', NEW.journal_id
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)


def append_only(name: str) -> pgtrigger.Protect:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class Account(models.Model):
    """One purpose for one organisation (null: the platform's own). Debits are positive."""

    organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(max_length=40)
    currency = models.CharField(max_length=3, default="BDT")
    balance_poisha = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "purpose", "currency"],
                name="account_per_purpose",
                nulls_distinct=False,
            )
        ]


class Journal(models.Model):
    """Something that happened to money, once: `key` is unique."""

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40)
    entity = models.CharField(max_length=40)
    entity_id = models.BigIntegerField()
    posted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["entity", "entity_id"], name="journal_entity")]
        triggers = [append_only("journal_append_only")]


class Entry(models.Model):
    """One side of a journal: debit above zero, credit below."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount_poisha = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_poisha=0), name="entry_is_not_nothing")
        ]
        indexes = [
            # An account's page reckons what stood before it from the index alone.
            models.Index(
                fields=["account", "id"], include=["amount_poisha"], name="entry_of_account"
            )
        ]
        triggers = [BALANCED, append_only("entry_append_only")]


class Verification(models.Model):
    """The books recomputed: what was looked at and what did not agree, kept as evidence.

    `wrong`: {"accounts": [[account id, kept, entries]], "journals": [key]}, amounts in poisha.
    """

    at = models.DateTimeField()
    asked_by = models.CharField(max_length=200, blank=True)
    accounts = models.PositiveIntegerField()
    journals = models.PositiveBigIntegerField()
    agrees = models.BooleanField()
    wrong = models.JSONField(default=dict)

    class Meta:
        triggers = [append_only("verification_append_only")]
