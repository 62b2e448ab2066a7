from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ekshop import wiring
from ekshop.kernel import deadlines, rulebook
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.models import Deadline, RuleVersion

NILA = Actor(kind="person", person_id=4, role="coordinator", label="Nila")
NOON = datetime(2026, 11, 22, 6, tzinfo=UTC)
HERE = "ekshop.kernel.tests.test_deadlines."
told: list[deadlines.DeadlineTold] = []


@dataclass(frozen=True)
class MilkSour(deadlines.DeadlinePassed):
    pass


def on_milk_sour(events: list[MilkSour]) -> None:
    told.extend(events)


def on_warned(event: deadlines.DeadlineWarned) -> None:
    told.append(event)


@pytest.fixture(autouse=True)
def listening(db):
    told.clear()
    deadlines.kind("milk", bn="দুধ", en="Milk", passed=MilkSour)
    before = wiring.HANDLERS[deadlines.DeadlineWarned]
    wiring.HANDLERS[MilkSour] = [HERE + "on_milk_sour"]
    wiring.HANDLERS[deadlines.DeadlineWarned] = [HERE + "on_warned"]
    yield
    del wiring.HANDLERS[MilkSour]
    wiring.HANDLERS[deadlines.DeadlineWarned] = before


def milk(number: int, *, hours: int = 48, **more) -> Deadline:
    return deadlines.deadline_set(
        entity=("churn", number),
        kind="milk",
        start=NOON,
        due_at=NOON + timedelta(hours=hours),
        now=NOON,
        **more,
    )


def test_a_deadline_follows_from_the_rule_that_held_when_it_began():
    rulebook.rules_load()
    row = deadlines.deadline_set(
        entity=("churn", 1), kind="milk", rule_key="courier_hand_over", start=NOON, now=NOON
    )
    assert row.due_at == NOON + timedelta(hours=48)
    assert row.warn_at == NOON + timedelta(hours=36)
    assert row.rule.citation_en.startswith("Digital Commerce")


def test_setting_twice_promises_once():
    assert milk(1) == milk(1, hours=99)
    assert Deadline.objects.get().due_at == NOON + timedelta(hours=48)


def test_what_is_due_is_told_once_and_what_is_met_or_cancelled_is_not():
    for number in range(4):
        milk(number)
    deadlines.deadline_meet(entity=("churn", 1), kind="milk", now=NOON)
    deadlines.deadlines_cancel(entity=("churn", 2), now=NOON, reason="spilt")
    later = NOON + timedelta(hours=48)
    assert deadlines.deadlines_run(later - timedelta(seconds=1)) == 2
    assert deadlines.deadlines_run(later) == 2
    assert deadlines.deadlines_run(later) == 0
    run_jobs()
    assert [(type(e).__name__, e.id) for e in told] == [
        ("DeadlineWarned", 0),
        ("DeadlineWarned", 3),
        ("MilkSour", 0),
        ("MilkSour", 3),
    ]
    assert told[2] == MilkSour("churn", 0, "milk", told[2].deadline_id, later)


def test_one_met_too_late_keeps_saying_so():
    milk(1)
    late = NOON + timedelta(hours=49)
    deadlines.deadlines_run(late)
    assert deadlines.deadlines_overdue().count() == 1
    assert deadlines.deadline_meet(entity=("churn", 1), kind="milk", now=late)
    row = Deadline.objects.get()
    assert (row.state, row.met_at, row.is_late(late)) == ("passed", late, True)
    assert not deadlines.deadlines_overdue().exists()
    assert not deadlines.deadline_meet(entity=("churn", 1), kind="milk", now=late)


def test_a_deadline_moves_only_by_an_extension_on_record():
    row = milk(1)
    deadlines.deadlines_run(NOON + timedelta(hours=40))
    with pytest.raises(InvalidInput):
        deadlines.deadline_extend(
            actor=NILA, deadline_id=row.pk, due_at=NOON + timedelta(hours=60), reason=" ", now=NOON
        )
    with pytest.raises(deadlines.CannotExtend):
        deadlines.deadline_extend(
            actor=NILA, deadline_id=row.pk, due_at=NOON, reason="flood", now=NOON
        )
    moved = deadlines.deadline_extend(
        actor=NILA, deadline_id=row.pk, due_at=NOON + timedelta(hours=60), reason="flood", now=NOON
    )
    assert moved.due_at == NOON + timedelta(hours=60)
    assert moved.warn_at == NOON + timedelta(hours=48)
    extension = moved.extensions.get()
    assert (extension.reason, extension.actor.label) == ("flood", "Nila")
    assert deadlines.deadlines_run(NOON + timedelta(hours=48)) == 1
    assert deadlines.deadlines_run(NOON + timedelta(hours=60)) == 1
    with pytest.raises(deadlines.CannotExtend):
        deadlines.deadline_extend(
            actor=NILA, deadline_id=row.pk, due_at=NOON + timedelta(hours=90), reason="x", now=NOON
        )


