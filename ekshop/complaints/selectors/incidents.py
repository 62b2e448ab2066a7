"""Incidents: many cases about one seller, and how far the acts on all of them are."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound

from .. import rules
from ..models import BulkAct, BulkActCase, Case, Incident
from .cases import cases_visible_to


def incidents_visible_to(actor: Actor) -> QuerySet[Incident]:
    """All for those who see all cases; for an officer those with a case referred to the agency."""
    found = Incident.objects.select_related("respondent__organisation")
    if actor.is_system or actor.role in ("coordinator", "auditor"):
        return found
    seen = cases_visible_to(actor).values("pk")
    return found.filter(pk__in=Incident.objects.filter(members__case__in=seen).values("pk"))


def incident_for(actor: Actor, code: str) -> Incident:
    """Raises NotFound, also for one that is not the actor's to see."""
    found = incidents_visible_to(actor).filter(code=code).first()
    if found is None:
        raise NotFound(what="incident")
    return found


def incident_cases(actor: Actor, incident: Incident) -> QuerySet[Case]:
    """Those of its cases the actor may see."""
    return cases_visible_to(actor).filter(incident_place__incident=incident)


@dataclass(frozen=True)
class IncidentFigures:
    cases: int
    open: int
    paid_poisha: int
    states: list[tuple[str, int]]


def incident_figures(actor: Actor, incident: Incident) -> IncidentFigures:
    """How many cases, how many open, what was paid in all, and where they stand."""
    rows = (
        incident_cases(actor, incident)
        .order_by()
        .values_list("state")
        .annotate(number=Count("id"), paid=Sum("paid_poisha"))
    )
    counted = {state: (number, paid or 0) for state, number, paid in rows}
    return IncidentFigures(
        cases=sum(number for number, _paid in counted.values()),
        open=sum(counted[s][0] for s in rules.OPEN_STATES if s in counted),
        paid_poisha=sum(paid for _number, paid in counted.values()),
        states=[(state, counted[state][0]) for state in rules.CASE.states if state in counted],
    )


def incident_counts(incidents: list[Incident]) -> dict[int, int]:
    """How many cases each has."""
    rows = Incident.objects.filter(pk__in=[each.pk for each in incidents]).annotate(
        number=Count("members")
    )
    return {each.pk: each.number for each in rows}


@dataclass(frozen=True)
class Progress:
    act: BulkAct
    all: int
    done: int
    refused: int

    @property
    def worked(self) -> int:
        return self.done + self.refused


def bulk_acts_of(incident: Incident) -> list[Progress]:
    """The latest first."""
    rows = (
        incident.acts.select_related("agency__organisation")
        .annotate(
            rows_all=Count("rows"),
            rows_done=Count("rows", filter=Q(rows__state="done")),
            rows_refused=Count("rows", filter=Q(rows__state="refused")),
        )
        .order_by("-id")
    )
    return [Progress(each, each.rows_all, each.rows_done, each.rows_refused) for each in rows]


def bulk_refusals(incident: Incident) -> list[BulkActCase]:
    """What could not be done, with the words that say why; the latest first."""
    rows = BulkActCase.objects.filter(act__incident=incident, state="refused")
    return list(rows.select_related("case", "act").order_by("-id")[:100])
