"""Evidence is judged by its bytes, made safe, sealed, and shown to nobody until it is clean."""

import hashlib
import io
import os
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from ekshop.complaints import rules, services
from ekshop.complaints.models import Evidence
from ekshop.complaints.selectors import evidence_opened, timeline_of
from ekshop.complaints.services import (
    draft_begin,
    draft_drop,
    evidence_add,
    evidence_sweep,
    evidence_take_back,
)
from ekshop.complaints.services.evidence import (
    EvidenceEmpty,
    EvidenceEnough,
    EvidenceLies,
    EvidenceRefused,
    EvidenceTooLarge,
    EvidenceTwoFaced,
)
from ekshop.complaints.tests import files, make
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.pictures import HeicPicture, TooManyPixels
from ekshop.parties.tests.make import PLACED_AT

pytestmark = pytest.mark.django_db
KARIM = "+8801712345678"


@pytest.fixture
def draft(people):
    return draft_begin(actor=make.karim(people), language="bn", now=PLACED_AT)


def add(people, draft, content, name, **more):
    more = {"actor": make.karim(people), "draft": str(draft.token), **more}
    return evidence_add(file=io.BytesIO(content), name=name, now=PLACED_AT, **more)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (files.photo(), "ছবি.jpg", "picture"),
        (files.photo("PNG"), "screen.png", "picture"),
        (files.photo("WEBP"), "IMG-WA0001.jpg", "picture"),
        (files.PDF, "রসিদ.pdf", "document"),
        (files.MP3, "call.mp3", "audio"),
        (files.M4A, "call.m4a", "audio"),
        (files.MP4, "voice.m4a", "audio"),
        (files.OGG, "voice.ogg", "audio"),
        (files.WAV, "voice.wav", "audio"),
        (files.AMR, "voice.amr", "audio"),
        (files.MP4, "unboxing.mp4", "video"),
        (files.THREE_GP, "unboxing.3gp", "video"),
        (files.WEBM, "screen.webm", "video"),
        (files.CHAT, "WhatsApp Chat.txt", "chat"),
    ],
)
def test_what_people_have_on_their_telephones_is_taken(people, draft, content, name, kind):
    row = add(people, draft, content, name)
    assert (row.kind, row.state) == (kind, "clean")
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    if kind != "picture":
        assert default_storage.open(row.file).read() == content


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "a.jpg", EvidenceEmpty),
        (files.PROGRAM, "photo.jpg", EvidenceRefused),
        (files.PROGRAM, "setup.exe", EvidenceRefused),
        (files.PAGE, "photo.jpg", EvidenceRefused),
        (files.PAGE, "chat.txt", EvidenceTwoFaced),
        (files.PAGE.decode().encode("utf-16"), "chat.txt", EvidenceTwoFaced),
        (b"hello\n" * 2000 + files.PAGE, "chat.txt", EvidenceTwoFaced),
        (files.PDF, "photo.jpg", EvidenceLies),
        (files.photo(), "receipt.pdf", EvidenceLies),
        (files.photo(), "photo.php", EvidenceLies),
        (files.archive(), "chat.zip", EvidenceRefused),
        (files.PDF + files.archive(), "receipt.pdf", EvidenceTwoFaced),
        (files.PDF[:40], "receipt.pdf", EvidenceTwoFaced),
        (files.MP3 + files.archive(), "call.mp3", EvidenceTwoFaced),
        (files.OGG + b"<script>alert(1)</script>", "a.ogg", EvidenceTwoFaced),
        (files.MP4 + b"%PDF-1.4", "a.mp4", EvidenceTwoFaced),
        (files.bomb(), "photo.png", TooManyPixels),
        (b"\x00\x00\x00\x20ftypheic" + bytes(64), "IMG_1.heic", HeicPicture),
        (b"\x00\x01\x02 binary", "chat.txt", EvidenceRefused),
        (b"x" * (2 * rules.MB + 1), "chat.txt", EvidenceTooLarge),
    ],
)
def test_what_is_not_what_it_says_is_refused_in_words(people, draft, content, name, refusal):
    with pytest.raises(refusal) as refused:
        add(people, draft, content, name)
    assert str(refused.value)
    assert not Evidence.objects.exists()


def test_a_picture_with_a_zip_behind_it_and_the_place_in_it_loses_both(people, draft):
    content = files.photo(gps=True) + files.archive()
    row = add(people, draft, content, "photo.jpg")
    kept = default_storage.open(row.file).read()
    assert b"secret place" in content and b"secret place" not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    assert Image.open(io.BytesIO(kept)).format == "WEBP"


def test_the_name_given_keeps_its_words_and_gets_the_ending_of_what_it_is(people, draft):
    row = add(people, draft, files.photo(), "..\\..\\etc/আমার\x07 ছবি.PNG")
    assert row.filename == "আমার ছবি.webp"


