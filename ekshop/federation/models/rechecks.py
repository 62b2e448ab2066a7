"""What sellers' systems said when they were asked, at the moment of an order."""

from django.db import models

from .incoming import Feed


class OfferRecheck(models.Model):
    """One offer asked about. `outcome`: a key of `rules.RECHECKS`; the new price only where one
    was heard, `left` in pieces."""

    offer = models.ForeignKey("catalogue.Offer", on_delete=models.CASCADE, related_name="+")
    seller = models.ForeignKey("parties.Organisation", on_delete=models.CASCADE, related_name="+")
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=8)
    old_poisha = models.BigIntegerField()
    new_poisha = models.BigIntegerField(null=True)
    left = models.IntegerField(null=True)
    asked_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["offer", "-asked_at"], name="offer_recheck_latest"),
            models.Index(fields=["seller", "asked_at"], name="offer_recheck_of_seller"),
        ]
