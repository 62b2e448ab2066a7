"""Querysets composed once and asked again and again with other values.

Composing a query of many columns takes Django longer than PostgreSQL takes to answer it. On the
busiest paths the queryset stands as it always did, with `given` where a value comes later:

    _HELD = Composed(
        lambda given: Case.objects.select_for_update().filter(pk=given("id"))[:1]
    )
    case = _HELD.first(id=case_id)

Its text stays the same, so PostgreSQL keeps it planned too (`statements.py`). A value stands where
an expression may: `field=given("x")`, not `field__in`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.query import get_related_populators

from .statements import fetch

M = TypeVar("M", bound=models.Model)


class Given(models.Expression):
    """Where a value goes that is known only when the question is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class _Text(NamedTuple):
    """What Django made of it: the statement, its values, and how rows become objects."""

    statement: str
    values: list[Any]
    compiler: Any
    converters: dict[int, Any]


class Composed(Generic[M]):
    """`make` gives the queryset, of whole objects of one model (with `select_related`, if wanted)."""

    def __init__(self, make: Callable[[type[Given]], models.QuerySet[M]]) -> None:
        self._make = make

    def all(self, **values: Any) -> list[M]:
        """The rows there are for these values. KeyError where one is missing."""
        text = self._text
        if text is None:
            return []
        rows: Any = fetch(
            text.statement,
            [values[each.name] if isinstance(each, Given) else each for each in text.values],
        )
        if text.converters:
            rows = text.compiler.apply_converters(rows, text.converters)
        return [self._object(text.compiler, row) for row in rows]

    def first(self, **values: Any) -> M | None:
        found = self.all(**values)
        return found[0] if found else None

    @cached_property
    def _text(self) -> _Text | None:
        """None where the queryset can have no rows, whatever is asked."""
        compiler: Any = self._make(Given).query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            statement, values = compiler.as_sql()
        except EmptyResultSet:
            return None
        columns = [each[0] for each in compiler.select[: compiler.col_count]]
        return _Text(statement, list(values), compiler, compiler.get_converters(columns))

    def _object(self, compiler: Any, row: Any) -> M:
        start, names, populators = self._shape
        made: M = compiler.klass_info["model"].from_db(
            DEFAULT_DB_ALIAS, names, row[start : start + len(names)]
        )
        for each in populators:
            each.populate(row, made)
        return made

    @cached_property
    def _shape(self) -> tuple[int, list[str], list[Any]]:
        assert self._text is not None
        compiler = self._text.compiler
        fields = compiler.klass_info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        names = [each[0].target.attname for each in compiler.select[start:end]]
        populators = get_related_populators(  # type: ignore[call-arg]
            compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS
        )
        return start, names, populators
