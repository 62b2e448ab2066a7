"""What makes a seller worth a second look, and what may come of it. Pure arithmetic.

A signal is never a verdict: it says what was counted, against what, and from which limit on; a
person reviews it, the seller is heard, and only then anything is said in public.
"""

from dataclasses import dataclass
from math import sqrt

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

SIGNALS = [
    ("surge", _("Many more complaints than usual")),
    ("advance_share", _("Paid in advance and not delivered")),
    ("undelivered_value", _("Much money outstanding")),
    ("silence", _("Does not answer")),
    ("shared_handle", _("Uses the number or page of another seller")),
    ("name_change", _("Was known by another name before")),
    ("same_text", _("Complaints in the same words")),
]

ALERT = Machine(
    name="seller_alert",
    initial="raised",
    states={
        "raised": _("To be reviewed"),
        "noticed": _("The seller was asked for its word"),
        "warned": _("The public was warned"),
        "hold_recommended": _("A hold of its money was recommended"),
        "lifted": _("The warning was lifted"),
        "dismissed": _("Nothing in it"),
    },
    transitions=[
        ("raised", "notice", "noticed", _("The seller is asked for its word")),
        (("raised", "noticed"), "dismiss", "dismissed", _("Found to be nothing")),
        ("noticed", "warn", "warned", _("The public is warned")),
        (("noticed", "warned"), "recommend_hold", "hold_recommended", _("A hold is recommended")),
        (("warned", "hold_recommended"), "lift", "lifted", _("Lifted")),
    ],
)
OPEN_ALERT_STATES = ("raised", "noticed", "warned", "hold_recommended")
UNDELIVERED = ("not_delivered", "late", "advance_taken")

DEVIATIONS = 3
"""How far above its usual week a seller's week must be: three standard deviations of a count."""


@dataclass(frozen=True)
class Measured:
    """What was counted, what it is compared with, and from what on it counts as a signal."""

    value: int
    compared: int
    limit: int
    of: int = 0

    @property
    def is_signal(self) -> bool:
        return self.value >= self.limit

    def as_data(self) -> dict[str, int]:
        return {
            "value": self.value,
            "compared": self.compared,
            "limit": self.limit,
            "of": self.of,
        }


def surge(this_week: int, weeks_before: int, total_before: int, *, at_least: int) -> Measured:
    """A week's complaints against the usual week before it.

    The limit is the usual week plus three deviations of a count as chance would have it, and never
    below `at_least`, so that three complaints after none are no surge.
    """
    usual = total_before / max(weeks_before, 1)
    limit = max(at_least, int(usual + DEVIATIONS * sqrt(max(usual, 1)) + 0.999))
    return Measured(value=this_week, compared=round(usual), limit=limit)


def share(part: int, whole: int, *, limit_bp: int, at_least: int) -> Measured:
    """`part` of `whole` in basis points, told only where there are `at_least` of the whole."""
    value = part * 10_000 // whole if whole >= at_least else 0
    return Measured(value=value, compared=part, limit=limit_bp, of=whole)
