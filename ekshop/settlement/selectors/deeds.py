"""What waits for a second person."""

from collections.abc import Collection

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.parties.rules import allowed

from .. import rules
from ..models import TwoPersonDeed


def deeds_waiting(actor: Actor, kinds: Collection[str]) -> QuerySet[TwoPersonDeed]:
    """Of these kinds what the actor may decide, the oldest first."""
    mine = [each for each in kinds if allowed(rules.DEED_PERMISSION[each], actor.role)]
    rows = TwoPersonDeed.objects.select_related("asked_by").filter(state="asked", kind__in=mine)
    return rows.order_by("id")
