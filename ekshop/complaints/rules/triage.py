"""Whether a rule of triage fits a case."""

from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol, TypeVar

from .categories import law_of

OTHER = "other"
SURE_BP = 6000
"""From this confidence on, in basis points, what the words say is acted on."""


class Sorted(NamedTuple):
    """What of a case the rules look at."""

    category: str
    respondent_kind: str
    district_id: int | None
    paid_poisha: int

    @property
    def law(self) -> str:
        return law_of(self.category)


class Fits(Protocol):
    """What of a rule says which cases are meant; empty fits any."""

    @property
    def position(self) -> int: ...
    @property
    def categories(self) -> Collection[str]: ...
    @property
    def law(self) -> str: ...
    @property
    def respondent_kind(self) -> str: ...
    @property
    def district_id(self) -> int | None: ...
    @property
    def at_least_poisha(self) -> int: ...


R = TypeVar("R", bound=Fits)


def category_to_sort_by(chosen: str, suggested: str, suggested_bp: int) -> str:
    """What was chosen; where nothing fitted, what its words say if that is sure; else "": a person
    looks first."""
    if chosen != OTHER:
        return chosen
    return suggested if suggested_bp >= SURE_BP else ""


def rule_fits(rule: Fits, case: Sorted) -> bool:
    return (
        (not rule.categories or case.category in rule.categories)
        and rule.law in ("", case.law)
        and rule.respondent_kind in ("", case.respondent_kind)
        and rule.district_id in (None, case.district_id)
        and rule.at_least_poisha <= case.paid_poisha
    )


def rule_first(rules: Iterable[R], case: Sorted) -> R | None:
    """The first in their order that fits: by position, the older where two share one."""
    return next((rule for rule in rules if rule_fits(rule, case)), None)
