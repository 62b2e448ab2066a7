"""Who a producer is beyond an organisation that sells: identity, craft, what she can make, when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from ekshop.kernel.encrypted import Blind, EncryptedField
from ekshop.producers import rules

from .wallets import WalletAsked


class ProducerProfile(WalletAsked):
    """One for each producer, beside her organisation; until it is approved she sells nothing.

    `hands`: how many people make her goods. `said`: why she was sent back, in the operator's words.
    """

    machine = rules.PRODUCER

    seller = models.OneToOneField(
        "parties.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=rules.PRODUCER.initial)
    identity_kind = models.CharField(max_length=8, choices=rules.IDENTITY_KINDS)
    identity_number = EncryptedField(context="identity", blank=True)
    craft = models.CharField(max_length=16, choices=rules.CRAFTS)
    craft_bn = models.CharField(max_length=120)
    craft_en = models.CharField(max_length=120, blank=True)
    district = models.ForeignKey("parties.Place", on_delete=models.PROTECT, related_name="+")
    capacity_a_month = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=8, choices=rules.UNITS, default="piece")
    lead_days = models.PositiveSmallIntegerField(default=0)
    hands = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=300, blank=True)
    brought_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("identity_kind"),
                Blind("identity_number"),
                condition=~Q(state="withdrawn") & ~Q(identity_number=""),
                name="producer_identity_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(said=""), name="producer_sent_back_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-brought_at", "-id"], name="producer_by_state"),
            models.Index(fields=["centre", "-brought_at", "-id"], name="producer_by_centre"),
            models.Index(Blind("wallet_proved"), name="producer_wallet"),
        ]

    @property
    def identity_shown(self) -> str:
        """The number as pages show it."""
        return rules.identity_mask(self.identity_number)

    @property
    def craft_name(self) -> str:
        """In her own words, for whoever reads."""
        return self.craft_en if self.craft_en and get_language() == "en" else self.craft_bn


class ProducerRest(models.Model):
    """Days she does not work, both included: a wedding, Eid, the harvest, an illness."""

    profile = models.ForeignKey(ProducerProfile, on_delete=models.CASCADE, related_name="rests")
    from_day = models.DateField()
    to_day = models.DateField()
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")), name="producer_rest_forward"
            )
        ]
        indexes = [models.Index(fields=["profile", "to_day"], name="producer_rest_ahead")]


class ProducerPhoto(models.Model):
    """Her portrait, or where she works; `profile` is null while it belongs to a draft."""

    profile = models.ForeignKey(
        ProducerProfile, null=True, on_delete=models.CASCADE, related_name="photos"
    )
    draft = models.ForeignKey(
        "producers.ProducerDraft", null=True, on_delete=models.CASCADE, related_name="photos"
    )
    kind = models.CharField(max_length=10, choices=rules.PHOTO_KINDS)
    token = models.UUIDField(unique=True)
    name = models.CharField(max_length=120)
    small_name = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(profile__isnull=False) | Q(draft__isnull=False),
                name="producer_photo_of_something",
            )
        ]


class IdentityLook(models.Model):
    """Somebody saw a whole identity number, and wrote why; the producer can read it."""

    profile = models.ForeignKey(ProducerProfile, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey("parties.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
