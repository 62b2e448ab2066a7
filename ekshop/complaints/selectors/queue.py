"""The desk's queue: which cases, in which order, how many in each state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.deadlines import Deadline, deadlines_waiting
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.phones import InvalidMobile, parse_mobile

from .. import rules
from ..clocks import ENTITY, kind_name
from ..models import Agency, Case, Complainant, Respondent
from .cases import cases_visible_to

OPEN, LATE, PAUSED_ONES, CLOSED, ALL = "open", "late", "paused", "closed", "all"
SHELVES = (OPEN, LATE, PAUSED_ONES, CLOSED, ALL)
RECENT = ("-filed_at", "-id")
BY_CLOCK = ("due_at", "id")
_WAITING = Deadline.State.WAITING
_CLOCKS = [kind_name(name) for name in (*rules.CLOCK_STATES, "pause")]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; empty fits any. `text`: a code, a mobile number, or the name of
    a seller or a complainant.

    The shelf of open ones has those with a clock; what a court holds up is on the paused one.
    """

    shelf: str = OPEN
    text: str = ""
    state: str = ""
    owner: str = ""
    category: str = ""
    agency: str = ""
    district: str = ""
    urgency: str = ""
    seller: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def cases_wanted(actor: Actor, wanted: Wanted) -> QuerySet[Case]:
    """Cases the actor may see that fit. An officer's open ones are those that lie with the agency
    now; whoever reads all sees also what is joined, on the shelf of all."""
    found = cases_visible_to(actor).select_related(
        "complainant", "respondent__organisation", "owner_organisation", "district"
    )
    found = _shelved(actor, found, wanted.shelf)
    exact = {
        "state": wanted.state,
        "owner_side": wanted.owner,
        "category": wanted.category,
        "district__slug": wanted.district,
        "urgency": wanted.urgency,
        "respondent_id": wanted.seller,
        "filed_at__gte": wanted.since,
        "filed_at__lt": wanted.until,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.agency:
        at = Agency.objects.filter(code=wanted.agency).values("pk")
        found = found.filter(owner_side=rules.AGENCY, owner_organisation_id__in=at)
    return found.filter(_said(wanted.text)) if wanted.text else found


def deadlines_of_queue(found: QuerySet[Case]) -> QuerySet[Deadline]:
    """The next clock of each of these cases, to be paged by `BY_CLOCK`."""
    clocks = deadlines_waiting().filter(entity=ENTITY, kind__in=_CLOCKS)
    sooner = clocks.filter(entity_id=OuterRef("entity_id")).filter(
        Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), id__lt=OuterRef("id"))
    )
    mine = clocks.filter(entity_id__in=found.order_by().values("pk"))
    return mine.filter(~Exists(sooner)).select_related("rule").order_by(*BY_CLOCK)


def clock_next(deadlines: Sequence[Deadline]) -> Deadline | None:
    """Of a case's clocks the one the queue goes by: a hearing is a date, and moves nothing."""
    mine = [each for each in deadlines if each.kind in _CLOCKS and each.state == _WAITING]
    return min(mine, key=lambda each: (each.due_at, each.pk), default=None)


def cases_in_order(found: QuerySet[Case], ids: Sequence[int]) -> list[Case]:
    """Those of these ids that are among the found, in their order."""
    cases = found.in_bulk(list(ids))
    return [cases[number] for number in ids if number in cases]


@dataclass(frozen=True)
class Counts:
    states: dict[str, int]
    late: int
    paused: int

    @property
    def open(self) -> int:
        return sum(self.states.values())


def queue_counts(actor: Actor, wanted: Wanted) -> Counts:
    """How many open cases fit, by state; whatever shelf or state is looked at."""
    found = cases_wanted(actor, replace(wanted, shelf=OPEN, state="")).order_by()
    rows = found.values_list("state").annotate(number=Count("state"), late=Count("late_since"))
    counted = {state: (number, late) for state, number, late in rows}
    return Counts(
        states={state: counted[state][0] for state in rules.OPEN_STATES if state in counted},
        late=sum(late for _number, late in counted.values()),
        paused=cases_wanted(actor, replace(wanted, shelf=PAUSED_ONES, state="")).count(),
    )


def _shelved(actor: Actor, found: QuerySet[Case], shelf: str) -> QuerySet[Case]:
    if shelf == ALL:
        return found
    if shelf == CLOSED:
        return found.filter(state__in=rules.CLOSED_STATES)
    found = found.filter(state__in=rules.OPEN_STATES, joined_to__isnull=True)
    if actor.role == "officer":
        found = found.filter(owner_side=rules.AGENCY, owner_organisation_id=actor.organisation_id)
    if shelf == PAUSED_ONES:
        return found.filter(paused_at__isnull=False)
    if shelf == LATE:
        found = found.filter(late_since__isnull=False)
    return found.filter(paused_at__isnull=True)


def _said(text: str) -> Q:
    said = normalise(text)
    try:
        return Q(complainant__mobile=parse_mobile(said))
    except InvalidMobile:
        pass
    try:
        return Q(code=parse_code(said))
    except InvalidCode:
        pass
    named = Respondent.objects.filter(
        Q(name__icontains=said)
        | Q(organisation__name_bn__icontains=said)
        | Q(organisation__name_en__icontains=said)
    )
    complained = Complainant.objects.filter(name__icontains=said)
    return Q(respondent_id__in=named.values("pk")) | Q(complainant_id__in=complained.values("pk"))
