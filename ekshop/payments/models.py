"""Money in after inspection, and money back. One row, one journal, one transaction."""

from django.db import models
from django.db.models import F, Q

from . import rules


class Payment(models.Model):
    """What a centre collected for one seller order's accepted goods, or the export hub pays for
    them. `nonce`: collected once."""

    code = models.CharField(max_length=16, unique=True)
    seller_order = models.OneToOneField(
        "orders.SellerOrder", on_delete=models.PROTECT, related_name="+"
    )
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    goods_poisha = models.BigIntegerField()
    delivery_poisha = models.BigIntegerField()
    amount_poisha = models.BigIntegerField()
    refunded_poisha = models.BigIntegerField(default=0)
    medium = models.CharField(max_length=10, choices=rules.PAYMENT_MEDIA)
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
    """What a centre passed on of the money it collected: by its word first, confirmed when it is
    found on our own statement, or by two persons' hand."""

    machine = rules.REMITTANCE

    code = models.CharField(max_length=16, unique=True)
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    amount_poisha = models.BigIntegerField()
    medium = models.CharField(max_length=10, choices=rules.MEDIA)
    reference = models.CharField(max_length=60)
    remitted_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    remitted_at = models.DateTimeField()
    nonce = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, default=rules.REMITTANCE.initial)
    asked = models.CharField(max_length=8, choices=rules.ASKED, blank=True)
    asked_note = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_poisha__gt=0), name="remittance_is_positive"),
            models.UniqueConstraint(
                fields=["medium", "reference"],
                condition=~Q(state="refused"),
                name="remittance_reference_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="remittance_by_two_persons",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-remitted_at", "-id"], name="remittance_centre"),
            models.Index(
                fields=["remitted_at", "id"],
                condition=Q(state__in=rules.OPEN_REMITTANCES),
                name="remittance_open",
            ),
        ]

    @property
    def state_label(self) -> str:
        return str(self.machine.state_label(self.state))


class CollectionFile(models.Model):
    """A statement of our own account or wallet, as the bank or provider wrote it.

    `problems`: rows that were not taken, each {"line", "why", "text"}; `why` a key of words.
    """

    medium = models.CharField(max_length=10, choices=rules.REMITTANCE_MEDIA)
    filename = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    rows_count = models.PositiveIntegerField()
    known_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    brought_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()


class CollectionRow(models.Model):
    """Money that came in, by the statement's word."""

    file = models.ForeignKey(CollectionFile, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    medium = models.CharField(max_length=10, choices=rules.REMITTANCE_MEDIA)
    reference = models.CharField(max_length=60)
    amount_poisha = models.BigIntegerField()
    on = models.CharField(max_length=40, blank=True)
    sender = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, choices=rules.ROW_STATES, default="waiting")
    remittance = models.OneToOneField(
        Remittance, null=True, on_delete=models.PROTECT, related_name="row"
    )
    note = models.CharField(max_length=300, blank=True)
    set_aside_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["medium", "reference"], name="collection_row_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(state="matched", remittance__isnull=False)
                | (~Q(state="matched") & Q(remittance=None)),
                name="collection_row_matched_to_something",
            ),
            models.CheckConstraint(
                condition=Q(amount_poisha__gt=0), name="collection_row_is_positive"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state__in=rules.OPEN_ROWS), name="collection_row_open"
            )
        ]


class CashLimit(models.Model):
    """How much cash one centre may hold, instead of what the rule book says, and why."""

    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    limit_poisha = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    set_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(limit_poisha__gte=0), name="cash_limit_positive")
        ]
        indexes = [models.Index(fields=["centre", "-id"], name="cash_limit_centre")]


class CashStanding(models.Model):
    """How a centre stands with the cash it collected, kept in the transaction that moves it.

    `held_poisha`: not passed on, and passed on so long ago without being seen that its word is not
    enough. `oldest_at`: when the oldest of what is not passed on was taken, for the oldest goes
    first. `told`: the stage the centre was last reminded of.
    """

    centre = models.OneToOneField(
        "parties.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    owed_poisha = models.BigIntegerField(default=0)
    in_transit_poisha = models.BigIntegerField(default=0)
    held_poisha = models.BigIntegerField(default=0)
    limit_poisha = models.BigIntegerField(default=0)
    oldest_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=4, blank=True)
    told = models.CharField(max_length=4, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-held_poisha", "-centre"], name="cash_standing_most"),
            models.Index(fields=["stage", "-held_poisha", "-centre"], name="cash_standing_stage"),
        ]
