"""Drawing up what is due to sellers, and ordering it to be paid.

A settlement and its payout are one transaction, so money waits either in the open, where it can be
held, or on a settlement that is being paid; it never lies between.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_meet
from ekshop.kernel.statements import run
from ekshop.ledger.services import journal_post
from ekshop.notices.services import notice_send
from ekshop.parties.selectors import organisation_contact
from ekshop.parties.services import require

from ... import rules
from ...models import SellerRelease, SellerSettlement, SellerSettlementLine
from ...selectors.sellers import entries_ready, money_places
from ..payouts import payouts_order
from .gathering import entries_gather
from .holding import draw_alone

SELLERS_A_TIME = 50


def settlements_draw(*, actor: Actor, now: datetime) -> list[int]:
    """Everything that may go, onto one settlement a seller and day, each ordered to be paid.

    Run again on the same day it draws up what is not drawn up yet, and nothing twice: a seller
    has one settlement a day, an entry of the books stands on one settlement, a payout is ordered
    once per settlement. A run that dies has done whole handfuls of sellers. Answers the ids.
    """
    require(actor, "seller_settlement.work")
    entries_gather()
    drawn: list[int] = []
    after = 0
    while sellers := _sellers_after(after, now):
        drawn += _draw(actor, sellers, now)
        after = sellers[-1]
    return drawn


def settlement_paid(settlement_id: int, now: datetime) -> None:
    """Every part of its payout has succeeded; told again it changes nothing."""
    with transaction.atomic():
        row = SellerSettlement.objects.select_for_update().get(pk=settlement_id)
        if row.state != "ordered":
            return
        states.move(row, "pay", actor=_SYSTEM, now=now, also={"paid_at": now})
        _orders_settled([row.pk], now)
        _tell(row, now)


_SYSTEM = Actor.system("settlement")


def _tell(row: SellerSettlement, now: datetime) -> None:
    contact = organisation_contact(row.seller_id)
    if not contact.mobile:
        return
    notice_send(
        actor=_SYSTEM,
        template="seller_paid",
        to=contact.mobile,
        language=contact.language,
        context={
            "seller_name": row.seller.name_in(contact.language),
            "amount_poisha": row.payable_poisha,
            "reference": row.number,
            "url": f"{settings.PUBLIC_URL}/partner/settlements/{row.number}/",
        },
        reference=row.number,
        organisation_id=row.seller_id,
        now=now,
    )


def _sellers_after(after: int, now: datetime) -> list[int]:
    """The next handful of sellers with money that may go, and somewhere for it to go to."""
    today = SellerSettlement.objects.filter(drawn_on=dhaka_date(now))
    rows = (
        entries_ready(now)
        .filter(seller_id__gt=after)
        .exclude(seller_id__in=today.values("seller_id"))
        .order_by("seller_id")
        .values_list("seller_id", flat=True)
        .distinct()
    )
    return list(rows[:SELLERS_A_TIME])


def _draw(actor: Actor, seller_ids: Sequence[int], now: datetime) -> list[int]:
    with transaction.atomic():
        # Two runs at once: the second waits here and then finds nothing left to draw up.
        draw_alone()
        today = dhaka_date(now)
        done = set(
            SellerSettlement.objects.filter(drawn_on=today, seller_id__in=seller_ids).values_list(
                "seller_id", flat=True
            )
        )
        places = money_places([pk for pk in seller_ids if pk not in done], now)
        if not places:
            return []
        rows = SellerSettlement.objects.bulk_create(
            SellerSettlement(
                number=f"{today:%Y%m%d}-{seller_id}",
                seller_id=seller_id,
                drawn_on=today,
                drawn_at=now,
                bank_account=place.bank_account,
            )
            for seller_id, place in places.items()
        )
        states.begin_all(rows, actor=actor, now=now)
        ids = [row.pk for row in rows]
        _fill(ids, now)
        rows = list(SellerSettlement.objects.filter(pk__in=ids).order_by("id"))
        _charge(rows, now)
        nothing = [row for row in rows if not row.payable_poisha]
        states.move_all(nothing, "carry", actor=actor, now=now)
        _orders_settled([row.pk for row in nothing], now)
        paying = [row for row in rows if row.payable_poisha]
        payouts_order(
            actor=actor,
            requests=[
                rules.PayoutRequest(
                    entity="seller_settlement",
                    entity_id=row.pk,
                    organisation_id=row.seller_id,
                    person_id=places[row.seller_id].person_id,
                    amount_poisha=row.payable_poisha,
                    account="seller_payable",
                    destination=places[row.seller_id].destination,
                )
                for row in paying
            ],
            now=now,
        )
        states.move_all(paying, "order", actor=actor, now=now)
    return ids


def _fill(ids: list[int], now: datetime) -> None:
    """Put all that may go onto its seller's settlement, sum it by order, and the orders up."""
    mine = SellerSettlement.objects.filter(pk__in=ids, seller_id=OuterRef("seller_id"))
    sellers = SellerSettlement.objects.filter(pk__in=ids).values("seller_id")
    entries_ready(now).filter(seller_id__in=sellers).update(
        settlement_id=Subquery(mine.values("pk")[:1])
    )
    run(_LINES, {"ids": ids})
    run(_TOTALS, {"ids": ids})


