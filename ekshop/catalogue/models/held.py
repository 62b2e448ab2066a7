"""What a seller's list says that is not believed at once, and from which shares on."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from .. import rules
from .goods import Category, Offer


class HeldChange(models.Model):
    """A new price or stock that waits for someone's word; until then the shop shows the old one.

    `what` says what the values are: "price" in poisha, "stock" in pieces; `reason` is a key of
    `rules.HELD_REASONS`. While a row is held it carries the newest value its seller gave: another
    strange one takes its place, a sane one overtakes it. `batch`: the reading that brought it.
    `vouched_by`: who of the seller's people said that it is right.
    """

    machine = rules.HELD_CHANGE

    PRICE, STOCK = "price", "stock"

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    seller = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    feed_id = models.BigIntegerField(null=True)
    batch = models.BigIntegerField()
    what = models.CharField(max_length=5)
    reason = models.CharField(max_length=10)
    old_value = models.BigIntegerField()
    new_value = models.BigIntegerField()
    new_list_poisha = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, default=rules.HELD_CHANGE.initial)
    held_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    vouched_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    vouched_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["seller", "state", "-id"], name="held_change_of_seller"),
            models.Index(
                fields=["held_at", "id"], condition=Q(state="held"), name="held_change_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "what"], condition=Q(state="held"), name="held_change_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(vouched_by=None)
                | Q(decided_by=None)
                | ~Q(state="released")
                | ~Q(vouched_by=F("decided_by")),
                name="held_change_released_by_another",
            ),
        ]

    @property
    def is_price(self) -> bool:
        return self.what == self.PRICE

    @property
    def share(self) -> int:
        """By how much it would change, in whole per cent of the old value; negative for a fall."""
        return round(100 * (self.new_value - self.old_value) / self.old_value)

    @property
    def share_shown(self) -> int:
        """The share without its sign."""
        return abs(self.share)

    @property
    def reason_label(self) -> Any:
        return rules.HELD_REASONS[self.what, self.reason]


class UnconfirmedFeed(models.Model):
    """A list of goods that was not confirmed since: its offers say so, and stand behind others."""

    feed_id = models.BigIntegerField(primary_key=True)
    since = models.DateTimeField()


class HoldTerm(models.Model):
    """From which share on a price is held, for a seller, a category of ours, or both; else the
    rule book's holds. A category's goes for those below it.

    `seller_releases`: two of the seller's own people may release what is held, without us.
    """

    seller = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.CASCADE, related_name="+"
    )
    category = models.ForeignKey(Category, null=True, on_delete=models.CASCADE, related_name="+")
    fall_bp = models.PositiveIntegerField(null=True)
    rise_bp = models.PositiveIntegerField(null=True)
    seller_releases = models.BooleanField(default=False)
    set_by = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seller", "category"], nulls_distinct=False, name="hold_term_once"
            ),
            models.CheckConstraint(
                condition=Q(fall_bp=None) | Q(fall_bp__lt=10_000), name="hold_term_fall_below_all"
            ),
            models.CheckConstraint(
                condition=Q(seller_releases=False) | Q(seller__isnull=False, category=None),
                name="hold_term_release_is_of_a_seller",
            ),
        ]
