"""A provider paid by file: what is configured is its columns and its words; the rest is here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..selectors.payouts import masked
from .shape import Outcome, PaperUnreadable, ResultRow, Slip, StatementLine, StatementRead
from .sheets import labelled, moment_of, poisha_of, records, rows_of, taka_of, written

RESULT = {
    "status": "Status",
    "reason": "Reason",
    "trx_id": "Transaction ID",
    "fee": "Fee",
    "at": "Processed At",
    "holder": "Holder",
}
STATEMENT = {
    "at": "Date",
    "trx_id": "Transaction ID",
    "kind": "Type",
    "reference": "Reference",
    "number": "Account",
    "amount": "Amount",
    "fee": "Fee",
}
STATUS = {"SUCCESS": "succeeded", "FAILED": "failed"}
REASONS = {
    "INVALID ACCOUNT": "wrong_number",
    "NOT REGISTERED": "no_account",
    "CLOSED": "blocked",
    "LIMIT": "over_limit",
    "NAME MISMATCH": "other_name",
    "INSUFFICIENT BALANCE": "balance",
    "INVALID AMOUNT": "amount",
}
KINDS = {"Payment": "payout", "Deposit": "top_up"}


class FileProvider:
    """`setting` names the settings' JSON object: `format`, `columns`, and if the provider's differ
    `result`, `statement`, `status`, `reasons`, `kinds` in place of those above."""

    def __init__(self, setting: str) -> None:
        self._setting = setting

    def _told(self, name: str, usual: Mapping[str, str]) -> Mapping[str, str]:
        told: Mapping[str, str] = getattr(settings, self._setting).get(name, usual)
        return told

    @property
    def _columns(self) -> Mapping[str, str]:
        return self._told("columns", {})

    @property
    def format(self) -> str:
        return str(getattr(settings, self._setting).get("format", "xlsx"))

    def file(self, slips: Sequence[Slip], form: str) -> bytes:
        def row(slip: Slip) -> dict[str, str]:
            return {
                "reference": slip.invoice,
                "wallet": slip.number,
                "routing": slip.routing,
                "amount": taka_of(slip.amount_poisha),
                "name": slip.holder,
            }

        columns = self._columns
        rows = [[row(slip)[name] for name in columns] for slip in slips]
        return written(form, [list(columns.values()), *rows])

    def result(self, content: bytes) -> Sequence[ResultRow]:
        columns = {**self._columns, **self._told("result", RESULT)}
        return [self._row(line, row) for line, row in records(rows_of(content), columns)]

    def _row(self, line: int, row: dict[str, str]) -> ResultRow:
        return ResultRow(
            line=line,
            reference=row["reference"],
            number=row["wallet"],
            amount_poisha=poisha_of(row["amount"]),
            holder=row["holder"],
            outcome=self._outcome(row),
        )

    def _outcome(self, row: dict[str, str]) -> Outcome | None:
        """None where what it says cannot be so: no known status, or paid without a number."""
        fate = self._told("status", STATUS).get(row["status"].upper())
        fee = poisha_of(row["fee"] or "0")
        if fate == "failed":
            reason = self._told("reasons", REASONS).get(row["reason"].upper(), "refused")
            return Outcome("failed", reason, row["reason"][:24], answer=_kept(row))
        if fate != "succeeded" or not row["trx_id"] or fee is None or fee < 0:
            return None
        return Outcome(
            "succeeded",
            trx_id=row["trx_id"][:40],
            fee_poisha=fee,
            at=moment_of(row["at"]),
            answer=_kept(row),
        )

    def statement(self, content: bytes) -> StatementRead:
        told = self._told("statement", STATEMENT)
        return statement_of(content, told, self._told("kinds", KINDS))


def _kept(row: Mapping[str, str]) -> dict[str, Any]:
    return {**row, "wallet": masked(row["wallet"])}


def statement_of(
    content: bytes, columns: Mapping[str, str], kinds: Mapping[str, str]
) -> StatementRead:
    """A statement with its period above and its movements below. Raises PaperUnreadable, also for
    a single line that cannot be read: a statement with holes proves nothing."""
    rows = rows_of(content)
    begins, ends = labelled(rows, "from"), labelled(rows, "to")
    if begins is None or ends is None or ends < begins:
        raise PaperUnreadable(why=_("it does not say which period it covers."))
    lines = []
    for line, row in records(rows, columns):
        amount, fee, at = (
            poisha_of(row["amount"]),
            poisha_of(row["fee"] or "0"),
            moment_of(row["at"]),
        )
        if amount is None or fee is None or fee < 0 or at is None or not row["trx_id"]:
            raise PaperUnreadable(why=_("line %s cannot be read.") % line)
        lines.append(
            StatementLine(
                line=line,
                kind=kinds.get(row["kind"], "other"),
                reference=row["reference"][:40],
                trx_id=row["trx_id"][:40],
                number=row["number"][:40],
                amount_poisha=amount,
                fee_poisha=fee,
                at=at,
            )
        )
    return StatementRead(begins, ends, lines)


def as_json(line: StatementLine) -> dict[str, Any]:
    """The line as kept beside what was made of it."""
    return {**line.__dict__, "at": line.at.isoformat()}
