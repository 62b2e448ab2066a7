"""A new row under a code that people read aloud: a code that is taken is drawn again."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, models, transaction

from .ids import tracking_code

Row = TypeVar("Row", bound=models.Model)


def _saved(row: models.Model) -> None:
    row.save(force_insert=True)


def coded_insert(
    row: Row,
    letter: str,
    *,
    draw: Callable[[str], str] = tracking_code,
    write: Callable[[Row], None] = _saved,
) -> Row:
    """Saves a new row with a `code` that no other row of its table has, and returns it.

    Each try has its own savepoint, so it may stand within a transaction. `draw` gives a code for the
    letter; `write` inserts the row. Raises IntegrityError for anything but a taken code.
    """
    while True:
        row.code = draw(letter)  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                write(row)
                return row
        except IntegrityError as error:
            if not _is_taken(error, row):
                raise


def _is_taken(error: IntegrityError, row: models.Model) -> bool:
    diag = getattr(error.__cause__, "diag", None)
    named = f"{getattr(diag, 'constraint_name', None) or ''}"
    return getattr(diag, "table_name", None) == row._meta.db_table and "_code_" in named
