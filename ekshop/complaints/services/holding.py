"""A case held: its row locked until the transaction ends, so that everything about it comes in turn."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.composed import Composed, Given
from ekshop.kernel.errors import NotFound

from ..models import Case
from ..selectors import cases_visible_to


def case_held(actor: Actor, case_id: int) -> Case:
    """The case, with its complainant and respondent.

    Raises NotFound, also for a case that is not the actor's to see.
    """
    case = _held_by(actor.kind, actor.role, bool(actor.mobile)).first(
        case=case_id,
        organisation=actor.organisation_id,
        mobile=actor.mobile,
        holds=actor.holds,
    )
    if case is None:
        raise NotFound(what="case")
    return case


@lru_cache(maxsize=200)
def _held_by(kind: str, role: str, proved: bool) -> Composed[Case]:
    """What `cases_visible_to` says of any actor of that kind, composed once."""

    def make(given: type[Given]) -> QuerySet[Case]:
        asking = Actor(
            kind=kind,  # type: ignore[arg-type]
            role=role,
            organisation_id=given("organisation"),  # type: ignore[arg-type]
            mobile=given("mobile") if proved else "",  # type: ignore[arg-type]
            holds=given("holds"),  # type: ignore[arg-type]
        )
        held = cases_visible_to(asking).select_for_update(of=("self",))
        return held.filter(pk=given("case"), joined_to__isnull=True)

    return Composed(make)


def cases_held(case_ids: Iterable[int]) -> dict[int, Case]:
    """By id, those that stand for themselves, for the platform's own acts on many. Their rows are
    held in one order, so that two batches that overlap cannot wait for each other."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("complainant", "respondent")
    held = rows.filter(pk__in=set(case_ids), joined_to__isnull=True).order_by("pk")
    return {case.pk: case for case in held}
