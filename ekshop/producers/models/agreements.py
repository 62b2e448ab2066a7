"""What a producer said yes to."""

from django.db import models
from django.db.models import Q

from ekshop.producers import rules

from .profiles import ProducerProfile


class Agreement(models.Model):
    """Her yes to words of one version: how it was given, and who wrote it down. Never changed;
    taken back by `withdrawn_at`."""

    profile = models.ForeignKey(
        ProducerProfile, on_delete=models.PROTECT, related_name="agreements"
    )
    kind = models.CharField(max_length=10, choices=rules.AGREEMENT_KINDS)
    wording = models.CharField(max_length=16)
    medium = models.CharField(max_length=12, choices=rules.AGREEMENT_MEDIA)
    recorded_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="producer_agreement_in_force_once",
            )
        ]


class AgreementPaper(models.Model):
    """A page she signed: a photo of it, or as PDF, `document`, which has no photo."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="papers")
    file = models.CharField(max_length=120, blank=True)
    thumb = models.CharField(max_length=120, blank=True)
    document = models.ForeignKey(
        "kernel.BroughtFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    original_sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "original_sha256"], name="agreement_paper_once"
            ),
            models.CheckConstraint(
                condition=Q(file="", document__isnull=False) | ~Q(file="") & Q(document=None),
                name="agreement_paper_is_one_file",
            ),
        ]
