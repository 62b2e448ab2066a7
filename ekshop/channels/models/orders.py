"""Orders from abroad, from taking in to settled."""

import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from ekshop.kernel.encrypted import EncryptedField

from ..rules import exporting as rules
from .channel import Channel
from .listing import ChannelListing
from .reference import ExchangeRate


class Consignment(models.Model):
    """Parcels for one country that a carrier fetches from the hub together.

    `carrier_ref`: its own number for all of them. `freight_poisha`: what it charged, once known.
    """

    machine = rules.CONSIGNMENT

    code = models.CharField(max_length=16, unique=True)
    country = models.CharField(max_length=2)
    carrier = models.CharField(max_length=24)
    state = models.CharField(max_length=12, default=rules.CONSIGNMENT.initial)
    carrier_ref = models.CharField(max_length=60, blank=True, default="")
    booking_trouble = models.CharField(max_length=300, blank=True, default="")
    freight_poisha = models.PositiveBigIntegerField(null=True)
    freight_reference = models.CharField(max_length=60, blank=True, default="")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "carrier"],
                condition=Q(state="open"),
                name="consignment_one_open",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="consignment_state")]

    @property
    def state_label(self) -> str:
        return str(self.machine.state_label(self.state))


class ExportOrder(models.Model):
    """An order a channel told us of, once for its number there. Foreign money in minor units.

    `buyer`: name and address as JSON, encrypted; "" once nobody needs it (`buyer_purged_at`).
    `fingerprint`: of what is ordered at which price. `short_agreed`: fewer pieces are sent, by a
    person's word. `rate` and `receivable_poisha`: of the day it was sent; `goods_poisha`: what its
    goods cost; `settled_poisha`: of the receivable, what the channel has settled, `lost_poisha`: what
    it never will. `money_at`: when the channel settled the sale.
    """

    machine = rules.EXPORT_ORDER

    code = models.CharField(max_length=16, unique=True)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="orders")
    ref = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=rules.EXPORT_ORDER.initial)
    placed_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    shipping_minor = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    country = models.CharField(max_length=2, blank=True)
    buyer = EncryptedField(context="buyer", blank=True, default="")
    buyer_purged_at = models.DateTimeField(null=True)
    ship_by = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    short_agreed = models.BooleanField(default=False)
    consignment = models.ForeignKey(
        Consignment, null=True, on_delete=models.PROTECT, related_name="orders"
    )
    weighed_g = models.PositiveIntegerField(null=True)
    weight_note = models.CharField(max_length=300, blank=True, default="")
    tracking_number = models.CharField(max_length=60, blank=True, default="")
    packed_at = models.DateTimeField(null=True)
    packed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    rate = models.ForeignKey(ExchangeRate, null=True, on_delete=models.PROTECT, related_name="+")
    receivable_poisha = models.BigIntegerField(default=0)
    goods_poisha = models.BigIntegerField(default=0)
    settled_poisha = models.BigIntegerField(default=0)
    lost_poisha = models.BigIntegerField(default=0)
    money_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "ref"], name="export_order_once"),
        ]
        indexes = [
            models.Index(fields=["state", "-placed_at", "-id"], name="export_order_stage"),
            models.Index(fields=["-placed_at", "-id"], name="export_order_recent"),
            models.Index(
                fields=["over_at"],
                condition=Q(buyer_purged_at=None, over_at__isnull=False),
                name="export_order_to_purge",
            ),
        ]

    @property
    def state_label(self) -> str:
        return str(self.machine.state_label(self.state))

    @property
    def total_minor(self) -> int:
        """As it was ordered."""
        return self.goods_minor + self.shipping_minor

    @property
    def buyer_known(self) -> dict[str, Any]:
        """Empty once it was purged."""
        return dict(json.loads(self.buyer)) if self.buyer else {}


class ExportLine(models.Model):
    """One thing ordered. Weights of a piece, code and origin are what stood in its export papers
    when it was packed; `packed`: pieces in the parcel."""

    order = models.ForeignKey(ExportOrder, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    ref = models.CharField(max_length=64)
    sku = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    listing = models.ForeignKey(
        ChannelListing, null=True, on_delete=models.PROTECT, related_name="+"
    )
    offer = models.ForeignKey(
        "catalogue.Offer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=300, blank=True, default="")
    hs_code = models.CharField(max_length=6, blank=True, default="")
    origin = models.CharField(max_length=2, blank=True, default="")
    materials = models.CharField(max_length=300, blank=True, default="")
    net_g = models.PositiveIntegerField(default=0)
    gross_g = models.PositiveIntegerField(default=0)
    packed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "ref"], name="export_line_once"),
            models.CheckConstraint(
                condition=Q(packed__lte=F("quantity")), name="export_line_never_more_than_ordered"
            ),
        ]

    @property
    def total_minor(self) -> int:
        return self.unit_minor * self.quantity


class ExportSupply(models.Model):
    """An order at home that brings goods of an order abroad to the hub; one may not be enough."""

    export_order = models.ForeignKey(ExportOrder, on_delete=models.PROTECT, related_name="supplies")
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class ExportConcern(models.Model):
    """Something about an order that only a person can settle. `kind`: of `rules.CONCERNS`, `data`
    fills its words; texts in it are {"bn", "en"}. `outcome`: what was done."""

    order = models.ForeignKey(ExportOrder, on_delete=models.CASCADE, related_name="concerns")
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=Q(closed_at=None),
                name="export_concern_once_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["opened_at", "id"], condition=Q(closed_at=None), name="export_concern_open"
            )
        ]


class ExportTelling(models.Model):
    """Something the channel has to be told of an order; told outside transactions, until it took
    it or refused. `what`: "acknowledge", "ship", "cancel"."""

    order = models.ForeignKey(ExportOrder, on_delete=models.CASCADE, related_name="tellings")
    what = models.CharField(max_length=12)
    reason = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=8, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True, default="")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "what"], name="export_telling_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "told", "refused"]),
                name="export_telling_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=Q(state="waiting"),
                name="export_telling_due",
            )
        ]


class ExportReading(models.Model):
    """How far a channel's orders and settlements have been read. `trouble`: why not further."""

    channel = models.OneToOneField(
        Channel, on_delete=models.CASCADE, primary_key=True, related_name="reading"
    )
    cursor = models.TextField(blank=True, default="")
    settled_until = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True, default="")


class CarrierReport(models.Model):
    """What a carrier said of a parcel, once by its key; late ones are kept, none moves it back."""

    order = models.ForeignKey(ExportOrder, on_delete=models.CASCADE, related_name="reports")
    carrier = models.CharField(max_length=24)
    event_key = models.CharField(max_length=120)
    status = models.CharField(max_length=20)
    message = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier", "event_key"], name="carrier_report_once")
        ]
        indexes = [models.Index(fields=["order", "at"], name="carrier_report_of_order")]
