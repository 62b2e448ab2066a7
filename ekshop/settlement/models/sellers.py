"""What sellers are paid: when each order's money may go, on which settlement, and what holds it."""

from django.db import models
from django.db.models import F, Q

from .. import rules

ORGANISATION = "parties.Organisation"
SELLER_ORDER = "orders.SellerOrder"


class SellerEscrow(models.Model):
    """From when on a seller's money goes later, or at once again, whatever the rules would say."""

    seller = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    escrow = models.CharField(max_length=8, choices=rules.ESCROW_CHOICES)
    why = models.CharField(max_length=12, choices=rules.ESCROW_REASONS)
    note = models.CharField(max_length=300, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    set_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "why"],
                condition=Q(valid_to=None),
                name="seller_escrow_one_in_force",
            )
        ]


class SellerRelease(models.Model):
    """When the money of one seller order may go, by which class of escrow, and until when it must.

    Frozen at delivery, as is the fee (basis points). `settled_at`: what was due has been paid, or
    went into a settlement that came to nothing.
    """

    seller_order = models.OneToOneField(SELLER_ORDER, on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    escrow = models.CharField(max_length=8, choices=rules.ESCROWS)
    why = models.CharField(max_length=12, choices=rules.ESCROW_REASONS)
    delivered_at = models.DateTimeField()
    release_at = models.DateTimeField()
    due_at = models.DateTimeField()
    fee_bp = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["seller", "delivered_at"], name="seller_release_seller"),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(settled_at=None),
                name="seller_release_unsettled",
            ),
        ]


class SellerSettlement(models.Model):
    """What a seller is paid at once. Sums of its lines, from the seller's side: above nought is
    the seller's. Nothing of it changes but its state.
    """

    machine = rules.SELLER_SETTLEMENT

    number = models.CharField(max_length=30, unique=True)
    seller = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=rules.SELLER_SETTLEMENT.initial)
    drawn_on = models.DateField()
    drawn_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    lines_count = models.PositiveIntegerField(default=0)
    payment_poisha = models.BigIntegerField(default=0)
    refund_poisha = models.BigIntegerField(default=0)
    commission_poisha = models.BigIntegerField(default=0)
    other_poisha = models.BigIntegerField(default=0)
    fee_poisha = models.BigIntegerField(default=0)
    carried_in_poisha = models.BigIntegerField(default=0)
    payable_poisha = models.BigIntegerField(default=0)
    carried_out_poisha = models.BigIntegerField(default=0)
    bank_account = models.ForeignKey(
        "parties.BankAccount", null=True, on_delete=models.PROTECT, related_name="+"
    )
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "drawn_on"], name="seller_settlement_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(payable_poisha__gte=0, carried_out_poisha__lte=0)
                & Q(carried_in_poisha__lte=0),
                name="seller_settlement_signs",
            ),
            models.CheckConstraint(
                condition=Q(
                    payable_poisha=F("payment_poisha")
                    + F("refund_poisha")
                    + F("commission_poisha")
                    + F("other_poisha")
                    + F("fee_poisha")
                    + F("carried_in_poisha")
                    - F("carried_out_poisha")
                ),
                name="seller_settlement_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "-drawn_at", "-id"], name="seller_settlement_seller"),
            models.Index(fields=["state", "-drawn_at", "-id"], name="seller_settlement_state"),
        ]

    @property
    def net_poisha(self) -> int:
        """What the lines come to, before what was carried in."""
        return (
            self.payment_poisha
            + self.refund_poisha
            + self.commission_poisha
            + self.other_poisha
            + self.fee_poisha
        )


class SellerSettlementLine(models.Model):
    """One order's part of a settlement, or what belongs to no order."""

    settlement = models.ForeignKey(SellerSettlement, on_delete=models.PROTECT, related_name="lines")
    seller_order = models.ForeignKey(
        SELLER_ORDER, null=True, on_delete=models.PROTECT, related_name="+"
    )
    payment_poisha = models.BigIntegerField()
    refund_poisha = models.BigIntegerField()
    commission_poisha = models.BigIntegerField()
    other_poisha = models.BigIntegerField()
    fee_bp = models.PositiveIntegerField()
    fee_poisha = models.BigIntegerField()
    net_poisha = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "seller_order"],
                name="seller_settlement_line_per_order",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(
                    net_poisha=F("payment_poisha")
                    + F("refund_poisha")
                    + F("commission_poisha")
                    + F("other_poisha")
                    + F("fee_poisha")
                ),
                name="seller_settlement_line_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["seller_order"], name="seller_settlement_order")]


class SellerEntry(models.Model):
    """One entry of the books on a seller's account, with its order; stands on one settlement at
    most, which is what keeps anything from being paid twice. Above nought is the seller's.
    """

    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    seller_order = models.ForeignKey(
        SELLER_ORDER, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=rules.ENTRY_KINDS)
    amount_poisha = models.BigIntegerField()
    posted_at = models.DateTimeField()
    settlement = models.ForeignKey(
        SellerSettlement, null=True, on_delete=models.PROTECT, related_name="entries"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["seller", "seller_order"],
                condition=Q(settlement=None),
                name="seller_entry_waiting",
            ),
            models.Index(fields=["settlement", "seller_order"], name="seller_entry_settled"),
        ]


class SellerHold(models.Model):
    """Why a seller's money, or one order's, does not go. `source` says what above asked for it
    ("case:12"), once while it holds; blank for one placed by hand."""

    seller = models.ForeignKey(ORGANISATION, on_delete=models.PROTECT, related_name="+")
    seller_order = models.ForeignKey(
        SELLER_ORDER, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=rules.HOLD_KINDS)
    text = models.CharField(max_length=500)
    source = models.CharField(max_length=40, blank=True)
    placed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField()
    released_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    release_text = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(released_at=None) & ~Q(source=""),
                name="seller_hold_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | ~Q(release_text=""),
                name="seller_hold_released_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["seller", "seller_order"],
                condition=Q(released_at=None),
                name="seller_hold_holding",
            )
        ]
