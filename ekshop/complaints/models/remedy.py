"""What was offered and what was agreed or ordered."""

from django.db import models
from django.db.models import Q

from .. import rules
from .case import Case


class RemedyOffer(models.Model):
    """A remedy one side proposed. The open one is the newest of its case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offers")
    side = models.CharField(max_length=12, choices=rules.SIDES)
    kind = models.CharField(max_length=14, choices=rules.REMEDIES)
    amount_poisha = models.BigIntegerField(null=True)
    medium = models.CharField(max_length=10, choices=rules.REFUND_MEDIA, blank=True)
    due_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    answer = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_poisha__isnull=True) | Q(amount_poisha__gt=0),
                name="remedy_offer_amount",
            )
        ]


class Remedy(models.Model):
    """What was agreed or ordered, due by a day; done when proved or confirmed.

    `refund` when our own ledger paid it; otherwise the proof is evidence. `decision` when an
    agency ordered it; `set_aside_at` when that order was appealed against: it is due no more.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remedies")
    offer = models.OneToOneField(
        RemedyOffer, null=True, on_delete=models.PROTECT, related_name="remedy"
    )
    kind = models.CharField(max_length=14, choices=rules.REMEDIES)
    amount_poisha = models.BigIntegerField(null=True)
    medium = models.CharField(max_length=10, choices=rules.REFUND_MEDIA, blank=True)
    due_at = models.DateTimeField()
    agreed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_note = models.CharField(max_length=500, blank=True)
    refund = models.ForeignKey(
        "payments.Refund", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.OneToOneField(
        "Decision", null=True, on_delete=models.PROTECT, related_name="remedy"
    )
    set_aside_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
