"""The number a producer is paid at is proved: a code goes to its telephone and comes back.

The code itself is not kept, only a seal of it; it is good for ten minutes and five tries. How many
codes may be asked for from one place, pages count (`ekshop/web/devices.py`).

A code proves who holds the telephone, not whose money it is. A number that belongs to a centre,
its people or another producer is hers only where the operator says so: when she is approved
(`producer_approve`), and of one who is in already by setting it. So the first number somebody else
gave rests (`parties.wallet_set`) unless the code came back from her own telephone.
"""

import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.notices.services import notice_send
from ekshop.parties.rules import WALLET_PROVIDERS, wallet_number
from ekshop.parties.services import mobile_verified, require, wallet_set
from ekshop.producers.models import ProducerDraft, ProducerProfile
from ekshop.producers.selectors import draft_for, others_paid_at, producer_for

from .errors import NotProved, NumbersShared, WalletCodeSpent, WalletCodeWrong, WalletOfAnother

PROOF = Actor.system("wallet-proof")
TRIES = 5
CODE_LASTS = timedelta(minutes=10)
Asked = ProducerDraft | ProducerProfile


@transaction.atomic
def wallet_code_send(
    *,
    actor: Actor,
    provider: str,
    number: str,
    now: datetime,
    draft_token: str = "",
    seller_id: int | None = None,
    shared_is_right: bool = False,
) -> str:
    """Sends a code to the wallet's mobile, for the enrolment `draft_token` or the producer
    `seller_id`; the mobile number. Raises NotAllowed, NotFound, NumbersShared, WalletOfAnother,
    InvalidInput (wallet_provider, wallet_number)."""
    require(actor, "wallet.set")
    asked = _held(actor, draft_token, seller_id)
    if provider not in dict(WALLET_PROVIDERS):
        raise InvalidInput({"wallet_provider": _("Choose who keeps her money.")})
    kept = wallet_number(provider, number)
    if kept is None:
        raise InvalidInput(
            {
                "wallet_number": _(
                    "A Rocket number has 12 digits: the mobile number and its check digit."
                )
                if provider == "rocket"
                else _("The number has 11 digits and begins with 01.")
            }
        )
    if isinstance(asked, ProducerProfile):
        wallet_hers(actor, kept, asked)
    elif not shared_is_right and others_paid_at(kept, asked):
        raise NumbersShared(by=["wallet"])
    mobile = f"+88{kept[:11]}"
    code = f"{secrets.randbelow(10**6):06d}"
    asked.asked_provider, asked.asked_number = provider, kept
    asked.asked_seal, asked.asked_tries = _seal(asked, kept, code), TRIES
    asked.asked_until = now + CODE_LASTS
    asked.save(update_fields=[*_ASKED, "asked_provider", "asked_number"])
    notice_send(
        actor=PROOF,
        template="wallet_code",
        to=mobile,
        language=get_language() or settings.LANGUAGE_CODE,
        context={"code": code, "minutes": CODE_LASTS.seconds // 60},
        reference="",
        expires_at=now + CODE_LASTS,
        now=now,
    )
    return mobile


def wallet_code_try(
    *,
    actor: Actor,
    typed: str,
    now: datetime,
    draft_token: str = "",
    seller_id: int | None = None,
) -> None:
    """The number is proved when this is the code; for a producer who is in, she is paid there from
    now on, after the wait of a change. Raises NotAllowed, NotFound, NotProved, WalletCodeSpent,
    WalletCodeWrong, WalletOfAnother; a wrong code costs a try."""
    require(actor, "wallet.set")
    if not _tried(actor, typed, now, draft_token, seller_id):
        raise WalletCodeWrong


@transaction.atomic
def _tried(
    actor: Actor, typed: str, now: datetime, draft_token: str, seller_id: int | None
) -> bool:
    """Kept also when it was wrong: that is what makes tries finite."""
    asked = _held(actor, draft_token, seller_id)
    if not asked.asked_number:
        raise NotProved
    spent = not asked.asked_seal or asked.asked_tries < 1
    if spent or asked.asked_until is None or now > asked.asked_until:
        raise WalletCodeSpent
    digits = "".join(filter(str.isdigit, latin_digits(typed)))
    if not hmac.compare_digest(asked.asked_seal, _seal(asked, asked.asked_number, digits)):
        asked.asked_tries -= 1
        asked.save(update_fields=["asked_tries"])
        return False
    asked.asked_seal, asked.asked_until = "", None
    asked.wallet_proved, asked.wallet_proved_at = asked.asked_number, now
    asked.save(update_fields=[*_ASKED, "wallet_proved", "wallet_proved_at"])
    if isinstance(asked, ProducerProfile):
        _paid_there(actor, asked, now)
    return True


_ASKED = ["asked_seal", "asked_tries", "asked_until"]


def _paid_there(actor: Actor, profile: ProducerProfile, now: datetime) -> None:
    wallet_hers(actor, profile.asked_number, profile)
    wallet_set(
        actor=actor,
        person_id=profile.person_id,
        provider=profile.asked_provider,
        number=profile.asked_number,
        proved=True,
        now=now,
    )
    person = profile.person
    if person.mobile == f"+88{profile.asked_number[:11]}":
        mobile_verified(person_id=person.pk, now=now)
    audit_write(
        actor=actor, action="wallet_proved", entity="producer", entity_id=profile.pk, now=now
    )


def wallet_hers(actor: Actor, number: str, profile: ProducerProfile) -> None:
    """Raises WalletOfAnother unless it is the operator who says so."""
    others = others_paid_at(number, profile)
    if others and not (actor.is_system or actor.role == "operator"):
        raise WalletOfAnother(of=", ".join(others))


def _held(actor: Actor, draft_token: str, seller_id: int | None) -> Asked:
    """Locked: of two codes at once the later one counts."""
    if draft_token:
        draft = draft_for(actor, draft_token)
        if draft.sent_at is not None:
            raise NotFound(token=draft_token)
        return ProducerDraft.objects.select_for_update().get(pk=draft.pk)
    profile = producer_for(actor, seller_id or 0)
    return ProducerProfile.objects.select_for_update(of=("self",)).get(pk=profile.pk)


def _seal(asked: Asked, number: str, code: str) -> str:
    """Bound to what it proves, so that one producer's code is nothing to another's."""
    told = f"{type(asked).__name__}:{asked.pk}:{number}:{code}"
    return salted_hmac("ekshop.producers.wallet", told, algorithm="sha256").hexdigest()
