"""The timeline's entries, each sealed with the hash of the one before."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
    number = case.entries_written + 1
    row = CaseEntry(
        case=case,
        number=number,
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
    row.save(force_insert=True)
    case.entries_written, case.last_hash = number, row.hash
    case.save(update_fields=["entries_written", "last_hash"])
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
        row.at.isoformat(),
        row.actor_kind,
        row.actor_person_id,
        row.actor_organisation_id,
        row.actor_role,
        row.actor_label,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
