"""Where seller orders stand: what happened, what comes next, by when and under which rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from ekshop.kernel import deadlines, states
from ekshop.kernel.models import Deadline, StateChange
from ekshop.parties.selectors import doers_named

from .. import rules
from ..models import SellerOrder


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened. `by`: who did it, in words; `reason` as they gave it."""

    at: datetime
    state: str
    label: object
    by: str
    reason: str

    @property
    def reason_words(self) -> str:
        """The reason in the reader's language where it is one of ours, else as it was given."""
        return str(dict(rules.DECLINED_FOR).get(self.reason, self.reason))


@dataclass(frozen=True, slots=True)
class Next:
    """What should happen now, by whom. `deadline`: by when and under which rule, if promised."""

    who: str
    who_label: object
    what: object
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class Standing:
    steps: list[Step]
    next: Next | None
    deadlines: list[Deadline]


def standings_of(seller_orders: Sequence[SellerOrder]) -> dict[int, Standing]:
    """By the seller order's id; three statements for any number of them.

    Every deadline about a seller order shows, whoever set it: the one that waits and falls due
    first is what the next step is measured by.
    """
    histories = states.histories_of(seller_orders)
    doers_named(chain.from_iterable(histories.values()))
    promised = deadlines.deadlines_of_many("seller_order", [each.pk for each in seller_orders])
    return {
        each.pk: Standing(
            steps=[_placed(each), *map(_step, histories[each.pk])],
            next=_next(each, promised[each.pk]),
            deadlines=promised[each.pk],
        )
        for each in seller_orders
    }


def _placed(seller_order: SellerOrder) -> Step:
    return Step(seller_order.placed_at, "placed", rules.PLACED_LABEL, "", "")


def _step(change: StateChange) -> Step:
    label = rules.SELLER_ORDER.action_label(change.action, change.from_state)
    return Step(change.at, change.to_state, label, change.doer, change.reason)


def _next(seller_order: SellerOrder, promised: Sequence[Deadline]) -> Next | None:
    step = rules.NEXT_STEPS.get(seller_order.state)
    if step is None:
        return None
    who, what = step
    running = deadlines.deadlines_running(promised)
    return Next(who, rules.ACTORS[who], what, running[0] if running else None)
