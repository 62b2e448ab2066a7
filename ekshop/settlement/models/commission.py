"""Commission: frozen with the order, earned with the payment, locked with the window's end."""

from django.db import models
from django.db.models import Q

from .. import rules


class CommissionLine(models.Model):
    """What one order line earned its entrepreneur, or what a return took back of it.

    A reversal is a row of its own with a negative amount; nothing is edited but the state.
    `month` ("2026-11", Asia/Dhaka) is the statement the row stands on.
    """

    machine = rules.COMMISSION

    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=rules.COMMISSION_KINDS)
    refund = models.ForeignKey(
        "payments.Refund", null=True, on_delete=models.PROTECT, related_name="+"
    )
    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    base_poisha = models.BigIntegerField()
    rate_bp = models.PositiveIntegerField()
    amount_poisha = models.BigIntegerField()
    state = models.CharField(max_length=10, default=rules.COMMISSION.initial)
    month = models.CharField(max_length=7)
    earned_at = models.DateTimeField()
    locks_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order_line"],
                condition=Q(kind="commission"),
                name="commission_once_per_line",
            ),
            models.UniqueConstraint(
                fields=["order_line", "refund"],
                condition=Q(kind="reversal"),
                name="reversal_once_per_refund",
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
        ]
