"""What readers hand on: raw rows, cheap to tell apart from known ones, parsed only if new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from ekshop.kernel.errors import DomainError

from ..rules import incoming as rules


class FileProblem(DomainError):
    """Why a whole file could not be read, or only in part; codes are `rules.FILE_PROBLEMS`."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, rules.FILE_PROBLEMS[code], **data)


class Raw(NamedTuple):
    """A row as it stands in the file. `key`: bytes that are the same when the row is the same."""

    number: int
    key: bytes
    payload: Any


class Note(NamedTuple):
    """Something wrong in a row; `code` is a key of `rules.REASONS`."""

    row: int
    ref: str
    field: str
    value: str
    code: str
    data: dict[str, Any] = {}


class BadRow(Exception):
    """A row that cannot even be taken apart."""

    def __init__(self, code: str, value: str = "", **data: Any) -> None:
        super().__init__(code)
        self.code, self.value, self.data = code, value, data


Fields = dict[str, Any]


class Reader(Protocol):
    """One kind of file. `problem` is known once `raws` has ended: half a file, say."""

    problem: FileProblem | None

    def raws(self) -> Iterator[Raw]: ...

    def parse(self, raws: Sequence[Raw]) -> Iterator[Fields | BadRow]: ...
