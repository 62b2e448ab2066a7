"""Complaints: a case's life on a base that grew, deadlines falling due together, and a spike.

    python -m bench.cases --size small     a base of 10,000 cases, 2,000 deadlines, a spike of 5 seconds
    python -m bench.cases --size full      1,000,000 cases, 100,000 deadlines, a spike of a minute

Everything measured goes through the services, with the jobs that follow; only old cases are written
with bare SQL (`grown.py`). A life is: filed, sorted, offered, accepted, reported done, confirmed, and
everybody told of it; it is held against the same life on a base of a hundredth (full) or a tenth, in
the same run. Clients are threads in as many processes as there are cores, each process with a thread
that works the queue. What goes over the network, SMS and mail, stays in its queue.
"""

import argparse
import pickle
import threading
import time
import traceback
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bench.figures import figure, percentile
from bench.grown import CASES_A_PERSON, PREFIXES, SELLERS, copied, people_made, sellers_made
from bench.orders import PROCESSES, run
from bench.shop import ROOT, prepare

SIZES = {"small": (1_000, 10_000, 2_000, 5), "full": (10_000, 1_000_000, 100_000, 60)}
LIVES = {"small": 240, "full": 1_600}
CLIENTS = 2 * PROCESSES
KEPT = ROOT / "var" / "bench" / "cases.pickle"
USUAL_A_SECOND = 3
SPIKE = 10
DUE_SECONDS = 59
VERIFIED = 300


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", default="small", choices=SIZES)
    parser.add_argument("--part", default="all", choices=("all", "grow", "measure"))
    told = parser.parse_args()
    prepare("cases")
    if told.part != "measure":
        KEPT.write_bytes(pickle.dumps(grown(SIZES[told.size][1])))
    if told.part != "grow":
        measure(pickle.loads(KEPT.read_bytes()), told.size)  # noqa: S301


def grown(cases: int) -> tuple[dict[str, Any], int]:
    """A base of so many old cases; its setting, and a case that waits for its seller."""
    setting = furnish()
    like, waiting = one_life(setting), one_sent(setting)
    began = time.perf_counter()
    grow(setting, like, cases)
    figure("cases_grown", cases / (time.perf_counter() - began), "per_s")
    return setting, waiting


def measure(base: tuple[dict[str, Any], int], size: str) -> None:
    less, _base, due, seconds = SIZES[size]
    setting, waiting = base
    lived = live(setting, LIVES[size])
    figure("case_statements", statements(setting), "statements")
    suggest()
    spike(setting, seconds)
    fall_due(setting, waiting, due)
    setting, _waiting = grown(less)
    fewer = live(setting, LIVES[size])
    ratio = lived["rate"] / fewer["rate"]
    figure("case_lives", lived["rate"], "per_s", ratio=ratio, limit=">=60")
    figure("case_life_p95", percentile(lived["seconds"], 0.95) * 1000, "ms")
    figure("case_lives_flat", ratio, "of_fewer", limit=">=0.8")


def furnish() -> dict[str, Any]:
    """An empty desk, the personas, the rules, one rule of triage: to the seller; and 200 sellers."""
    from django.db import connection

    from ekshop.complaints.tests import make
    from ekshop.kernel import clock

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE parties_person, parties_organisation, parties_place, kernel_deadline,"
            " kernel_statechange, kernel_ruleversion, notices_message, procrastinate_jobs,"
            " complaints_complainant, complaints_respondent CASCADE"
        )
    people = make.people()
    setting = {"seller": people.mina.actor, "partner": people.partner.pk}
    return {**setting, "sellers": sellers_made(clock.now())}


def live(setting: dict[str, Any], lives: int) -> dict[str, Any]:
    took = run(live_many, setting, CLIENTS, lives, warm=one_life)
    assert len(took["seconds"]) == lives, took["count"]
    return {"rate": lives / took["wall"], "seconds": took["seconds"]}


