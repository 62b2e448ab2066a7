"""Reconciliations as they are read, and what they compare."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import get_language

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date, dhaka_midnight, month_bounds
from ekshop.kernel.errors import NotFound

from ..models import (
    CommissionLine,
    Mismatch,
    PayoutAttempt,
    ProviderLine,
    ProviderPaper,
    Reconciliation,
    SellerMonth,
)

OPEN = ("open", "asked")


def reconciliations_visible_to(actor: Actor) -> QuerySet[Reconciliation]:
    """The operator's and auditor's: all; a seller's staff: their own months."""
    rows = Reconciliation.objects.select_related("seller", "made_by", "signed_by").annotate(
        open_count=Count("mismatches", filter=Q(mismatches__state__in=OPEN))
    )
    if actor.role in {"operator", "auditor"}:
        return rows
    if actor.role in {"partner_staff", "producer_staff"}:
        return rows.filter(side="seller", seller_id=actor.organisation_id)
    return rows.none()


def reconciliation_one(actor: Actor, reconciliation_id: int) -> Reconciliation:
    """Errors: NotFound, also for one that is not the actor's to see."""
    found = reconciliations_visible_to(actor).filter(pk=reconciliation_id).first()
    if found is None:
        raise NotFound(what="reconciliation")
    return found


def seller_reconciliation(actor: Actor, seller_id: int, month: str) -> Reconciliation | None:
    """The seller's month as compared with its own table, if it brought one."""
    rows = reconciliations_visible_to(actor).filter(side="seller")
    return rows.filter(seller_id=seller_id, month=month).first()


def mismatches_of(reconciliation_id: int) -> QuerySet[Mismatch]:
    """To be paged by `id`."""
    rows = Mismatch.objects.filter(reconciliation_id=reconciliation_id)
    return rows.select_related("asked_by", "settled_by")


def mismatches_open() -> QuerySet[Mismatch]:
    """Everything that waits for somebody, the oldest first by (`since`, `id`)."""
    return Mismatch.objects.filter(state__in=OPEN).select_related(
        "reconciliation__seller", "asked_by"
    )


def settled_elsewhere(row: Reconciliation, keys: Collection[str]) -> set[str]:
    """Which of these things about a provider were settled for other days that hold some of these."""
    others = Mismatch.objects.filter(
        reconciliation__side="provider", reconciliation__provider=row.provider, state="settled"
    ).exclude(reconciliation=row)
    return set(others.filter(key__in=keys).values_list("key", flat=True))


def seller_asked(actor: Actor, seller_id: int) -> int:
    """A seller's staff speak for their own seller only. Raises NotFound."""
    if actor.role in {"partner_staff", "producer_staff"} and seller_id != actor.organisation_id:
        raise NotFound(what="seller")
    return seller_id


def month_days(month: str) -> tuple[date, date]:
    since, until = month_bounds(month)
    return dhaka_date(since), dhaka_date(until) - timedelta(days=1)


def day_not_covered(provider: str, first: date, last: date) -> date | None:
    """The first of these days that the statements read so far do not cover whole.

    One that ends with a day's last second reaches to the next day.
    """
    covers = [
        (since, until)
        for since, until in ProviderPaper.objects.filter(
            provider=provider, kind="statement"
        ).values_list("covers_from", "covers_until")
        if since and until
    ]
    at, end = dhaka_midnight(first), dhaka_midnight(last + timedelta(days=1))
    for since, until in sorted(covers):
        if since <= at < until:
            at = until + timedelta(seconds=1)
    return dhaka_date(at) if at < end else None


def frozen_by_order(seller_id: int, month: str) -> dict[str, int]:
    """What a seller's frozen month says of each order, in poisha. Raises NotFound where the month
    is not frozen for it."""
    if (
        not SellerMonth.objects.filter(seller_id=seller_id, close__month=month)
        .exclude(state="undone")
        .exists()
    ):
        raise NotFound(what="month")
    rows = (
        CommissionLine.objects.filter(statement__month=month, seller_id=seller_id)
        .exclude(statement__state="undone")
        .values_list("order_line__seller_order__order__code")
        .annotate(total=Sum("amount_poisha"))
    )
    return dict(rows)


