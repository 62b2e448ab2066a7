"""Marketplaces abroad, and how often each lets itself be called."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from ekshop.kernel.encrypted import EncryptedField
from ekshop.kernel.models import in_language


class Channel(models.Model):
    """A marketplace abroad. `adapter` is the folder that speaks with it, `settings` what that asks
    for; `secrets`, encrypted, a JSON object of those of them that are secret.

    `stock_kept_back`: pieces of each good never offered here. `fee_bp`: its share of a sale;
    `margin_bp`: ours. A price is rounded up to `price_ending` of `price_step`, in minor units.
    `insurance_bp` of the goods' value; `volume_divisor`: cm³ that count as a kilogram.
    `picture_side`: pixels of the longer side it shows; `picture_square`: on a white square.
    `problem`: code of what is wrong with it now ("" nothing), `problem_en`, `problem_bn` in words;
    after `failures` in a row it is not called before `next_try_at`. `checked_at`: it last answered.
    """

    ACTIVE, PAUSED = "active", "paused"

    key = models.SlugField(max_length=40, unique=True)
    adapter = models.CharField(max_length=40)
    name_bn = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=8, default="en")
    settings = models.JSONField(default=dict, blank=True)
    secrets = EncryptedField(context="channel", blank=True, default="")
    state = models.CharField(max_length=8, default=ACTIVE)
    stock_kept_back = models.PositiveIntegerField(default=0)
    fee_bp = models.PositiveIntegerField(default=0)
    margin_bp = models.PositiveIntegerField(default=0)
    insurance_bp = models.PositiveIntegerField(default=0)
    price_step = models.PositiveIntegerField(default=1)
    price_ending = models.PositiveIntegerField(default=0)
    volume_divisor = models.PositiveIntegerField(default=5000)
    picture_side = models.PositiveIntegerField(default=1000)
    picture_square = models.BooleanField(default=False)
    problem = models.CharField(max_length=40, blank=True, default="")
    problem_bn = models.CharField(max_length=500, blank=True, default="")
    problem_en = models.CharField(max_length=500, blank=True, default="")
    failures = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["active", "paused"]), name="channel_state_known"
            ),
            models.CheckConstraint(
                condition=Q(fee_bp__lt=10_000, margin_bp__lt=10_000),
                name="channel_shares_below_all",
            ),
            models.CheckConstraint(
                condition=Q(price_step__gte=1, price_ending__lt=models.F("price_step")),
                name="channel_price_ends_within_its_step",
            ),
            models.CheckConstraint(
                condition=Q(volume_divisor__gte=1), name="channel_volume_counts"
            ),
        ]

    @property
    def name(self) -> str:
        """In the reader's language."""
        return in_language(self.name_bn, self.name_en)

    @property
    def problem_text(self) -> str:
        """In the reader's language."""
        return in_language(self.problem_bn, self.problem_en)

    @property
    def secrets_known(self) -> dict[str, Any]:
        return dict(json.loads(self.secrets)) if self.secrets else {}


class Quota(models.Model):
    """What is left of an operation's allowance at a channel: a bucket of `tokens` as of `at`, that
    fills at `rate` a second up to `burst`. The channel's own word on `rate` replaces ours."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="quotas")
    operation = models.CharField(max_length=40)
    tokens = models.FloatField()
    at = models.DateTimeField()
    rate = models.FloatField()
    burst = models.PositiveIntegerField()
    used = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "operation"], name="quota_once"),
            models.CheckConstraint(condition=Q(rate__gt=0, burst__gte=1), name="quota_fills"),
        ]
