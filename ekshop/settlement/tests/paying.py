"""Payouts carried to where a test wants them, through the services alone."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from ekshop.kernel import clock
from ekshop.kernel.rulebook import rules_load
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.ledger.services import journal_post
from ekshop.parties.models import Wallet
from ekshop.parties.services import wallet_set
from ekshop.parties.tests import make as parties
from ekshop.parties.tests.make import Persona, Personas
from ekshop.settlement.models import Payout, PayoutAttempt, PayoutBatch
from ekshop.settlement.rules import PayoutRequest
from ekshop.settlement.services import payouts_order
from ekshop.settlement.services.payouts import batch_draft, batch_release, batch_run

_entities = count(1000)


@dataclass(frozen=True)
class Cast:
    """The personas, and Oli, who operates beside Omar."""

    people: Personas
    oli: Persona

    @property
    def omar(self) -> Persona:
        return self.people.omar

    @property
    def asha(self) -> Persona:
        return self.people.asha


def cast() -> Cast:
    people = parties.personas()
    rules_load()
    Wallet.objects.all().delete()
    operations = people.omar.organisation
    assert operations is not None
    oli = parties.persona(parties.person("Oli Ahmed", "অলি আহমেদ"), "operator", operations)
    return Cast(people, oli)


def wallet(who: Persona, provider: str = "bkash", number: str = "01712345678") -> Wallet:
    return wallet_set(
        actor=who.actor,
        person_id=who.person.pk,
        provider=provider,
        number=number,
        now=clock.now(),
    )


def owed(to: Persona, taka: int) -> Payout:
    """A payout of what the centre has to get, its first part."""
    entity_id = next(_entities)
    poisha = taka * 100
    organisation_id = to.actor.organisation
    journal_post(
        key=f"test:owed:{entity_id}",
        kind="commission",
        entity="test",
        entity_id=entity_id,
        postings=[(None, "bank", poisha), (organisation_id, "commission_payable", -poisha)],
        now=clock.now(),
    )
    request = PayoutRequest(
        entity="test",
        entity_id=entity_id,
        organisation_id=organisation_id,
        person_id=to.person.pk,
        amount_poisha=poisha,
        account="commission_payable",
    )
    return payouts_order(actor=to.actor, requests=[request], now=clock.now())[0]


def released(cast: Cast, provider: str = "bkash", at: datetime | None = None) -> PayoutBatch:
    """Drafted by Omar, released by Oli."""
    now = at or clock.now()
    batch = batch_draft(actor=cast.omar.actor, provider=provider, now=now)
    return batch_release(actor=cast.oli.actor, batch_id=batch.pk, now=now)


def sent(batch: PayoutBatch) -> PayoutBatch:
    batch_run(batch_id=batch.pk, now=clock.now)
    batch.refresh_from_db()
    return batch


def attempt_of(payout: Payout) -> PayoutAttempt:
    payout.refresh_from_db()
    return payout.attempts.order_by("-number")[0]


def books(centre_id: int | None = None) -> dict[str, int]:
    """What payouts touch, in poisha; and the books hold together."""
    assert mismatches() == [] and unbalanced_journals() == []
    own = {
        name: balance(None, name)
        for name in ("bkash_float", "rocket_float", "payout_fees", "payouts_in_flight")
    }
    return {**own, "owed": -balance(centre_id, "commission_payable") if centre_id else 0}
