"""Deeds of money that one person asks for and another confirms, above a limit of the rule book."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.clashes import refused_as
from ekshop.kernel.errors import Conflict, NotFound
from ekshop.kernel.rulebook import rule_at
from ekshop.parties.services import require
from ekshop.payments.services import SamePerson

from .. import rules
from ..models import TwoPersonDeed

Does = TypeVar("Does", bound=Callable[..., object])
_DOES: dict[str, Callable[..., object]] = {}


class DeedAsked(Conflict):
    code = "deed_asked"
    message = _("This waits for a second person already.")


def deed_does(kind: str) -> Callable[[Does], Does]:
    """Marks what does the deeds of a kind, once confirmed: it takes `actor`, `now` and the terms."""

    def keep(does: Does) -> Does:
        _DOES[kind] = does
        return does

    return keep


def takes_two(poisha: int, now: datetime) -> bool:
    return poisha > rule_at(rules.TWO_PERSONS_ABOVE, now).value


def deed_ask(
    *,
    actor: Actor,
    kind: str,
    about: str,
    entity_id: int = 0,
    amount_poisha: int,
    note: str,
    terms: dict[str, Any],
    now: datetime,
) -> TwoPersonDeed:
    """Wait for a second person. Who calls has looked at the terms. Errors: NotAllowed, DeedAsked."""
    require(actor, rules.DEED_PERMISSION[kind])
    with refused_as(two_person_deed_asked_once=DeedAsked()):
        deed = TwoPersonDeed.objects.create(
            kind=kind,
            about=about,
            entity_id=entity_id,
            amount_poisha=amount_poisha,
            note=note,
            terms=terms,
            asked_by_id=actor.person,
            asked_at=now,
        )
        states.begin(deed, actor=actor, now=now)
        _audited(actor, deed, "two_person_deed_ask", now)
    return deed


def deed_confirm(*, actor: Actor, deed_id: int, now: datetime) -> TwoPersonDeed:
    """Another person agrees: it is done. Errors: NotAllowed, NotFound, SamePerson,
    ActionNotPossible, and those of the deed where something has changed meanwhile."""
    with transaction.atomic():
        deed = _held(actor, deed_id)
        if deed.asked_by_id == actor.person:
            raise SamePerson
        _decided(actor, deed, "confirm", now)
        _DOES[deed.kind](actor=actor, now=now, **deed.terms)
    return deed


def deed_refuse(*, actor: Actor, deed_id: int, now: datetime) -> TwoPersonDeed:
    """It is not done; who asked may say so, too. Errors: NotAllowed, NotFound, ActionNotPossible."""
    with transaction.atomic():
        deed = _held(actor, deed_id)
        _decided(actor, deed, "refuse", now)
    return deed


def deed_waits(done: object) -> bool:
    """Whether what a service answered is not done yet, but waits for a second person."""
    return isinstance(done, TwoPersonDeed)


def _held(actor: Actor, deed_id: int) -> TwoPersonDeed:
    deed = TwoPersonDeed.objects.select_for_update(of=("self",)).filter(pk=deed_id).first()
    if deed is None:
        raise NotFound(what="two_person_deed")
    require(actor, rules.DEED_PERMISSION[deed.kind])
    return deed


def _decided(actor: Actor, deed: TwoPersonDeed, action: str, now: datetime) -> None:
    by = {"decided_by_id": actor.person, "decided_at": now}
    states.move(deed, action, actor=actor, now=now, reason=deed.note, also=by)
    _audited(actor, deed, f"two_person_deed_{action}", now)


def _audited(actor: Actor, deed: TwoPersonDeed, action: str, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="two_person_deed",
        entity_id=deed.pk,
        data={
            "kind": deed.kind,
            "number": deed.about,
            "amount_poisha": deed.amount_poisha,
            "reason": deed.note,
        },
        now=now,
    )
