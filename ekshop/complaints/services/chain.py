"""The timeline's entries, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from ekshop.kernel.actors import Actor
from ekshop.kernel.statements import insert, update

from .. import rules
from ..models import Case, CaseEntry


@dataclass(frozen=True)
class Entry:
    """What is to be written: `text` is someone's words, `data` is what a page makes words of.

    `seen_by` names the sides that may read it: the offices always may.
    """

    kind: str
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    seen_by: tuple[str, ...] = rules.EVERYONE


def entry_write(case: Case, entry: Entry, *, actor: Actor, side: str, now: datetime) -> CaseEntry:
    """The next link of the chain. The caller holds the case's row, so that no two take one number.

    Sets the chain's new head on `case` and in its row.
    """
    return entries_write([(case, entry)], actor=actor, side=side, now=now)[0]


def entries_write(
    written: Sequence[tuple[Case, Entry]],
    *,
    actor: Actor,
    side: str,
    now: datetime,
    heads: bool = True,
) -> list[CaseEntry]:
    """One link for each of several cases, all of them held by the caller; two statements. Without
    `heads` the new heads are set on the objects only, and the caller writes them."""
    rows = [_link(case, entry, actor, side, now) for case, entry in written]
    insert(rows)
    for (case, _entry), row in zip(written, rows, strict=True):
        case.entries_written, case.last_hash = row.number, row.hash
    if not heads:
        return rows
    cases = [case for case, _entry in written]
    each = {name: [of(case) for case in cases] for name, of in HEAD.items()}
    update(Case, {}, where={}, each={"id": [case.pk for case in cases], **each})
    return rows


HEAD: dict[str, Callable[[Case], Any]] = {
    "entries_written": attrgetter("entries_written"),
    "last_hash": attrgetter("last_hash"),
}
"""The columns that say where a case's chain ends."""


def _link(case: Case, entry: Entry, actor: Actor, side: str, now: datetime) -> CaseEntry:
    row = CaseEntry(
        case=case,
        number=case.entries_written + 1,
        kind=entry.kind,
        side=side,
        seen_by=sorted({*entry.seen_by, rules.COORDINATOR}),
        text=entry.text,
        data=entry.data,
        at=now,
        previous_hash=case.last_hash,
        **actor.columns(),
    )
    row.hash = hash_of(case.code, row)
    return row


def hash_of(code: str, row: CaseEntry) -> str:
    """SHA-256, in hexadecimal, over everything the entry says and the hash before it."""
    return hashlib.sha256(said_by(code, row).encode()).hexdigest()


def said_by(code: str, row: CaseEntry) -> str:
    """What is sealed."""
    said = [
        row.previous_hash,
        code,
        row.number,
        row.kind,
        row.side,
        row.seen_by,
        row.text,
        row.data,
        row.at.astimezone(UTC).isoformat(),
        row.actor_kind,
        row.actor_person_id,
        row.actor_organisation_id,
        row.actor_role,
        row.actor_label,
    ]
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
