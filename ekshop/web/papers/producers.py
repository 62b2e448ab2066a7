"""A producer as her pages show her: to herself, to her centre, to the operator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from ekshop.kernel import clock
from ekshop.kernel.bangla import in_digits_of, latin_digits, normalise
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.phones import mask
from ekshop.parties.rules import WALLET_PROVIDERS
from ekshop.parties.selectors import wallet_paid
from ekshop.producers import rules
from ekshop.producers.selectors import (
    agreements_of,
    missing_of,
    photos_of,
    rests_of,
    stopped_by_rest,
)
from ekshop.producers.services import wallet_code_send
from ekshop.web.access import Request
from ekshop.web.devices import number_spent
from ekshop.web.forms import Posted
from ekshop.web.mobile_proof import TooManyCodes

CHANGES = ("work", "rests", "photos", "wallet", "wallet_code", "agree", "withdraw", "group")


@dataclass(frozen=True)
class Door:
    """Through which pages she is reached: `space` their namespace, `base` what they stand in.
    Her own pages name nobody; all others carry the seller's id."""

    space: str
    base: str
    own: bool = False

    def seller_id(self, request: Request, given: int | None) -> int:
        return request.actor.organisation if self.own else int(given or 0)

    def url(self, name: str, seller_id: int) -> str:
        """The address of one of her pages; "" is the one about her."""
        full = f"{self.space}:producer_{name}" if name else f"{self.space}:producer"
        return reverse(full, args=[] if self.own else [seller_id])


def shown(profile: Any, *, now: datetime) -> dict[str, Any]:
    """What the page about her reads."""
    wallet = wallet_paid(profile.person_id)
    today = dhaka_date(now)
    agreements = agreements_of(profile)
    in_force = {each.kind for each in agreements if each.withdrawn_at is None}
    return {
        "profile": profile,
        "photos": photos_of(profile),
        "wallet": wallet,
        "wallet_provider": dict(WALLET_PROVIDERS).get(wallet.provider, "") if wallet else "",
        "wallet_shown": masked("+88" + wallet.number[:11]) if wallet else "",
        "proved": wallet is not None and wallet.number == profile.wallet_proved,
        "agreements": agreements,
        "to_agree": [pair for pair in rules.AGREEMENT_KINDS if pair[0] not in in_force],
        "missing": missing_of(profile) if profile.state != "withdrawn" else [],
        "rests": rests_of(profile, today),
        "closed_until": stopped_by_rest([profile.seller_id], today).get(profile.seller_id),
        "mobile": masked(profile.person.mobile or ""),
        "now": now,
    }


def masked(mobile: str) -> str:
    """A number only its holder recognises, in the reader's digits."""
    return in_digits_of(mask(mobile), get_language() or "bn")


def wallet_asked(form: Posted, **about: Any) -> bool:
    """A code goes to the telephone of the number typed; what stands against it is said on the form.

    `about`: the draft or the seller whose number it is.
    """
    number = form.text("wallet_number")[:40]
    digits = "".join(filter(str.isdigit, latin_digits(normalise(number))))[-12:]
    if not number_spent(form.request, "mobile_code", digits):
        form.wrong("", str(TooManyCodes()))
    return form.tried(
        lambda: wallet_code_send(
            actor=form.request.actor,
            provider=form.text("wallet_provider"),
            number=number,
            now=clock.now(),
            **about,
        )
    )
