"""What complaints tell: to the desks' systems, to those waiting, to the seller's record."""

from dataclasses import dataclass

from ekshop.kernel.deadlines import DeadlinePassed, DeadlineWarned
from ekshop.kernel.events import Event


@dataclass(frozen=True)
class CaseClockWarned(DeadlineWarned):
    """A case's clock will run out soon."""


@dataclass(frozen=True)
class CaseClockPassed(DeadlinePassed):
    """A case's clock ran out: the case moves on by itself."""


@dataclass(frozen=True)
class CasePauseOver(DeadlinePassed):
    """A pause that has a cap reached it: the clocks go on."""


@dataclass(frozen=True)
class CaseFiled(Event):
    """A complaint waits to be sorted."""

    case_id: int


@dataclass(frozen=True)
class CaseReceived(Event):
    """Whoever complained is to have its number."""

    case_id: int


@dataclass(frozen=True)
class CaseMoved(Event):
    """Both sides are to hear that a case changed its state; `entry_id` is the timeline's entry that
    says how. They hear of it with the step itself (`kernel.telling`): this is told where that could
    not be, or where a history is loaded."""

    case_id: int
    action: str
    state: str
    entry_id: int


@dataclass(frozen=True)
class OpenCasesChanged(Event):
    """A registered seller has one open case more, or one less."""

    case_id: int


@dataclass(frozen=True)
class EvidenceAdded(Event):
    """A file waits to be scanned."""

    evidence_id: int


@dataclass(frozen=True)
class ReferralSent(Event):
    """A case was referred: the letter is to go the agency's way."""

    referral_id: int


@dataclass(frozen=True)
class ReferralMoved(Event):
    """An agency accepted a case, passed it on, gave it back, decided it or was appealed against."""

    referral_id: int
    action: str
    state: str


@dataclass(frozen=True)
class BulkActAsked(Event):
    """One act on many cases waits to be worked."""

    act_id: int
