"""What is kept about searching itself: what the operator says of words and order, and what was sought in vain."""

from django.db import models


class SearchTuning(models.Model):
    """Everything the operator says about searching, as one version; the newest holds.

    A change writes the whole again, so that undoing one is writing what stood before. `synonyms`:
    a list of [[words], [finds]]; `weights`: per cents by name (see `search.weights`). `change`
    says what made this version, `told` of what ("বই | book").
    """

    synonyms = models.JSONField(default=list)
    weights = models.JSONField(default=dict)
    change = models.CharField(max_length=24)
    told = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()


class SearchMiss(models.Model):
    """Words that found nothing. Nothing here says who asked: no number, no address, no hour.

    `state`: open; "mended" by a synonym; "not_sold", if the house does not sell it.
    """

    OPEN, MENDED, NOT_SOLD = "open", "mended", "not_sold"

    query = models.CharField(max_length=80, unique=True)
    times = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, default=OPEN)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-times", "-id"], name="search_miss_often"),
        ]
