"""The worker dies, by kill -9 and at any statement: no case loses anything, none has it twice."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection

from ekshop.complaints.models import BulkAct, Case
from ekshop.complaints.services import (
    OrderedRemedy,
    bulk_act,
    case_dismiss,
    case_file,
    case_pause,
    cases_verify,
    decision_record,
    hearing_call,
    hearing_hold,
    incident_open,
    information_ask,
    offer_accept,
    referral_accept,
    referral_send,
    remedy_offer,
)
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_run, deadlines_waiting
from ekshop.kernel.job_watch import jobs_recover
from ekshop.kernel.jobs import run_jobs
from ekshop.ledger.services import books_verify
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Refund

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300), pytest.mark.django_db(transaction=True)]

SILENT, FRESH, KILLS = 24, 8, 2


def worker() -> subprocess.Popen:
    database = connection.settings_dict
    url = (
        f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        f"&port={database['PORT'] or 5432}"
    )
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "worker", "--queues", "default", "--concurrency", "1"]
    return subprocess.Popen(command, env=environment)


def left_to_do() -> int:
    return sum(Case.objects.filter(state=state).count() for state in ("filed", "with_seller"))


def silent() -> int:
    return Case.objects.filter(state="mediation").count()


def wait_until(true, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "the worker does nothing"
        time.sleep(0.005)


def test_workers_killed_while_cases_are_sorted_and_fall_due_lose_and_double_nothing():
    """SIGKILL to the job worker, twice, each at the moment the first of its cases has moved,
    with the next in its hands; its jobs are taken up by the one after it."""
    people, now = make.people(), clock.now()
    for _case in range(SILENT):
        make.case(people, now=now - timedelta(hours=80))
    for _claim in range(SILENT // 4):
        deadlines_run(now, limit=4)
    for _case in range(FRESH):
        case_file(actor=make.karim(people), filing=make.filing(people, now=now), now=now)
    for _kill in range(KILLS):
        before = (left_to_do(), silent())
        process = worker()
        try:
            wait_until(lambda: (left_to_do(), silent()) != before)  # noqa: B023
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
            )
        jobs_recover()
    assert silent() < SILENT or Case.objects.filter(state="filed").exists(), "all done too soon"
    process = worker()
    try:
        wait_until(lambda: silent() == SILENT and not Case.objects.filter(state="filed").exists())
    finally:
        process.terminate()
        process.wait()
    for case in Case.objects.all():
        kinds = list(case.timeline.order_by("number").values_list("kind", flat=True))
        wanted = ["filed", "sent_to_seller", "seller_silent"]
        assert kinds == (wanted if case.state == "mediation" else wanted[:2])
    assert cases_verify(now=now).agrees


DAY = timedelta(days=1)
LIVES = 42 * 7 * DAY
"""Apart: on the same days of the week."""


class Killed(BaseException):
    """No `except Exception` sees it, as none sees a kill -9."""


class Fate:
    """At one statement in `one_in`, by its dice, the worker is no more."""

    def __init__(self, seed: int, one_in: int) -> None:
        self.dice, self.one_in, self.kills, self.alive = random.Random(seed), one_in, 0, True  # noqa: S311

    def __call__(self, execute, sql, params, many, context):
        if self.alive and self.dice.randrange(self.one_in) == 0:
            self.alive, self.kills = False, self.kills + 1
            raise Killed
        return execute(sql, params, many, context)


def work(now, fate=None):
    """A worker does what is to do at that moment; where it dies the next one goes on."""
    while True:
        try:
            with clock.at(now), connection.execute_wrapper(fate or _spared):
                deadlines_run(now)
                run_jobs(queues=["default"])
            return
        except Killed:
            jobs_recover()
            fate.alive = True


def _spared(execute, sql, params, many, context):
    return execute(sql, params, many, context)


def pass_time(start, days, fate):
    """From clock to clock, until so many days after the start."""
    end = start + days * DAY
    while due := deadlines_waiting().filter(entity="case", due_at__lt=end).first():
        work(due.due_at, fate)
    work(end, fate)


def life(people, agency, start, fate=None):
    """Seven complaints, each another way, and then time passes from clock to clock."""
    nila, mina, rafi = people.nila.actor, people.mina.actor, people.rafi.actor
    share = make.share_paid(people)
    told = [{} for _each in range(6)] + [{"seller_order_id": share.pk}]
    cases = [
        case_file(
            actor=make.karim(people), filing=make.filing(people, now=start, **each), now=start
        )
        for each in told
    ]
    work(start, fate)
    heard, lapsing, asking, paused, *gathered, paid = cases
    terms = {"kind": "refund", "amount_poisha": 10_000, "due_on": dhaka_date(start) + 3 * DAY}
    remedy_offer(actor=mina, case_id=lapsing.pk, medium="bkash", now=start, **terms)
    information_ask(actor=mina, case_id=asking.pk, text="কোন রং?", now=start)
    case_pause(actor=nila, case_id=paused.pk, reason="both_ask", note="দুজনই চান", now=start)
    remedy_offer(actor=mina, case_id=paid.pk, medium="same", now=start, **terms)
    work(start, fate)
    offer_accept(actor=make.karim(people), case_id=paid.pk, now=start)
    many = [each.pk for each in gathered]
    incident = incident_open(actor=nila, case_ids=many, title="Rong", now=start)
    pass_time(start, 4, fate)
    letter = {"agency_id": agency.pk, "letter": "", "now": start + 4 * DAY}
    referral = referral_send(actor=nila, case_id=heard.pk, **letter)
    act = {"to_sides": ["complainant"], "text": "সবার কথা শোনা হচ্ছে।"}
    bulk_act(actor=nila, incident_id=incident.pk, kind="message", told=act, now=start + 4 * DAY)
    pass_time(start, 5, fate)
    by = {"actor": rafi, "referral_id": referral.pk, "now": start + 5 * DAY}
    referral_accept(**by)
    hearing = hearing_call(at=start + 20 * DAY, place="ঢাকা", **by)
    pass_time(start, 21, fate)
    by["now"] = start + 21 * DAY
    came = {"complainant_came": True, "seller_came": False}
    hearing_hold(actor=rafi, hearing_id=hearing.pk, minutes="বিক্রেতা আসেননি।", now=by["now"], **came)
    ordered = OrderedRemedy(
        kind="refund", amount_poisha=5_000, medium="bkash", due_on=dhaka_date(start + 90 * DAY)
    )
    decision_record(kind="order", text="ফেরত দিন।", remedy=ordered, **by)
    pass_time(start, 100, fate)
    for case in Case.objects.filter(state="mediation"):
        case_dismiss(actor=nila, case_id=case.pk, text="মিটে গেছে", now=start + 100 * DAY)
    pass_time(start, 101, fate)
    return cases


def what_became(case):
    case.refresh_from_db()
    told = Message.objects.filter(reference=case.code).values_list("template", "to", "body")
    return (
        case.state,
        case.outcome,
        case.promises_broken,
        list(case.timeline.order_by("number").values_list("kind", flat=True)),
        sorted((template, to) for template, to, _body in told),
        list(Refund.objects.filter(case_code=case.code).values_list("amount_poisha")),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_a_worker_that_dies_at_any_statement_leaves_what_an_undisturbed_one_leaves(seed):
    people = make.people()
    agency = make.agency(people)
    calm = [what_became(case) for case in life(people, agency, PLACED_AT)]
    fate = Fate(seed, one_in=40)
    disturbed = [what_became(case) for case in life(people, agency, PLACED_AT + LIVES, fate)]
    assert fate.kills > 20
    for one, other in zip(calm, disturbed, strict=True):
        assert other == one
    assert [act.rows.filter(state="done").count() for act in BulkAct.objects.all()] == [2, 2]
    assert cases_verify(now=PLACED_AT + 2 * LIVES).agrees
    assert books_verify(now=PLACED_AT + 2 * LIVES).agrees
