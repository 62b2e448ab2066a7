"""What a producer agreed to is written down, and taken back when she says so."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.services import producer_stop, require
from ekshop.producers import rules
from ekshop.producers.events import ProducerMoved
from ekshop.producers.models import Agreement, ProducerProfile
from ekshop.producers.selectors import producer_for


@transaction.atomic
def agreement_record(
    *, actor: Actor, seller_id: int, kind: str, medium: str, now: datetime
) -> Agreement:
    """She said yes to the words in use now. One in force of those words is not doubled; one of
    older words gives way. She herself agrees on her page and in no other way. Raises NotAllowed, NotFound, InvalidInput."""
    require(actor, "producer.change")
    own = actor.role == "producer_staff"
    known = kind in dict(rules.AGREEMENT_KINDS) and medium in dict(rules.AGREEMENT_MEDIA)
    if not known or own != (medium == rules.ONLINE):
        raise InvalidInput({f"agreement_{kind}": _("Say how she agreed.")})
    profile = producer_for(actor, seller_id)
    return agreement_write(actor=actor, profile=profile, kind=kind, medium=medium, now=now)


def agreement_write(
    *, actor: Actor, profile: ProducerProfile, kind: str, medium: str, now: datetime
) -> Agreement:
    """Without asking who may: for services that have asked already."""
    words = rules.wording_now(kind).version
    before = profile.agreements.filter(kind=kind, withdrawn_at__isnull=True).first()
    if before is not None:
        if before.wording == words:
            return before
        before.withdrawn_at = now
        before.save(update_fields=["withdrawn_at"])
    agreement = Agreement.objects.create(
        profile=profile,
        kind=kind,
        wording=words,
        medium=medium,
        recorded_by_id=actor.person_id,
        at=now,
    )
    audit_write(
        actor=actor,
        action="agreement_record",
        entity="producer",
        entity_id=profile.pk,
        now=now,
        data={"kind": kind, "wording": words, "medium": medium},
    )
    return agreement


@transaction.atomic
def agreement_withdraw(
    *, actor: Actor, seller_id: int, reason: str, now: datetime
) -> ProducerProfile:
    """She takes part no longer: everything she agreed to ends, and nothing new is sold. What is
    under way is finished. Raises NotAllowed, NotFound, StaleState, InvalidInput."""
    require(actor, "producer.change")
    profile = producer_for(actor, seller_id)
    said = reason.strip()
    if not said:
        raise InvalidInput({"reason": _("This is needed.")})
    profile.agreements.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
    states.move(
        profile,
        "withdraw",
        actor=actor,
        now=now,
        reason=said[:300],
        event=ProducerMoved(profile.pk, "withdrawn", ""),
        also={"decided_at": now},
    )
    producer_stop(actor=actor, organisation_id=seller_id, reason=said[:300], now=now)
    audit_write(
        actor=actor, action="agreement_withdraw", entity="producer", entity_id=profile.pk, now=now
    )
    return profile
