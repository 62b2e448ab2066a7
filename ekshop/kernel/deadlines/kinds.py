"""Kinds of promise, declared by the packages that give them: their words, and what tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import in_language
from .events import DeadlinePassed, DeadlineTold, DeadlineWarned


@dataclass(frozen=True)
class Kind:
    name: str
    bn: str
    en: str
    passed: type[DeadlineTold]
    warned: type[DeadlineTold]

    @property
    def label(self) -> str:
        return in_language(self.bn, self.en)


_kinds: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    bn: str,
    en: str,
    passed: type[DeadlineTold] = DeadlinePassed,
    warned: type[DeadlineTold] = DeadlineWarned,
) -> Kind:
    """Declares a kind of deadline, its words, and the events that tell of it."""
    _kinds[name] = Kind(name, bn, en, passed, warned)
    return _kinds[name]


def kind_of(name: str) -> Kind:
    """A kind nobody declared is told by the plain events and shown by its name."""
    words = name.replace("_", " ")
    return _kinds.get(name) or Kind(name, words, words, DeadlinePassed, DeadlineWarned)
