"""Cases in the order in which they fall due."""

from datetime import UTC, datetime

from django.db.models import DateTimeField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ekshop.kernel.deadlines import Deadline

from .. import rules
from ..clocks import ENTITY, kind_name
from ..models import Case

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for the clock of a case on which none runs, so that such come last."""


def by_clock(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Each with `clock_due`, to be paged by (`clock_due`, `id`): when whoever must act must have
    acted. The law's last day to complain is not such a clock."""
    running = (
        Deadline.objects.filter(
            entity=ENTITY, entity_id=OuterRef("pk"), state=Deadline.State.WAITING
        )
        .exclude(kind=kind_name("admissible"))
        .order_by("due_at")
        .values("due_at")[:1]
    )
    due = Coalesce(Subquery(running), Value(NEVER), output_field=DateTimeField())
    return cases.annotate(clock_due=due)


def to_answer(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those on which the seller must act."""
    waiting = [state for state, turn in rules.TURNS.items() if turn.side == rules.SELLER]
    return cases.filter(state__in=waiting, joined_to__isnull=True)
