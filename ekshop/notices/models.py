"""Every message sent to anybody, and what became of it."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from . import rules


class Message(models.Model):
    """One SMS or e-mail to one receiver.

    ``key`` is ours and travels with it (`csms_id` at the gateway, Message-ID in mail), so that the
    same message handed over twice is sent once, and a delivery report finds its row. ``body`` of a
    message with a secret in it is kept only until it is sent; ``shown`` is what may be read later.
    """

    machine = rules.MESSAGE

    key = models.CharField(max_length=20, unique=True)
    channel = models.CharField(max_length=5, choices=rules.CHANNELS)
    to = models.CharField(max_length=254)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    shown = models.TextField()
    encoding = models.CharField(max_length=5, blank=True)
    parts = models.PositiveSmallIntegerField(default=1)
    reference = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=16, default=rules.MESSAGE.initial)
    urgent = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    provider = models.CharField(max_length=20, blank=True)
    provider_message_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channel__in=[rules.SMS, rules.EMAIL]), name="message_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(rules.MESSAGE.states)), name="message_state_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="message_due"),
            models.Index(
                fields=["tried_at"],
                condition=Q(state__in=["sending", "unknown"]),
                name="message_unsettled",
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(state__in=["undeliverable", "failed"]),
                name="message_not_arrived",
            ),
            BrinIndex(fields=["created_at"], autosummarize=True, name="message_made"),
            models.Index(fields=["reference", "id"], name="message_reference"),
            models.Index(fields=["organisation", "-id"], name="message_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.key}"


class IncomingMessage(models.Model):
    """What somebody wrote to us, whole and as it came, once by the gateway's own key.

    `mobile` is the sender's number in its one form; "" for a sender that is no mobile of this
    country, who is never answered. `heard` says what was made of it, in a word; "" for nothing.
    """

    key = models.CharField(max_length=100, unique=True)
    sender = models.CharField(max_length=40)
    mobile = models.CharField(max_length=16, blank=True)
    text = models.TextField()
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    heard = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["mobile", "-id"], name="incoming_of_a_mobile")]