@dataclass(frozen=True)
class ThreeWays:
    """One seller's month three times over; poisha. None: that side has not been heard.

    `ordered`: what the frozen statements pay; `paid`: what our books say went out for them;
    `confirmed`: of that, what stands in the providers' statements or result files; `theirs`: what
    the seller's own table comes to, to be held beside `commission`, the frozen lines.
    """

    seller_id: int
    seller_name_bn: str
    seller_name_en: str
    reconciliation_id: int | None
    commission: int
    ordered: int
    paid: int
    confirmed: int
    unknown: int
    theirs: int | None
    open_mismatches: int

    @property
    def seller_name(self) -> str:
        """In the reader's language."""
        return self.seller_name_en if get_language() == "en" else self.seller_name_bn

    @property
    def agrees(self) -> bool:
        told = self.theirs in (None, self.commission)
        return told and self.paid == self.confirmed and not self.unknown


def three_ways(month: str) -> list[ThreeWays]:
    """Every seller's month: our books, the providers', the seller's table. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_THREE_WAYS, {"month": month})
        return [ThreeWays(*row) for row in cursor.fetchall()]


_THREE_WAYS = """
WITH frozen AS (
    SELECT id, seller_id, payable_poisha,
        commission_poisha + taken_back_poisha + corrected_poisha AS commission
    FROM settlement_commissionstatement WHERE month = %(month)s AND state <> 'undone'
), gone AS (
    SELECT frozen.seller_id,
        sum(a.amount_poisha) FILTER (WHERE a.state = 'succeeded') AS paid,
        sum(a.amount_poisha) FILTER (WHERE a.state = 'succeeded' AND EXISTS (
            SELECT 1 FROM settlement_providerline l
            WHERE l.provider = a.provider AND l.reference = a.invoice AND l.kind = 'payout'
                AND l.source IN ('statement', 'result') AND l.amount_poisha = a.amount_poisha
        )) AS confirmed,
        count(*) FILTER (WHERE a.state IN ('sending', 'unknown')) AS unknown
    FROM frozen
    JOIN settlement_payout p ON p.entity = 'commission_statement' AND p.entity_id = frozen.id
    JOIN settlement_payoutattempt a ON a.payout_id = p.id
    GROUP BY frozen.seller_id
), owed AS (
    SELECT seller_id, sum(commission) AS commission, sum(payable_poisha) AS ordered
    FROM frozen GROUP BY seller_id
)
SELECT o.id, o.name_bn, o.name_en, r.id, owed.commission::bigint, owed.ordered::bigint,
    coalesce(gone.paid, 0)::bigint, coalesce(gone.confirmed, 0)::bigint,
    coalesce(gone.unknown, 0)::bigint, r.theirs_poisha,
    (SELECT count(*) FROM settlement_mismatch m
     WHERE m.reconciliation_id = r.id AND m.state IN ('open', 'asked'))
FROM owed
JOIN parties_organisation o ON o.id = owed.seller_id
LEFT JOIN gone ON gone.seller_id = owed.seller_id
LEFT JOIN settlement_reconciliation r ON r.side = 'seller' AND r.seller_id = owed.seller_id
    AND r.month = %(month)s
ORDER BY o.name_en, o.id
"""


@dataclass(frozen=True)
class Covered:
    """Up to when a provider's statements reach, and the last day signed off."""

    provider: str
    until: datetime | None
    signed_until: date | None


def covered(providers: Sequence[str]) -> list[Covered]:
    papers: dict[str, datetime] = {}
    for provider, until in ProviderPaper.objects.filter(kind="statement").values_list(
        "provider", "covers_until"
    ):
        if until and (provider not in papers or until > papers[provider]):
            papers[provider] = until
    signed: dict[str, date] = {}
    for provider, last in Reconciliation.objects.filter(
        side="provider", state="signed"
    ).values_list("provider", "last_day"):
        signed[provider] = max(last, signed.get(provider, last))
    return [Covered(each, papers.get(each), signed.get(each)) for each in providers]


def mismatch_things(mismatch: Mismatch) -> tuple[PayoutAttempt | None, ProviderLine | None]:
    """Our attempt and the provider's line it is about."""
    attempt, line = mismatch.data.get("attempt"), mismatch.data.get("line")
    return (
        PayoutAttempt.objects.filter(pk=attempt).first() if attempt else None,
        ProviderLine.objects.filter(pk=line).first() if line else None,
    )
