"""A month's close: its steps, the statements it froze, their disputes, and the sellers' money."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from .. import rules

PERSON = "parties.Person"
ORGANISATION = "parties.Organisation"


class MonthClose(models.Model):
    """One month of Asia/Dhaka on its way to being paid.

    Freezing and undoing go by centre in the order of their ids, a handful a transaction;
    `frozen_to` is the last one done, so that whoever takes it up again goes on from there. Every
    freeze is an `attempt` of its own; the tax and the least payout hold for the whole of it.
    """

    machine = rules.MONTH_CLOSE

    month = models.CharField(max_length=7, unique=True)
    state = models.CharField(max_length=10, default=rules.MONTH_CLOSE.initial)
    attempt = models.PositiveSmallIntegerField(default=0)
    frozen_to = models.BigIntegerField(default=0)
    tax_bp = models.PositiveIntegerField(default=0)
    minimum_poisha = models.BigIntegerField(default=0)
    frozen_at = models.DateTimeField(null=True)
    disputes_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)


class MonthStep(models.Model):
    """A step of a close: asked for by one person, decided by another."""

    machine = rules.MONTH_STEP

    close = models.ForeignKey(MonthClose, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=rules.MONTH_STEP_KINDS)
    state = models.CharField(max_length=10, default=rules.MONTH_STEP.initial)
    note = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["close"], condition=Q(state="asked"), name="month_step_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="month_step_by_two_people",
            ),
        ]


class SellerMonth(models.Model):
    """What one seller's statements of a month come to, and how its money stands.

    `needed_poisha`: what it has to send, reckoned when it approves.
    """

    machine = rules.SELLER_MONTH

    close = models.ForeignKey(MonthClose, on_delete=models.PROTECT, related_name="sellers")
    attempt = models.PositiveSmallIntegerField()
    seller = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=rules.SELLER_MONTH.initial)
    statements = models.PositiveIntegerField()
    tax_poisha = models.BigIntegerField()
    payable_poisha = models.BigIntegerField()
    carried_out_poisha = models.BigIntegerField()
    needed_poisha = models.BigIntegerField(null=True)
    approved_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["close", "attempt", "seller"], name="seller_month_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["frozen", "carried", "undone"])
                | Q(approved_by__isnull=False, needed_poisha__isnull=False),
                name="seller_month_approved_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["seller", "-id"], name="seller_month_of")]

    @property
    def total_poisha(self) -> int:
        """What the month costs the seller: what is paid out and the tax on it."""
        return self.payable_poisha + self.tax_poisha


class Funding(models.Model):
    """A transfer a seller says it made for its month; an operator finds it in the bank, or not."""

    machine = rules.FUNDING

    seller_month = models.ForeignKey(SellerMonth, on_delete=models.PROTECT, related_name="fundings")
    amount_poisha = models.BigIntegerField()
    reference = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=rules.FUNDING.initial)
    told_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_poisha__gt=0), name="funding_is_positive"),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(state="refused"), name="funding_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(state="told")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("told_by"))),
                name="funding_by_two_people",
            ),
        ]


class CommissionStatement(models.Model):
    """What one seller owes one centre for a month, frozen. Amounts in poisha.

    Lines and what was carried in are the gross; it becomes tax and what is paid, or it is carried
    out to the next month: below nothing, or below the least that is paid out. A statement undone
    with its freeze stays as it was.
    """

    machine = rules.STATEMENT

    number = models.CharField(max_length=40, unique=True)
    close = models.ForeignKey(
        MonthClose, on_delete=models.PROTECT, related_name="statements", db_index=False
    )
    attempt = models.PositiveSmallIntegerField()
    month = models.CharField(max_length=7)
    seller = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(
        ORGANISATION, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, default=rules.STATEMENT.initial)
    lines = models.PositiveIntegerField()
    sale_poisha = models.BigIntegerField()
    commission_poisha = models.BigIntegerField()
    taken_back_poisha = models.BigIntegerField()
    corrected_poisha = models.BigIntegerField(default=0)
    carried_in_poisha = models.BigIntegerField()
    tax_bp = models.PositiveIntegerField()
    tax_poisha = models.BigIntegerField()
    payable_poisha = models.BigIntegerField()
    carried_out_poisha = models.BigIntegerField()
    frozen_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["close", "seller", "centre"],
                condition=~Q(state="undone"),
                name="statement_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    commission_poisha=F("tax_poisha")
                    + F("payable_poisha")
                    + F("carried_out_poisha")
                    - F("carried_in_poisha")
                    - F("taken_back_poisha")
                    - F("corrected_poisha")
                ),
                name="statement_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(payable_poisha__gt=0, carried_out_poisha=0, tax_poisha__gte=0)
                | Q(payable_poisha=0, tax_poisha=0),
                name="statement_paid_or_carried",
            ),
        ]
        indexes = [models.Index(fields=["centre", "month", "seller"], name="statement_of_centre")]
        triggers = [
            pgtrigger.ReadOnly(
                name="statement_figures_stay",
                fields=[
                    "number",
                    "close",
                    "attempt",
                    "month",
                    "seller",
                    "centre",
                    "lines",
                    "sale_poisha",
                    "commission_poisha",
                    "taken_back_poisha",
                    "corrected_poisha",
                    "carried_in_poisha",
                    "tax_bp",
                    "tax_poisha",
                    "payable_poisha",
                    "carried_out_poisha",
                    "frozen_at",
                ],
            ),
            pgtrigger.Protect(name="statement_stays", operation=pgtrigger.Delete),
        ]

    @property
    def gross_poisha(self) -> int:
        return self.tax_poisha + self.payable_poisha + self.carried_out_poisha


class StatementDispute(models.Model):
    """An entrepreneur does not agree with a line of a frozen statement.

    The statement stays as it is. Accepted, the difference to `should_be_poisha` becomes a line of
    its own in the month in which it was accepted: `correction`.
    """

    machine = rules.DISPUTE

    statement = models.ForeignKey(
        CommissionStatement, on_delete=models.PROTECT, related_name="disputes"
    )
    line = models.ForeignKey(
        "settlement.CommissionLine", on_delete=models.PROTECT, related_name="disputes"
    )
    reason = models.CharField(max_length=12, choices=rules.DISPUTE_REASONS)
    text = models.CharField(max_length=600)
    state = models.CharField(max_length=10, default=rules.DISPUTE.initial)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    settled_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=600, blank=True)
    should_be_poisha = models.BigIntegerField(null=True)
    correction = models.OneToOneField(
        "settlement.CommissionLine", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=~Q(state="withdrawn"), name="dispute_once_per_line"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rejected"]) | Q(settled_by__isnull=False),
                name="dispute_settled_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=["open", "carried"]), name="dispute_waiting"
            )
        ]
