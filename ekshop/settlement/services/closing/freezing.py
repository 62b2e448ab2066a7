"""Freezing a month: every locked line that stands on no statement is put onto one, for good.

A handful of centres a transaction, in the order of their ids. The close remembers the last one, in
the same transaction, and is locked meanwhile: whoever dies leaves nothing half done, whoever comes
after goes on there, and two at once take turns.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from ekshop.kernel import clock, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadline_set, kind
from ekshop.kernel.events import emit_many
from ekshop.kernel.jobs import job
from ekshop.ledger.services import NewJournal, journals_post

from ...events import StatementsReady
from ...models import CommissionStatement, MonthClose
from ...selectors import closing as reads

ACTOR = Actor.system("settlement")
CENTRES = 200
"""How many centres one transaction takes: about a second's work."""

DISPUTES = "statement_dispute"
KINDS = [
    kind(DISPUTES, bn="মাসের হিসাবে আপত্তি জানানো", en="Statements of a month can be disputed"),
]


@job(name="settlement.month_freeze", lock="settlement.month")
def month_freeze(*, close_id: int) -> None:
    """Freezes what is left of a month. Run again after it is done it finds nothing to do."""
    while month_freeze_some(close_id=close_id, now=clock.now()):
        pass


def month_freeze_some(*, close_id: int, now: datetime, centres: int = CENTRES) -> bool:
    """The next centres in one transaction, or, none being left, the end. False: it is over."""
    with transaction.atomic():
        close = MonthClose.objects.select_for_update().get(pk=close_id)
        if close.state != "freezing":
            return False
        ids = _next_centres(close, centres)
        if not ids:
            _stand(close, now)
            return False
        _statements(close, ids)
        _tax(close, ids, now)
        MonthClose.objects.filter(pk=close_id).update(frozen_to=ids[-1])
    return True


def tax_key(close: MonthClose, centre_id: int) -> str:
    """Of the journal that keeps back a centre's tax of a month."""
    return f"tax:{close.month}:{close.attempt}:{centre_id}"


def _next_centres(close: MonthClose, centres: int) -> list[int]:
    """Those beyond the last one done that have a line to be stated or something carried in."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, _values(close) | {"size": centres})
        return [row[0] for row in cursor.fetchall()]


def _statements(close: MonthClose, centre_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FREEZE, _values(close) | {"centres": centre_ids})


def _values(close: MonthClose) -> dict[str, Any]:
    before = reads.frozen_before(close.month)
    return {
        "close": close.pk,
        "attempt": close.attempt,
        "month": close.month,
        "suffix": f"-{close.attempt}" if close.attempt > 1 else "",
        "before": before.month if before else "",
        "to": close.frozen_to,
        "tax": close.tax_bp,
        "minimum": close.minimum_poisha,
        "at": close.frozen_at,
    }


def _tax(close: MonthClose, centre_ids: list[int], now: datetime) -> None:
    """One journal a centre: tax is kept back from an entrepreneur, whoever the sellers are."""
    sums = (
        CommissionStatement.objects.filter(
            close=close, attempt=close.attempt, centre_id__in=centre_ids, tax_poisha__gt=0
        )
        .values_list("centre_id")
        .annotate(tax=Sum("tax_poisha"))
        .order_by("centre_id")
    )
    journals_post(
        journals=[
            NewJournal(
                key=tax_key(close, centre_id),
                kind="commission_tax",
                entity="month_close",
                entity_id=close.pk,
                postings=[(centre_id, "commission_payable", tax), (None, "tax_withheld", -tax)],
            )
            for centre_id, tax in sums
        ],
        now=now,
    )


def _stand(close: MonthClose, now: datetime) -> None:
    """All statements are there: the sellers' sums, and the time to dispute begins."""
    with connection.cursor() as cursor:
        cursor.execute(_SELLERS, _values(close))
    window = deadline_set(
        entity=("month_close", close.pk),
        kind=DISPUTES,
        start=now,
        rule_key="statement_dispute",
        now=now,
    )
    states.move(close, "stand", actor=ACTOR, now=now, also={"disputes_until": window.due_at})
    told = CommissionStatement.objects.filter(close=close, attempt=close.attempt)
    centre_ids = told.order_by("centre_id").values_list("centre_id", flat=True).distinct()
    emit_many(StatementsReady(close.pk, centre_id) for centre_id in centre_ids)


