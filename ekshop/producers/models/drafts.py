"""An enrolment being written on a telephone, kept until it is sent."""

from typing import Any

from django.db import models

from ekshop.kernel.encrypted import EncryptedField
from ekshop.producers import rules

from .profiles import ProducerProfile
from .wallets import WalletAsked


class ProducerDraft(WalletAsked):
    """What was told so far. Numbers that a stolen database must not give away stand in columns of
    their own, not among the `answers`. `profile`: what it became, or, from the beginning, whom it
    mends after she was sent back."""

    token = models.UUIDField(unique=True)
    centre = models.ForeignKey("parties.Organisation", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("parties.Person", on_delete=models.CASCADE, related_name="+")
    answers: Any = models.JSONField(default=dict)
    identity_kind = models.CharField(max_length=8, choices=rules.IDENTITY_KINDS, blank=True)
    identity_number = EncryptedField(context="identity", blank=True)
    profile = models.ForeignKey(
        ProducerProfile, null=True, on_delete=models.CASCADE, related_name="drafts"
    )
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["centre", "-changed_at"],
                condition=models.Q(sent_at__isnull=True),
                name="producer_drafts_open",
            )
        ]

    @property
    def called(self) -> str:
        """Her name as far as it is told; "" before."""
        told = self.answers
        return str(told.get("person_name_bn") or told.get("person_name") or "")
