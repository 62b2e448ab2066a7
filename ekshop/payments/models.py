"""Money in after inspection, and money back. One row, one journal, one transaction."""

from django.db import models
from django.db.models import F, Q

from . import rules


class Payment(models.Model):
    """What a centre collected for one seller order's accepted goods. `nonce`: collected once."""

    code = models.CharField(max_length=16, unique=True)
    seller_order = models.OneToOneField(
        "orders.SellerOrder", on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    goods_poisha = models.BigIntegerField()
    delivery_poisha = models.BigIntegerField()
    amount_poisha = models.BigIntegerField()
    refunded_poisha = models.BigIntegerField(default=0)
    medium = models.CharField(max_length=10, choices=rules.MEDIA)
    reference = models.CharField(max_length=60, blank=True)
    collected_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    collected_at = models.DateTimeField()
    nonce = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_poisha=F("goods_poisha") + F("delivery_poisha"))
                & Q(amount_poisha__gt=0),
                name="payment_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(refunded_poisha__gte=0, refunded_poisha__lte=F("amount_poisha")),
                name="payment_never_refunded_beyond_paid",
            ),
            models.UniqueConstraint(
                fields=["medium", "reference"],
                condition=~Q(reference=""),
                name="payment_reference_once",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-collected_at", "-id"], name="payment_centre_recent"),
            models.Index(fields=["collected_at"], name="payment_collected"),
        ]


class Refund(models.Model):
    """Money given back on a payment, by the same medium, never more than was paid.

    `return_request` or a complaint's `remedy_id` (with the complaint's code, which the layers above
    know) is what it is for; neither where the whole parcel was never collected. `given_at`: when the
    centre put cash into the customer's hands.
    """

    code = models.CharField(max_length=16, unique=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    return_request = models.OneToOneField(
        "fulfilment.ReturnRequest", null=True, on_delete=models.PROTECT, related_name="+"
    )
    remedy_id = models.BigIntegerField(null=True, unique=True)
    case_code = models.CharField(max_length=16, blank=True)
    goods_poisha = models.BigIntegerField()
    delivery_poisha = models.BigIntegerField()
    amount_poisha = models.BigIntegerField()
    medium = models.CharField(max_length=10, choices=rules.MEDIA)
    reference = models.CharField(max_length=60, blank=True)
    issued_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField()
    given_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_poisha=F("goods_poisha") + F("delivery_poisha"))
                & Q(amount_poisha__gt=0),
                name="refund_adds_up",
            ),
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(return_request=None, remedy_id=None),
                name="refund_whole_once",
            ),
            models.CheckConstraint(
                condition=Q(return_request=None) | Q(remedy_id=None),
                name="refund_for_one_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["issued_at", "id"],
                name="refund_to_give",
                condition=Q(medium="cash", return_request=None, given_at=None),
            )
        ]


class Remittance(models.Model):
    """What a centre passed on of the money it collected."""

    code = models.CharField(max_length=16, unique=True)
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    amount_poisha = models.BigIntegerField()
    medium = models.CharField(max_length=10, choices=rules.MEDIA)
    reference = models.CharField(max_length=60)
    remitted_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    remitted_at = models.DateTimeField()
    nonce = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_poisha__gt=0), name="remittance_is_positive"),
            models.UniqueConstraint(
                fields=["medium", "reference"], name="remittance_reference_once"
            ),
        ]
