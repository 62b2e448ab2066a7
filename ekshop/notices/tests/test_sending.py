from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.phones import InvalidMobile
from ekshop.kernel.states import history_of
from ekshop.notices import rules, selectors
from ekshop.notices.models import Message
from ekshop.notices.services import (
    NoticeToSend,
    delivery_report_record,
    messages_sweep,
    notices_send,
)
from ekshop.parties.tests.make import personas

from .make import KARIM, message

pytestmark = pytest.mark.django_db
GATEWAY = Actor.system("sms_gateway")


def inbox(outside, to):
    return outside.get("/inbox", params={"to": to, "format": "json"}).json()["messages"]


def received(outside, message):
    return [one for one in inbox(outside, message.to) if one["reference"] == message.key]


def fresh(message):
    return Message.objects.get(pk=message.pk)


def report(message, status):
    return delivery_report_record(actor=GATEWAY, key=message.key, status=status, now=clock.now())


def test_a_notice_is_written_and_nothing_is_sent_before_the_transaction_ends(gateway):
    queued = message()
    assert queued.state == "queued"
    assert queued.encoding == "UCS-2"
    assert received(gateway, queued) == []


def test_a_notice_asked_for_in_a_transaction_that_fails_is_never_sent(gateway):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        message()
        1 / 0  # noqa: B018
    assert run_jobs().done == 0
    assert not Message.objects.exists()


def test_a_queued_notice_reaches_the_receiver_once(gateway):
    queued = message()
    run_jobs()
    run_jobs(later=True)
    (arrived,) = received(gateway, queued)
    assert arrived["text"] == queued.body
    assert arrived["parts"] == queued.parts
    sent = fresh(queued)
    assert sent.state == "sent"
    assert sent.provider_message_id
    assert [row.action for row in history_of(sent)] == ["claim", "accept"]


def test_fifty_notices_take_one_job_and_few_statements(gateway):
    now = clock.now()
    notices = [
        NoticeToSend(
            template="parcel_arrived",
            to=f"+88017000000{n:02d}",
            language="bn",
            context={"code": "K74-MX2P-9", "seller_name": "সাথী শপ", "centre_name": "রাজাপুর"},
        )
        for n in range(50)
    ]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        notices_send(actor=GATEWAY, notices=notices, now=now)
    assert len(asked) <= 6
    with CaptureQueriesContext(connection) as asked:
        assert run_jobs().done == 1
    assert Message.objects.filter(state="sent").count() == 50
    assert len(asked) <= 40


def test_a_code_is_forgotten_once_it_is_sent_and_shown_as_dots(gateway):
    queued = message("sign_in_code")
    assert "K74-MX2P-9" in queued.body
    run_jobs()
    assert "K74-MX2P-9" in received(gateway, queued)[0]["text"]
    sent = fresh(queued)
    assert sent.body == ""
    assert "K74-MX2P-9" not in sent.shown


def test_codes_go_before_other_notices(gateway):
    now = clock.now()
    usual = message(now=now - timedelta(minutes=1))
    code = message("sign_in_code", now=now)
    run_jobs()
    order = [
        one["reference"]
        for one in inbox(gateway, KARIM)
        if one["reference"] in (usual.key, code.key)
    ]
    assert set(order) == {usual.key, code.key}
    ids = {one["reference"]: one["id"] for one in inbox(gateway, KARIM)}
    assert ids[code.key] < ids[usual.key]


def test_a_code_whose_time_has_passed_is_not_sent(gateway):
    now = clock.now()
    late = message("sign_in_code", now=now, expires_at=now + timedelta(minutes=10))
    with clock.at(now + timedelta(minutes=11)):
        run_jobs()
    assert received(gateway, late) == []
    assert fresh(late).state == "failed"
    assert fresh(late).body == ""


def test_a_number_the_gateway_knows_to_be_wrong_is_not_tried_again(gateway):
    wrong = message()
    Message.objects.filter(pk=wrong.pk).update(to="+8801200000000")
    run_jobs()
    assert fresh(wrong).state == "failed"
    assert "4019" in fresh(wrong).failure


@pytest.mark.parametrize("trouble", [{"balance": 0}, {"down": "connection"}])
def test_what_surely_was_not_sent_is_tried_again_later(gateway, settings, trouble):
    if "balance" in trouble:
        gateway.control("sms/settings", balance=0)
    else:
        settings.SMS_GATEWAY_URL = "http://127.0.0.1:9"
    now = clock.now()
    queued = message(now=now)
    other = message(now=now)
    run_jobs()
    assert fresh(queued).state == fresh(other).state == "queued"
    assert fresh(queued).due_at > now
    assert fresh(queued).failure
    gateway.control("sms/settings", balance=1000)
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{gateway.port}/sms"
    with clock.at(now + timedelta(minutes=1)):
        messages_sweep()
    assert fresh(queued).state == fresh(other).state == "sent"
    assert len(received(gateway, queued)) == 1