def test_twenty_files_are_enough(people, draft):
    for _ in range(20):
        add(people, draft, files.PDF, "a.pdf")
    with pytest.raises(EvidenceEnough):
        add(people, draft, files.PDF, "a.pdf")


def test_nobody_brings_or_opens_anything_in_somebody_elses_draft(people, draft):
    other = Actor.mobile_holder("+8801799999999")
    with pytest.raises(NotFound):
        add(people, draft, files.PDF, "a.pdf", actor=other)
    row = add(people, draft, files.PDF, "a.pdf")
    assert evidence_opened(make.karim(people), row.token) == row
    for actor in (other, Actor.public(), people.mina.actor, people.nila.actor):
        with pytest.raises(NotFound):
            evidence_opened(actor, row.token)


def test_what_is_taken_back_or_thrown_away_leaves_no_bytes(
    people, draft, django_capture_on_commit_callbacks
):
    first, second = (add(people, draft, files.photo(), "a.jpg") for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        evidence_take_back(actor=make.karim(people), draft=str(draft.token), token=str(first.token))
        draft_drop(actor=make.karim(people), token=str(draft.token))
        # Not before it is certain: a transaction that fails brings the rows back.
        assert default_storage.exists(first.file)
    for row in (first, second):
        assert not default_storage.exists(row.file)
        assert not default_storage.exists(row.small_file)
    assert not Evidence.objects.exists()


def test_files_without_a_row_are_swept_a_day_later_and_no_others(people, draft):
    class Failed(Exception):
        pass

    kept = add(people, draft, files.photo(), "a.jpg")
    with pytest.raises(Failed), transaction.atomic():
        lost = add(people, draft, files.photo(), "b.jpg")
        other = add(people, draft, files.PDF, "c.pdf")
        raise Failed
    young = add(people, draft, files.PDF, "d.pdf")
    Evidence.objects.filter(pk=young.pk).delete()
    for row in (kept, lost, other):
        for name in filter(None, (row.file, row.small_file)):
            os.utime(default_storage.path(name), (1, 1))
    assert evidence_sweep() == 3
    assert default_storage.exists(kept.file) and default_storage.exists(kept.small_file)
    assert default_storage.exists(young.file) and not default_storage.exists(lost.small_file)
    assert evidence_sweep() == 0


def test_a_drafts_files_go_with_its_complaint_and_into_its_chain(people, draft):
    row = add(people, draft, files.PDF, "a.pdf")
    case = make.case(people, draft=str(draft.token))
    (kept,) = case.evidence.all()
    assert kept == row
    entry = timeline_of(case, side=rules.COMPLAINANT)[0]
    assert entry.data["files"] == [{"token": str(row.token), "name": "a.pdf", "sha256": row.sha256}]
    for actor in (make.karim(people), people.mina.actor, people.nila.actor):
        assert evidence_opened(actor, row.token) == row
    with pytest.raises(NotFound):
        evidence_opened(people.tania.actor, row.token)


def test_what_is_for_the_offices_alone_the_seller_does_not_see(people):
    case = make.case(people)
    row = evidence_add(
        actor=make.karim(people),
        file=io.BytesIO(files.PDF),
        name="nid.pdf",
        case_id=case.pk,
        offices_only=True,
        now=PLACED_AT,
    )
    assert evidence_opened(people.nila.actor, row.token) == row
    with pytest.raises(NotFound):
        evidence_opened(people.mina.actor, row.token)
    assert "evidence" not in [each.kind for each in timeline_of(case, side=rules.SELLER)]
    assert "evidence" in [each.kind for each in timeline_of(case, side=rules.COMPLAINANT)]


def test_the_seller_brings_evidence_too_and_the_auditor_brings_none(people):
    case = make.case(people)
    told = {"file": io.BytesIO(files.PDF), "name": "a.pdf", "case_id": case.pk, "now": PLACED_AT}
    row = evidence_add(actor=people.mina.actor, **told)
    assert (row.side, evidence_opened(make.karim(people), row.token)) == (rules.SELLER, row)
    with pytest.raises(NotAllowed):
        evidence_add(actor=people.aziz.actor, **told)
    with pytest.raises(NotFound):
        evidence_add(actor=people.tania.actor, **told)


def test_with_a_scanner_nothing_is_shown_before_it_has_spoken(people, draft, settings):
    settings.CLAMD_SOCKET = "/nowhere/clamd.sock"
    row = add(people, draft, files.PDF, "a.pdf")
    assert row.state == "pending"
    run_jobs(quietly=True)
    with pytest.raises(NotFound):
        evidence_opened(make.karim(people), row.token)
    services.evidence_scanned(evidence_id=row.pk, verdict="error")
    with pytest.raises(NotFound):
        evidence_opened(make.karim(people), row.token)
    services.evidence_scanned(evidence_id=row.pk, verdict="clean")
    row.refresh_from_db()
    assert row.state == "error"
