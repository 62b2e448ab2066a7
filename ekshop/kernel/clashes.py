"""What is refused because it is there already is refused in the same words when the other one came at
the same moment: the unique constraint sees what a look before could not."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from .errors import DomainError


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that was broken; "" where the database names none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


@contextmanager
def refused_as(**refusals: DomainError) -> Iterator[None]:
    """A transaction, or a savepoint within one, that raises the refusal named for the unique
    constraint that is broken in it. Any other constraint's IntegrityError goes on as it is."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = refusals.get(constraint_of(error))
        if refusal is None:
            raise
        raise refusal from error
