"""Commission: frozen with the order, earned with the payment, locked with the window's end."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from .. import rules


class CommissionLine(models.Model):
    """What one order line earned an entrepreneur, or what a return took back of it.

    `role`: for selling it, or for looking after the producer of it; a line each.
    What a producer's centre bears of goods its first inspection should not have let leave is a row of
    kind "borne", below nothing. A reversal is a row of its own with a negative amount, a correction one of either sign for a
    dispute that was accepted; nothing is edited but how the row stands. `month` ("2026-11",
    Asia/Dhaka) is when it was earned; `statement` the frozen one it was put on, of that month or a
    later one.
    """

    machine = rules.COMMISSION

    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(
        max_length=8, choices=rules.COMMISSION_ROLES, default="sale", db_default="sale"
    )
    kind = models.CharField(max_length=12, choices=rules.COMMISSION_KINDS)
    # Every index is written again for every row when a month is frozen, so there are few: a
    # statement's lines are looked for by its centre and seller.
    refund = models.ForeignKey(
        "payments.Refund", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seller = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    centre = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    base_poisha = models.BigIntegerField()
    rate_bp = models.PositiveIntegerField()
    amount_poisha = models.BigIntegerField()
    state = models.CharField(max_length=10, default=rules.COMMISSION.initial)
    month = models.CharField(max_length=7)
    earned_at = models.DateTimeField()
    locks_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    statement = models.ForeignKey(
        "settlement.CommissionStatement",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order_line", "role"],
                condition=Q(kind="commission"),
                name="commission_once_per_line",
            ),
            models.UniqueConstraint(
                fields=["order_line", "role", "refund"],
                condition=Q(kind="reversal"),
                name="reversal_once_per_refund",
            ),
            models.UniqueConstraint(
                fields=["order_line"], condition=Q(kind="borne"), name="borne_once_per_line"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "month", "seller", "earned_at", "id"],
                name="commission_statement",
            ),
            models.Index(fields=["month", "seller"], name="commission_month"),
            models.Index(fields=["earned_at"], name="commission_earned"),
            models.Index(
                fields=["locks_at"], condition=Q(state="earned"), name="commission_to_lock"
            ),
            models.Index(
                fields=["centre", "seller"],
                condition=Q(statement=None),
                name="commission_to_state",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="commission_figures_stay",
                fields=[
                    "order_line",
                    "role",
                    "kind",
                    "refund",
                    "seller",
                    "centre",
                    "base_poisha",
                    "rate_bp",
                    "amount_poisha",
                    "month",
                    "earned_at",
                ],
            ),
        ]

    @property
    def rule(self) -> Any:
        """The commission rule it was reckoned by, as frozen on the order line; or None."""
        line = self.order_line
        return line.sourcing_rate if self.role == "sourcing" else line.commission_rate
