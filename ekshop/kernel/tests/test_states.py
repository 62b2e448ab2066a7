from dataclasses import dataclass

import pytest
from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import StaleState
from ekshop.kernel.events import Event
from ekshop.kernel.machines import Machine, diagram, machine_problems
from ekshop.kernel.models import StateChange

KETTLE = Machine(
    name="kettle",
    initial="cold",
    states={"cold": "Cold", "hot": "Hot", "broken": "Broken"},
    transitions=[
        ("cold", "heat", "hot", "Heated"),
        ("hot", "wait", "cold", "Left to cool"),
        (("cold", "hot"), "drop", "broken", "Dropped"),
    ],
)
ASHA = Actor(kind="person", person_id=7, organisation_id=3, role="entrepreneur", label="Asha")


class Kettle(models.Model):
    machine = KETTLE
    state = models.CharField(max_length=10, default=KETTLE.initial)
    heated_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "kernel_tests"
        managed = False


@dataclass(frozen=True)
class KettleBroke(Event):
    kettle_id: int


@pytest.fixture
def kettle(db):
    with connection.schema_editor() as editor:
        editor.create_model(Kettle)
    return Kettle.objects.create()


def test_a_move_changes_the_row_the_object_and_the_history(kettle):
    now = clock.now()
    row = states.move(
        kettle, "heat", actor=ASHA, now=now, reason="tea", data={"for": 2}, also={"heated_at": now}
    )
    assert kettle.state == Kettle.objects.get().state == "hot"
    assert Kettle.objects.get().heated_at == now == kettle.heated_at
    assert list(states.history_of(kettle)) == [row]
    assert (row.from_state, row.to_state, row.action, row.at) == ("cold", "hot", "heat", now)
    assert (row.reason, row.data, row.actor.person_id) == ("tea", {"for": 2}, 7)


def test_of_two_who_saw_the_same_state_only_one_moves_it(kettle):
    other = Kettle.objects.get()
    states.move(kettle, "heat", actor=ASHA, now=clock.now())
    with pytest.raises(states.StateMoved) as refusal:
        states.move(other, "drop", actor=ASHA, now=clock.now())
    assert isinstance(refusal.value, StaleState)
    assert "Cold" in str(refusal.value)
    assert "Hot" in str(refusal.value)
    assert other.state == "cold"
    assert states.history_of(kettle).count() == 1


def test_an_action_the_table_does_not_have_is_refused_in_words(kettle):
    with pytest.raises(states.ActionNotPossible) as refusal:
        states.move(kettle, "wait", actor=ASHA, now=clock.now())
    assert "Left to cool" in str(refusal.value)
    assert refusal.value.data["state"] == "Cold"


def test_a_move_whose_event_cannot_be_told_does_not_happen(kettle):
    @dataclass(frozen=True)
    class Wrong(Event):
        thing: object

    with pytest.raises(TypeError), transaction.atomic():
        states.move(kettle, "drop", actor=ASHA, now=clock.now(), event=Wrong(object()))
    assert Kettle.objects.get().state == "cold"
    assert not states.history_of(kettle).exists()


def test_many_move_together_and_those_that_changed_meanwhile_are_left_out(kettle):
    others = [Kettle.objects.create(state=state) for state in ("hot", "cold")]
    changed = Kettle.objects.get(pk=others[1].pk)
    states.move(changed, "drop", actor=ASHA, now=clock.now())
    moved = states.move_all([kettle, *others], "drop", actor=ASHA, now=clock.now())
    assert moved == [kettle, others[0]]
    assert {k.state for k in moved} == {"broken"}
    assert others[1].state == "cold"
    assert StateChange.objects.filter(machine="kettle").count() == 3


def test_history_can_begin_with_the_beginning(kettle):
    states.begin(kettle, actor=ASHA, now=clock.now())
    states.move(kettle, "heat", actor=ASHA, now=clock.now())
    assert [row.to_state for row in states.history_of(kettle)] == ["cold", "hot"]


@pytest.mark.parametrize(
    "statement", ["UPDATE kernel_statechange SET reason = ''", "DELETE FROM kernel_statechange"]
)
def test_history_is_never_rewritten_even_by_plain_sql(kettle, statement):
    states.move(kettle, "heat", actor=ASHA, now=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_sound_table_has_no_problems_and_can_be_drawn():
    assert machine_problems(KETTLE) == []
    assert KETTLE.final_states == {"broken"}
    assert diagram(KETTLE).splitlines()[:3] == [
        "stateDiagram-v2",
        "    [*] --> cold",
        "    cold --> hot: heat",
    ]


def test_problems_of_a_table_are_said_in_words():
    machine = Machine(
        "bad",
        "a",
        {"a", "b", "c", "d"},
        [("a", "go", "b", ""), ("b", "stay", "b", "x"), ("c", "end", "d", "y")],
    )
    assert machine_problems(machine) == [
        "c cannot be reached",
        "d cannot be reached",
        "from a nothing leads to an end",
        "from b nothing leads to an end",
        "a / go has no label",
    ]


def test_one_action_leads_from_a_state_to_one_other():
    with pytest.raises(ValueError, match="two transitions"):
        Machine("bad", "a", {"a", "b"}, [("a", "go", "b", "x"), ("a", "go", "a", "y")])
