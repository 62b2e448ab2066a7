"""Schemes as people read them: the terms, where a centre stands, what was won."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import NotFound
from ekshop.orders import selectors as orders
from ekshop.parties.selectors import organisation_named

from ... import rules
from ...models import (
    Prize,
    PrizeAward,
    PrizeFlag,
    PrizeObjection,
    PrizePlace,
    PrizeResult,
    PrizeScheme,
    PrizeStanding,
)
from .counting import counted

PUBLIC_STATES = ("published", "frozen", "confirmed", "finished")
WON_STATES = ("confirmed", "finished")


def schemes_visible_to(actor: Actor) -> QuerySet[PrizeScheme]:
    """Everybody reads what is published; the operator and the auditor also what is not yet."""
    rows = PrizeScheme.objects.prefetch_related("places__place")
    if actor.role in {"operator", "auditor"}:
        return rows
    return rows.filter(state__in=PUBLIC_STATES)


def scheme_for(actor: Actor, scheme_id: int) -> PrizeScheme:
    """Errors: NotFound, also for a draft that is not the actor's to see."""
    found = schemes_visible_to(actor).filter(pk=scheme_id).first()
    if found is None:
        raise NotFound(what="prize_scheme")
    return found


def running_schemes() -> list[PrizeScheme]:
    """Published and not frozen, the first to end first."""
    return list(PrizeScheme.objects.filter(state="published").order_by("last_month", "id"))


@dataclass(frozen=True, slots=True)
class PrizeList:
    """A scheme's prizes by what they are for, each in its order."""

    steps: list[Prize]
    country: list[Prize]
    division: list[Prize]

    @property
    def sponsors(self) -> list[Any]:
        """Each once, by name."""
        all_of_them = [*self.steps, *self.country, *self.division]
        found = {each.sponsor_id: each.sponsor for each in all_of_them if each.sponsor_id}
        return sorted(found.values(), key=lambda each: str(each.name))


def prizes_of(scheme: PrizeScheme) -> PrizeList:
    """One statement."""
    rows = list(scheme.prizes.select_related("sponsor").order_by("id"))
    return PrizeList(
        steps=sorted(
            (row for row in rows if row.kind == "step"), key=lambda row: row.threshold_poisha or 0
        ),
        country=sorted(
            (row for row in rows if row.kind == "country"), key=lambda row: row.first_rank or 0
        ),
        division=sorted(
            (row for row in rows if row.kind == "division"), key=lambda row: row.first_rank or 0
        ),
    )


def prizes_by_scheme(schemes: list[PrizeScheme]) -> dict[int, list[Prize]]:
    """For a list's page, in one statement."""
    found: dict[int, list[Prize]] = {scheme.pk: [] for scheme in schemes}
    for prize in Prize.objects.filter(scheme__in=schemes).select_related("sponsor").order_by("id"):
        found[prize.scheme_id].append(prize)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where one centre stands in a running scheme; amounts in poisha.

    `step`: reached, with what is locked. `missing_poisha` is to the next step, `behind_poisha`
    to whoever is next before it.
    """

    counted_poisha: int
    waiting_poisha: int
    returned_poisha: int
    lines: int
    rank: int | None
    division_rank: int | None
    excluded_by: PrizeFlag | None
    step: Prize | None
    next_step: Prize | None
    behind_poisha: int | None
    running: int

    @property
    def missing_poisha(self) -> int | None:
        if self.next_step is None or self.next_step.threshold_poisha is None:
            return None
        return self.next_step.threshold_poisha - self.counted_poisha


def takes_part(scheme: PrizeScheme, centre_id: int) -> bool:
    """Whether the centre is where the scheme is for."""
    places = {row.place_id for row in scheme.places.all()}
    if not places:
        return True
    district = organisation_named(centre_id).centre.district
    return bool(places & {district.pk, district.parent_id})


def place_of(scheme: PrizeScheme, centre_id: int) -> Place:
    """As last reckoned: the kept row and the scheme's prizes, however many take part."""
    rows = PrizeStanding.objects.select_related("excluded_by")
    row = rows.filter(scheme=scheme, centre_id=centre_id).first()
    steps = prizes_of(scheme).steps
    counted = row.counted_poisha if row else 0
    excluded_by = row.excluded_by if row else None
    return Place(
        counted_poisha=counted,
        waiting_poisha=row.waiting_poisha if row else 0,
        returned_poisha=row.returned_poisha if row else 0,
        lines=row.lines if row else 0,
        rank=row.rank if row else None,
        division_rank=row.division_rank if row else None,
        excluded_by=excluded_by,
        step=None if excluded_by else rules.step_reached(steps, counted),
        next_step=None if excluded_by else rules.step_next(steps, counted),
        behind_poisha=row.behind_poisha if row else _behind_the_last(scheme),
        running=scheme.ranked,
    )


def _behind_the_last(scheme: PrizeScheme) -> int | None:
    """For a centre that sold nothing yet."""
    ranked = PrizeStanding.objects.filter(scheme=scheme, rank__isnull=False)
    return ranked.order_by("-rank", "-id").values_list("counted_poisha", flat=True).first()


