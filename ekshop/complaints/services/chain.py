"""The timeline's entries, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from ekshop.kernel.actors import Actor

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
    CaseEntry.objects.bulk_create(rows)
    for (case, _entry), row in zip(written, rows, strict=True):
        case.entries_written, case.last_hash = row.number, row.hash
    if not heads:
        return rows
    with connection.cursor() as cursor:
        cursor.execute(
            _HEADS,
            [[row.case_id for row in rows], [r.number for r in rows], [r.hash for r in rows]],
        )
    return rows


_HEADS = """
    UPDATE complaints_case SET entries_written = head.number, last_hash = head.hash
    FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS head (id, number, hash)
    WHERE complaints_case.id = head.id
"""


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
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
