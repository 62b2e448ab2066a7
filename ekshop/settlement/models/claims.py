"""Couriers: what is claimed of them, and what they are owed for carrying producers' goods."""

from django.db import models
from django.db.models import F, Q

from .. import rules

PERSON, SELLER_ORDER = "parties.Person", "orders.SellerOrder"


class CourierClaim(models.Model):
    """What `courier` broke or lost of one order, as booked under `courier_claims`.

    `booked_as`: the key of the journal that booked it. `paid_poisha` has come; of a claim written
    off the rest is borne by the platform. `reason`: the reference of the last transfer, or why
    nothing more is to be had. Of one withdrawn `paid_poisha` is what the courier gets back, but for
    what went over to the claim for its way; `bill`: with what was paid to it then it got that.
    """

    machine = rules.COURIER_CLAIM

    booked_as = models.CharField(max_length=80, unique=True)
    seller_order = models.ForeignKey(SELLER_ORDER, on_delete=models.PROTECT, related_name="+")
    courier = models.CharField(max_length=24)
    why = models.CharField(max_length=8, choices=rules.CLAIM_REASONS, default="broken")
    amount_poisha = models.PositiveBigIntegerField()
    paid_poisha = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=12, default=rules.COURIER_CLAIM.initial)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    bill = models.ForeignKey("CourierBill", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="courier_claim_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(paid_poisha__lte=F("amount_poisha"))
                & (~Q(state="paid") | Q(paid_poisha=F("amount_poisha"))),
                name="courier_claim_paid_whole",
            ),
            models.CheckConstraint(
                condition=Q(bill=None) | Q(state="withdrawn", paid_poisha__gt=0),
                name="courier_claim_given_back_once_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "courier", "-opened_at"], name="courier_claim_by_state")
        ]

    @property
    def standing(self) -> str:
        """Its state in the reader's words."""
        return str(self.machine.state_label(self.state))

    @property
    def left_poisha(self) -> int:
        return self.amount_poisha - self.paid_poisha


class CourierClaimLine(models.Model):
    """The price of the pieces of one order line that are claimed. `were_accepted`: they had been
    found good by then; else they never were."""

    claim = models.ForeignKey(CourierClaim, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    amount_poisha = models.PositiveBigIntegerField()
    were_accepted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "order_line"], name="courier_claim_line_once")
        ]


class CourierBill(models.Model):
    """Paid to a courier for the ways of a time, and what it gets back of claims withdrawn by then.

    `owed_poisha` is what the books said all of it comes to, `claims_poisha` what of it is got back,
    and `amount_poisha` what its bill said and was paid.
    """

    courier = models.CharField(max_length=24)
    reference = models.CharField(max_length=60)
    until = models.DateField()
    ways = models.PositiveIntegerField()
    owed_poisha = models.PositiveBigIntegerField()
    claims = models.PositiveIntegerField(default=0)
    claims_poisha = models.PositiveBigIntegerField(default=0)
    amount_poisha = models.PositiveBigIntegerField()
    paid_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    paid_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["courier", "reference"], name="courier_bill_reference_once"
            )
        ]


class CourierWay(models.Model):
    """One way of a parcel of a producer's goods, owed to the courier from the moment it left."""

    machine = rules.COURIER_WAY

    shipment = models.OneToOneField(
        "fulfilment.Shipment", on_delete=models.PROTECT, related_name="+"
    )
    seller_order = models.ForeignKey(SELLER_ORDER, on_delete=models.PROTECT, related_name="+")
    courier = models.CharField(max_length=24)
    amount_poisha = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, default=rules.COURIER_WAY.initial)
    owed_at = models.DateTimeField()
    bill = models.ForeignKey(CourierBill, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="paid", bill__isnull=False)
                | (~Q(state="paid") & Q(bill__isnull=True)),
                name="courier_way_paid_by_a_bill",
            )
        ]
        indexes = [models.Index(fields=["state", "courier", "-owed_at", "-id"], name="way_owed")]