def standings_of(scheme: PrizeScheme) -> QuerySet[PrizeStanding]:
    """To be paged by (`rank`, `id`)."""
    return PrizeStanding.objects.filter(scheme=scheme, rank__isnull=False).select_related(
        "centre", "division"
    )


def results_of(scheme: PrizeScheme) -> QuerySet[PrizeResult]:
    """Who has a rank, to be paged by (`rank`, `id`)."""
    return scheme.results.filter(rank__isnull=False).select_related("centre", "division", "step")


def results_left_out(scheme: PrizeScheme) -> list[PrizeResult]:
    """Who was excluded, with the flag that says why."""
    rows = scheme.results.filter(excluded_by__isnull=False).select_related("centre", "excluded_by")
    return list(rows.order_by("centre__name_en", "id"))


def result_of(scheme: PrizeScheme, centre_id: int) -> PrizeResult | None:
    """One centre's, while the result is frozen or confirmed."""
    rows = scheme.results.select_related("step", "excluded_by", "division")
    return rows.filter(centre_id=centre_id).first()


def flags_of(scheme: PrizeScheme, *, state: str = "") -> QuerySet[PrizeFlag]:
    """To be paged by (`id`)."""
    rows = scheme.flags.select_related("centre", "judged_by")
    return rows.filter(state=state) if state else rows


def flag_for(actor: Actor, flag_id: int) -> PrizeFlag:
    """Errors: NotFound."""
    if actor.role not in {"operator", "auditor"}:
        raise NotFound(what="prize_flag")
    rows = PrizeFlag.objects.select_related("scheme", "centre", "judged_by")
    found = rows.filter(pk=flag_id).first()
    if found is None:
        raise NotFound(what="prize_flag")
    return found


def flag_lines(actor: Actor, flag: PrizeFlag) -> list[Any]:
    """The order lines it points at, with their orders, the newest first, at most 200."""
    ids = flag.evidence.values_list("order_line_id", flat=True)
    rows = orders.lines_visible_to(actor).filter(pk__in=list(ids))
    return list(
        rows.select_related("seller_order__order", "seller_order__seller").order_by("-id")[:200]
    )


def own_flags(scheme: PrizeScheme, centre_id: int) -> list[PrizeFlag]:
    """What was upheld against a centre: it reads why."""
    return list(scheme.flags.filter(centre_id=centre_id, state="upheld").order_by("id"))


def awards_of(scheme: PrizeScheme, *, centre_id: int | None = None) -> QuerySet[PrizeAward]:
    """Everybody who won, in the order of prizes and ranks; to be paged by (`id`)."""
    rows = scheme.awards.select_related(
        "centre__centre__district", "prize__sponsor", "noted_by", "named_by"
    )
    if centre_id is not None:
        rows = rows.filter(centre_id=centre_id)
    return rows.order_by("id")


def award_for(award_id: int) -> PrizeAward:
    """Errors: NotFound."""
    rows = PrizeAward.objects.select_related("scheme", "centre", "prize")
    found = rows.filter(pk=award_id).first()
    if found is None:
        raise NotFound(what="prize_award")
    return found


def objections_of(scheme: PrizeScheme, *, centre_id: int | None = None) -> list[PrizeObjection]:
    """The oldest first."""
    rows = scheme.objections.select_related("centre", "made_by", "answered_by").order_by("id")
    return list(rows if centre_id is None else rows.filter(centre_id=centre_id))


def schemes_counted() -> QuerySet[PrizeScheme]:
    """All for the operator's list, the latest first, with flags to judge and prizes to hand over."""
    return PrizeScheme.objects.annotate(
        open_flags=Count("flags", filter=Q(flags__state="open"), distinct=True),
        due_awards=Count("awards", filter=Q(awards__state="due"), distinct=True),
    ).prefetch_related("places__place")


def place_names(scheme: PrizeScheme) -> list[str]:
    """Where it is for, in the reader's language; empty: everywhere."""
    rows: list[PrizePlace] = sorted(scheme.places.all(), key=lambda row: row.place.name_en)
    return [row.place.name for row in rows]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many centres a draft's prizes would have gone to, had its rules held in one month."""

    centres: int
    steps: list[tuple[Prize, int]]

    @property
    def worth_poisha(self) -> int:
        return sum(prize.value_poisha * number for prize, number in self.steps)


def reach_preview(scheme: PrizeScheme, *, month: str, now: datetime) -> Reach:
    """The scheme's ladder on a month gone by, with what of it is locked by now."""
    thought = copy(scheme)
    thought.first_month = thought.last_month = month
    thought.settles_on = max(dhaka_date(now), scheme.settles_on)
    entries, _waiting = counted(thought, until=now)
    steps = prizes_of(scheme).steps
    reached = [rules.step_reached(steps, entry.counted_poisha) for entry in entries]
    return Reach(
        centres=len(entries),
        steps=[(step, sum(1 for each in reached if each == step)) for step in steps],
    )
