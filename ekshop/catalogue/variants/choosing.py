"""Choosing a size and a colour: which values there are, and where each choice leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .book import AttributeNamed, Book, Value


class Member(NamedTuple):
    """One of a family: its own code, what it is, and whether anyone has it."""

    id: int
    code: str
    variant: Mapping[str, str]
    available: bool


@dataclass(frozen=True, slots=True)
class Option:
    """A value one may choose. `member` is where it leads: the member that has it together with
    everything else now chosen, or (`together` false) the nearest that has it at all."""

    value: Value
    member: Member
    chosen: bool
    together: bool


@dataclass(frozen=True, slots=True)
class Axis:
    attribute: AttributeNamed
    options: tuple[Option, ...]
    chosen: Value | None


def axes_of(
    members: Sequence[Member], axes: Sequence[str], chosen_id: int, book: Book
) -> list[Axis]:
    """The choices of a family, as they stand when one of its members is chosen."""
    values = {
        member.id: {key: book.value(key, member.variant.get(key, "")) for key in axes}
        for member in members
    }
    own = values[chosen_id]
    shown = []
    for key in axes:
        there = {value.code: value for held in values.values() if (value := held[key])}
        options = []
        for value in sorted(there.values(), key=lambda value: value.order):
            reach = [m for m in members if _code(values[m.id][key]) == value.code]
            best = min(reach, key=lambda m: _far(values[m.id], own, axes, key, m, chosen_id))
            together = _apart(values[best.id], own, axes, key) == 0
            options.append(Option(value, best, _code(own[key]) == value.code, together))
        shown.append(Axis(book.attribute(key), tuple(options), own[key]))
    return shown


def same_variant(
    members: Sequence[Member], axes: Sequence[str], chosen_id: int, book: Book
) -> list[int]:
    """Ids of the members that are the chosen one's size and colour: it, and others not known to
    be the same article."""
    codes = {
        member.id: tuple(_code(book.value(key, member.variant.get(key, ""))) for key in axes)
        for member in members
    }
    return [member.id for member in members if codes[member.id] == codes[chosen_id]]


def values_of(variant: Mapping[str, str], axes: Sequence[str], book: Book) -> list[Value]:
    read = [book.value(key, variant.get(key, "")) for key in axes]
    return [value for value in read if value]


def _code(value: Value | None) -> str:
    return value.code if value else ""


def _apart(
    one: Mapping[str, Value | None],
    other: Mapping[str, Value | None],
    axes: Sequence[str],
    but: str,
) -> int:
    """In how many of the other choices two differ."""
    return sum(1 for key in axes if key != but and _code(one[key]) != _code(other[key]))


def _far(
    one: Mapping[str, Value | None],
    own: Mapping[str, Value | None],
    axes: Sequence[str],
    key: str,
    member: Member,
    chosen_id: int,
) -> tuple[int, bool, bool, int]:
    return _apart(one, own, axes, key), not member.available, member.id != chosen_id, member.id
