"""A producer's goods at her own centre: looked at before they leave, and sent together."""

from django.db import models
from django.db.models import F, Q

from .. import rules

ORGANISATION = "parties.Organisation"


class SourcingCheck(models.Model):
    """What the producer's centre found when she brought an order's goods, once. `nonce`: sent once."""

    seller_order = models.OneToOneField(
        "orders.SellerOrder", on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    nonce = models.UUIDField(unique=True)

    class Meta:
        indexes = [models.Index(fields=["centre", "-checked_at", "-id"], name="check_of_centre")]


class SourcingCheckLine(models.Model):
    """Of one line: pieces that may leave, pieces not good enough, with the reason, and pieces that
    were not brought."""

    first_check = models.ForeignKey(SourcingCheck, on_delete=models.CASCADE, related_name="lines")
    order_line = models.OneToOneField(
        "orders.OrderLine", on_delete=models.PROTECT, related_name="+"
    )
    good = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, blank=True, choices=rules.REJECT_REASONS)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(bad=0) | ~Q(reason=""), name="first_check_reject_has_reason"
            )
        ]


class Pool(models.Model):
    """Parcels of several producers of one centre, to one or several centres, given to one courier
    together. `code` is on its list. `nonce`: made once."""

    machine = rules.POOL

    code = models.CharField(max_length=16, unique=True)
    centre = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    courier = models.CharField(max_length=24, choices=rules.COURIERS)
    state = models.CharField(max_length=12, default=rules.POOL.initial)
    made_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    driver = models.CharField(max_length=120, blank=True)
    nonce = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_over_at=None) | Q(handed_over_at__gte=F("made_at")),
                name="pool_made_before_it_left",
            )
        ]
        indexes = [models.Index(fields=["centre", "-made_at", "-id"], name="pool_of_centre")]
