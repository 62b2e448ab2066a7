"""Complaints: a case's life on a base that grew, deadlines falling due together, and a spike.

    python -m bench.cases --size small     10,000 cases, 2,000 deadlines, a spike of 5 seconds
    python -m bench.cases --size full      1,000,000 cases, 100,000 deadlines, a spike of a minute

Everything goes through the services, with the jobs that follow; only the old cases are written with
bare SQL. A life is: filed, sorted, offered, accepted, reported done, confirmed. It is held against
the same life on an empty base, in the same run. Clients are threads in as many processes as there
are cores, each process with a thread that works the queue.
"""

import argparse
import threading
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bench.figures import figure, percentile
from bench.orders import PROCESSES, run
from bench.shop import prepare

SIZES = {"small": (10_000, 2_000, 5), "full": (1_000_000, 100_000, 60)}
LIVES = {"small": 120, "full": 600}
CLIENTS = 2 * PROCESSES
USUAL_A_SECOND = 3
SPIKE = 10
SELLERS, CASES_A_PERSON = 200, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", choices=SIZES)
    size = parser.parse_args().size
    base, due, seconds = SIZES[size]
    prepare("cases")
    setting = furnish()
    empty = live(setting, LIVES[size])
    grow(base)
    grown = live(setting, LIVES[size])
    figure("case_lives", grown["rate"], "per_s", ratio=grown["rate"] / empty["rate"], limit=">=60")
    figure("case_life_p95", percentile(grown["seconds"], 0.95) * 1000, "ms")
    figure("case_statements", statements(setting), "statements")
    suggest()
    fall_due(setting, due)
    spike(setting, seconds)


def furnish() -> dict[str, Any]:
    """An empty desk, the personas, the rules, and one rule of triage: to the seller."""
    from django.db import connection

    from ekshop.complaints.tests import make

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE parties_person, parties_organisation, parties_place, kernel_deadline,"
            " kernel_statechange, kernel_ruleversion, notices_message, procrastinate_jobs,"
            " complaints_complainant, complaints_respondent CASCADE"
        )
    people = make.people()
    return {"seller": people.mina.actor, "partner": people.partner.pk}


def live(setting: dict[str, Any], lives: int) -> dict[str, Any]:
    took = run(live_many, setting, CLIENTS, lives)
    return {"rate": len(took["seconds"]) / took["wall"], "seconds": took["seconds"]}


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
        done = run_jobs(queues=["default"]).done
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


