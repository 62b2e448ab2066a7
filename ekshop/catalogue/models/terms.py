"""How long an offer takes to make, keeps and travels, and when there is any of it."""

from django.db import models
from django.db.models import F, Q

from .. import rules
from .goods import Offer


class OfferTerms(models.Model):
    """What its seller says of an offer; see `rules.Terms`. No row: it says nothing.

    `by_feed`: its list says so, and when the list does not any more, they are gone. What was said
    otherwise stays until the list says something."""

    offer = models.OneToOneField(
        Offer, on_delete=models.CASCADE, primary_key=True, related_name="terms"
    )
    made_to_order_days = models.PositiveSmallIntegerField(null=True)
    shelf_life_days = models.PositiveSmallIntegerField(null=True)
    travel_days = models.PositiveSmallIntegerField(null=True)
    season_from = models.PositiveSmallIntegerField(null=True)
    season_to = models.PositiveSmallIntegerField(null=True)
    by_feed = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(season_from__isnull=True, season_to__isnull=True)
                | Q(season_from__range=(101, 1231), season_to__range=(101, 1231)),
                name="terms_season_whole",
            ),
            models.CheckConstraint(
                condition=Q(travel_days__isnull=True)
                | Q(shelf_life_days__isnull=True)
                | Q(travel_days__lte=F("shelf_life_days")),
                name="terms_keeps_on_the_way",
            ),
        ]

    @property
    def said(self) -> rules.Terms:
        return rules.Terms(
            self.made_to_order_days,
            self.shelf_life_days,
            self.travel_days,
            self.season_from,
            self.season_to,
        )
