"""Rules with numbers: how much, from when to when, and where it is written.

A number that law, contract or policy sets is never a constant in code: code asks the rule
that held at the moment it is about, and keeps which version it was. A version is never
changed; a new one begins where the old one ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from . import calendar
from .actors import Actor
from .audit import audit_write
from .errors import Conflict, InvalidInput
from .models import RuleVersion
from .reference_rules import RULES, RULES_HOLD_FROM
from .statements import fetch

Rule = RuleVersion
BEARERS = 3
OTHER_UNITS = ("basis_points", "poisha", "count", "yes_no", "bearer")
UNITS = (*calendar.UNITS, *OTHER_UNITS)


class RuleMissing(Conflict):
    """Nobody has said what holds at that time; `manage.py setup_reference` loads what is known."""

    code = "rule_missing"
    message = _("No rule “%(key)s” holds at that time. Load the reference rules first.")


def rule_at(key: str, at: datetime) -> Rule:
    """The version that holds at that instant. Raises RuleMissing."""
    return rules_at([key], at)[key]


def rules_at(keys: Iterable[str], at: datetime) -> dict[str, Rule]:
    """The same for several, with one statement. Raises RuleMissing for the first not there."""
    wanted = list(keys)
    rows = fetch(_HOLDING, {"keys": wanted, "at": at})
    found = {row[0]: RuleVersion.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row[1:]) for row in rows}
    for key in wanted:
        if key not in found:
            raise RuleMissing(key=key)
    return found


def due_at(
    rule: Rule,
    start: datetime,
    *,
    days_off: calendar.DaysOff | None = None,
    week: calendar.Week = calendar.NATIONAL,
) -> datetime:
    """When the rule's period, begun at `start`, is over. Raises ValueError for other units."""
    return calendar.add(start, rule.value, rule.unit, days_off=days_off, week=week)  # type: ignore[arg-type]


def rules_holding(at: datetime) -> QuerySet[Rule]:
    """Everything that holds at that instant, by key."""
    return _holding(at).order_by("key")


def rules_announced(now: datetime) -> QuerySet[Rule]:
    """Versions that do not hold yet, the soonest first."""
    return RuleVersion.objects.filter(valid_from__gt=now).order_by("valid_from", "key")


def rule_versions(key: str) -> QuerySet[Rule]:
    """All versions of a rule, the latest first."""
    return RuleVersion.objects.filter(key=key).order_by("-valid_from")


def rule_put(
    *,
    actor: Actor,
    key: str,
    value: int,
    unit: str,
    valid_from: datetime,
    now: datetime,
    name: tuple[str, str] | None = None,
    citation: tuple[str, str] | None = None,
) -> Rule:
    """A new version from `valid_from` on; the one before ends there. Texts are (bn, en).

    Texts not given are taken from the version before. Raises InvalidInput for a version
    that would begin in the past or before one already announced.
    """
    with transaction.atomic():
        latest = rule_versions(key).select_for_update().first()
        problems: dict[str, Any] = {}
        if unit not in UNITS:
            problems["unit"] = _("Choose one of the units.")
        if value < 0 or (unit == "yes_no" and value > 1):
            problems["value"] = _("Give a whole number that is not negative.")
        elif unit == "bearer" and not 1 <= value <= BEARERS:
            problems["value"] = _(
                "1 for the seller, 2 for the producer's centre, 3 for the courier."
            )
        if valid_from < now:
            problems["valid_from"] = _("A rule cannot be changed for the past.")
        elif latest is not None and valid_from <= latest.valid_from:
            problems["valid_from"] = _("A later version has already been announced.")
        if latest is None and not (name and citation):
            problems["name"] = _("A new rule needs a name and a citation in both languages.")
        if problems:
            raise InvalidInput(problems)
        if latest is not None and (latest.valid_to is None or latest.valid_to > valid_from):
            RuleVersion.objects.filter(pk=latest.pk).update(valid_to=valid_from)
        name_bn, name_en = name or (latest.name_bn, latest.name_en)  # type: ignore[union-attr]
        citation_bn, citation_en = citation or (latest.citation_bn, latest.citation_en)  # type: ignore[union-attr]
        rule = RuleVersion.objects.create(
            key=key,
            value=value,
            unit=unit,
            name_bn=name_bn,
            name_en=name_en,
            citation_bn=citation_bn,
            citation_en=citation_en,
            valid_from=valid_from,
        )
        audit_write(
            actor=actor,
            action="rule_put",
            entity="rule",
            entity_id=key,
            data={
                "from": latest.value if latest else None,
                "to": value,
                "unit": unit,
                "valid_from": valid_from.isoformat(),
            },
            now=now,
        )
        return rule


def rules_load() -> int:
    """Adds the published rules that are not there yet, and says how many. Changes none."""
    there = set(RuleVersion.objects.values_list("key", flat=True))
    fresh = [
        RuleVersion(
            key=rule.key,
            value=rule.value,
            unit=rule.unit,
            name_bn=rule.name_bn,
            name_en=rule.name_en,
            citation_bn=rule.source.bn,
            citation_en=rule.source.en,
            valid_from=RULES_HOLD_FROM,
        )
        for rule in RULES
        if rule.key not in there
    ]
    RuleVersion.objects.bulk_create(fresh)
    return len(fresh)


# Asked with every order, and composing a query costs more than running it.
_COLUMNS = [field.attname for field in RuleVersion._meta.concrete_fields]
_HOLDING = f"""
SELECT key, {", ".join(_COLUMNS)} FROM {RuleVersion._meta.db_table}
WHERE key = ANY(%(keys)s) AND valid_from <= %(at)s AND (valid_to IS NULL OR valid_to > %(at)s)
"""  # noqa: S608


def _holding(at: datetime) -> QuerySet[Rule]:
    return RuleVersion.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at
    )
