"""Files people bring to prove what they say: judged, made safe, sealed, and scanned.

A picture is written anew without its metadata. Anything else stays as it came, byte for byte; the
SHA-256 of what came is kept for both, and stands in the case's chain.
"""

import hashlib
import secrets
from datetime import datetime
from typing import IO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import DomainError
from ekshop.kernel.events import emit
from ekshop.kernel.pictures import picture_accept, picture_store
from ekshop.kernel.scanning import first_state
from ekshop.kernel.strays import files_delete, strays_sweep
from ekshop.parties.services import require

from .. import rules
from ..events import EvidenceAdded
from ..models import Case, Draft, Evidence
from ..selectors import draft_for, side_of
from .chain import Entry, entry_write
from .holding import case_held

FOLDER = "evidence"


class EvidenceRefused(DomainError):
    code = "evidence_refused"
    message = _(
        "This kind of file cannot be taken. Send a photo (JPEG, PNG, WebP), a PDF, a recording, a"
        " video (MP4, 3GP, WebM), or a chat saved as .txt."
    )
    http_status = 422


class EvidenceTooLarge(EvidenceRefused):
    code = "evidence_too_large"
    message = _("This file is larger than %(limit)s MB. Send a shorter or smaller one.")


class EvidenceEmpty(EvidenceRefused):
    code = "evidence_empty"
    message = _("This file is empty. Choose it once more.")


class EvidenceLies(EvidenceRefused):
    code = "evidence_lies"
    message = _("By its name this file is something else than what is in it. Send the original.")


class EvidenceTwoFaced(EvidenceRefused):
    code = "evidence_two_faced"
    message = _("Something else is hidden in this file, or it is damaged. Send the original.")


class EvidenceEnough(EvidenceRefused):
    code = "evidence_enough"
    message = _("%(most)s files are enough. Take one away first.")


def evidence_add(
    *,
    actor: Actor,
    file: IO[bytes],
    name: str,
    note: str = "",
    draft: str = "",
    case_id: int | None = None,
    offices_only: bool = False,
    now: datetime,
) -> Evidence:
    """Takes a file for a draft (its token) or for a case; a case's timeline says so.

    `offices_only`: the other party does not see it. It is shown to nobody until it is clean.
    Errors: NotFound, NotAllowed, EvidenceRefused and PictureRefused in words of their own.
    """
    found = _judged(file, name)
    row = Evidence(
        token=uuid4(),
        side=side_of(actor),
        seen_by=_seen_by(actor, offices_only),
        kind=found.kind,
        mime=found.mime,
        filename=rules.called(name, found),
        note=normalise(note)[:300],
        state=first_state(),
        added_at=now,
    )
    _place_checked(actor, draft, case_id)
    _store(row, file, found)
    with transaction.atomic():
        if case_id is None:
            row.draft = draft_for(actor, draft, hold=True)
            _room(row.draft.evidence.count())
            row.save()
        else:
            case = case_held(actor, case_id)
            _room(case.evidence.filter(side=row.side).count())
            row.case = case
            row.save()
            entry = Entry("evidence", data=sealed([row]), seen_by=tuple(row.seen_by))
            entry_write(case, entry, actor=actor, side=row.side, now=now)
        if row.state == "pending":
            emit(EvidenceAdded(row.pk))
    return row


def evidence_take_back(*, actor: Actor, draft: str, token: str) -> None:
    """Takes a file out of a draft; what belongs to a case stays. Harmless repeated."""
    found = draft_for(actor, draft).evidence.filter(token=token, case__isnull=True)
    _forget(list(found))


def evidence_scanned(*, evidence_id: int, verdict: str) -> None:
    """What the scanner found: "clean", "infected" or "error". Only what waits is changed."""
    Evidence.objects.filter(pk=evidence_id, state="pending").update(state=verdict)


def evidence_claim(case: Case, draft: Draft) -> list[Evidence]:
    """A filed draft's files become its case's."""
    mine = list(draft.evidence.filter(case__isnull=True).order_by("id"))
    Evidence.objects.filter(pk__in=[each.pk for each in mine]).update(case=case, draft=None)
    return mine


def sealed(files: list[Evidence]) -> dict[str, list[dict[str, str]]]:
    """What the chain keeps of files: enough to prove later that they are the same."""
    return {
        "files": [
            {"token": str(each.token), "name": each.filename, "sha256": each.sha256}
            for each in files
        ]
    }


def evidence_forget(draft: Draft) -> None:
    """Removes a draft's files, rows and bytes."""
    _forget(list(draft.evidence.filter(case__isnull=True)))


def _forget(files: list[Evidence]) -> None:
    Evidence.objects.filter(pk__in=[each.pk for each in files]).delete()
    files_delete(name for each in files for name in (each.file, each.small_file))


def evidence_sweep() -> int:
    """Clears away files whose row never came to be; says how many."""
    return strays_sweep(
        FOLDER,
        named=lambda names: Evidence.objects.filter(file__in=names).values_list("file", flat=True),
    )


def _judged(file: IO[bytes], name: str) -> rules.Format:
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(rules.HEAD)
    if not size:
        raise EvidenceEmpty
    found = rules.sniff(head, name)
    if found is None:
        raise EvidenceRefused
    if rules.name_lies(name, found):
        raise EvidenceLies
    if size > found.most:
        raise EvidenceTooLarge(limit=found.most // rules.MB)
    file.seek(max(0, size - rules.TAIL))
    tail = file.read(rules.TAIL)
    file.seek(0)
    if found.kind == "picture":
        return found
    if rules.two_faced(found, head, tail):
        raise EvidenceTwoFaced
    if found.kind == "chat":
        text = rules.chat_text(file.read())
        file.seek(0)
        if text is None:
            raise EvidenceRefused
        if rules.has_markup(text):
            raise EvidenceTwoFaced
    return found


def _store(row: Evidence, file: IO[bytes], found: rules.Format) -> None:
    file.seek(0)
    if found.kind == "picture":
        picture = picture_accept(file, max_bytes=found.most)
        kept = picture_store(picture, folder=FOLDER)
        row.file, row.sha256, row.size = kept.name, kept.sha256, len(picture.content)
        row.mime = "image/webp"
        return
    content = file.read()
    token = secrets.token_urlsafe(24)
    row.file = default_storage.save(
        f"{FOLDER}/{token[:2]}/{token}.{found.suffix}", ContentFile(content)
    )
    row.sha256, row.size = hashlib.sha256(content).hexdigest(), len(content)


def _place_checked(actor: Actor, draft: str, case_id: int | None) -> None:
    """Nothing is stored for somebody who may not bring anything there."""
    if case_id is None:
        _room(draft_for(actor, draft).evidence.count())
        return
    require(actor, "case.add")
    with transaction.atomic():
        case_held(actor, case_id)


def _room(count: int) -> None:
    if count >= rules.EVIDENCE_MOST:
        raise EvidenceEnough(most=rules.EVIDENCE_MOST)


def _seen_by(actor: Actor, offices_only: bool) -> list[str]:
    if offices_only:
        return sorted({side_of(actor), *rules.OFFICES})
    return sorted(rules.EVERYONE)
