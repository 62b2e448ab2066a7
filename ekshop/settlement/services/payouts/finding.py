"""A payment our books called failed and the provider says it made."""

from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.ledger.services import journal_post

from ... import rules
from ...models import Payout, PayoutAttempt, ProviderLine
from .errors import PaidByAnother
from .outcomes import entity_paid


def attempt_found_paid(
    *, actor: Actor, attempt_id: int, line: ProviderLine, now: datetime
) -> Payout:
    """Count a failed attempt as paid, by the provider's own line. It is not sent again.

    Two persons stand behind it: whoever calls this has the second one's word. Raises PaidByAnother
    where another attempt was paid or may have been, StaleState.
    """
    with transaction.atomic():
        attempt = PayoutAttempt.objects.get(pk=attempt_id)
        payout = Payout.objects.select_for_update().get(pk=attempt.payout_id)
        attempt = PayoutAttempt.objects.select_for_update().get(pk=attempt_id)
        others = payout.attempts.filter(state__in=rules.PAID_ONCE_STATES)
        if others.exclude(pk=attempt.pk).exists():
            raise PaidByAnother
        also = {"ended_at": now, "trx_id": line.trx_id, "fee_poisha": line.fee_poisha}
        states.move(attempt, "find", actor=actor, now=now, also=also)
        states.move(payout, "find", actor=actor, now=now, also={"ended_at": now})
        paid, fee = attempt.amount_poisha, line.fee_poisha
        journal_post(
            key=f"payout:{attempt.pk}:found",
            kind="payout_paid",
            entity="payout",
            entity_id=payout.pk,
            postings=[
                (payout.organisation_id, payout.account, paid),
                (None, rules.PROVIDERS[attempt.provider].float, -paid - fee),
                (None, "payout_fees", fee),
            ],
            now=now,
        )
        entity_paid(payout.entity, payout.entity_id, now)
    return payout
