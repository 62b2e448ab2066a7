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
    (hearing,) = heard.json()["hearings"]
    later = {"at": (NOW + timedelta(days=14)).isoformat(), "text": "The officer is ill."}
    put_off = machine.post(f"/referrals/{code}/hearings/{hearing['id']}/put-off", later).json()
    assert [each["state"] for each in put_off["hearings"]] == ["put_off", "called"]
    fine = {"kind": "fine", "text": "The seller kept the money.", "fine_poisha": 500_000}
    unheard = machine.post(f"/referrals/{code}/decision", fine)
    assert unheard.status_code == 422 and "without_hearing" in unheard.json()["field_errors"]
    held = {"minutes": "Both spoke.", "complainant_came": True, "seller_came": False}
    hearing_id = put_off["hearings"][1]["id"]
    assert machine.post(f"/referrals/{code}/hearings/{hearing_id}/minutes", held).status_code == 409
    with clock.at(NOW + timedelta(days=14, hours=1)):
        path = f"/referrals/{code}/hearings/{hearing_id}/minutes"
        assert machine.post(path, held).json()["hearings"][1]["state"] == "held"
        decided = machine.post(f"/referrals/{code}/decision", fine)
        assert decided.status_code == 201, decided.content
        assert decided.json()["case"]["state"] == "decided"
    case.refresh_from_db()
    assert case.state == "decided"


@pytest.fixture
def fined(machine, code):
    """The path of a decision with a fine of 5,000 taka."""
    machine.post(f"/referrals/{code}/accept", {})
    fine = {"kind": "fine", "text": "The seller kept the money.", "fine_poisha": 500_000}
    decided = machine.post(f"/referrals/{code}/decision", fine).json()
    return f"/referrals/{code}/decisions/{decided['decisions'][0]['id']}"


def test_a_fine_comes_in_and_the_share_is_paid_by_machine_each_once(machine, fined):
    key = uuid4().hex
    came = {"recovered_poisha": 300_000, "reference": "T-1", "complainant_is_staff": False}
    for _twice in range(2):
        answer = machine.post(f"{fined}/recoveries", came, key=key)
        assert answer.status_code == 201, answer.content
    (recovery,) = answer.json()["decisions"][0]["recoveries"]
    assert (recovery["share_poisha"], recovery["share_paid_at"]) == (75_000, None)
    too_much = machine.post(f"{fined}/recoveries", {**came, "reference": "T-2"})
    assert too_much.status_code == 409
    path = f"{fined}/recoveries/{recovery['id']}/share"
    paid = machine.post(path, {"reference": "BEFTN 7"}).json()
    assert paid["decisions"][0]["recoveries"][0]["share_paid_at"]
    assert machine.post(path, {"reference": "BEFTN 8"}).status_code == 409
    complied = machine.post(f"{fined}/compliance", {"text": "Challan T-1 seen."}).json()
    assert complied["decisions"][0]["complied_at"]


def test_an_appeal_that_came_to_the_agency_brings_the_case_before_it_again(machine, fined):
    told = machine.post(f"{fined}/appeal", {"text": "The seller says it was sent."}).json()
    assert (told["state"], told["decisions"][0]["appealed_at"] is None) == ("accepted", False)


def test_a_hearing_or_a_decision_of_another_case_is_not_reached_through_ones_own(
    machine, people, agency, fined
):
    other = make.referred(people, agency).referrals.get().code
    machine.post(f"/referrals/{other}/accept", {})
    strange = fined.rsplit("/decisions/", 1)[1]
    for path, body in (
        (f"decisions/{strange}/compliance", {"text": "Seen."}),
        (f"decisions/{strange}/appeal", {"text": "No."}),
        ("hearings/1/minutes", {"minutes": "x", "complainant_came": True, "seller_came": True}),
        (f"decisions/{2**70}/compliance", {"text": "Seen."}),
    ):
        assert machine.post(f"/referrals/{other}/{path}", body).status_code in (404, 422)


def test_what_the_sides_agreed_on_is_recorded_by_machine_and_becomes_the_sellers_promise(
    machine, case, code
):
    machine.post(f"/referrals/{code}/accept", {})
    terms = {"kind": "refund", "amount_poisha": 10**12, "medium": "bkash", "due_on": "2026-11-13"}
    refused = machine.post(f"/referrals/{code}/settlement", terms)
    assert "amount_poisha" in refused.json()["field_errors"]
    agreed = machine.post(f"/referrals/{code}/settlement", {**terms, "amount_poisha": 70_000})
    assert agreed.status_code == 201, agreed.content
    assert (agreed.json()["state"], agreed.json()["case"]["state"]) == ("settled", "agreed")


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
