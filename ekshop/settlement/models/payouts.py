"""Payouts: what is to be paid, each attempt at it, and what providers say they paid."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from ekshop.kernel.encrypted import Blind, EncryptedField

from .. import rules


class PayoutBatch(models.Model):
    """Payouts of one provider that go out together: drafted by one person, released by another.

    A batch by file is also marked as uploaded by one and confirmed by another.
    `trouble`: why it does not go on, as a code of `rules.BATCH_TROUBLE`; blank while it does.
    """

    machine = rules.BATCH

    provider = models.CharField(max_length=8, choices=rules.PROVIDER_CHOICES)
    state = models.CharField(max_length=10, default=rules.BATCH.initial)
    payouts_count = models.PositiveIntegerField()
    total_poisha = models.BigIntegerField()
    trouble = models.CharField(max_length=24, blank=True)
    trouble_data = models.JSONField(default=dict)
    drafted_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    released_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    upload_confirmed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("drafted_by")),
                name="payout_batch_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(upload_confirmed_by__isnull=True)
                | ~Q(upload_confirmed_by=F("uploaded_by")),
                name="payout_upload_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "dropped"]) | Q(released_by__isnull=False),
                name="payout_batch_sent_is_released",
            ),
        ]


class Payout(models.Model):
    """One sum to one wallet or account on one day; `entity` says what it is paid for.

    A sum above the provider's limits is several parts of one entity. Where it goes is frozen when
    it is ordered, and changed only after a failure, by name. `account` is the purpose debited.
    """

    machine = rules.PAYOUT

    entity = models.CharField(max_length=24, choices=rules.ENTITIES)
    entity_id = models.BigIntegerField()
    part = models.PositiveSmallIntegerField(default=1)
    parts = models.PositiveSmallIntegerField(default=1)
    organisation = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    account = models.CharField(max_length=40)
    amount_poisha = models.BigIntegerField()
    provider = models.CharField(max_length=8, choices=rules.PROVIDER_CHOICES, blank=True)
    number = EncryptedField(context="account", blank=True)
    routing = models.CharField(max_length=20, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, default=rules.PAYOUT.initial)
    pay_on = models.DateField()
    not_before = models.DateTimeField(null=True)
    batch = models.ForeignKey(
        PayoutBatch, null=True, on_delete=models.PROTECT, related_name="payouts"
    )
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "entity_id", "part"], name="payout_once_per_entity"
            ),
            models.CheckConstraint(condition=Q(amount_poisha__gt=0), name="payout_is_something"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held"]) | (~Q(provider="") & ~Q(number="")),
                name="payout_sent_has_destination",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "provider", "pay_on"], name="payout_to_send"),
            models.Index(Blind("number"), "pay_on", name="payout_limits"),
            models.Index(fields=["organisation", "-id"], name="payout_of_organisation"),
            models.Index(fields=["batch"], name="payout_in_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.entity_id}/{self.part}"


class PayoutAttempt(models.Model):
    """One sending of a payout, under an invoice number of its own.

    Written before the provider is called, so that whatever happens then is known to have perhaps
    happened. The database allows one that may have paid. `code` is the provider's own, `reason`
    a key of `rules.REASONS`; `answer` what it said, as far as it was readable.
    """

    machine = rules.ATTEMPT

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, related_name="attempts")
    invoice = models.CharField(max_length=24, unique=True)
    provider = models.CharField(max_length=8, choices=rules.PROVIDER_CHOICES)
    wallet = EncryptedField(context="account")
    routing = models.CharField(max_length=20, blank=True)
    amount_poisha = models.BigIntegerField()
    state = models.CharField(max_length=10, default=rules.ATTEMPT.initial)
    sent_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    trx_id = models.CharField(max_length=40, blank=True)
    fee_poisha = models.BigIntegerField(default=0)
    code = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    answer = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "number"], name="payout_attempt_numbered"),
            models.UniqueConstraint(
                fields=["payout"],
                condition=Q(state__in=rules.PAID_ONCE_STATES),
                name="payout_paid_once",
            ),
            models.CheckConstraint(condition=Q(fee_poisha__gte=0), name="payout_fee_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["state", "sent_at"],
                condition=Q(state__in=["sending", "unknown"]),
                name="payout_attempt_open",
            ),
            models.Index(Blind("wallet"), "sent_at", name="payout_attempt_wallet"),
        ]


class ProviderPaper(models.Model):
    """A file a provider gave: a result file for a batch, or a statement of a period.

    `refused`: rows that were not believed, as [row number, reference, code of why]. `todo`: what is
    still to be settled by it, as [invoice, outcome], of which the first `done` are.
    """

    provider = models.CharField(max_length=8, choices=rules.PROVIDER_CHOICES)
    kind = models.CharField(max_length=10, choices=rules.PAPER_KINDS)
    batch = models.ForeignKey(
        PayoutBatch, null=True, on_delete=models.PROTECT, related_name="papers"
    )
    filename = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    applied = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    todo = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    covers_from = models.DateTimeField(null=True)
    covers_until = models.DateTimeField(null=True)
    read_by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "sha256"], name="provider_paper_once")
        ]


class ProviderLine(models.Model):
    """What a provider says it did with money, as read: for reconciliation to hold beside our books.

    `reference` is our invoice number where the provider gives it back. Amounts in poisha, the fee
    not in the amount. `source`: the call's own answer, a search, a result file, a statement.
    """

    provider = models.CharField(max_length=8, choices=rules.PROVIDER_CHOICES)
    source = models.CharField(max_length=10, choices=rules.LINE_SOURCES)
    paper = models.ForeignKey(
        ProviderPaper, null=True, on_delete=models.PROTECT, related_name="lines"
    )
    kind = models.CharField(max_length=10, choices=rules.LINE_KINDS)
    reference = models.CharField(max_length=40, blank=True)
    trx_id = models.CharField(max_length=40)
    wallet = EncryptedField(context="account", blank=True)
    amount_poisha = models.BigIntegerField()
    fee_poisha = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    raw: Any = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "source", "trx_id", "kind"], name="provider_line_once"
            )
        ]
        indexes = [
            models.Index(fields=["provider", "reference"], name="provider_line_reference"),
            models.Index(fields=["provider", "at"], name="provider_line_at"),
        ]


class FloatMove(models.Model):
    """Money brought to where payouts are made from: topped up from the bank by two persons, or
    moved by the platform from bKash's collection account.

    Where the platform cannot tell whether its own was made, two persons do: `said` is the first
    one's word ("arrive" or "refuse").
    """

    machine = rules.FLOAT_MOVE

    provider = models.CharField(max_length=8, choices=rules.PROVIDER_CHOICES)
    kind = models.CharField(max_length=12, choices=rules.FLOAT_KINDS)
    amount_poisha = models.BigIntegerField()
    reference = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=rules.FLOAT_MOVE.initial)
    balance_before_poisha = models.BigIntegerField(null=True)
    recorded_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    said = models.CharField(max_length=6, blank=True)
    said_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="float_move_once"),
            models.CheckConstraint(condition=Q(amount_poisha__gt=0), name="float_move_something"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("recorded_by")),
                name="float_move_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(recorded_by__isnull=False)
                | (Q(said_by__isnull=False) & ~Q(said_by=F("confirmed_by"))),
                name="float_move_settled_by_two",
            ),
        ]


class ProviderToken(models.Model):
    """A provider's access token, shared by all processes, so that none is granted per call.

    Sealed with the platform's key: whoever reads the table cannot pay with it.
    """

    provider = models.CharField(max_length=8, primary_key=True)
    sealed = models.TextField()
    expires_at = models.DateTimeField()
    refresh_until = models.DateTimeField()
