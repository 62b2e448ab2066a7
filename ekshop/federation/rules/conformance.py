"""The trial of a seller's integration: its steps, what each asks, and every reason it may fail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

RUN = Machine(
    name="conformance_run",
    initial="running",
    states={
        "running": _("Under way"),
        "passed": _("Passed"),
        "failed": _("Not passed"),
        "stopped": _("Stopped"),
    },
    transitions=[
        ("running", "pass", "passed", _("Passed")),
        ("running", "fail", "failed", _("Not passed")),
        ("running", "stop", "stopped", _("Stopped")),
    ],
)

STEP = Machine(
    name="conformance_step",
    initial="waiting",
    states={
        "waiting": _("To come"),
        "running": _("Waits for your system"),
        "passed": _("Passed"),
        "failed": _("Not passed"),
        "skipped": _("Left out"),
    },
    transitions=[
        ("waiting", "begin", "running", _("Begun")),
        ("waiting", "skip", "skipped", _("Left out")),
        ("running", "pass", "passed", _("Passed")),
        ("running", "fail", "failed", _("Not passed")),
    ],
)

PORTAL, WEBHOOK = "portal", "webhook"
"""How a seller hears of orders, besides a connector's key: on our pages, or by its webhook."""

A_DAY = "trials_a_day"
"""The rule of how many trials a seller may begin in a day of Dhaka."""
PATIENCE = timedelta(minutes=15)
LEAST_PATIENCE, MOST_PATIENCE = timedelta(seconds=5), timedelta(days=2)
"""How long one step waits for the seller's system."""
LEAST_QUIET, MOST_QUIET = timedelta(seconds=1), timedelta(seconds=15)
EVERY = timedelta(seconds=3)
STALE = timedelta(hours=2)
"""How old the signed time of the message is that should be refused for its age."""
GOODS, FIRST = "goods", "order"
"""The step that has no order, and the one whose order the messages after it are about."""
REFUSED_ROWS_PERCENT = 20
LEAST_GOODS = 2


@dataclass(frozen=True)
class Step:
    """`needs`: steps without which it means nothing. `ways`: only for those who hear so; empty: all.

    `proof`: the line of the log its judgement rests on, as (direction, what stands in its text).
    """

    key: str
    title: Any
    asks: Any
    proof: tuple[str, str]
    needs: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()

    def is_for(self, way: str) -> bool:
        return not self.ways or way in self.ways


STEPS = (
    Step(
        "goods",
        _("Your goods arrive"),
        _("At least two articles are in stock here, and few rows of your list were refused."),
        proof=("own", "goods:"),
    ),
    Step(
        "order",
        _("A trial order reaches you"),
        _("Your system takes the message of a new order."),
        proof=("out", "seller_order.placed msg_"),
        needs=("goods",),
    ),
    Step(
        "confirmed",
        _("You confirm it"),
        _("Every line of the order is confirmed."),
        proof=("in", "/confirm"),
        needs=("order",),
    ),
    Step(
        "forged",
        _("A forged message is refused"),
        _("A message whose signature is wrong gets an answer from 400 to 499."),
        proof=("out", "(forged)"),
        needs=("order",),
        ways=(WEBHOOK,),
    ),
    Step(
        "stale",
        _("An old message is refused"),
        _("A message signed two hours ago, as a copied one would be, gets 400 to 499."),
        proof=("out", "(stale)"),
        needs=("order",),
        ways=(WEBHOOK,),
    ),
    Step(
        "repeated",
        _("A repeated message does nothing"),
        _("The same message again is taken, and nothing happens twice."),
        proof=("out", "(repeated)"),
        needs=("confirmed",),
        ways=(WEBHOOK,),
    ),
    Step(
        "shipped",
        _("You ship it"),
        _("One parcel is booked for the order and handed to a courier."),
        proof=("in", "/shipments"),
        needs=("confirmed",),
    ),
    Step(
        "refused",
        _("The parcel is inspected and refused"),
        _("Your system takes the news that the goods arrived and were not accepted."),
        proof=("out", "inspection.recorded"),
        needs=("shipped",),
    ),
    Step(
        "late",
        _("News out of order does nothing"),
        _("The first message comes once more after all is over: taken, and nothing moves."),
        proof=("out", "(late)"),
        needs=("refused",),
        ways=(WEBHOOK,),
    ),
    Step(
        "declined",
        _("You decline what you do not have"),
        _("An order for the article you named, or that you decline by hand, is declined."),
        proof=("in", "/confirm"),
        needs=("order",),
    ),
    Step(
        "partly",
        _("You send a part"),
        _("Of two articles one is declined, the other confirmed and shipped."),
        proof=("in", "/shipments"),
        needs=("declined", "shipped"),
    ),
    Step(
        "cancelled",
        _("A cancelled order is let go"),
        _("The centre takes an order back at once; your system takes the news and ships nothing."),
        proof=("out", "seller_order.cancelled"),
        needs=("order",),
    ),
)
BY_KEY: dict[str, Step] = {step.key: step for step in STEPS}

