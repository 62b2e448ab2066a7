"""What channels say they owe us, line by line."""

from django.db import models
from django.db.models import Q

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
    `doubt`: why it cannot be right (`rules.DOUBTS`); it waits until a person books it all the same,
    who is then `noted_by`, or sets it aside.
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
                condition=~Q(state="booked") | Q(rate__isnull=False),
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
