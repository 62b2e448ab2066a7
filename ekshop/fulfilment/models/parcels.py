"""Parcels, what was found in them, and what went back."""

from django.db import models
from django.db.models import Q

from .. import rules


class Shipment(models.Model):
    """A parcel: outbound to the centre, or a return to the seller. `code` is on its label.

    `why` a return goes back. `courier` of a return is "manual" until a courier with an interface
    is asked to fetch it. `pool`: producers' parcels that leave their centre together.
    """

    machine = rules.SHIPMENT

    code = models.CharField(max_length=16, unique=True)
    seller_order = models.ForeignKey(
        "orders.SellerOrder", on_delete=models.PROTECT, related_name="+"
    )
    direction = models.CharField(max_length=10, choices=rules.DIRECTIONS)
    why = models.CharField(max_length=12, blank=True, choices=rules.BACK_REASONS)
    courier = models.CharField(max_length=24, choices=rules.COURIERS)
    tracking_number = models.CharField(max_length=60, blank=True)
    courier_ref = models.CharField(max_length=60, blank=True)
    pool = models.ForeignKey("Pool", null=True, on_delete=models.PROTECT, related_name="shipments")
    state = models.CharField(max_length=18, default=rules.SHIPMENT.initial)
    created_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller_order"],
                condition=Q(direction="outbound") & ~Q(state="cancelled"),
                name="shipment_one_outbound",
            ),
            models.UniqueConstraint(
                fields=["seller_order"],
                condition=Q(why="uncollected"),
                name="shipment_one_uncollected",
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at", "-id"], name="shipment_state")]


class ShipmentLine(models.Model):
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()


class TrackingEvent(models.Model):
    """What a courier said, as it came: repeated is dropped, late is kept, order is not trusted."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="events")
    courier = models.CharField(max_length=24)
    event_key = models.CharField(max_length=120)
    status = models.CharField(max_length=40)
    message = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["courier", "event_key"], name="tracking_event_once")
        ]


class Inspection(models.Model):
    """What the entrepreneur found on opening the parcel, once per parcel. `nonce`: sent once."""

    shipment = models.OneToOneField(Shipment, on_delete=models.PROTECT, related_name="inspection")
    inspected_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    inspected_at = models.DateTimeField()
    nonce = models.UUIDField(unique=True)


class InspectionLine(models.Model):
    """`leg` and `bearer` of rejected pieces: where it went wrong and who bears it, by the rule of
    the day they were found: `borne_by`."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="lines")
    order_line = models.OneToOneField(
        "orders.OrderLine", on_delete=models.PROTECT, related_name="+"
    )
    accepted = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    short = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, blank=True, choices=rules.REJECT_REASONS)
    note = models.CharField(max_length=500, blank=True)
    leg = models.CharField(max_length=8, blank=True, choices=rules.LEGS)
    bearer = models.CharField(max_length=8, blank=True, choices=rules.BEARERS)
    borne_by = models.ForeignKey(
        "kernel.RuleVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rejected=0) | ~Q(reason=""), name="inspection_reject_has_reason"
            )
        ]


class Photo(models.Model):
    """A picture, re-encoded and stripped, of a rejected piece, at either inspection, or a return
    asked for."""

    inspection_line = models.ForeignKey(
        InspectionLine, null=True, on_delete=models.CASCADE, related_name="photos"
    )
    return_request = models.ForeignKey(
        "ReturnRequest", null=True, on_delete=models.CASCADE, related_name="photos"
    )
    sourcing_line = models.ForeignKey(
        "SourcingCheckLine", null=True, on_delete=models.CASCADE, related_name="photos"
    )
    file = models.CharField(max_length=200)
    thumb = models.CharField(max_length=200)
    original_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["file"], name="photo_file")]


class HandOver(models.Model):
    """The one-time code the customer shows to take the goods; kept as a hash."""

    seller_order = models.OneToOneField(
        "orders.SellerOrder", on_delete=models.PROTECT, related_name="+"
    )
    code_hash = models.CharField(max_length=128)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    return_until = models.DateTimeField(null=True, blank=True)


class ReturnRequest(models.Model):
    """A customer's wish to give back what was paid for. Fault decides who bears the way back."""

    machine = rules.RETURN

    code = models.CharField(max_length=16, unique=True)
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, choices=rules.RETURN_REASONS)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, default=rules.RETURN.initial)
    asked_at = models.DateTimeField()
    fault = models.CharField(max_length=10, blank=True, choices=rules.FAULTS)
    decision_note = models.CharField(max_length=500, blank=True)
    shipment = models.ForeignKey(
        Shipment, null=True, on_delete=models.PROTECT, related_name="returns"
    )
