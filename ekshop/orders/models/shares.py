"""Which member of a group makes how many pieces of an order line."""

from django.db import models
from django.db.models import F, Q

from .orders import OrderLine


class GroupShare(models.Model):
    """Allotted when the group confirms. `accepted`: of what the buyer's centre accepted, in
    proportion. `moved_poisha`: what the books have moved to her of the group's money by now."""

    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="shares")
    member = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField(default=0)
    moved_poisha = models.BigIntegerField(default=0)
    allotted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "member"], name="group_share_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, accepted__lte=F("quantity")),
                name="group_share_never_more_than_allotted",
            ),
        ]
        indexes = [models.Index(fields=["member", "-allotted_at"], name="group_share_lately")]
