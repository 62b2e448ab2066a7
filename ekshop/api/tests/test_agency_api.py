"""The agency API as an agency's machine meets it, and the webhooks it hears by."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from ekshop.api.tests.conftest import Machine
from ekshop.complaints.models import Referral
from ekshop.complaints.selectors import accesses_of
from ekshop.complaints.tests import make
from ekshop.federation.models import WebhookDelivery
from ekshop.kernel import clock
from ekshop.kernel.audit import audit_of
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests import make as parties
from ekshop.parties.tests.make import PLACED_AT
from ekshop.web.consumer.tests.browsing import prove

pytestmark = pytest.mark.django_db
NOW = PLACED_AT + timedelta(days=8)


BASE = "/api/agencies/v1"


def connect(code: str, **more: str) -> str:
    out = StringIO()
    call_command("agency_connect", code, stdout=out, **more)
    return out.getvalue().split("key: ")[1].split()[0]


@pytest.fixture
def people():
    return make.people()


@pytest.fixture
def agency(people):
    return make.agency(people, way="api")


@pytest.fixture
def case(people, agency):
    return make.referred(people, agency)


@pytest.fixture
def machine(agency):
    with clock.at(NOW):
        yield Machine(connect("dncrp"), base=BASE)


@pytest.fixture
def code(case):
    return case.referrals.get().code


def test_an_agency_reads_its_referrals_with_the_whole_file_and_that_is_on_record(
    machine, case, code, people, client
):
    (line,) = machine.get("/referrals/").json()["items"]
    assert (line["code"], line["case_code"], line["state"]) == (code, case.code, "sent")
    told = machine.get(f"/referrals/{code}").json()
    assert told["case"]["story"] == make.STORY
    assert told["case"]["complainant"]["mobile"] == people.karim.mobile
    assert "referred" in [each["kind"] for each in told["timeline"]]
    referral = Referral.objects.get(code=code)
    assert [each.action for each in audit_of("referral", referral.pk)] == ["referral.read"]
    machine.get(f"/referrals/{code}")
    (seen,) = accesses_of(case)
    assert (seen.person, seen.organisation) == (None, people.rafi.organisation)
    prove(client, people.karim.mobile)
    shown = client.get(f"/complain/cases/{case.code}/").content.decode()
    assert "দপ্তরের নিজস্ব কম্পিউটার" in shown and people.rafi.organisation.name_bn in shown


def test_a_case_is_accepted_heard_and_decided_by_machine_each_once(machine, case, code):
    key = uuid4().hex
    first = machine.post(f"/referrals/{code}/accept", {"number": "D-77"}, key=key)
    again = machine.post(f"/referrals/{code}/accept", {"number": "D-77"}, key=key)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json() and again["Idempotency-Replayed"] == "true"
    assert machine.post(f"/referrals/{code}/accept", {"number": "D-77"}).status_code == 409
    at = (NOW + timedelta(days=12)).isoformat()
    heard = machine.post(
        f"/referrals/{code}/hearings", {"at": at, "link": "https://meet.example/1"}
    )
    assert heard.status_code == 201, heard.content
    decided = machine.post(
        f"/referrals/{code}/decision",
        {"kind": "fine", "text": "The seller kept the money.", "fine_poisha": 500_000},
    )
    assert decided.status_code == 201, decided.content
    assert decided.json()["case"]["state"] == "decided"
    case.refresh_from_db()
    assert case.state == "decided"


def test_not_ours_must_name_an_agency_that_exists(machine, people, code):
    path = f"/referrals/{code}/pass-on"
    assert machine.post(path, {"agency": "nobody", "text": "Not ours."}).status_code == 404
    assert machine.post(path, {"agency": "dncrp", "text": "Not ours."}).status_code == 422
    other = parties.organisation("agency", "Bangladesh Bank", "বাংলাদেশ ব্যাংক")
    make.agency(people, organisation=other, code="bb")
    assert machine.post(path, {"agency": "bb", "text": "A bank matter."}).status_code == 200
    assert machine.post(f"/referrals/{code}/accept", {}).status_code == 409


def test_a_machine_touches_only_its_own_agencys_cases(people, case, code):
    other = parties.organisation("agency", "BTRC", "বিটিআরসি")
    make.agency(people, organisation=other, code="btrc")
    with clock.at(NOW):
        stranger = Machine(connect("btrc"), base=BASE)
        assert stranger.get("/referrals/").json()["items"] == []
        for answer in (
            stranger.get(f"/referrals/{code}"),
            stranger.post(f"/referrals/{code}/accept", {}),
            stranger.post(f"/referrals/{code}/return", {"text": "No."}),
        ):
            assert answer.status_code == 404


def test_a_sellers_key_opens_nothing_here_and_an_agencys_nothing_there(machine, people, agency):
    partners = Machine(machine.key).get("/seller-orders/")
    assert partners.status_code == 401
    assert Machine("nothing", base=BASE).get("/referrals/").status_code == 401


def test_an_agency_with_an_address_hears_of_each_step_signed(people, agency):
    with clock.at(NOW):
        connect("dncrp", webhook="https://dncrp.example/ccms")
    case = make.referred(people, agency)
    with clock.at(NOW):
        run_jobs(queues=["default"])
        machine = Machine(connect("dncrp"), base=BASE)
        code = case.referrals.get().code
        assert machine.post(f"/referrals/{code}/accept", {}).status_code == 200
        run_jobs(queues=["default"])
    told = WebhookDelivery.objects.filter(reference=code).order_by("id")
    assert [each.event_type for each in told] == ["referral.sent", "referral.moved"]
    assert told[1].payload["state"] == "accepted"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "fine", "text": "x"}, 422),
        ({"kind": "jail", "text": "x"}, 422),
        ({"kind": "order"}, 422),
        ({"kind": "fine", "text": "x", "fine_poisha": -5}, 422),
    ],
)
def test_a_decision_that_is_none_is_refused_in_words(machine, code, body, status):
    machine.post(f"/referrals/{code}/accept", {})
    answer = machine.post(f"/referrals/{code}/decision", body)
    assert answer.status_code == status, answer.content
    assert answer.json()["message"]


def test_an_agency_nobody_knows_gets_no_key(db):
    with pytest.raises(CommandError):
        call_command("agency_connect", "nobody")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("hearings", '{"at":"9999-12-31T23:59:59-12:00","place":"x"}'),
        ("hearings", '{"at":"0001-01-01T00:00:00+14:00","place":"x"}'),
        ("hearings", '{"at":"2026-12-01T10:00:00Z","link":"https://\\u0000"}'),
        ("hearings", '{"at":"2026-12-01T10:00:00Z","place":"\\ud800"}'),
        ("pass-on", '{"agency":"\\u0000","text":"x"}'),
        ("return", '{"text":"a\\u0000b"}'),
        ("decision", '{"kind":"order","text":"ok","section":"\\u0000"}'),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(machine, code, path, body):
    machine.post(f"/referrals/{code}/accept", {})
    refused = machine.post(f"/referrals/{code}/{path}", body)
    assert refused.status_code == 422 and refused.json()["field_errors"]
    assert machine.get(f"/referrals/{code}").json()["state"] == "accepted"
