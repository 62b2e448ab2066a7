"""A referral's letter, and its way to an agency and back, with Nothi as a real server."""

import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any

import pypdf
import pytest

from ekshop.complaints import rules, tasks
from ekshop.complaints.models import Referral
from ekshop.complaints.selectors import timeline_of
from ekshop.complaints.services import (
    Entry,
    case_step,
    letter_of,
    letter_pdf,
    memo_number_take,
    referral_get,
    referral_send,
    referral_served_by_hand,
)
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.kernel.http import FAILURES
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT
from sandbox.tests.conftest import Outside

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    goods = tmp_path_factory.mktemp("goods")
    running = Outside(
        tmp_path_factory.mktemp("state"), "http://127.0.0.1:9", "--shops-data", str(goods)
    )
    yield running
    running.kill()


@pytest.fixture
def people(outside: Outside, settings: Any):
    settings.NOTHI_URL = f"http://127.0.0.1:{outside.port}/nothi"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = outside.smtp_port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    outside.control("nothi/reset")
    return make.people()


def referred(people, *, way: str = "nothi", letter: str = "দয়া করে দেখুন।") -> Referral:
    agency = make.agency(
        people, way=way, nothi_office="61", nothi_unit="7", nothi_designation="3301"
    )
    case = make.case(people, seller_name="Rong Mela", handles=[("phone", "01711223344")])
    case.refresh_from_db()
    case_step(case, "silence", Entry("silence"), actor=tasks.PLATFORM, now=PLACED_AT)
    return referral_send(
        actor=people.nila.actor,
        case_id=case.pk,
        agency_id=agency.pk,
        letter=letter,
        now=PLACED_AT,
    )


def work() -> None:
    with clock.at(PLACED_AT):
        run_jobs(quietly=True)


def kinds(referral: Referral, side: str = rules.COORDINATOR) -> list[str]:
    return [each.kind for each in timeline_of(referral.case, side=side)]


def test_a_letter_carries_the_file_in_both_languages(people):
    referral = referred(people, way="desk")
    work()
    referral = referral_get(referral.pk)
    for language in ("bn", "en"):
        said = letter_of(referral, language=language)
        facts = {each["value"] for each in said["facts"]}
        assert {"Karim Mia", "Rong Mela"} <= facts
        assert "দয়া করে দেখুন।" in said["paragraphs"]
        pdf = pypdf.PdfReader(io.BytesIO(letter_pdf(referral, language=language)))
        text = pdf.attachments["letter.txt"][0].decode()
        assert referral.case.code in text and make.STORY in text
        assert said["bengali_calendar"] in text and said["memo"] in text
        twin = json.loads(pdf.attachments["letter.json"][0])
        assert twin["subject"] == said["subject"]
    assert referral.memo_number.endswith(f".001.{PLACED_AT:%y}")


def test_memo_numbers_count_up_and_begin_anew_each_year(people):
    first, second = memo_number_take(PLACED_AT), memo_number_take(PLACED_AT)
    later = memo_number_take(PLACED_AT.replace(year=PLACED_AT.year + 1))
    assert [each.split(".")[-2] for each in (first, second, later)] == ["001", "002", "001"]


def test_a_case_goes_into_nothi_once_and_its_receipt_comes_back(people):
    referral = referred(people)
    work()
    tasks.referral_deliver(referral_id=referral.pk)
    referral.refresh_from_db()
    assert referral.dak_id.isdigit() and referral.dak_id.isascii()
    assert referral.dak_number and referral.delivered_at
    assert kinds(referral).count("letter_delivered") == 1


def test_a_receipt_that_was_lost_is_asked_for_again_and_is_the_same(people, outside):
    outside.control("nothi", lost_answer=True)
    referral = referred(people)
    work()
    referral.refresh_from_db()
    assert not referral.dak_id
    with pytest.raises(FAILURES):
        tasks.referral_deliver(referral_id=referral.pk)
    outside.control("nothi/reset")
    tasks.referral_deliver(referral_id=referral.pk)
    referral.refresh_from_db()
    state = outside.get("/_control/nothi?format=json").text
    assert referral.dak_id and state


def test_movements_note_and_letter_come_back_each_once(people, outside):
    referral = referred(people)
    work()
    outside.control("nothi/move", reference=referral.code)
    for _ in range(2):
        tasks.nothi_ask()
    referral.refresh_from_db()
    assert referral.state == "accepted"
    outside.control("nothi/move", reference=referral.code)
    outside.control("nothi/note", reference=referral.code)
    tasks.nothi_ask()
    outside.control("nothi/letter", reference=referral.code, body="শুনানি হইবে।")
    for _ in range(2):
        tasks.nothi_ask()
    told = kinds(referral)
    assert [told.count(kind) for kind in ("nothi_moved", "nothi_note", "nothi_letter")] == [2, 1, 1]
    assert "nothi_note" not in kinds(referral, rules.COMPLAINANT)
    assert "nothi_letter" in kinds(referral, rules.COMPLAINANT)


def test_nothi_down_loses_nothing_and_the_letter_goes_by_hand(people, outside):
    outside.control("nothi", down="refuse")
    referral = referred(people)
    work()
    referral.refresh_from_db()
    assert referral.delivered_at is None and referral.memo_number
    with pytest.raises(InvalidInput):
        referral_served_by_hand(
            actor=people.nila.actor, referral_id=referral.pk, dak_number="নাই", now=PLACED_AT
        )
    with pytest.raises(NotAllowed):
        referral_served_by_hand(
            actor=people.rafi.actor, referral_id=referral.pk, dak_number="৭৭১", now=PLACED_AT
        )
    referral_served_by_hand(
        actor=people.nila.actor, referral_id=referral.pk, dak_number="৭৭১/২৬", now=PLACED_AT
    )
    outside.control("nothi/reset")
    tasks.referral_deliver(referral_id=referral.pk)
    referral.refresh_from_db()
    assert (referral.dak_number, referral.by_hand, referral.dak_id) == ("৭৭১/২৬", True, "")


@pytest.mark.parametrize("told", [{"html": True}, {"half": True}])
def test_an_answer_that_is_none_is_no_receipt(people, outside, told):
    referral = referred(people)
    outside.control("nothi", **told)
    work()
    referral.refresh_from_db()
    assert referral.dak_id == "" and referral.delivered_at is None


def test_a_sealed_letter_goes_by_mail_to_an_agency_that_reads_mail(people, outside):
    people.rafi.organisation.email = "office@dncrp.example"
    people.rafi.organisation.save()
    referral = referred(people, way="email")
    work()
    referral.refresh_from_db()
    assert referral.delivered_at
    (mail,) = outside.get("/inbox?to=office@dncrp.example&format=json").json()["messages"]
    assert referral.case.code in mail["subject"] and f"{referral.code}.pdf" in mail["text"]
    delivered = referral.case.timeline.get(kind="letter_delivered")
    assert delivered.data["sha256"] in mail["text"]
    assert (
        delivered.data["sha256"] == hashlib.sha256(letter_pdf(referral, language="bn")).hexdigest()
    )
