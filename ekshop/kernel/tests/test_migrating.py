"""New models made together: tables with their circle of references, and none left on the way back."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from ekshop.kernel.migrating import Together

pytestmark = pytest.mark.django_db

MODELS = [
    migrations.CreateModel(
        "Loom",
        fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("busy_with", models.ForeignKey("shed.Cloth", models.SET_NULL, null=True)),
        ],
    ),
    migrations.CreateModel(
        "Cloth",
        fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("loom", models.ForeignKey("shed.Loom", models.PROTECT)),
            ("name", models.CharField(max_length=20)),
        ],
        options={"indexes": [models.Index(fields=["name"], name="cloth_name")]},
    ),
]


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("shed_")}


def test_models_that_refer_to_each_other_are_made_and_taken_away_together() -> None:
    before, after = ProjectState(), ProjectState()
    operation = Together(MODELS)
    operation.state_forwards("shed", after)

    with connection.schema_editor() as editor:
        operation.database_forwards("shed", editor, before, after)
    assert tables() == {"shed_loom", "shed_cloth"}
    with connection.cursor() as cursor:
        relations = connection.introspection.get_relations(cursor, "shed_loom")
        assert "cloth_name" in connection.introspection.get_constraints(cursor, "shed_cloth")
    assert relations == {"busy_with_id": ("id", "shed_cloth")}

    with connection.schema_editor() as editor:
        operation.database_backwards("shed", editor, after, before)
    assert tables() == set()


def test_a_state_that_is_already_built_learns_of_all_of_them_at_once() -> None:
    state = ProjectState()
    assert not list(state.apps.get_models())
    Together(MODELS).state_forwards("shed", state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Loom", "Cloth"}
