"""What one person asked for and another has to confirm."""

from django.db import models
from django.db.models import F, Q

from .. import rules

PERSON = "parties.Person"


class TwoPersonDeed(models.Model):
    """A payment or a write-off above the rule book's limit. Nothing is booked before the second
    person has confirmed it, and then by what is so by then.

    `about` and `entity_id` name what it is done to; `terms`: what whoever does it is told, as the
    first person said it.
    """

    machine = rules.TWO_PERSON_DEED

    kind = models.CharField(max_length=16, choices=rules.DEED_KINDS)
    about = models.CharField(max_length=40)
    entity_id = models.BigIntegerField(default=0)
    amount_poisha = models.PositiveBigIntegerField()
    note = models.CharField(max_length=300)
    terms = models.JSONField()
    state = models.CharField(max_length=8, default=rules.TWO_PERSON_DEED.initial)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about", "entity_id"],
                condition=Q(state="asked"),
                name="two_person_deed_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="two_person_deed_by_two_people",
            ),
        ]
