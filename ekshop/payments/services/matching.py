"""Reading our own statement and finding on it what centres said they passed on."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import NotAnAmount, normalise, parse_taka
from ekshop.kernel.clashes import refused_as
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.kernel.tables import Table, TableUnreadable, sheet_read
from ekshop.parties.selectors import wallet_holders
from ekshop.parties.services import require

from .. import rules
from ..models import CollectionFile, CollectionRow, Remittance
from .remitted import reference_read, remittance_book_arrived

MATCHING = Actor.system("matching")


class FileKnown(Conflict):
    code = "collection_file_known"
    message = _("This very file was brought before, on %(day)s.")


def collection_file_bring(
    *, actor: Actor, medium: str, filename: str, content: bytes, now: datetime
) -> CollectionFile:
    """Take up a statement (CSV or XLSX; which columns say what is configured by medium) and match.

    Rows are what came in; one known from an earlier file is counted, one known with another
    amount, or that cannot be read, is told of in `problems`, and everything else is kept.
    Errors: NotAllowed, InvalidInput, TableUnreadable, FileKnown.
    """
    require(actor, "collection.work")
    if medium not in dict(rules.REMITTANCE_MEDIA):
        raise InvalidInput({"medium": _("Choose whose statement it is.")})
    digest = hashlib.sha256(content).hexdigest()
    known = CollectionFile.objects.filter(digest=digest).first()
    if known:
        raise FileKnown(day=known.brought_at.date().isoformat())
    table = sheet_read(content)
    places = _places(table, medium)
    rows, problems = _read(table, places)
    brought = FileKnown(day=now.date().isoformat())
    with refused_as(payments_collectionfile_digest_key=brought):
        file = CollectionFile.objects.create(
            medium=medium,
            filename=filename[:120],
            digest=digest,
            rows_count=len(table.rows),
            problems=problems,
            brought_by_id=actor.person,
            brought_at=now,
        )
        _keep(file, rows)
        audit_write(
            actor=actor,
            action="collection_file_bring",
            entity="collection_file",
            entity_id=file.pk,
            data={"name": file.filename, "number": len(table.rows)},
            now=now,
        )
    collection_match(now=now, references=[row["reference"] for row in rows])
    return file


def collection_match(*, now: datetime, references: Collection[str] = ()) -> int:
    """Match what waits on both sides by medium, number and amount; says how many met.

    The same number with another amount, or from a wallet that is not the centre's, is left to a
    person, as is a number nobody reported. Each
    pair is a transaction of its own: held together, their accounts would wait for one another.
    """
    waiting = CollectionRow.objects.filter(state__in=rules.OPEN_ROWS)
    if references:
        waiting = waiting.filter(reference__in=references)
    rows = {(row.medium, row.reference): row.pk for row in waiting}
    reported = Remittance.objects.filter(
        state__in=rules.OPEN_REMITTANCES, reference__in={key[1] for key in rows}
    ).values_list("pk", "medium", "reference")
    pairs = [
        (pk, rows[medium, reference])
        for pk, medium, reference in reported
        if (medium, reference) in rows
    ]
    return sum(_pair(remittance_id, row_id, now) for remittance_id, row_id in pairs)


def _pair(remittance_id: int, row_id: int, now: datetime) -> bool:
    with transaction.atomic():
        row = CollectionRow.objects.select_for_update().get(pk=row_id)
        remittance = Remittance.objects.select_for_update().get(pk=remittance_id)
        if row.state not in rules.OPEN_ROWS or remittance.state not in rules.OPEN_REMITTANCES:
            return False
        if row.amount_poisha != remittance.amount_poisha:
            CollectionRow.objects.filter(pk=row.pk).update(state="differs")
            return False
        if not _may_have_sent(remittance, row):
            CollectionRow.objects.filter(pk=row.pk).update(state="sender")
            return False
        _arrived(row, remittance, now)
    return True


def _may_have_sent(remittance: Remittance, row: CollectionRow) -> bool:
    """Whoever knows another's transfer may report it first: where a wallet's statement names the
    number that sent it, that is one of the centre's who reported it, or of its people's."""
    told = [] if row.medium == "bank" else rules.wallets_told(row.sender)
    return not told or any(
        each.organisation.pk == remittance.centre_id
        for number in told
        for each in wallet_holders(number)
    )


def _arrived(row: CollectionRow, remittance: Remittance, now: datetime) -> None:
    states.move(remittance, "match", actor=MATCHING, now=now, also={"decided_at": now})
    CollectionRow.objects.filter(pk=row.pk).update(state="matched", remittance=remittance)
    remittance_book_arrived(remittance, now=now)


def collection_row_set_aside(
    *, actor: Actor, row_id: int, note: str, now: datetime
) -> CollectionRow:
    """This money was passed on by no centre, and what it is. Errors: NotAllowed, NotFound,
    Conflict where it was matched meanwhile, InvalidInput."""
    require(actor, "collection.work")
    said = normalise(note).strip()[:300]
    if len(said) < 5:
        raise InvalidInput({"note": _("Say what this money is.")})
    with transaction.atomic():
        row = CollectionRow.objects.select_for_update().filter(pk=row_id).first()
        if row is None:
            raise NotFound(what="row")
        if row.state not in rules.OPEN_ROWS:
            raise Conflict
        row.state, row.note, row.set_aside_by_id = "aside", said, actor.person
        row.save(update_fields=["state", "note", "set_aside_by"])
        audit_write(
            actor=actor,
            action="collection_row_set_aside",
            entity="collection_row",
            entity_id=row.pk,
            data={"number": row.reference, "reason": said},
            now=now,
        )
    return row


def _places(table: Table, medium: str) -> dict[str, int]:
    """Which column holds what, by the headings configured for the medium.

    Raises TableUnreadable naming what is not there.
    """
    headings = [cell.casefold() for cell in table.header]
    places: dict[str, int] = {}
    missing = []
    for name, known in settings.COLLECTION_COLUMNS[medium].items():
        found = next((headings.index(each) for each in known if each in headings), None)
        if found is not None:
            places[name] = found
        elif name in ("reference", "amount"):
            missing.append(known[0])
    if missing:
        raise TableUnreadable(
            "table_columns_missing",
            _("These columns are not in the file: %(columns)s."),
            columns=", ".join(missing),
        )
    return places


def _read(
    table: Table, places: dict[str, int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows: dict[str, dict[str, Any]] = {}
    problems: list[dict[str, Any]] = []

    def problem(line: int, why: str, text: str) -> None:
        problems.append({"line": line, "why": why, "text": text[:120]})

    for line, cells in table.rows:
        told = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
        reference = reference_read(told["reference"])
        if not reference or len(reference) > 60:
            problem(line, "no_reference", told["reference"])
            continue
        try:
            amount = parse_taka(told["amount"])
        except NotAnAmount:
            problem(line, "no_amount", told["amount"])
            continue
        if amount <= 0:
            # What went out is no business of a collection.
            continue
        if reference in rows:
            problem(line, "twice", reference)
            continue
        rows[reference] = {
            "line": line,
            "reference": reference,
            "amount_poisha": amount,
            "on": told.get("on", "")[:40],
            "sender": told.get("sender", "")[:120],
        }
    return list(rows.values()), problems


def _keep(file: CollectionFile, rows: list[dict[str, Any]]) -> None:
    known = dict(
        CollectionRow.objects.filter(
            medium=file.medium, reference__in=[row["reference"] for row in rows]
        ).values_list("reference", "amount_poisha")
    )
    altered = [
        {"line": row["line"], "why": "altered", "text": row["reference"]}
        for row in rows
        if known.get(row["reference"], row["amount_poisha"]) != row["amount_poisha"]
    ]
    CollectionRow.objects.bulk_create(
        [
            CollectionRow(file=file, medium=file.medium, **row)
            for row in rows
            if row["reference"] not in known
        ],
        ignore_conflicts=True,
    )
    file.known_count = len(known) - len(altered)
    file.problems = file.problems + altered
    file.save(update_fields=["known_count", "problems"])
