"""Which rules of triage hold, which fits a case, and where others would have sent the past."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case as Branch
from django.db.models import Count, F, Q, QuerySet, Value, When

from ekshop.kernel.actors import Actor
from ekshop.kernel.composed import Composed, Given
from ekshop.kernel.errors import NotFound

from .. import rules
from ..models import Case, TriageRule
from .cases import cases_visible_to

DRY_RUN_DAYS = 90
_SORTED_BY = Branch(
    When(~Q(category=rules.OTHER), then=F("category")),
    When(suggested_bp__gte=rules.SURE_BP, then=F("suggested_category")),
    default=Value(""),
)
"""`rules.category_to_sort_by` as an expression."""
TO_SELLER, TO_COORDINATOR, TO_AGENCY = "seller", "coordinator", "agency"


def triage_rules_at(at: datetime | Given) -> QuerySet[TriageRule]:
    """Those that hold at that moment, in the order in which they are asked."""
    holding = TriageRule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at
    )
    return _shown(holding).order_by("position", "id")


def triage_rules_to_come(now: datetime) -> QuerySet[TriageRule]:
    return _shown(TriageRule.objects.filter(valid_from__gt=now)).order_by("valid_from", "position")


def triage_rules_ended(now: datetime) -> QuerySet[TriageRule]:
    """The latest ended first."""
    return _shown(TriageRule.objects.filter(valid_to__lte=now)).order_by("-valid_to", "-id")


def triage_rule_get(rule_id: int) -> TriageRule:
    """Raises NotFound."""
    found = _shown(TriageRule.objects.filter(pk=rule_id)).first()
    if found is None:
        raise NotFound(what="triage rule")
    return found


def triage_rule_for(case: Case, *, at: datetime) -> TriageRule | None:
    """The first rule in order that fits the case and holds then; none where a person must see
    first what it is about."""
    category = rules.category_to_sort_by(case.category, case.suggested_category, case.suggested_bp)
    if not category:
        return None
    seen = rules.Sorted(category, case.respondent.kind, case.district_id, case.paid_poisha)
    return rules.rule_first(_HOLDING.all(at=at), seen)


_HOLDING = Composed(lambda given: triage_rules_at(given("at")))


@dataclass(frozen=True)
class Destination:
    """`now`: cases the rules that hold would send there; `then`: with the change."""

    kind: str
    agency: str
    now: int
    then: int

    @property
    def change(self) -> int:
        return self.then - self.now


@dataclass(frozen=True)
class OfLaw:
    """Of the cases that fall under one law ("": none is known), how many would go elsewhere."""

    law: str
    cases: int
    moved: int


@dataclass(frozen=True)
class DryRun:
    cases: int
    moved: int
    since: datetime
    destinations: list[Destination]
    laws: list[OfLaw]


def triage_dry_run(
    actor: Actor,
    *,
    draft: TriageRule | None,
    without_id: int | None,
    now: datetime,
    days: int = DRY_RUN_DAYS,
) -> DryRun:
    """Where the cases of the last days would have gone with `draft` among the rules and without
    the one it replaces. Nothing is changed; `draft` need not be saved. Only cases the actor may see are counted.
    """
    present = list(triage_rules_at(now))
    future = [rule for rule in present if rule.pk != without_id]
    if draft is not None:
        future = sorted([*future, draft], key=lambda rule: (rule.position, rule.pk or 2**62))
    since = now - timedelta(days=days)
    alike = (
        cases_visible_to(actor)
        .filter(filed_at__gte=since)
        .annotate(sorted_by=_SORTED_BY)
        .values_list("sorted_by", "respondent__kind", "district_id", "paid_poisha")
        .annotate(number=Count("id"))
        .order_by()
    )
    before: Counter[tuple[str, str]] = Counter()
    after: Counter[tuple[str, str]] = Counter()
    under: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    for *told, number in alike.iterator():
        case = rules.Sorted(*told)
        goes, would = _goes(present, case), _goes(future, case)
        before[goes] += number
        after[would] += number
        under[case.law] += number
        moved[case.law] += number if goes != would else 0
    places = sorted({*before, *after}, key=lambda place: (-after[place], place))
    return DryRun(
        under.total(),
        moved.total(),
        since,
        [Destination(*each, before[each], after[each]) for each in places],
        [OfLaw(law, under[law], moved[law]) for law in [*rules.LAWS, ""] if under[law]],
    )


def _goes(asked: Sequence[TriageRule], case: rules.Sorted) -> tuple[str, str]:
    rule = rules.rule_first(asked, case) if case.category else None
    if rule is None or not (rule.to_seller or rule.agency):
        return (TO_COORDINATOR, "")
    return (TO_AGENCY, rule.agency.name) if rule.agency else (TO_SELLER, "")


def _shown(found: QuerySet[TriageRule]) -> QuerySet[TriageRule]:
    return found.select_related("agency__organisation", "district", "made_by")
