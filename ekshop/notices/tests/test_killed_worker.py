"""Kill -9 in the middle of a batch, with a real worker and a real, slow gateway."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.notices.models import Message
from ekshop.notices.services import NoticeToSend, messages_sweep, notices_send

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def worker() -> subprocess.Popen:
    database = connection.settings_dict
    url = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        f"&port={database['PORT'] or 5432}"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SMS_GATEWAY_URL": settings.SMS_GATEWAY_URL,
        "SMS_GATEWAY_TOKEN": settings.SMS_GATEWAY_TOKEN,
        "SMS_GATEWAY_SID": settings.SMS_GATEWAY_SID,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--queues", "notices"], env=environment
    )


def arrived(gateway, messages) -> list[str]:
    keys = {message.key for message in messages}
    known: list[str] = []
    for number in {message.to for message in messages}:
        inbox = gateway.get("/inbox", params={"to": number, "format": "json"}).json()["messages"]
        known += [one["reference"] for one in inbox if one["reference"] in keys]
    return known


def test_a_worker_killed_while_sending_loses_and_doubles_nothing(gateway):
    now = clock.now()
    messages = notices_send(
        actor=Actor.system("test"),
        notices=[
            NoticeToSend(
                template="parcel_arrived",
                to=f"+88016000000{n:02d}",
                language="bn",
                context={"code": "K74-MX2P-9", "seller_name": "সাথী শপ", "centre_name": "রাজাপুর"},
            )
            for n in range(30)
        ],
        now=now,
    )
    gateway.control("sms", slow_ms=100)
    process = worker()
    try:
        until = time.monotonic() + 120
        while len(arrived(gateway, messages)) < 5:
            assert time.monotonic() < until, "the worker sends nothing"
            assert process.poll() is None, "the worker stopped by itself"
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    gateway.control("sms/reset")
    assert Message.objects.filter(state="sending").count() == 30
    for minutes in (6, 12, 18):
        with clock.at(now + timedelta(minutes=minutes)):
            messages_sweep()
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert sorted(arrived(gateway, messages)) == sorted(message.key for message in messages)
