"""Words for what the packages below name by a key: accounts, journals, deeds on record, units."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.parties.rules import ROLES

from .books import JOURNALS, PURPOSES
from .deeds import DEEDS, ENTITIES, FACTS, FIELDS, UNITS

__all__ = [
    "DEEDS",
    "ENTITIES",
    "FACTS",
    "FIELDS",
    "JOURNALS",
    "PLATFORM",
    "PURPOSES",
    "UNITS",
    "deed",
    "entity",
    "fact",
    "field",
    "journal_kind",
    "purpose",
    "role",
    "unit",
]

PLATFORM = _("The platform")


def _known(table: dict[str, Any], key: str) -> str:
    """What is not in the table yet is shown by its key, read as words."""
    return str(table[key]) if key in table else key.replace("_", " ").replace(".", " ")


def purpose(key: str) -> str:
    return _known(PURPOSES, key)


def journal_kind(key: str) -> str:
    return _known(JOURNALS, key)


def deed(key: str) -> str:
    return _known(DEEDS, key)


def fact(key: str) -> str:
    return _known(FACTS, key)


def field(key: str) -> str:
    return _known(FIELDS, key)


def entity(key: str) -> str:
    return _known(ENTITIES, key)


def role(key: str) -> str:
    return str(dict(ROLES).get(key, key))


def unit(key: str) -> str:
    return _known(UNITS, key)