@pytest.mark.parametrize("behaviour", ["lost_answer", "half", "html"])
def test_when_nobody_knows_the_gateway_is_asked_before_anything_is_sent_again(gateway, behaviour):
    now = clock.now()
    queued = message(now=now)
    gateway.control("sms", **{behaviour: True})
    run_jobs()
    assert fresh(queued).state == "unknown"
    with clock.at(now + timedelta(minutes=1)):
        messages_sweep()
    assert fresh(queued).state == "unknown"
    gateway.control("sms/reset")
    with clock.at(now + timedelta(hours=1)):
        messages_sweep()
    with clock.at(now + timedelta(hours=2)):
        messages_sweep()
    assert fresh(queued).state == "sent"
    assert len(received(gateway, queued)) == 1


def test_a_worker_killed_between_sending_and_recording_sends_nothing_twice(gateway):
    now = clock.now()
    queued = message(now=now)
    run_jobs()
    Message.objects.filter(pk=queued.pk).update(state="sending", provider_message_id="")
    with clock.at(now + timedelta(minutes=6)):
        messages_sweep()
    assert fresh(queued).state == "sent"
    assert fresh(queued).provider_message_id
    assert len(received(gateway, queued)) == 1


def test_a_worker_killed_before_sending_loses_nothing(gateway):
    now = clock.now()
    queued = message(now=now)
    Message.objects.filter(pk=queued.pk).update(state="sending", tried_at=now, attempts=1)
    with clock.at(now + timedelta(minutes=6)):
        messages_sweep()
    with clock.at(now + timedelta(minutes=8)):
        messages_sweep()
    assert fresh(queued).state == "sent"
    assert len(received(gateway, queued)) == 1


def test_after_many_attempts_it_is_given_up_and_says_why(settings):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9"
    now = clock.now()
    queued = message(now=now)
    for turn in range(rules.MAX_ATTEMPTS + 1):
        with clock.at(now + timedelta(hours=turn)):
            messages_sweep()
    assert fresh(queued).state == "failed"
    assert fresh(queued).failure


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (["DELIVERED"], "delivered"),
        (["delivered", "DELIVERED"], "delivered"),
        (["FAILED"], "undeliverable"),
        (["FAILED", "DELIVERED"], "delivered"),
        (["DELIVERED", "FAILED"], "delivered"),
        (["PENDING"], "sent"),
    ],
)
def test_delivery_reports_come_twice_and_in_any_order(gateway, told, state):
    queued = message()
    run_jobs()
    for status in told:
        report(queued, status)
    assert fresh(queued).state == state


def test_a_report_may_come_before_our_own_record_of_sending(gateway):
    queued = message()
    Message.objects.filter(pk=queued.pk).update(state="sending")
    assert report(queued, "DELIVERED")
    assert not report(queued, "DELIVERED")
    assert fresh(queued).state == "delivered"
    assert fresh(queued).sent_at


def test_a_report_about_a_stranger_is_refused():
    with pytest.raises(NotFound):
        delivery_report_record(actor=GATEWAY, key="no-such", status="DELIVERED", now=clock.now())


def test_mail_goes_by_smtp(mail_server):
    queued = message("seller_new_order", channel="email", to="mina@shathi.example", language="en")
    run_jobs()
    assert fresh(queued).state == "sent"
    (mail,) = [
        one for one in inbox(mail_server, "mina@shathi.example") if queued.key in one["reference"]
    ]
    assert mail["subject"] == queued.subject
    assert "Dhakai Jamdani" in mail["text"]


def test_a_bounced_address_fails_and_a_full_box_is_tried_again(mail_server):
    gone = message("enrolled_partner", channel="email", to="bounce@shathi.example")
    full = message("enrolled_partner", channel="email", to="full@shathi.example")
    run_jobs()
    assert fresh(gone).state == "failed"
    assert "550" in fresh(gone).failure
    assert fresh(full).state == "queued"


def test_mail_waits_while_the_mail_server_is_down(mail_server, settings):
    settings.EMAIL_PORT = 9
    queued = message("enrolled_partner", channel="email", to="mina@shathi.example")
    run_jobs()
    assert fresh(queued).state == "queued"


def test_a_receiver_that_is_none_is_refused_at_once():
    with pytest.raises(InvalidMobile):
        message(to="karim")
    with pytest.raises(InvalidInput):
        message("enrolled_partner", channel="email", to="mina")


def test_messages_are_seen_by_those_they_concern():
    people = personas()
    about = message(organisation_id=people.asha.organisation.pk)
    message()
    seen = {
        name: set(selectors.messages_visible_to(getattr(people, name).actor))
        for name in ("asha", "bina", "omar", "stranger")
    }
    assert seen["asha"] == {about}
    assert seen["bina"] == seen["stranger"] == set()
    assert len(seen["omar"]) == 2


def test_the_operator_sees_the_day_in_figures(gateway):
    message()
    run_jobs()
    late = message(now=clock.now() - timedelta(hours=1))
    day = selectors.figures(clock.now())
    assert (day.sent, day.waiting, day.unknown) == (1, 1, 0)
    assert day.sms_parts >= 1
    assert day.waiting_since == late.created_at
