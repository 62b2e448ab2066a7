"""Cases as the clock sees them: late, adrift, and what time was left."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import Deadline, deadlines_about

from ..clocks import ENTITY, kind_name
from ..models import Case, Verification
from .cases import cases_visible_to


def cases_late_visible_to(actor: Actor) -> QuerySet[Case]:
    """Those whose clock ran out and that still wait where they are; the longest first."""
    late = cases_visible_to(actor).filter(late_since__isnull=False, joined_to__isnull=True)
    return late.order_by("late_since", "id")


PAUSED = "paused"
"""Why the seller's clock was stopped before its time: it asked the complainant something."""


def case_verifications() -> QuerySet[Verification]:
    """Every time all cases were recomputed, the latest first."""
    return Verification.objects.order_by("-id")


def cases_disordered() -> QuerySet[Case]:
    """Those the last check found wrong and could not mend: no owner, no clock, a broken chain.

    For who watches over the platform: to be shown by code and state, nothing of the story.
    """
    last = case_verifications().first()
    return Case.objects.filter(code__in=list(last.wrong) if last else [])


def seller_time_left(case_ids: Sequence[int]) -> dict[int, timedelta]:
    """By case: what was left of the seller's time when it asked the complainant something."""
    asked = deadlines_about(ENTITY, case_ids).filter(
        Q(state=Deadline.State.MET) | Q(state=Deadline.State.CANCELLED, settled_reason=PAUSED),
        kind=kind_name("seller_answer"),
    )
    # The latest of each counts: it comes last.
    return {
        row.entity_id: max(row.due_at - row.settled_at, timedelta(0))
        for row in asked.order_by("settled_at", "id")
        if row.settled_at
    }
