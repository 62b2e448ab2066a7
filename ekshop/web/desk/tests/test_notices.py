"""The coordinator sees where a seller without an account was told, and brings what no message does."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from ekshop.complaints.models import Referral, ServiceOfNotice
from ekshop.complaints.services import decision_record, hearing_call, referral_accept
from ekshop.complaints.services.letters import letter_of
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.tests.make import work

from .make import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    with clock.at(PLACED_AT):
        yield make.people()


@pytest.fixture
def case(people):
    made = make.case(
        people,
        seller_name="Rong Mela",
        handles=[("phone", "01711223344"), ("page", "fb.com/rong.mela")],
    )
    work(PLACED_AT)
    return made


def text(answer) -> str:
    return answer.content.decode()


def test_each_address_is_listed_with_what_came_of_it(people, case):
    nila, address = browser(people.nila), f"/desk/cases/{case.code}/notices/"
    assert address in text(nila.get(f"/desk/cases/{case.code}/"))
    shown = text(nila.get(address))
    assert "+8801711223344" in shown and "to be brought by hand" in shown
    row = ServiceOfNotice.objects.get(by_hand=True)
    assert nila.post(f"{address}{row.pk}/", {"outcome": ""}).status_code == 422
    nila.post(f"{address}{row.pk}/", {"outcome": "Sent to the page's inbox"})
    shown = text(nila.get(address))
    assert "inbox" in shown and "to be brought by hand" not in shown
    for other in (people.mina, people.omar):
        assert browser(other).get(address).status_code == 403
    assert browser(people.rafi).get(address).status_code == 404


def test_an_address_made_by_hand_is_shown_once_and_opens_the_complaint(people, case):
    nila, address = browser(people.nila), f"/desk/cases/{case.code}/notices/"
    until = (dhaka_date(PLACED_AT) + timedelta(days=2)).isoformat()
    assert nila.post(f"{address}link/", {"sent_to": "", "good_until": until}).status_code == 422
    made = text(nila.post(f"{address}link/", {"sent_to": "fb.com/rong", "good_until": until}))
    path = re.search(r"(/answer/[\w-]+/)", made)[1]
    assert path not in text(nila.get(address))
    assert make.STORY in text(Client().get(path))
    assert "opened" in text(nila.get(address))


def test_a_seller_no_message_reaches_is_told_by_hand_before_its_time_runs(people):
    page_only = make.case(people, seller_name="Rong Mela", handles=[("page", "fb.com/rong.mela")])
    work(PLACED_AT)
    nila, address = browser(people.nila), f"/desk/cases/{page_only.code}/"
    shown = text(nila.get(address))
    assert "Bring the notice" in shown and f"{address}act/refer/" in shown
    assert "has not begun" in text(nila.get(f"{address}notices/"))
    row = ServiceOfNotice.objects.get(case=page_only)
    sent = f"{address}notices/{row.pk}/"
    nila.post(sent, {"outcome": "The page is gone", "reached": "no"})
    assert "did not reach the seller" in text(nila.get(f"{address}notices/"))
    nila.post(sent, {"outcome": "Handed over in the shop", "reached": "yes"})
    shown = text(nila.get(address))
    assert "Bring the notice" not in shown and f"{address}act/refer/" not in shown
    assert "stays silent until" in shown


def test_an_address_brought_by_hand_outlives_the_notice_and_goes_on_telling(people):
    page_only = make.case(people, seller_name="Rong Mela", handles=[("page", "fb.com/rong.mela")])
    work(PLACED_AT)
    nila, address = browser(people.nila), f"/desk/cases/{page_only.code}/"
    shown = text(nila.get(f"{address}notices/"))
    until = re.search(r'name="good_until"[^>]* value="([^"]+)"', shown)[1]
    assert date.fromisoformat(until) >= dhaka_date(PLACED_AT) + timedelta(days=5 + 3)
    brought = {"sent_to": "fb.com/rong", "good_until": until}
    path = re.search(r"/answer/[\w-]+/", text(nila.post(f"{address}notices/link/", brought)))[0]
    nila.post(f"{address}act/take/")
    assert make.STORY in text(Client().get(path))
    assert "/answer/" in text(nila.post(f"{address}notices/link/", brought))


def test_a_seller_never_told_is_said_to_be_and_is_brought_the_hearing_notice(people):
    case = make.case(people, seller_name="Rong Mela", handles=[("page", "fb.com/rong.mela")])
    work(PLACED_AT)
    by = {"actor": people.rafi.actor, "now": PLACED_AT}
    agency = make.agency(people)
    make.refer(people, case, agency, now=PLACED_AT)
    referral = Referral.objects.get(case=case)
    assert any("not been told" in each for each in letter_of(referral, language="en")["paragraphs"])
    referral_accept(referral_id=referral.pk, number="", **by)
    address = f"/desk/cases/{case.code}/"
    for reader in (people.nila, people.rafi):
        shown = text(browser(reader).get(address))
        assert "This seller has not been told" in shown and "Bring the hearing notice" not in shown
    at = PLACED_AT + timedelta(days=16)
    hearing = hearing_call(referral_id=referral.pk, at=at, place="Dhaka", **by)
    rafi = browser(people.rafi)
    assert "Bring the hearing notice" in text(browser(people.nila).get(address))
    assert "Bring the hearing notice" in text(rafi.get(address))
    row = ServiceOfNotice.objects.get(hearing=hearing)
    shown = text(rafi.get(f"{address}notices/"))
    assert "Notice of the hearing" in shown and "Make the address" not in shown
    sent = f"{address}notices/{row.pk}/"
    rafi.post(sent, {"outcome": "Nobody there", "reached": "no"})
    assert "Bring the hearing notice" in text(rafi.get(address))
    rafi.post(sent, {"outcome": "Handed over in the shop", "reached": "yes"})
    shown = text(rafi.get(address))
    assert "has not been told" not in shown and "Bring the hearing notice" not in shown
    case.refresh_from_db()
    assert case.state == "referred"
    told = {"kind": "dismissal", "text": "Nothing was proved.", "without_hearing": True}
    decision_record(referral_id=referral.pk, **told, **by)
    assert "Bring the notice of the decision" in text(rafi.get(address))
    work(PLACED_AT)
    assert ServiceOfNotice.objects.get(decision__referral=referral).by_hand
