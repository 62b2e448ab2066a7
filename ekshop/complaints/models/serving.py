"""How a seller without an account is told, and answers."""

from django.db import models

from .. import rules
from .case import Case


class AnswerLink(models.Model):
    """The address by which a seller without an account answers one case, once its secret is known.

    Only the secret's hash is kept.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answer_links")
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    good_until = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class ServiceOfNotice(models.Model):
    """Proof that a seller was told: which address, how, and what came of it.

    `handle_kind` is empty where only a place or a name is known. `reached`: of what was brought by
    hand, whether it came to the seller. `hearing` or `decision`: what it tells of, where that is
    not the complaint itself.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices_served")
    handle_kind = models.CharField(max_length=8, choices=rules.HANDLE_KINDS, blank=True)
    address = models.CharField(max_length=300)
    by_hand = models.BooleanField(default=False)
    outcome = models.CharField(max_length=300, blank=True)
    reached = models.BooleanField(null=True)
    message_key = models.CharField(max_length=80, blank=True)
    served_at = models.DateTimeField()
    hearing = models.ForeignKey(
        "complaints.Hearing", null=True, on_delete=models.PROTECT, related_name="notices_served"
    )
    decision = models.ForeignKey(
        "complaints.Decision", null=True, on_delete=models.PROTECT, related_name="notices_served"
    )
