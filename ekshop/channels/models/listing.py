"""What is for sale where, what each channel was told of it, and what it did not like."""

from django.db import models
from django.db.models import F, Q

from ekshop.kernel.models import append_only

from .. import rules
from .channel import Channel
from .goods import ExportGoods
from .reference import ExchangeRate


class ChannelListing(models.Model):
    """An offer on a channel, known there by its `sku`.

    `told_…` is what the channel was last told and took (quantity null: nothing), `wanted_…` what it
    should know, `sent_…` what is under way in the submission `handle` (fingerprint "": only stock and
    price). `urgency` (see
    `rules.listing`) is how far they differ: what is not 0 is to be told. `stale`: what is wanted is to be
    reckoned anew. The price is in minor units of `currency`, reckoned with `rate`.
    `extra`: answers to what this channel alone asks, {name: text}. `ended_why`: "hand", "offer".
    `paused_why`: "hand", or "name": for a registered name without right, and for nothing else.
    """

    machine = rules.LISTING

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="listings")
    offer = models.ForeignKey("catalogue.Offer", on_delete=models.PROTECT, related_name="+")
    goods = models.ForeignKey(ExportGoods, on_delete=models.PROTECT, related_name="listings")
    seller = models.ForeignKey(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sku = models.CharField(max_length=40)
    remote_ref = models.CharField(max_length=80, blank=True, default="")
    state = models.CharField(max_length=10, default=rules.LISTING.initial)
    extra = models.JSONField(default=dict, blank=True)
    currency = models.CharField(max_length=3)
    rate = models.ForeignKey(ExchangeRate, null=True, on_delete=models.PROTECT, related_name="+")
    wanted_quantity = models.PositiveIntegerField(default=0)
    wanted_price = models.PositiveBigIntegerField(default=0)
    wanted_fingerprint = models.CharField(max_length=32, blank=True, default="")
    told_quantity = models.PositiveIntegerField(null=True)
    told_price = models.PositiveBigIntegerField(null=True)
    told_fingerprint = models.CharField(max_length=32, blank=True, default="")
    told_at = models.DateTimeField(null=True)
    handle = models.CharField(max_length=120, blank=True, default="")
    sent_quantity = models.PositiveIntegerField(null=True)
    sent_price = models.PositiveBigIntegerField(null=True)
    sent_fingerprint = models.CharField(max_length=32, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    urgency = models.PositiveSmallIntegerField(default=rules.NOTHING)
    stale = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    ended_why = models.CharField(max_length=10, blank=True, default="")
    paused_why = models.CharField(max_length=10, blank=True, default="", db_default="")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "-urgency", "id"],
                condition=Q(urgency__gt=0),
                name="listing_to_tell",
            ),
            models.Index(fields=["id"], condition=Q(stale=True), name="listing_to_reckon"),
            models.Index(
                fields=["channel", "handle"], condition=~Q(handle=""), name="listing_under_way"
            ),
            models.Index(fields=["seller", "-id"], name="listing_of_seller"),
            models.Index(fields=["channel", "state", "-id"], name="listing_of_channel"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["channel", "sku"], name="listing_sku_once"),
            models.UniqueConstraint(fields=["channel", "offer"], name="listing_once"),
        ]

    @property
    def price_minor(self) -> int:
        return self.wanted_price


class ListingPrice(models.Model):
    """A listing's price became another: with which rate of exchange, published for which day."""

    listing = models.ForeignKey(ChannelListing, on_delete=models.PROTECT, related_name="prices")
    was_minor = models.PositiveBigIntegerField(null=True)
    became_minor = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3)
    rate = models.ForeignKey(ExchangeRate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["listing", "-id"], name="listing_price_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(was_minor=None) | ~Q(was_minor=F("became_minor")),
                name="listing_price_became_another",
            )
        ]
        triggers = append_only("listing_prices_stay")


class ListingIssue(models.Model):
    """Something a channel, or our own check before it, did not like. `field`: what causes it, a
    field of the export goods or "extra.NAME"; open until `closed_at`. `text`: the channel's words as
    they came. What our check says is kept in `said` (`rules.sentences`), and its `text` is the English
    of it, for lists outside the house."""

    listing = models.ForeignKey(ChannelListing, on_delete=models.CASCADE, related_name="issues")
    field = models.CharField(max_length=60, blank=True, default="")
    code = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    said = models.JSONField(blank=True, default=dict)
    severity = models.CharField(max_length=8, default="error")
    by_channel = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["listing"], condition=Q(closed_at=None), name="listing_issue_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "field", "code"],
                condition=Q(closed_at=None),
                name="listing_issue_open_once",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["error", "warning"]), name="listing_issue_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(said={}) | Q(by_channel=False), name="listing_issue_said_is_ours"
            ),
        ]


class OfferChange(models.Model):
    """An offer that is listed somewhere changed: written by a trigger in the change's transaction,
    taken away by the pump in the one in which it notes what to reckon anew."""

    offer_id = models.BigIntegerField()
