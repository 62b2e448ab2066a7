"""The real ClamAV daemon, with one signature of our own: what it does not clear is not shown."""

import io
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from ekshop.complaints.selectors import evidence_opened
from ekshop.complaints.services import draft_begin, evidence_add
from ekshop.complaints.tests import files, make
from ekshop.kernel import scanning
from ekshop.kernel.errors import NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT

DAEMON = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
SIGN = b"EKSHOP-TEST-SIGNATURE-NOT-A-VIRUS"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(DAEMON is None, reason="clamd is not installed (Debian: clamav-daemon)"),
]


@pytest.fixture(scope="module")
def scanner(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "db").mkdir()
    (folder / "db" / "own.ndb").write_text(f"EkShop.Test:0:*:{SIGN.hex()}\n")
    socket = folder / "clamd.sock"
    (folder / "clamd.conf").write_text(
        f"LocalSocket {socket}\nDatabaseDirectory {folder}/db\nForeground yes\n"
        f"LogFile {folder}/log\nStreamMaxLength 40M\nTemporaryDirectory {folder}\n"
    )
    assert DAEMON
    daemon = subprocess.Popen(
        [DAEMON, "--config-file", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(socket, folder / "log")
        yield str(socket)
    finally:
        daemon.kill()
        daemon.wait()


def _wait_for(socket: Path, log: Path) -> None:
    for _ in range(200):
        if socket.exists():
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text() if log.exists() else "clamd said nothing")


def test_an_infected_file_is_never_shown_and_a_clean_one_is(people, scanner, settings):
    settings.CLAMD_SOCKET = scanner
    karim = make.karim(people)
    draft = draft_begin(actor=karim, language="bn", now=PLACED_AT)
    told = {"actor": karim, "draft": str(draft.token), "now": PLACED_AT}
    good = evidence_add(file=io.BytesIO(files.CHAT), name="chat.txt", **told)
    bad = evidence_add(file=io.BytesIO(files.CHAT + SIGN), name="bad.txt", **told)
    run_jobs()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == ("clean", "infected")
    assert evidence_opened(karim, good.token) == good
    with pytest.raises(NotFound):
        evidence_opened(karim, bad.token)


def test_more_than_the_daemon_takes_is_no_clean_file(scanner):
    assert scanning.scan(io.BytesIO(bytes(41 * 1024 * 1024)), address=scanner) == "error"


def test_a_daemon_that_is_gone_says_nothing(tmp_path):
    with pytest.raises(scanning.ScannerSilent):
        scanning.scan(io.BytesIO(b"x"), address=str(tmp_path / "none.sock"))
