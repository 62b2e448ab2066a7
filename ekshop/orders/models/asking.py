"""A producer asked for an order, and how the answer came."""

from django.db import models
from django.db.models import Q

from .. import rules
from .orders import SellerOrder


class ProducerAsking(models.Model):
    """A producer's order is asked for by SMS, under a short number to answer with.

    `mobile`: asked there; "" where she has none and her centre has to speak to her. The number is
    hers alone as long as an answer is awaited. `how` the answer came, `said` in her own words where
    there are any; by telephone or in person also who of the centre wrote it down, and which words
    she was read.
    """

    seller_order = models.OneToOneField(
        SellerOrder, on_delete=models.PROTECT, primary_key=True, related_name="asking"
    )
    mobile = models.CharField(max_length=16, blank=True)
    number = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, blank=True, choices=rules.ANSWERED_BY)
    said = models.CharField(max_length=300, blank=True)
    written_down_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    wording = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mobile", "number"],
                condition=Q(answered_at=None) & ~Q(mobile=""),
                name="asking_number_once",
            ),
            models.CheckConstraint(
                condition=Q(written_down_by=None) | ~Q(wording=""),
                name="asking_consent_has_words",
            ),
        ]
        indexes = [models.Index(fields=["mobile", "-asked_at"], name="asking_of_a_mobile")]
