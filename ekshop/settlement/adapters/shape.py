"""What every way of paying has in common."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.errors import DomainError

Fate = Literal["succeeded", "failed", "unknown", "unsent"]
"""`unsent`: surely nothing was paid, and trying again later needs no person."""


class ProviderTrouble(DomainError):
    """A question to the provider had no usable answer. `data["trouble"]`: rules.BATCH_TROUBLE."""

    code = "provider_trouble"
    message = _("The provider did not answer.")
    http_status = 502


class PaperUnreadable(DomainError):
    """The file as a whole is not what the provider gives."""

    code = "paper_unreadable"
    message = _("This is not a file of this provider: %(why)s")
    http_status = 422


@dataclass(frozen=True)
class Slip:
    """One payment to be made. `invoice` is ours and of this attempt alone."""

    invoice: str
    number: str
    amount_poisha: int
    holder: str = ""
    routing: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a slip. `reason` is a key of rules.REASONS where it did not succeed; `code`
    the provider's own; `at` when it says it paid; `answer` what it said, as far as readable."""

    fate: Fate
    reason: str = ""
    code: str = ""
    trx_id: str = ""
    fee_poisha: int = 0
    at: datetime | None = None
    answer: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ResultRow:
    """A row of a result file. `outcome` is None where its status cannot be understood."""

    line: int
    reference: str
    number: str
    amount_poisha: int | None
    holder: str
    outcome: Outcome | None


@dataclass(frozen=True)
class StatementLine:
    """`kind`: "payout", "top_up", or "other"."""

    line: int
    kind: str
    reference: str
    trx_id: str
    number: str
    amount_poisha: int
    fee_poisha: int
    at: datetime


@dataclass(frozen=True)
class StatementRead:
    """A provider's statement: every movement from one instant to another."""

    covers_from: datetime
    covers_until: datetime
    lines: Sequence[StatementLine]


class ReadsStatements(Protocol):
    def statement(self, content: bytes) -> StatementRead:
        """Raises PaperUnreadable."""
        ...


class ByCall(ReadsStatements, Protocol):
    """Pays one slip a call."""

    def balance(self, now: datetime) -> int:
        """What can be paid out, in poisha. Raises ProviderTrouble."""
        ...

    def collected(self, now: datetime) -> int:
        """What lies in the account `fill` takes from, in poisha. Raises ProviderTrouble."""
        ...

    def fill(self, amount_poisha: int, now: datetime) -> Outcome:
        """Move collected money to where it is paid out from."""
        ...

    def pay(self, slip: Slip, now: datetime) -> Outcome:
        """Never raises for what the other side does: whatever is not sure is unknown."""
        ...

    def search(self, trx_id: str, now: datetime) -> StatementLine | None:
        """The payment with that transaction number; None where there is none. Raises
        ProviderTrouble."""
        ...


class ByFile(ReadsStatements, Protocol):
    """Pays a file of slips that a person takes to the bank."""

    @property
    def format(self) -> str:
        """What the bank takes: "xlsx" or "csv"."""
        ...

    def file(self, slips: Sequence[Slip], form: str) -> bytes:
        """`form`: "xlsx" or "csv". The same slips make the same rows."""
        ...

    def result(self, content: bytes) -> Sequence[ResultRow]:
        """Raises PaperUnreadable."""
        ...
