"""What settlement tells those above it."""

from dataclasses import dataclass

from ekshop.kernel.deadlines import DeadlinePassed, DeadlineWarned
from ekshop.kernel.events import Event


@dataclass(frozen=True)
class SellerPayoutSoon(DeadlineWarned):
    """A seller has to be paid for an order soon."""


@dataclass(frozen=True)
class SellerPayoutOverdue(DeadlinePassed):
    """A seller should have been paid for an order and was not."""


@dataclass(frozen=True)
class StatementsReady(Event):
    """A centre's statements of a month stand; they can be read and disputed."""

    close_id: int
    centre_id: int


@dataclass(frozen=True)
class SellerMonthToApprove(Event):
    """The disputes of a month are over: the seller can approve and fund what it comes to."""

    seller_month_id: int


@dataclass(frozen=True)
class StatementPaid(Event):
    """The money of a statement has arrived."""

    statement_id: int


@dataclass(frozen=True)
class StatementBrought(Event):
    """A provider's statement was read: what was booked as under inquiry may stand in it."""

    provider: str


@dataclass(frozen=True)
class PrizesWon(Event):
    """The result of a scheme is confirmed, and a centre won something by it."""

    scheme_id: int
    centre_id: int


@dataclass(frozen=True)
class StatementDisputed(Event):
    """An entrepreneur does not agree with a line; its seller has to answer."""

    dispute_id: int


@dataclass(frozen=True)
class DisputeSettled(Event):
    """A dispute was accepted or rejected."""

    dispute_id: int