@given(st.lists(st.sampled_from(["run", "warn", "again", "meet", "extend"]), max_size=8))
def test_whatever_happens_the_due_time_is_the_promised_one_plus_its_extensions(steps):
    with transaction.atomic():
        row, now = milk(1), NOON
        for step in steps:
            now += timedelta(hours=7)
            if step in ("run", "warn"):
                deadlines.deadlines_run(now)
            elif step == "again":
                milk(1, hours=7)
            elif step == "meet":
                deadlines.deadline_meet(entity=("churn", 1), kind="milk", now=now)
            elif Deadline.objects.get(pk=row.pk).state == "waiting":
                due = Deadline.objects.get(pk=row.pk).due_at + timedelta(hours=1)
                deadlines.deadline_extend(
                    actor=NILA, deadline_id=row.pk, due_at=due, reason="rain", now=now
                )
        row.refresh_from_db()
        moved = row.extensions.count()
        assert row.due_at == NOON + timedelta(hours=48 + moved)
        transaction.set_rollback(True)


def test_a_thousand_due_at_once_are_told_in_few_statements(django_assert_max_num_queries):
    deadlines.deadlines_set(
        (
            deadlines.ToSet(
                entity=("churn", number), kind="milk", start=NOON, due_at=NOON + timedelta(hours=1)
            )
            for number in range(1000)
        ),
        now=NOON,
    )
    with django_assert_max_num_queries(20):
        assert deadlines.deadlines_run(NOON + timedelta(hours=1)) == 1000
    run_jobs()
    assert sorted(event.id for event in told) == list(range(1000))


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_holds_is_left_to_it():
    milk(1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM kernel_deadline FOR UPDATE")
            assert deadlines.deadlines_run(NOON + timedelta(hours=99)) == 0
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert deadlines.deadlines_run(NOON + timedelta(hours=99)) == 1


def test_of_two_versions_of_a_rule_only_one_holds_at_a_time():
    rulebook.rules_load()
    assert rulebook.rules_load() == 0
    change = NOON + timedelta(days=3)
    rulebook.rule_put(
        actor=NILA, key="return_window", value=10, unit="calendar_days", valid_from=change, now=NOON
    )
    assert rulebook.rule_at("return_window", NOON).value == 7
    assert rulebook.rule_at("return_window", change).value == 10
    assert [rule.value for rule in rulebook.rule_versions("return_window")] == [10, 7]
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.create(
            key="return_window", value=3, unit="hours", valid_from=NOON, valid_to=change
        )


def test_the_past_keeps_its_rules():
    rulebook.rules_load()
    with pytest.raises(InvalidInput) as refusal:
        rulebook.rule_put(
            actor=NILA,
            key="return_window",
            value=-1,
            unit="moons",
            valid_from=NOON - timedelta(days=1),
            now=NOON,
        )
    assert set(refusal.value.field_errors) == {"unit", "value", "valid_from"}
    with pytest.raises(rulebook.RuleMissing):
        rulebook.rule_at("return_window", datetime(2020, 1, 1, tzinfo=UTC))


def test_every_published_rule_is_told_in_both_languages():
    rulebook.rules_load()
    for rule in rulebook.rules_holding(NOON):
        assert rule.unit in rulebook.UNITS
        assert any("ঀ" <= letter <= "৿" for letter in rule.name_bn), rule.key
        assert any("ঀ" <= letter <= "৿" for letter in rule.citation_bn), rule.key
        assert rule.name_en.isascii()
        assert rule.citation_en.isascii()


def test_an_extension_is_never_rewritten():
    row = milk(1)
    deadlines.deadline_extend(
        actor=NILA, deadline_id=row.pk, due_at=NOON + timedelta(hours=60), reason="flood", now=NOON
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        row.extensions.update(reason="none")


def test_a_run_may_be_about_one_name_of_things_only():
    for name in ("kettle", "goat"):
        deadlines.deadline_set(
            entity=(name, 1), kind="boil", start=NOON, due_at=NOON + timedelta(hours=1), now=NOON
        )
    assert deadlines.deadlines_run(NOON + timedelta(hours=1), about="goat") == 1
    assert [row.entity for row in deadlines.deadlines_overdue()] == ["goat"]
