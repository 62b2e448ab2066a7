"""Enrolling by table: brought, looked through, enrolled; every good row kept, every other told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.jobs import job
from ekshop.kernel.tables import table_read
from ekshop.parties.models import EnrolmentFile
from ekshop.parties.selectors import actor_of

from .access import require
from .enrol import centre_enrol, partner_enrol
from .enrolment_tables import COLUMNS, Looked, columns_matched, rows_looked_through

ACTIONS = {"centre": "centre.enrol", "partner": "partner.enrol"}
BATCH = 50


@transaction.atomic
def enrolment_file_bring(
    *, actor: Actor, kind: str, filename: str, content: bytes, now: datetime
) -> EnrolmentFile:
    """Reads the table and keeps its rows; enrols nobody yet.

    Raises NotAllowed, TableUnreadable, InvalidInput for missing columns.
    """
    if kind not in ACTIONS:
        raise NotFound(kind=kind)
    require(actor, ACTIONS[kind])
    if actor.person_id is None or actor.membership_id is None:
        raise NotAllowed()
    table = table_read(content)
    matched = columns_matched(kind, table.header)
    rows = [
        [line, {key: cells[place] for place, key in matched.items() if place < len(cells)}]
        for line, cells in table.rows
    ]
    return EnrolmentFile.objects.create(
        kind=kind,
        filename=filename[:120],
        note=_untranslated(table.note),
        rows=rows,
        brought_by_id=actor.person,
        membership_id=actor.membership_id,
        created_at=now,
    )


def enrolment_file_looked(*, actor: Actor, file: EnrolmentFile, now: datetime) -> Looked:
    """What the rows that are not enrolled ask for now, and what is wrong with the others."""
    require(actor, ACTIONS[file.kind])
    done = set(file.enrolled)
    waiting = [(line, row) for line, row in file.rows if line not in done]
    return rows_looked_through(file.kind, waiting, now)


@transaction.atomic
def enrolment_file_enrol(*, actor: Actor, file: EnrolmentFile, now: datetime) -> EnrolmentFile:
    """Enrols the good rows: a small table at once, a large one by a worker, fifty at a time."""
    require(actor, ACTIONS[file.kind])
    states.move(file, "start", actor=actor, now=now)
    if len(file.rows) <= BATCH:
        _enrol_batch(file, actor, now)
    else:
        enrolment_file_work.later(file_id=file.pk)
    return file


@job(name="parties.enrolment_file_work")
def enrolment_file_work(*, file_id: int) -> None:
    """One batch, and a job for the next: progress is kept, and a lost worker repeats nothing."""
    with transaction.atomic():
        file = EnrolmentFile.objects.select_for_update().get(pk=file_id)
        if file.state != "running":
            return
        membership = file.membership
        actor = actor_of(file.brought_by, membership if membership.active else None)
        _enrol_batch(file, actor, clock.now())
        if file.state == "running":
            enrolment_file_work.later(file_id=file.pk)


def _enrol_batch(file: EnrolmentFile, actor: Actor, now: datetime) -> None:
    batch = file.rows[file.looked_at : file.looked_at + BATCH]
    looked = rows_looked_through(file.kind, [(line, row) for line, row in batch], now)
    enrolled = []
    for line, asked in looked.good.items():
        try:
            with transaction.atomic():
                _enrol(file.kind, actor, asked, now)
        except InvalidInput:
            continue
        enrolled.append(line)
    file.enrolled = [*file.enrolled, *enrolled]
    file.looked_at += len(batch)
    file.save(update_fields=["enrolled", "looked_at"])
    if file.looked_at >= len(file.rows):
        states.move(file, "finish", actor=actor, now=now)


def _enrol(kind: str, actor: Actor, asked: dict[str, Any], now: datetime) -> None:
    if kind == "centre":
        centre_enrol(actor=actor, now=now, **asked)
    else:
        partner_enrol(actor=actor, now=now, **asked)


def _untranslated(note: Any) -> str:
    """Kept in English, and translated whenever it is shown."""
    with override("en"):
        return str(note)


def enrolment_template(kind: str) -> tuple[list[Any], list[str]]:
    """The first line and one example of a table that would be taken. Raises NotFound."""
    if kind not in COLUMNS:
        raise NotFound(kind=kind)
    return [each.label for each in COLUMNS[kind]], [each.example for each in COLUMNS[kind]]
