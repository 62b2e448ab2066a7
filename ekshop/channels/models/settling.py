"""What channels say they owe us, line by line."""

from django.db import models
from django.db.models import F, Q

from ..rules import exporting as rules
from .channel import Channel
from .orders import ExportOrder
from .reference import ExchangeRate


class SettlementFile(models.Model):
    """A statement somebody brought, by its bytes' digest; what is asked of a channel by its
    interface has none. `problems`: rows that could not be read, each {"line", "text"}. Until
    `finished_at` its reading was cut off, and goes on when the same file is brought again."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="settlement_files")
    filename = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    rows_count = models.PositiveIntegerField(default=0)
    new_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    brought_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class SettlementRow(models.Model):
    """A line of a channel's statement, each once by the channel's own reference.

    `poisha`: what it is worth at `rate`, the one recorded for its day; of a transfer, what its
    minor units stood in our books for. `gain_poisha`: what the rate brought since the sale.
    `doubt`: why it cannot be right (`rules.DOUBTS`); it waits until two persons book it all the
    same, the first of whom is then `noted_by`, or one sets it aside.
    """

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="settlement_rows")
    file = models.ForeignKey(
        SettlementFile, null=True, on_delete=models.PROTECT, related_name="rows"
    )
    reference = models.CharField(max_length=120)
    order_ref = models.CharField(max_length=64, blank=True)
    order = models.ForeignKey(
        ExportOrder, null=True, on_delete=models.PROTECT, related_name="settlement_rows"
    )
    kind = models.CharField(max_length=8, choices=list(rules.SETTLEMENT_KINDS.items()))
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=list(rules.SETTLEMENT_STATES.items()))
    rate = models.ForeignKey(ExchangeRate, null=True, on_delete=models.PROTECT, related_name="+")
    poisha = models.BigIntegerField(default=0)
    gain_poisha = models.BigIntegerField(default=0)
    doubt = models.CharField(max_length=16, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    noted_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "reference"], name="settlement_row_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["booked", "by_hand"]) | Q(rate__isnull=False),
                name="settlement_row_booked_at_a_rate",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "-at", "-id"], name="settlement_row_recent"),
            models.Index(
                fields=["id"],
                condition=Q(state__in=["unmatched", "no_rate", "doubtful"]),
                name="settlement_row_open",
            ),
        ]


class SettlementBooking(models.Model):
    """A line that fits nothing, booked to an account a person names, or one that cannot be right,
    booked as told: asked for by one, confirmed by another, and taken back the same way. `was`: how
    the line stood before."""

    machine = rules.SETTLEMENT_BOOKING

    row = models.ForeignKey(SettlementRow, on_delete=models.PROTECT, related_name="bookings")
    account = models.CharField(max_length=16, choices=list(rules.BOOKED_AS.items()))
    note = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default=rules.SETTLEMENT_BOOKING.initial)
    was = models.CharField(max_length=10, choices=list(rules.SETTLEMENT_STATES.items()))
    asked_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    undo_note = models.CharField(max_length=300, blank=True, default="")
    undo_asked_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["row"],
                condition=Q(state__in=["asked", "booked", "undo_asked"]),
                name="settlement_booking_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "refused"])
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("asked_by"))),
                name="settlement_booking_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone")
                | (Q(undone_by__isnull=False) & ~Q(undone_by=F("undo_asked_by"))),
                name="settlement_booking_undone_by_two_people",
            ),
        ]

    @property
    def can_go_back(self) -> bool:
        """What pays an order moved that order on, and is put right by the channel's next line."""
        return self.account != rules.AS_TOLD or self.row.kind != "sale"
