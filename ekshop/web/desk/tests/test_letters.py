"""Letters on the desk: as papers, and what became of them on their way."""

import pytest

from ekshop.complaints import tasks
from ekshop.complaints.models import Agency, FileAccess, Referral
from ekshop.complaints.services import LetterOnItsWay, referral_send_again
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.job_watch import jobs_failed
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT, person, persona

from .make import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    with clock.at(PLACED_AT):
        yield make.people()


@pytest.fixture
def referral(people):
    case = make.referred(people, make.agency(people))
    return Referral.objects.select_related("case").get(case=case)


@pytest.fixture
def stuck(people, settings):
    """A referral by Nothi, which did not answer until the queue gave up."""
    settings.NOTHI_URL = "http://127.0.0.1:9/nothi"
    case = make.referred(people, make.agency(people, way="nothi"))
    for _attempt in range(9):
        run_jobs(later=True, quietly=True)
    return Referral.objects.select_related("case").get(case=case)


def case_page(who, referral, language="en"):
    return browser(who, language).get(f"/desk/cases/{referral.case.code}/").content.decode()


def test_the_sign_on_the_letter_leads_to_the_case_only_for_who_may_see_it(people, referral):
    address = f"/desk/referrals/{referral.code}/"
    tuli = persona(person("Tuli Sen"), "officer", make.other_agency().organisation)
    for who in (people.nila, people.rafi, people.aziz):
        assert browser(who).get(address).url == f"/desk/cases/{referral.case.code}/"
        assert browser(who).get(f"{address}letter.pdf").status_code == 200
    for who, status in ((tuli, 404), (people.mina, 403), (people.asha, 403)):
        assert browser(who).get(address).status_code == status
        assert browser(who).get(f"{address}letter.pdf").status_code == status


def test_the_letter_opens_as_a_paper_in_both_languages_and_its_reading_is_noted(people, referral):
    papers = set()
    for language in ("bn", "en", "xx"):
        answer = browser(people.rafi).get(
            f"/desk/referrals/{referral.code}/letter.pdf?in={language}"
        )
        assert answer["Content-Type"] == "application/pdf" and answer.content[:4] == b"%PDF"
        papers.add(len(answer.content))
    assert len(papers) == 2
    assert FileAccess.objects.filter(case=referral.case, person=people.rafi.person).count() == 1


def test_a_letter_waits_then_is_delivered(people, referral):
    assert "on its way" in case_page(people.nila, referral)
    run_jobs(quietly=True)
    assert "on its way" not in case_page(people.nila, referral)
    assert "পৌঁছেছে" in case_page(people.rafi, referral, "bn")


def test_a_letter_that_failed_is_sent_again_by_the_coordinator_only(people, stuck):
    page = case_page(people.nila, stuck)
    assert "did not get through" in page and "Send again" in page
    assert "Send again" not in case_page(people.rafi, stuck)
    again = f"/desk/referrals/{stuck.code}/again/"
    assert browser(people.rafi).post(again).status_code == 403
    assert browser(people.nila).post(again).status_code == 302
    assert not jobs_failed().filter(name="complaints.referral_deliver").exists()
    with pytest.raises(LetterOnItsWay):
        referral_send_again(actor=people.nila.actor, referral_id=stuck.pk, now=PLACED_AT)
    Agency.objects.update(way="desk")
    Referral.objects.update(way="desk")
    run_jobs(quietly=True)
    stuck.refresh_from_db()
    assert stuck.delivered_at


def test_a_letter_carried_over_by_hand_takes_the_number_stamped_on_it(people, stuck):
    address = f"/desk/referrals/{stuck.code}/by-hand/"
    assert (
        "stamped"
        in browser(people.nila).post(address, {"dak_number": "soon"}, follow=True).content.decode()
    )
    browser(people.nila).post(address, {"dak_number": "১২৩/২৬"})
    page = case_page(people.nila, stuck)
    assert "১২৩/২৬" in page and "brought by hand" in page
    assert browser(people.rafi).post(address, {"dak_number": "9"}).status_code == 403
    with clock.at(PLACED_AT):
        tasks.referral_deliver(referral_id=stuck.pk)
    stuck.refresh_from_db()
    assert stuck.by_hand and stuck.dak_number == "১২৩/২৬"
