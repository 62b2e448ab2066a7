"""What a producer sells, as she writes it; what the shop shows of it is an offer."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from ekshop.catalogue.rules import TERMS_FIELDS, Terms, title_in
from ekshop.producers import rules

from .profiles import ProducerProfile


class Listing(models.Model):
    """The columns are what she wrote last; `approved` what somebody looked at and the shop shows,
    with the price it was looked at under `reviewed_poisha`; null before the first time.

    `quantity`: pieces she begins with; once there is an offer, its stock counts. `said`: why it, or
    the last change of it, was sent back.
    """

    machine = rules.LISTING

    profile = models.ForeignKey(ProducerProfile, on_delete=models.PROTECT, related_name="listings")
    state = models.CharField(max_length=10, default=rules.LISTING.initial)
    title_bn = models.CharField(max_length=120, blank=True)
    title_en = models.CharField(max_length=120, blank=True)
    about_bn = models.TextField(max_length=2000, blank=True)
    about_en = models.TextField(max_length=2000, blank=True)
    category = models.ForeignKey(
        "catalogue.Category", null=True, on_delete=models.PROTECT, related_name="+"
    )
    price_poisha = models.BigIntegerField(null=True)
    quantity = models.PositiveIntegerField(default=1)
    made_to_order_days = models.PositiveSmallIntegerField(null=True)
    shelf_life_days = models.PositiveSmallIntegerField(null=True)
    travel_days = models.PositiveSmallIntegerField(null=True)
    season_from = models.PositiveSmallIntegerField(null=True)
    season_to = models.PositiveSmallIntegerField(null=True)
    offer = models.OneToOneField(
        "catalogue.Offer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved: Any = models.JSONField(null=True)
    said = models.CharField(max_length=600, blank=True)
    written_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(price_poisha__isnull=True) | Q(price_poisha__gt=0),
                name="listing_price_positive",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["live", "changed", "paused"])
                | Q(offer__isnull=False, approved__isnull=False),
                name="listing_in_shop_has_offer",
            ),
        ]
        indexes = [
            models.Index(fields=["profile", "-changed_at", "-id"], name="listing_by_producer"),
            models.Index(fields=["state", "submitted_at", "id"], name="listing_by_state"),
        ]

    @property
    def seller_id(self) -> int:
        return self.profile.seller_id

    @property
    def title(self) -> str:
        """In the reader's language."""
        return title_in(
            get_language() or "bn",
            bengali=self.title_bn,
            english=self.title_en,
            otherwise=self.title_bn or self.title_en,
        )

    @property
    def state_label(self) -> str:
        return rules.LISTING.state_label(self.state)

    @property
    def terms(self) -> Terms:
        return Terms(**{field: getattr(self, field) for field in TERMS_FIELDS})

    @property
    def seller_ref(self) -> str:
        """Her offer's number, which never changes."""
        return f"L{self.pk}"


class ListingPhoto(models.Model):
    """One of its photos, the first place first. `digest` names it among the catalogue's pictures;
    `findings` are keys of `rules.PHOTO_ADVICE`. `dropped`: the shop may still show it."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="photos")
    digest = models.CharField(max_length=64)
    address = models.CharField(max_length=100)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    place = models.PositiveSmallIntegerField()
    findings: Any = models.JSONField(default=list)
    dropped = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "digest"], name="listing_photo_once")
        ]
        indexes = [models.Index(fields=["digest"], name="listing_photo_digest")]

    @property
    def advice(self) -> list[Any]:
        return [rules.PHOTO_ADVICE[code] for code in self.findings if code in rules.PHOTO_ADVICE]

    @property
    def stops(self) -> bool:
        return rules.photo_stops(self.findings)
