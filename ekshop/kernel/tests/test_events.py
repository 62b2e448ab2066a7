from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from ekshop import wiring
from ekshop.kernel import events, job_watch
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_of
from ekshop.kernel.events import Event, emit, emit_many
from ekshop.kernel.jobs import ATTEMPTS, run_jobs
from ekshop.kernel.models import AuditEntry, JobFailure
from ekshop.kernel.money import Money

OMAR = Actor(kind="person", person_id=1, role="operator", label="Omar")
HERE = "ekshop.kernel.tests.test_events."
heard: list[Event | list[Event]] = []
broken = False


@dataclass(frozen=True)
class GoatSold(Event):
    goat_id: int
    at: datetime | None = None
    day: date | None = None
    price: Money = Money(0)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class GoatFed(Event):
    goat_id: int


def on_goat_sold(event: GoatSold) -> None:
    _note(event.goat_id)
    heard.append(event)
    if broken and event.goat_id == 13:
        raise RuntimeError("no goat thirteen")


def on_goats_fed(fed: list[GoatFed]) -> None:
    heard.append(fed)
    if broken:
        raise RuntimeError("not hungry")


def _note(goat_id: int) -> None:
    AuditEntry.objects.create(
        action="heard", entity="goat", entity_id=goat_id, at=datetime.now(UTC), actor_kind="system"
    )


@pytest.fixture(autouse=True)
def listening(db):
    global broken
    broken = False
    heard.clear()
    wiring.HANDLERS[GoatSold] = [HERE + "on_goat_sold"]
    wiring.HANDLERS[GoatFed] = [HERE + "on_goats_fed"]
    yield
    del wiring.HANDLERS[GoatSold], wiring.HANDLERS[GoatFed]


def break_handlers():
    global broken
    broken = True


def mend_handlers():
    global broken
    broken = False


def test_an_event_reaches_its_handler_as_it_was_told():
    told = GoatSold(3, datetime(2026, 11, 22, tzinfo=UTC), date(2026, 11, 22), Money(5), ("a", "b"))
    emit(told)
    assert run_jobs().done == 1
    assert heard == [told]


def test_a_change_that_is_rolled_back_tells_nobody():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        emit(GoatSold(3))
        raise ZeroDivisionError
    assert run_jobs().done == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        emit(GoatSold(3))


def test_many_events_travel_in_few_jobs():
    emit_many([GoatSold(number) for number in range(120)] + [GoatFed(1), GoatFed(2)])
    assert ProcrastinateJob.objects.count() == 4
    run_jobs()
    assert [event.goat_id for event in heard[:-1]] == list(range(120))
    assert heard[-1] == [GoatFed(1), GoatFed(2)]


def test_one_that_fails_in_a_batch_does_not_stop_the_others_and_none_is_done_twice():
    break_handlers()
    emit_many([GoatSold(number) for number in (12, 13, 14)])
    ran = run_jobs(quietly=True)
    assert (ran.done, ran.retried) == (1, 1)
    mend_handlers()
    run_jobs(later=True)
    assert sorted(AuditEntry.objects.values_list("entity_id", flat=True)) == ["12", "13", "14"]


def test_a_failing_handler_is_tried_again_then_rests_as_failed_until_it_is_retried():
    break_handlers()
    emit(GoatSold(13))
    for _attempt in range(ATTEMPTS - 1):
        assert run_jobs(later=True, quietly=True).retried == 1
    assert run_jobs(later=True, quietly=True).failed == 1
    failed = job_watch.jobs_failed().get()
    assert (failed.name, failed.error) == (HERE + "on_goat_sold", "RuntimeError")
    assert failed.error_message == "no goat thirteen"
    assert job_watch.job_failures(failed.pk).count() == ATTEMPTS
    assert job_watch.queue_figures().failed == 1
    assert not audit_of("goat", 13).exists()

    mend_handlers()
    job_watch.job_retry(actor=OMAR, job_id=failed.pk)
    run_jobs(later=True)
    assert audit_of("goat", 13).count() == 1
    assert audit_of("job", failed.pk).get().actor.label == "Omar"
    assert not job_watch.jobs_failed().exists()


def test_a_handler_of_batches_fails_and_is_retried_whole():
    break_handlers()
    emit_many([GoatFed(1), GoatFed(2)])
    run_jobs(quietly=True)
    mend_handlers()
    run_jobs(later=True)
    assert heard == [[GoatFed(1), GoatFed(2)]] * 2
    assert JobFailure.objects.get().message == "not hungry"


def test_a_batch_whose_worker_dies_before_it_could_say_so_is_not_handled_again():
    class Killed(BaseException):
        pass

    def die(execute, sql, params, many, context):
        if "finish_job" in sql:
            raise Killed
        return execute(sql, params, many, context)

    emit_many([GoatFed(1), GoatFed(2)])
    with pytest.raises(Killed), connection.execute_wrapper(die):
        run_jobs()
    job_watch.jobs_recover()
    assert run_jobs().done == 1
    assert heard == [[GoatFed(1), GoatFed(2)]]


def test_a_job_that_is_not_failed_cannot_be_retried():
    emit(GoatSold(3))
    with pytest.raises(job_watch.JobNotRetriable):
        job_watch.job_retry(actor=OMAR, job_id=ProcrastinateJob.objects.get().pk)
    with pytest.raises(job_watch.NotFound):
        job_watch.job_retry(actor=OMAR, job_id=0)


def test_an_event_carries_plain_values_only():
    with pytest.raises(TypeError, match="float"):
        emit(GoatSold(1.5))


def test_a_payload_from_before_a_field_was_added_or_after_one_went_is_still_read():
    name = events.event_name(GoatSold)
    assert events.event_of(name, {"goat_id": 3, "colour": "brown"}) == GoatSold(3)
    with pytest.raises(LookupError):
        events.event_of("kernel.NeverWas", {})


def test_an_event_nobody_hears_makes_no_job():
    wiring.HANDLERS[GoatFed] = []
    emit(GoatFed(1))
    assert not ProcrastinateJob.objects.exists()


def test_a_loader_may_keep_events_from_the_queue_and_have_them_handled_itself():
    with events.gather() as gathered:
        emit_many([GoatSold(1), GoatFed(1), GoatFed(2)])
        assert not heard
        assert gathered.handle() == [GoatSold(1), GoatFed(1), GoatFed(2)]
        emit(GoatSold(5))
        gathered.handle(lambda handler, event: event != GoatSold(5))
    assert heard == [GoatSold(1), [GoatFed(1), GoatFed(2)]]
    assert run_jobs().done == 0
    emit(GoatSold(2))
    assert run_jobs().done == 1