def live_many(
    setting: dict[str, Any], client: int, times: int, seconds: list[float], count: Counter[str]
) -> None:
    from django.db import connection

    if client % (CLIENTS // PROCESSES) == 0:
        worker = threading.Thread(target=drain, args=(count, times * (CLIENTS // PROCESSES)))
        worker.start()
    for _turn in range(times):
        began = time.perf_counter()
        one_life(setting)
        seconds.append(time.perf_counter() - began)
        count["lived"] += 1
    connection.close()
    if client % (CLIENTS // PROCESSES) == 0:
        worker.join()


def drain(count: Counter[str], lives: int) -> None:
    """Works the queue until this process's lives are over and nothing waits."""
    from django.db import connection

    from ekshop.kernel.jobs import run_jobs

    over = False
    while True:
        ran = run_jobs(queues=["default"], quietly=True)
        count["failed"] += ran.failed + ran.retried
        done = ran.done
        if over and not done:
            break
        over = count["lived"] >= lives
        if not done:
            time.sleep(0.02)
    connection.close()


def one_life(setting: dict[str, Any]) -> int:
    from ekshop.complaints import services
    from ekshop.kernel import clock
    from ekshop.kernel.actors import Actor

    now = clock.now()
    case = file(setting, now)
    services.case_triage(actor=Actor.system("complaints"), case_id=case.pk, now=now)
    by_seller = {"actor": setting["seller"], "case_id": case.pk, "now": now}
    by_complainant = {**by_seller, "actor": Actor.mobile_holder(case.complainant.mobile)}
    services.remedy_offer(
        kind="refund",
        amount_poisha=100_000,
        medium="bkash",
        due_on=clock.dhaka_date(now) + timedelta(days=3),
        **by_seller,
    )
    services.offer_accept(**by_complainant)
    services.remedy_report(note="TrxID 8N7A6D5EE7M", **by_seller)
    services.remedy_confirm(rating=4, **by_complainant)
    return int(case.pk)


def one_sent(setting: dict[str, Any]) -> int:
    """Filed and sorted: the seller has it."""
    from ekshop.complaints.services import case_triage
    from ekshop.kernel import clock
    from ekshop.kernel.actors import Actor

    now = clock.now()
    case = file(setting, now)
    case_triage(actor=Actor.system("complaints"), case_id=case.pk, now=now)
    return int(case.pk)


def file(setting: dict[str, Any], now: datetime) -> Any:
    from ekshop.complaints.services import Filing, case_file
    from ekshop.kernel.actors import Actor
    from ekshop.kernel.clock import dhaka_date

    nonce = uuid4()
    mobile = f"+88017{nonce.int % 100_000_000:08d}"
    filing = Filing(
        name="Karim Mia",
        mobile=mobile,
        category="not_delivered",
        story="I ordered a saree and paid in advance. Three weeks have passed and nothing came.",
        happened_on=dhaka_date(now) - timedelta(days=5),
        wanted="refund",
        wanted_poisha=150_000,
        paid_poisha=150_000,
        paid_by="bkash",
        transaction_id=nonce.hex[:10].upper(),
        seller_organisation_id=setting["partner"],
        nonce=nonce,
    )
    return case_file(actor=Actor.mobile_holder(mobile), filing=filing, now=now)


def statements(setting: dict[str, Any]) -> int:
    """How many statements a life takes, transactions and jobs not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        one_life(setting)
    skipped = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return len([each for each in captured if not each["sql"].startswith(skipped)])


def grow(setting: dict[str, Any], like: int, cases: int) -> None:
    """That many more old cases like the one lived, a minute apart."""
    people = cases // CASES_A_PERSON
    copied(
        like,
        cases,
        "G",
        earlier="n * interval '60 seconds'",
        people=(people_made(people, "G"), people),
        sellers=setting["sellers"],
    )
    verify("G")


def verify(letter: str) -> None:
    """A sample of the cases of that letter recomputes: chain, history, owner, clock."""
    from ekshop.complaints.models import Case
    from ekshop.complaints.services import cases_problems

    some = list(Case.objects.filter(code__startswith=letter).order_by("nonce")[:VERIFIED])
    wrong, _entries = cases_problems(some)
    assert some and not wrong, list(wrong.values())[:3]


def suggest(times: int = 400) -> None:
    """Before a complaint is sent: has its person complained of the same before? By transaction, by
    the seller's number, by words, and where there is nothing, in turn."""
    from ekshop.complaints.selectors import cases_likely
    from ekshop.kernel.actors import Actor

    story = "I ordered a saree and paid in advance. Three weeks have passed, nothing came."
    seconds, found = [], 0
    for number in range(1, times + 1):
        known: list[dict[str, Any]] = [
            {"transaction_id": f"G{number}"},
            {"handles": [("phone", f"0181{number % SELLERS:07d}")]},
            {"story": story},
            {"transaction_id": "8N7A6D5EE7", "story": "The phone that came is broken, it is dark."},
        ]
        mobile = f"{PREFIXES['G']}{number:08d}"
        began = time.perf_counter()
        likely = cases_likely(Actor.mobile_holder(mobile), mobile, **known[number % 4])
        seconds.append(time.perf_counter() - began)
        found += bool(likely)
    assert found == times * 3 // 4, found
    figure("duplicates_suggested_p95", percentile(seconds, 0.95) * 1000, "ms", limit="<=100")


def fall_due(setting: dict[str, Any], like: int, cases: int) -> None:
    """So many sellers silent to the same minute: each case moves to the coordinator, once, and its
    sides are told."""
    from ekshop.kernel import clock
    from ekshop.kernel.deadlines import deadlines_run

    people = cases // CASES_A_PERSON
    copied(
        like,
        cases,
        "D",
        earlier=f"interval '72 hours' + n * interval '{DUE_SECONDS * 1_000_000 // cases} microseconds'",
        people=(people_made(people, "D"), people),
        sellers=setting["sellers"],
        among=SELLERS // 2,
    )
    began = time.perf_counter()
    told = deadlines_run(clock.now())
    claimed = time.perf_counter() - began
    wall = claimed + run(work_off, setting, PROCESSES, PROCESSES)["wall"]
    moved, once, silent = _one(_MOVED)
    smses, mails, about = _one(_TOLD)
    assert told >= cases == moved == once == silent, (told, moved, once, silent)
    assert smses == mails == about == cases, (smses, mails, about)
    verify("D")
    figure("deadlines_claimed", told / claimed, "per_s")
    figure("deadlines_acted_on", wall, "s", limit="<=60")
    figure("deadlines_rate", cases / wall, "per_s")


_MOVED = """
    SELECT (SELECT count(*) FROM complaints_case WHERE code LIKE 'D%' AND state = 'mediation'),
        (SELECT count(DISTINCT case_id) FROM complaints_caseentry WHERE kind = 'seller_silent'),
        (SELECT count(*) FROM complaints_caseentry WHERE kind = 'seller_silent')
"""
_TOLD = """
    SELECT count(*) FILTER (WHERE channel = 'sms'), count(*) FILTER (WHERE channel = 'email'),
        count(DISTINCT reference) FROM notices_message WHERE reference LIKE 'D%'
"""


def work_off(
    setting: dict[str, Any], client: int, times: int, seconds: list[float], count: Counter[str]
) -> None:
    from django.db import connection

    from ekshop.kernel.jobs import run_jobs

    run_jobs(queues=["default"])
    connection.close()


def spike(setting: dict[str, Any], seconds: int) -> None:
    """Ten times the usual complaints for a while, at the minutes they come, whether or not the
    last is done; then how long until the queue is empty again."""
    filed = run(file_on_time, {**setting, "seconds": seconds}, PROCESSES, PROCESSES, warm=one_life)
    answers, count = filed["seconds"], filed["count"]
    (left,) = _one(
        "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'default' AND status <> 'succeeded'"
    )
    figure("spike_filed", len(answers) / seconds, "per_s")
    figure("spike_filing_p95", percentile(answers, 0.95) * 1000, "ms", limit="<=1000")
    figure("spike_errors", count["errors"] + count["failed"] + left, "errors", limit="==0")
    figure("spike_recovery", count["recovered_ms"] / PROCESSES / 1000, "s", limit="<=120")


def file_on_time(
    setting: dict[str, Any], client: int, times: int, seconds: list[float], count: Counter[str]
) -> None:
    from django.db import connection

    from ekshop.kernel import clock

    each = PROCESSES / (USUAL_A_SECOND * SPIKE)
    wanted = int(setting["seconds"] / each)
    worker = threading.Thread(target=drain, args=(count, wanted))
    worker.start()
    began = time.perf_counter()
    for number in range(wanted):
        planned = began + number * each
        time.sleep(max(0.0, planned - time.perf_counter()))
        try:
            file(setting, clock.now())
        except Exception:
            traceback.print_exc()
            count["errors"] += 1
        seconds.append(time.perf_counter() - planned)
        count["lived"] += 1
    over = time.perf_counter()
    worker.join()
    count["recovered_ms"] += int((time.perf_counter() - over) * 1000)
    connection.close()


def _one(query: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


if __name__ == "__main__":
    main()
