"""The operator looks at a producer who was brought: approved, or sent back saying why."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.selectors import wallet_mark, wallet_paid
from ekshop.parties.services import producer_open, require, wallet_vouch
from ekshop.producers import rules
from ekshop.producers.events import ProducerMoved
from ekshop.producers.models import IdentityLook, ProducerProfile
from ekshop.producers.selectors import missing_of, others_behind, producer_for

from .errors import ProducerIncomplete, WalletOfAnother

_PHOTOS = {"portrait", "workshop"}


@transaction.atomic
def producer_approve(
    *,
    actor: Actor,
    seller_id: int,
    now: datetime,
    note: str = "",
    wallet_seen: str | None = None,
    wallet_is_right: bool = False,
) -> ProducerProfile:
    """She may sell from now on, and is paid at the account that was looked at. The platform itself,
    when it loads tables, does without photos.

    `wallet_seen`: the `parties.selectors.wallet_mark` of that account; only the platform vouches for
    whichever there is. `wallet_is_right`: that her telephone or mobile account belongs to somebody
    else we know was asked about, and is right. Raises NotAllowed, NotFound, StaleState, WalletMoved,
    ProducerIncomplete, WalletOfAnother.
    """
    require(actor, "producer.judge")
    # Held before it is read, and before her wallet is, as where an account is proved.
    ProducerProfile.objects.select_for_update().filter(seller_id=seller_id).first()
    profile = producer_for(actor, seller_id)
    if wallet_seen is None and actor.is_system:
        wallet_seen = wallet_mark(wallet_paid(profile.person_id))
    wallet_vouch(actor=actor, person_id=profile.person_id, seen=wallet_seen or "", now=now)
    missing = [
        each for each in missing_of(profile) if not (actor.is_system and each.code in _PHOTOS)
    ]
    if missing:
        raise ProducerIncomplete(
            missing=" ".join(str(each.text) for each in missing),
            codes=[each.code for each in missing],
        )
    others = others_behind(profile)
    if others and not (wallet_is_right or actor.is_system):
        raise WalletOfAnother(of=", ".join(others))
    states.move(
        profile,
        "approve",
        actor=actor,
        now=now,
        reason=note[:300],
        event=ProducerMoved(profile.pk, "approved", ""),
        also={"decided_at": now, "said": ""},
    )
    producer_open(actor=actor, organisation_id=seller_id, reason=note[:300] or "approved", now=now)
    audit_write(
        actor=actor,
        action="producer_approve",
        entity="producer",
        entity_id=profile.pk,
        now=now,
        data={"wallet_of": others} if others else {},
    )
    return profile


@transaction.atomic
def producer_send_back(
    *, actor: Actor, seller_id: int, reason: str, now: datetime
) -> ProducerProfile:
    """Back to her centre, with what to mend in words it can act on. Raises NotAllowed, NotFound,
    StaleState, InvalidInput."""
    require(actor, "producer.judge")
    profile = producer_for(actor, seller_id)
    said = " ".join(reason.split())
    if len(said) < rules.LEAST_REASON:
        raise InvalidInput({"reason": _("Say what to mend, so that it can be mended.")})
    said = said[:600]
    states.move(
        profile,
        "send_back",
        actor=actor,
        now=now,
        reason=said[:300],
        event=ProducerMoved(profile.pk, "sent_back", said),
        also={"decided_at": now, "said": said},
    )
    audit_write(
        actor=actor, action="producer_send_back", entity="producer", entity_id=profile.pk, now=now
    )
    return profile


@transaction.atomic
def identity_look(*, actor: Actor, seller_id: int, reason: str, now: datetime) -> str:
    """The whole identity number, against a reason that is kept and that the producer can read.

    Raises NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "producer.read_identity")
    profile = producer_for(actor, seller_id)
    said = " ".join(reason.split())
    if len(said) < rules.LEAST_REASON:
        raise InvalidInput({"reason": _("Write why the whole number has to be seen.")})
    IdentityLook.objects.create(profile=profile, by_id=actor.person, reason=said[:300], at=now)
    audit_write(
        actor=actor,
        action="identity_look",
        entity="producer",
        entity_id=profile.pk,
        now=now,
        data={"reason": said[:300]},
    )
    return str(profile.identity_number)
