"""Papers as PDF: judged, kept as they came, and opened by nobody before the scanner has spoken."""

import hashlib
import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage

from ekshop.kernel import clock, scanning
from ekshop.kernel.brought import (
    PaperLocked,
    PaperRefused,
    PaperTooLarge,
    PaperTooLong,
    brought_forget,
    brought_opened,
    brought_scanned,
    is_pdf,
    paper_accept,
    paper_keep,
)
from ekshop.kernel.errors import NotFound
from ekshop.kernel.jobs import run_jobs

from . import scanner


def brought(file: io.BytesIO):
    return paper_keep(paper_accept(file, name="সনদ.PDF"), now=clock.now())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("inside", "state"),
    [(b"", "clean"), (scanner.EICAR, "infected"), (scanner.UNREADABLE, "error")],
)
def test_only_what_the_scanner_calls_clean_is_opened(settings, tmp_path, inside, state):
    settings.MEDIA_ROOT = tmp_path
    with scanner.scanning() as settings.CLAMD_SOCKET:
        row = brought(scanner.pdf(inside))
        assert (row.state, row.filename, row.pages) == ("pending", "সনদ.pdf", 1)
        with pytest.raises(NotFound):
            brought_opened(row)
        run_jobs()
    row.refresh_from_db()
    assert row.state == state
    # Told once more, nothing changes: an error does not become clean.
    brought_scanned(brought_id=row.pk, verdict="clean")
    row.refresh_from_db()
    if state == "clean":
        with default_storage.open(brought_opened(row).file) as kept:
            assert hashlib.sha256(kept.read()).hexdigest() == row.sha256
    else:
        with pytest.raises(NotFound):
            brought_opened(row)


@pytest.mark.django_db
def test_while_the_scanner_is_silent_it_waits_and_forgotten_nothing_is_left(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMD_SOCKET = str(tmp_path / "none.sock")
    row = brought(scanner.pdf())
    run_jobs(quietly=True)
    settings.CLAMD_SOCKET = ""
    with pytest.raises(scanning.ScannerSilent):
        scanning.stored_verdict(row.file)
    row.refresh_from_db()
    assert row.state == "pending"
    with django_capture_on_commit_callbacks(execute=True):
        brought_forget([row.pk])
    assert not default_storage.exists(row.file)


@pytest.mark.parametrize(
    ("file", "name", "refusal"),
    [
        (scanner.pdf(pages=21), "a.pdf", PaperTooLong),
        (scanner.pdf(password="x"), "a.pdf", PaperLocked),
        (scanner.pdf(b"/JavaScript"), "a.pdf", PaperRefused),
        (scanner.pdf(), "a.jpg", PaperRefused),
        (io.BytesIO(scanner.pdf().getvalue()[:-8]), "a.pdf", PaperRefused),
        (io.BytesIO(b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF"), "a.pdf", PaperRefused),
        (io.BytesIO(b"%PDF-1.4\nnothing\n%%EOF"), "a.pdf", PaperRefused),
        (io.BytesIO(b"MZ\x90"), "a.pdf", PaperRefused),
        (io.BytesIO(b"%PDF-1.4\n" + bytes(10 * 1024 * 1024)), "a.pdf", PaperTooLarge),
    ],
)
def test_what_cannot_be_shown_to_an_office_is_refused_in_words(file, name, refusal):
    with pytest.raises(refusal) as refused:
        paper_accept(file, name=name)
    assert type(refused.value) is refusal and str(refused.value)


def packed(*, spelt: bytes) -> io.BytesIO:
    """A paper that does something on opening, told in an object packed away in a stream."""
    inside = zlib.compress(b"4 0 <</S/%s>>" % spelt)
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n",
        b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(inside)
        + inside
        + b"\nendstream endobj\n",
    ]
    whole, at = b"%PDF-1.5\n", {}
    for number, part in zip((1, 2, 3, 5), parts, strict=True):
        at[number] = len(whole)
        whole += part
    at[6] = len(whole)
    rows = [(0, 0, 255)]
    for number in range(1, 7):
        rows.append((2, 5, 0) if number == 4 else (1, at[number], 0))
    table = b"".join(struct.pack("!BHB", *row) for row in rows)
    whole += b"6 0 obj<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    whole += table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % at[6]
    return io.BytesIO(whole)


def test_what_would_run_is_found_where_it_is_packed_away_or_spelt_in_numbers():
    assert paper_accept(packed(spelt=b"GoTo"), name="a.pdf").pages == 1
    for spelt in (b"JavaScript", b"J#61vaScript", b"Launch"):
        with pytest.raises(PaperRefused):
            paper_accept(packed(spelt=spelt), name="a.pdf")


def test_a_scan_in_which_short_words_stand_by_chance_is_taken():
    assert paper_accept(scanner.pdf(b"\x88/JS\x07/XFA("), name="a.pdf").pages == 1


def test_a_pdf_is_known_by_its_bytes():
    assert is_pdf(scanner.pdf()) and not is_pdf(io.BytesIO(b"\xff\xd8\xff"))
