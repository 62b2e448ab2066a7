"""Our books held beside a provider's statement or a seller's table, and what did not agree."""

from django.db import models
from django.db.models import F, Q

from .. import rules

PERSON = "parties.Person"


class Reconciliation(models.Model):
    """One comparison: a provider's days, or a seller's month. Made by one, signed off by another.

    `theirs`: what the seller's table said, order code to poisha; a provider's lines are kept as
    ProviderLine. It may be compared again until it is signed.
    """

    machine = rules.RECONCILIATION

    side = models.CharField(max_length=8, choices=rules.RECONCILIATION_SIDES)
    provider = models.CharField(max_length=8, choices=rules.PROVIDER_CHOICES, blank=True)
    seller = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    month = models.CharField(max_length=7, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(max_length=10, default=rules.RECONCILIATION.initial)
    theirs = models.JSONField(default=dict)
    filename = models.CharField(max_length=120, blank=True)
    matched = models.PositiveIntegerField(default=0)
    ours_count = models.PositiveIntegerField(default=0)
    ours_poisha = models.BigIntegerField(default=0)
    theirs_count = models.PositiveIntegerField(default=0)
    theirs_poisha = models.BigIntegerField(default=0)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    compared_at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "first_day", "last_day"],
                condition=Q(side="provider"),
                name="reconciliation_of_days_once",
            ),
            models.UniqueConstraint(
                fields=["seller", "month"],
                condition=Q(side="seller"),
                name="reconciliation_of_month_once",
            ),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="reconciliation_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | (Q(signed_by__isnull=False) & ~Q(signed_by=F("made_by"))),
                name="reconciliation_by_two_people",
            ),
        ]


class Mismatch(models.Model):
    """One thing on which the two do not agree; `key` is the same whenever it is found again.

    `data` names the attempt, the provider's line or the commission line it is about.
    """

    machine = rules.MISMATCH

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.PROTECT, related_name="mismatches"
    )
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=rules.MISMATCH_KINDS)
    reference = models.CharField(max_length=60)
    ours_poisha = models.BigIntegerField(null=True)
    theirs_poisha = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=rules.MISMATCH.initial)
    since = models.DateTimeField()
    action = models.CharField(max_length=16, choices=rules.MISMATCH_ACTIONS, blank=True)
    note = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "key"], name="mismatch_once"),
            models.CheckConstraint(
                condition=~Q(state="settled")
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("asked_by"))),
                name="mismatch_settled_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["since", "id"],
                condition=Q(state__in=["open", "asked"]),
                name="mismatch_open",
            )
        ]

    @property
    def difference_poisha(self) -> int:
        """Theirs less ours."""
        return (self.theirs_poisha or 0) - (self.ours_poisha or 0)
