"""The rules of triage: changed by a new version or an end, never in place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.parties.selectors import districts
from ekshop.parties.services import require

from .. import rules
from ..models import Agency, TriageRule


class RuleOver(Conflict):
    code = "triage_rule_over"
    message = _("This rule has ended already. Look at the list again.")


@dataclass(frozen=True, kw_only=True)
class TriageDraft:
    """What a rule says: which cases it fits (empty fits any), and where they go.

    `agency_id` none and not `to_seller`: the coordinator looks first. `position`: the first rule
    that fits wins.
    """

    position: int
    valid_from: datetime
    categories: Collection[str] = ()
    law: str = ""
    respondent_kind: str = ""
    district_id: int | None = None
    at_least_poisha: int = 0
    to_seller: bool = False
    agency_id: int | None = None
    urgency: str = ""
    note: str = ""


def triage_rule_put(
    *, actor: Actor, draft: TriageDraft, replaces_id: int | None = None, now: datetime
) -> TriageRule:
    """A new rule, or the next version of one, which ends when the new begins.

    Errors: NotAllowed, NotFound, InvalidInput by field, RuleOver.
    """
    require(actor, "triage.manage")
    if wrong := _wrong(draft, now):
        raise InvalidInput(wrong)
    with transaction.atomic():
        if replaces_id is not None:
            _end(_held(replaces_id), draft.valid_from)
        rule = triage_rule_unsaved(draft)
        rule.made_by_id = actor.person_id
        rule.save()
        _audit(actor, "triage_rule_put", rule, {"replaces": replaces_id}, now)
    return rule


def triage_rule_unsaved(draft: TriageDraft) -> TriageRule:
    """As it would be, to be tried on the past."""
    return TriageRule(
        position=draft.position,
        categories=sorted(set(draft.categories)),
        law=draft.law,
        respondent_kind=draft.respondent_kind,
        district_id=draft.district_id,
        at_least_poisha=draft.at_least_poisha,
        to_seller=draft.to_seller,
        agency_id=draft.agency_id,
        urgency=draft.urgency,
        valid_from=draft.valid_from,
        note=normalise(draft.note)[:300],
    )


def triage_rule_end(*, actor: Actor, rule_id: int, at: datetime, now: datetime) -> TriageRule:
    """The rule fits no case from then on. Errors: NotAllowed, NotFound, InvalidInput, RuleOver."""
    require(actor, "triage.manage")
    if at < now:
        raise InvalidInput({"at": _("A rule cannot be changed for the past.")})
    with transaction.atomic():
        rule = _held(rule_id)
        _end(rule, at)
        _audit(actor, "triage_rule_end", rule, {"at": at.isoformat()}, now)
    return rule


def _held(rule_id: int) -> TriageRule:
    rule = TriageRule.objects.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise NotFound(what="triage rule")
    return rule


def _end(rule: TriageRule, at: datetime) -> None:
    if rule.valid_to is not None and rule.valid_to <= at:
        raise RuleOver
    if at <= rule.valid_from:
        # It never began: no case was sorted by it, and the audit keeps what it said.
        TriageRule.objects.filter(pk=rule.pk).delete()
        return
    rule.valid_to = at
    rule.save(update_fields=["valid_to"])


def _wrong(draft: TriageDraft, now: datetime) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if not 1 <= draft.position <= 10_000:
        wrong["position"] = _("Give a number from 1 to 10,000.")
    if draft.valid_from < now:
        wrong["valid_from"] = _("A rule cannot be changed for the past.")
    if not set(draft.categories) <= set(rules.BY_CODE):
        wrong["categories"] = _("Choose from the list.")
    if draft.law and draft.law not in rules.LAWS:
        wrong["law"] = _("Choose from the list.")
    elif draft.law and draft.categories and not _under(draft.law, draft.categories):
        wrong["law"] = _("None of the complaints marked falls under this law.")
    if draft.respondent_kind and draft.respondent_kind not in dict(rules.RESPONDENT_KINDS):
        wrong["respondent_kind"] = _("Choose from the list.")
    if draft.urgency and draft.urgency not in dict(rules.URGENCIES):
        wrong["urgency"] = _("Choose from the list.")
    if draft.district_id and draft.district_id not in {place.pk for place in districts()}:
        wrong["district"] = _("Choose from the list.")
    if not 0 <= draft.at_least_poisha <= 10**12:
        wrong["at_least"] = _("Write the amount in taka.")
    if draft.agency_id is not None:
        if draft.to_seller:
            wrong["agency"] = _("To the seller or to an agency, not both.")
        elif not Agency.objects.filter(pk=draft.agency_id, active=True).exists():
            wrong["agency"] = _("Choose an agency that takes cases.")
    return wrong


def _under(law: str, categories: Collection[str]) -> bool:
    return any(rules.law_of(each) == law for each in categories)


def _audit(
    actor: Actor, action: str, rule: TriageRule, more: dict[str, Any], now: datetime
) -> None:
    data = {
        "position": rule.position,
        "categories": rule.categories,
        "law": rule.law,
        "to_seller": rule.to_seller,
        "agency": rule.agency.code if rule.agency else "",
        "valid_from": rule.valid_from.isoformat(),
        **more,
    }
    audit_write(
        actor=actor, action=action, entity="triage_rule", entity_id=rule.pk, data=data, now=now
    )
