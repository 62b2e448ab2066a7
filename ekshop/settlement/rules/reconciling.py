"""Our books beside a provider's statement and a seller's table: what may differ, and what mends it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

RECONCILIATION = Machine(
    name="reconciliation",
    initial="open",
    states={"open": _("Being looked at"), "signed": _("Signed off")},
    transitions=[("open", "sign", "signed", _("Signed off"))],
)

MISMATCH = Machine(
    name="mismatch",
    initial="open",
    states={
        "open": _("Waits for somebody"),
        "asked": _("Waits for a second person"),
        "settled": _("Settled"),
        "gone": _("Agrees by now"),
        "returned": _("Agrees by now: what was booked is booked back"),
    },
    transitions=[
        ("open", "ask", "asked", _("Correction asked for")),
        ("asked", "refuse", "open", _("Correction not confirmed")),
        ("asked", "settle", "settled", _("Settled by two persons")),
        (("open", "asked"), "vanish", "gone", _("Agrees by now")),
        ("gone", "reopen", "open", _("Does not agree any more")),
        ("settled", "return", "returned", _("Its line came: booked back")),
    ],
)

MISMATCH_WORDS = {
    "unknown": _("We do not know whether it was paid; the statement does not name it"),
    "paid_though_failed": _("The statement says paid, our books say not paid"),
    "only_ours": _("Our books say paid, the statement does not name it"),
    "amount_differs": _("Another amount"),
    "fee_differs": _("Another fee"),
    "only_theirs": _("It is on theirs, not on ours"),
}
MISMATCH_KINDS = list(MISMATCH_WORDS.items())

ACTIONS = {
    "count_as_paid": _("Count it as paid"),
    "book_fee": _("Book the difference in the fee"),
    "book_difference": _("Book the difference as under inquiry"),
    "correct_line": _("Correct the commission in the next month"),
    "explained": _("Both are right, and this is why"),
}
MISMATCH_ACTIONS = list(ACTIONS.items())
LAST_BEFORE_FIRST = _("The last day is before the first.")
WHAT_TO_DO = {
    "unknown": _(
        "Bring a statement that covers the hours after it was sent. Where it is not named in it, a "
        "second person says so on the payout’s page, and it can be sent again."
    ),
    "paid_though_failed": _("Do not send it again. Count it as paid, unless another one was."),
    "only_ours": _(
        "Ask the provider with its number. Until it answers, keep the sum as under inquiry."
    ),
    "amount_differs": _("Keep the difference as under inquiry and ask which of the two is right."),
    "fee_differs": _("Book what the provider really charged."),
    "only_theirs": _("Find out who asked for it. Until then keep the sum as under inquiry."),
}
BY_SELLER = {
    "only_ours": _("Ask the seller whether the order is missing on its side."),
    "only_theirs": _("See whether the order’s window is still open: then it comes next month."),
    "amount_differs": _("Compare what was accepted and the rate frozen with the order."),
}

_POSSIBLE = {
    "provider": {
        "unknown": ["explained"],
        "paid_though_failed": ["count_as_paid", "book_difference"],
        "only_ours": ["book_difference", "explained"],
        "amount_differs": ["book_difference", "explained"],
        "fee_differs": ["book_fee", "explained"],
        "only_theirs": ["book_difference", "explained"],
    },
    "seller": {
        "only_ours": ["explained"],
        "only_theirs": ["explained"],
        "amount_differs": ["correct_line", "explained"],
    },
}
"""What may mend a kind, the proposed one first."""

RECONCILIATION_SIDES = [
    ("provider", _("A provider’s statement")),
    ("seller", _("A seller’s table")),
]


def actions_for(side: str, kind: str) -> list[str]:
    return _POSSIBLE[side][kind]


@dataclass(frozen=True)
class Found:
    """One thing that does not agree. `key` is the same each time it is looked at; poisha."""

    key: str
    kind: str
    reference: str
    ours_poisha: int | None
    theirs_poisha: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Compared:
    matched: int
    found: list[Found]

    def without(self, settled: Collection[str]) -> "Compared":
        """These keys were settled elsewhere: they agree."""
        left = [each for each in self.found if each.key not in settled]
        return Compared(self.matched + len(self.found) - len(left), left)


def orders_compared(ours: Mapping[str, int], theirs: Mapping[str, int]) -> Compared:
    """Two tables of order code to poisha. An order that comes to nothing on one side and is not
    on the other agrees."""
    found, matched = [], 0
    for code in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(code), theirs.get(code)
        if (mine or 0) == (other or 0):
            matched += 1
            continue
        kind = "only_ours" if other is None else "only_theirs" if mine is None else "amount_differs"
        found.append(Found(f"order:{code}", kind, code, mine, other, {}))
    return Compared(matched, found)