def grow(cases: int) -> None:
    """That many cases like the last one lived, over two years and 200 sellers, with their
    entries, history and clocks: copies of its rows."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT max(id) FROM complaints_case")
        (last,) = cursor.fetchone()
        number = {"last": last, "cases": cases, "sellers": SELLERS}
        columns = _columns("complaints_respondent")
        cursor.execute(
            _copied(
                "complaints_respondent",
                columns,
                {
                    "name": "'Seller ' || n",
                    "kind": "'unregistered'",
                    "organisation_id": "NULL::bigint",
                },
            )
            + " FROM complaints_respondent t, generate_series(1, %(sellers)s) n"
            " WHERE t.id = (SELECT respondent_id FROM complaints_case WHERE id = %(last)s)",
            number,
        )
        cursor.execute("SELECT min(id) FROM complaints_respondent WHERE name ~ '^Seller '")
        (number["first_seller"],) = cursor.fetchone()
        number["people"] = max(cases // CASES_A_PERSON, 1)
        cursor.execute(
            _copied(
                "complaints_complainant",
                _columns("complaints_complainant"),
                {"mobile": "'+88019' || lpad(n::text, 8, '0')"},
            )
            + " FROM complaints_complainant t, generate_series(1, %(people)s) n"
            " WHERE t.id = (SELECT complainant_id FROM complaints_case WHERE id = %(last)s)",
            number,
        )
        cursor.execute("SELECT min(id) FROM complaints_complainant WHERE mobile ~ '^.88019'")
        (number["first_person"],) = cursor.fetchone()
        changed = {
            "id": "%(last)s + n",
            "code": "'G' || n",
            "nonce": "gen_random_uuid()",
            "respondent_id": "%(first_seller)s + n %% %(sellers)s",
            "complainant_id": "%(first_person)s + n %% %(people)s",
            "transaction_id": "'G' || n",
            "filed_at": "t.filed_at - n * interval '60 seconds'",
            "closed_at": "t.filed_at - n * interval '60 seconds'",
        }
        cursor.execute(
            _copied("complaints_case", _columns("complaints_case", keep_id=True), changed)
            + " FROM complaints_case t, generate_series(1, %(cases)s) n WHERE t.id = %(last)s",
            number,
        )
        for table, column, only in (
            ("complaints_caseentry", "case_id", ""),
            ("kernel_statechange", "object_id", " AND t.machine = 'case'"),
            ("kernel_deadline", "entity_id", " AND t.entity = 'case'"),
        ):
            cursor.execute(
                _copied(table, _columns(table), {column: "%(last)s + n"})
                + f" FROM {table} t, generate_series(1, %(cases)s) n WHERE t.{column} = %(last)s{only}",
                number,
            )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('complaints_case', 'id'), max(id))"
            " FROM complaints_case"
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _columns(table: str, *, keep_id: bool = False) -> list[str]:
    from django.apps import apps

    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    names = [str(field.column) for field in model._meta.concrete_fields]
    return [name for name in names if keep_id or name != "id"]


def _copied(table: str, columns: list[str], changed: dict[str, str]) -> str:
    values = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values}"


def suggest(times: int = 100) -> None:
    """Before a complaint is sent: has its person complained of the same before? By transaction,
    by words, and where there is nothing."""
    from ekshop.complaints.selectors import cases_likely
    from ekshop.kernel.actors import Actor

    story = "I ordered a saree and paid in advance. Three weeks have passed, nothing came."
    seconds, found = [], 0
    for number in range(1, times + 1):
        mobile = f"+88019{number:08d}"
        began = time.perf_counter()
        likely = cases_likely(
            Actor.mobile_holder(mobile), mobile, transaction_id=f"G{number - 1}", story=story
        )
        seconds.append(time.perf_counter() - began)
        found += bool(likely)
    assert found == times, found
    figure("duplicates_suggested_p95", percentile(seconds, 0.95) * 1000, "ms", limit="<=100")


def fall_due(setting: dict[str, Any], cases: int) -> None:
    """So many sellers silent to the same minute: each case moves to the coordinator, once."""
    from django.db import connection, transaction

    from ekshop.complaints.models import Case
    from ekshop.kernel import clock
    from ekshop.kernel.deadlines import deadlines_run

    now = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        cursor.execute(
            "UPDATE complaints_case SET state = 'with_seller', outcome = '', closed_at = NULL,"
            " owner_side = 'seller', owner_organisation_id = %s WHERE id IN"
            " (SELECT id FROM complaints_case WHERE code LIKE 'G%%' ORDER BY id LIMIT %s)",
            [setting["partner"], cases],
        )
        cursor.execute(
            "INSERT INTO kernel_deadline (entity, entity_id, kind, rule_id, started_at, due_at,"
            " state, settled_reason, created_at)"
            " SELECT 'case', id, 'case_seller_answer', (SELECT id FROM kernel_ruleversion"
            " WHERE key = 'complaint_answer'), %s, %s - random() * interval '59 seconds',"
            " 'waiting', '', %s FROM complaints_case WHERE state = 'with_seller'",
            [now - timedelta(hours=72), now, now - timedelta(hours=72)],
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE complaints_case, kernel_deadline")
    (there,) = _one("SELECT count(*) FROM complaints_case WHERE state = 'with_seller'")
    began = time.perf_counter()
    told = deadlines_run(now)
    claimed = time.perf_counter() - began
    run(work_off, setting, PROCESSES, PROCESSES)
    wall = time.perf_counter() - began
    moved = Case.objects.filter(state="mediation").count()
    (once,) = _one(
        "SELECT count(*) FROM (SELECT case_id FROM complaints_caseentry"
        " WHERE kind = 'seller_silent' GROUP BY case_id HAVING count(*) = 1) t"
    )
    assert told >= there and moved == once == there == cases, (told, there, moved, once)
    figure("deadlines_claimed", told / claimed, "per_s")
    figure("deadlines_acted_on", wall, "s", limit="<=60")
    figure("deadlines_rate", cases / wall, "per_s")


def work_off(
    setting: dict[str, Any], client: int, times: int, seconds: list[float], count: Counter[str]
) -> None:
    from django.db import connection

    from ekshop.kernel.jobs import run_jobs

    run_jobs(queues=["default"])
    seconds.append(0)
    connection.close()


def spike(setting: dict[str, Any], seconds: int) -> None:
    """Ten times the usual complaints for a while, at the minutes they come, whether or not the
    last is done; then how long until the queue is empty again."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    wanted = {**setting, "seconds": seconds}
    filed = run(file_on_time, wanted, PROCESSES, PROCESSES)
    answers, recovery = filed["seconds"], filed["count"]
    figure("spike_filed", len(answers) / seconds, "per_s")
    figure("spike_filing_p95", percentile(answers, 0.95) * 1000, "ms", limit="<=1000")
    figure("spike_recovery", recovery["recovered_ms"] / PROCESSES / 1000, "s", limit="<=60")


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
        file(setting, clock.now())
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
