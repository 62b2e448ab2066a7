"""What settlement tells those above it."""

from dataclasses import dataclass

from ekshop.kernel.deadlines import DeadlinePassed, DeadlineWarned


@dataclass(frozen=True)
class SellerPayoutSoon(DeadlineWarned):
    """A seller has to be paid for an order soon."""


@dataclass(frozen=True)
class SellerPayoutOverdue(DeadlinePassed):
    """A seller should have been paid for an order and was not."""
