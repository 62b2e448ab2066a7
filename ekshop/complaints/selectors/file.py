"""Everything a desk reads of one case's file."""

from django.db.models import Count, Q

from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import Deadline, deadlines_of

from .. import rules
from ..clocks import ENTITY
from ..models import Case, Incident, Joining, Pause, Remedy
from .cases import cases_visible_to

ALIKE_AT_MOST = 12


def case_clocks(case: Case) -> list[Deadline]:
    """Every clock the case ever had, the soonest first, with its rule."""
    return list(deadlines_of((ENTITY, case.pk)))


def remedies_of(case: Case) -> list[Remedy]:
    return list(case.remedies.select_related("refund", "decision").order_by("id"))


def pauses_of(case: Case) -> list[Pause]:
    return list(case.pauses.order_by("id"))


def joinings_of(case: Case) -> list[Joining]:
    """Of the case to another, and of others to it; the first first."""
    both = Joining.objects.filter(Q(case=case) | Q(into=case))
    return list(both.select_related("case", "into").order_by("id"))


def incidents_open(case: Case) -> list[Incident]:
    """Those about its seller that still take cases in."""
    return list(
        Incident.objects.filter(respondent_id=case.respondent_id, closed_at__isnull=True).order_by(
            "-id"
        )
    )


def cases_alike(actor: Actor, case: Case) -> list[Case]:
    """Others about the same seller by the same person or for the same order or payment: the
    likely duplicates. Wholly certain is only a person."""
    same = Q(complainant_id=case.complainant_id)
    if case.seller_order_id:
        same |= Q(seller_order_id=case.seller_order_id)
    if case.transaction_id:
        same |= Q(transaction_id=case.transaction_id)
    found = cases_visible_to(actor).filter(same, respondent_id=case.respondent_id)
    return list(found.exclude(pk=case.pk).order_by("-filed_at", "-id")[:ALIKE_AT_MOST])


def seller_standing(case: Case) -> dict[str, int]:
    """How many complaints there are about the seller: all, open, broken promises."""
    counted: dict[str, int] = Case.objects.filter(respondent_id=case.respondent_id).aggregate(
        all=Count("id"),
        open=Count("id", filter=Q(state__in=rules.OPEN_STATES)),
        broken=Count("id", filter=Q(promises_broken__gt=0)),
    )
    return counted
