"""Double-entry books. They stand beside the orders because those change and these may not.

Journals and entries are append-only (trigger) and every journal sums to nothing (deferred
constraint trigger); an account's balance is kept and can be recomputed.
"""

from django.db import models
from django.db.models import Q


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


class Entry(models.Model):
    """One side of a journal: debit above zero, credit below."""

    journal = models.ForeignKey(Journal, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount_poisha = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_poisha=0), name="entry_is_not_nothing")
        ]