# What the seller does by hand where it hears of orders on our pages.
BY_HAND: dict[str, Any] = {
    "confirmed": _("Open the order and confirm every line of it."),
    "shipped": _("Open the order, book one parcel for it, and say when the courier has it."),
    "declined": _("Open the order and decline it."),
    "partly": _("Open the order: confirm one article, decline the other, and send the first."),
}

# Why a step was passed or not. %(…)s come from the step's data.
VERDICTS: dict[str, Any] = {
    "goods_fine": _("%(live)s articles in stock; %(rejected)s of %(rows)s rows refused."),
    "goods_few": _(
        "Only %(live)s articles are in stock here; two are needed, with two pieces each."
    ),
    "rows_refused": _("%(rejected)s of %(rows)s rows of your last list were refused."),
    "decline_unknown": _("There is no article “%(ref)s” in stock; name another to decline."),
    "taken": _("Taken with status %(status)s after %(ms)s ms."),
    "on_the_page": _("It stands among your orders."),
    "in_the_shop": _("It stands in your shop as number %(ref)s."),
    "not_taken": _("Your system answered %(status)s: %(answer)s"),
    "unreached": _("Your system could not be reached: %(answer)s"),
    "no_answer": _("Nothing came within the time of this step."),
    "confirmed": _("All lines confirmed after %(seconds)s s."),
    "not_confirmed": _("The order became “%(state)s”; it should have been confirmed whole."),
    "refused_rightly": _("Refused with status %(status)s."),
    "accepted_wrongly": _("It was taken with status %(status)s; anybody could send you orders."),
    "answered_otherwise": _("The answer was %(status)s; 400 to 499 is what says no."),
    "unmoved": _("Taken with status %(status)s, and nothing happened twice."),
    "moved_again": _("It was acted on again: %(what)s."),
    "shipped": _("Parcel %(code)s handed over after %(seconds)s s."),
    "declined": _("Declined after %(seconds)s s: %(reason)s."),
    "not_declined": _("The order became “%(state)s”; it should have been declined."),
    "partly": _("%(yes)s confirmed and shipped, %(no)s declined."),
    "not_partly": _("%(yes)s lines confirmed and %(no)s declined; one of each was expected."),
    "let_go": _("Nothing was shipped, and the news was taken."),
    "shipped_cancelled": _("A parcel was booked for a cancelled order."),
    "needs": _("Left out, because “%(step)s” was not passed."),
    "not_for_way": _("Not needed for the way you hear of orders."),
    "internal": _("Something went wrong on our side. Start the trial again."),
}


def quiet(patience: timedelta) -> timedelta:
    """How long a system that should do nothing is watched doing nothing."""
    return min(max(patience / 10, LEAST_QUIET), MOST_QUIET)


Verdict = tuple[str, str, dict[str, Any]]
"""("pass" | "fail", a key of VERDICTS, its data)."""
Judge = Callable[..., Verdict | None]