# What is carried in is what the month frozen before carried out: a pair of seller and centre with
# anything to carry stands on every month's statement, so nothing older needs to be looked for.
_NEXT = """
    SELECT centre_id FROM (
        (SELECT DISTINCT centre_id FROM settlement_commissionline
         WHERE statement_id IS NULL AND centre_id > %(to)s
           AND state = 'locked' AND month <= %(month)s
         ORDER BY centre_id LIMIT %(size)s)
        UNION
        (SELECT DISTINCT centre_id FROM settlement_commissionstatement
         WHERE month = %(before)s AND centre_id > %(to)s
           AND state <> 'undone' AND carried_out_poisha <> 0
         ORDER BY centre_id LIMIT %(size)s)
    ) AS either ORDER BY centre_id LIMIT %(size)s
"""

# One statement, so one moment: a line that is locked meanwhile is neither summed nor marked. Tax
# and what is carried are reckoned as `rules.statement_outcome` does.
_FREEZE = """
    WITH picked AS MATERIALIZED (
        SELECT id, seller_id, centre_id, kind, base_poisha, amount_poisha
        FROM settlement_commissionline
        WHERE centre_id = ANY(%(centres)s) AND statement_id IS NULL
          AND state = 'locked' AND month <= %(month)s
    ), parts AS (
        SELECT seller_id, centre_id, 1 AS line, base_poisha AS sale, amount_poisha AS amount, kind
        FROM picked
        UNION ALL
        SELECT seller_id, centre_id, 0, 0, carried_out_poisha, 'carried'
        FROM settlement_commissionstatement
        WHERE month = %(before)s AND centre_id = ANY(%(centres)s)
          AND state <> 'undone' AND carried_out_poisha <> 0
    ), summed AS (
        SELECT seller_id, centre_id, sum(line) AS lines, sum(sale) AS sale, sum(amount) AS gross,
            COALESCE(sum(amount) FILTER (WHERE kind = 'reversal'), 0) AS taken_back,
            COALESCE(sum(amount) FILTER (WHERE kind = 'correction'), 0) AS corrected,
            COALESCE(sum(amount) FILTER (WHERE kind = 'carried'), 0) AS carried
        FROM parts GROUP BY seller_id, centre_id
    ), taxed AS (
        SELECT *, div(gross * %(tax)s + 5000, 10000) AS tax FROM summed
    ), reckoned AS (
        SELECT *, gross > 0 AND gross >= %(minimum)s AND tax < gross AS paid FROM taxed
    ), made AS (
        INSERT INTO settlement_commissionstatement (
            number, close_id, attempt, month, seller_id, centre_id, state, lines, sale_poisha,
            commission_poisha, taken_back_poisha, corrected_poisha, carried_in_poisha, tax_bp,
            tax_poisha, payable_poisha, carried_out_poisha, frozen_at
        )
        SELECT concat(%(month)s, '-', centre_id, '-', seller_id, %(suffix)s), %(close)s,
            %(attempt)s, %(month)s, seller_id, centre_id,
            CASE WHEN paid THEN 'frozen' ELSE 'carried' END, lines, sale,
            gross - taken_back - corrected - carried, taken_back, corrected, carried, %(tax)s,
            CASE WHEN paid THEN tax ELSE 0 END,
            CASE WHEN paid THEN gross - tax ELSE 0 END,
            CASE WHEN paid THEN 0 ELSE gross END, %(at)s
        FROM reckoned
        RETURNING id, seller_id, centre_id
    )
    UPDATE settlement_commissionline AS line SET statement_id = made.id
    FROM picked JOIN made USING (seller_id, centre_id) WHERE line.id = picked.id
"""

_SELLERS = """
    INSERT INTO settlement_sellermonth (
        close_id, attempt, seller_id, state, statements, tax_poisha, payable_poisha,
        carried_out_poisha
    )
    SELECT close_id, attempt, seller_id, 'frozen', count(*), sum(tax_poisha),
        sum(payable_poisha), sum(carried_out_poisha)
    FROM settlement_commissionstatement
    WHERE close_id = %(close)s AND attempt = %(attempt)s
    GROUP BY close_id, attempt, seller_id ORDER BY seller_id
"""
