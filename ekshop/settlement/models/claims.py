"""Claims against couriers."""

from django.db import models
from django.db.models import Q

from .. import rules


class CourierClaim(models.Model):
    """Of one order: the pieces `courier` broke and the ways, as booked under `courier_claims`.
    `reason`: the reference of its transfer, or why nothing is to be had."""

    machine = rules.COURIER_CLAIM

    seller_order = models.OneToOneField(
        "orders.SellerOrder", on_delete=models.PROTECT, related_name="+"
    )
    courier = models.CharField(max_length=24)
    amount_poisha = models.PositiveBigIntegerField()
    state = models.CharField(max_length=12, default=rules.COURIER_CLAIM.initial)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="courier_claim_ends_with_a_reason",
            )
        ]
        indexes = [
            models.Index(fields=["state", "courier", "-opened_at"], name="courier_claim_by_state")
        ]