_LINES = """
    INSERT INTO settlement_sellersettlementline (settlement_id, seller_order_id, payment_poisha,
        refund_poisha, commission_poisha, other_poisha, fee_bp, fee_poisha, net_poisha)
    SELECT settlement_id, seller_order_id, payment, refund, commission, other, bp, fee,
        payment + refund + commission + other + fee
    FROM (
        SELECT own.*, COALESCE(release.fee_bp, 0) AS bp,
            -- The fee on all that was paid for this order so far, halves up, less what was taken.
            -((GREATEST(COALESCE(before.base, 0) + own.payment + own.refund, 0)
                * COALESCE(release.fee_bp, 0) + 5000) / 10000) - COALESCE(before.fee, 0) AS fee
        FROM (
            SELECT settlement_id, seller_order_id,
                COALESCE(sum(amount_poisha) FILTER (WHERE kind = 'payment'), 0)::bigint AS payment,
                COALESCE(sum(amount_poisha) FILTER (WHERE kind = 'refund'), 0)::bigint AS refund,
                COALESCE(sum(amount_poisha) FILTER (WHERE kind = 'commission'), 0)::bigint
                    AS commission,
                COALESCE(sum(amount_poisha) FILTER (WHERE kind = 'other'), 0)::bigint AS other
            FROM settlement_sellerentry WHERE settlement_id = ANY(%(ids)s)
            GROUP BY settlement_id, seller_order_id
        ) AS own
        LEFT JOIN settlement_sellerrelease AS release USING (seller_order_id)
        LEFT JOIN LATERAL (
            SELECT sum(payment_poisha + refund_poisha)::bigint AS base,
                sum(fee_poisha)::bigint AS fee
            FROM settlement_sellersettlementline AS line
            WHERE line.seller_order_id = own.seller_order_id
        ) AS before ON true
    ) AS reckoned
"""

_TOTALS = """
    UPDATE settlement_sellersettlement AS own SET
        lines_count = sums.lines, payment_poisha = sums.payment, refund_poisha = sums.refund,
        commission_poisha = sums.commission, other_poisha = sums.other, fee_poisha = sums.fee,
        carried_in_poisha = sums.carried, payable_poisha = GREATEST(sums.net + sums.carried, 0),
        carried_out_poisha = LEAST(sums.net + sums.carried, 0), due_at = sums.due_at
    FROM (
        SELECT line.settlement_id, count(*) AS lines, sum(payment_poisha)::bigint AS payment,
            sum(refund_poisha)::bigint AS refund, sum(commission_poisha)::bigint AS commission,
            sum(other_poisha)::bigint AS other, sum(fee_poisha)::bigint AS fee,
            sum(net_poisha)::bigint AS net,
            min(release.due_at) FILTER (WHERE release.settled_at IS NULL) AS due_at,
            COALESCE((
                SELECT earlier.carried_out_poisha FROM settlement_sellersettlement AS earlier
                JOIN settlement_sellersettlement AS this ON this.seller_id = earlier.seller_id
                WHERE this.id = line.settlement_id AND earlier.id < this.id
                ORDER BY earlier.id DESC LIMIT 1
            ), 0) AS carried
        FROM settlement_sellersettlementline AS line
        LEFT JOIN settlement_sellerrelease AS release USING (seller_order_id)
        WHERE line.settlement_id = ANY(%(ids)s) GROUP BY line.settlement_id
    ) AS sums
    WHERE own.id = sums.settlement_id
"""


def _charge(rows: Sequence[SellerSettlement], now: datetime) -> None:
    for row in rows:
        if row.fee_poisha:
            journal_post(
                key=f"seller_fee:{row.pk}",
                kind="seller_fee",
                entity="seller_settlement",
                entity_id=row.pk,
                postings=[
                    (row.seller_id, "seller_payable", -row.fee_poisha),
                    (None, "fees_charged", row.fee_poisha),
                ],
                now=now,
            )


def _orders_settled(settlement_ids: list[int], now: datetime) -> None:
    """The promise to pay these orders' seller in time is kept."""
    lines = SellerSettlementLine.objects.filter(
        settlement_id__in=settlement_ids, seller_order__isnull=False
    )
    rows = SellerRelease.objects.filter(
        settled_at=None, seller_order_id__in=lines.values("seller_order_id")
    )
    ids = list(rows.values_list("pk", flat=True))
    SellerRelease.objects.filter(pk__in=ids).update(settled_at=now)
    deadlines_meet(name=rules.RELEASE, ids=ids, kind=rules.DEADLINE_KIND, now=now)
