"""The days a producer does not work are written down, and taken back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.events import emit
from ekshop.parties.services import require
from ekshop.producers import rules
from ekshop.producers.events import RestsChanged
from ekshop.producers.models import ProducerProfile, ProducerRest
from ekshop.producers.selectors import producer_for


def rest_problem(from_day: date, to_day: date) -> Any:
    """What is wrong with days of rest, whichever day it is today; None where nothing is."""
    if to_day < from_day:
        return _("The last day is before the first.")
    if (to_day - from_day).days >= rules.MOST_REST_DAYS:
        return _("At most %(most)s days at once.") % {"most": rules.MOST_REST_DAYS}
    return None


def rests_on(profile: ProducerProfile, from_day: date, to_day: date) -> bool:
    """Whether she rests on any of these days already."""
    return profile.rests.filter(from_day__lte=to_day, to_day__gte=from_day).exists()


@transaction.atomic
def rest_add(
    *,
    actor: Actor,
    seller_id: int,
    from_day: date,
    to_day: date,
    now: datetime,
    reason: str = "",
) -> ProducerRest:
    """From `from_day` to `to_day`, both included; promises made already stay. Raises NotAllowed,
    NotFound, InvalidInput."""
    require(actor, "producer.change")
    profile = producer_for(actor, seller_id)
    wrong: dict[str, Any] = {}
    if problem := rest_problem(from_day, to_day):
        wrong["to_day"] = problem
    elif to_day < dhaka_date(now):
        wrong["to_day"] = _("These days are over.")
    elif rests_on(profile, from_day, to_day):
        wrong["from_day"] = _("She rests on some of these days already.")
    if wrong:
        raise InvalidInput(wrong)
    rest = ProducerRest.objects.create(
        profile=profile,
        from_day=from_day,
        to_day=to_day,
        reason=" ".join(reason.split())[:120],
    )
    emit(RestsChanged(seller_id))
    audit_write(
        actor=actor,
        action="rest_add",
        entity="producer",
        entity_id=profile.pk,
        now=now,
        data={"from": from_day.isoformat(), "to": to_day.isoformat()},
    )
    return rest


@transaction.atomic
def rest_remove(*, actor: Actor, seller_id: int, rest_id: int, now: datetime) -> None:
    """She works on those days after all. Raises NotAllowed, NotFound."""
    require(actor, "producer.change")
    profile = producer_for(actor, seller_id)
    rest = profile.rests.filter(pk=rest_id).first()
    if rest is None:
        raise NotFound(rest_id=rest_id)
    rest.delete()
    emit(RestsChanged(seller_id))
    audit_write(actor=actor, action="rest_remove", entity="producer", entity_id=profile.pk, now=now)
