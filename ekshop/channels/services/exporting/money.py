"""Journals of a sale abroad. Debits above zero; each is posted once under a key of its own."""

from datetime import datetime

from ekshop.kernel.money import Money
from ekshop.kernel.rulebook import rule_at
from ekshop.ledger.services import journal_post
from ekshop.orders.selectors import lines_of, shares_of
from ekshop.payments.selectors import PaymentFacts, payments_of

from ...models import ExchangeRate, ExportOrder
from ...rules import exporting as rules
from ...rules import to_poisha

Posting = tuple[int | None, str, int]


def payments_for(order: ExportOrder) -> list[PaymentFacts]:
    """What the hub paid for its goods, by seller order."""
    shares = [
        share.pk
        for supply in order.supplies.select_related("order")
        for share in shares_of(supply.order)
    ]
    return list(payments_of(shares).values())


def goods_cost(order: ExportOrder) -> int:
    """In poisha: the accepted goods and their ways to the hub."""
    return sum(each.amount_poisha for each in payments_for(order))


def sent_minor(order: ExportOrder) -> int:
    """What the buyer owes for what was packed, with the freight asked of them."""
    goods = sum(line.packed * line.unit_minor for line in order.lines.all())
    return goods + order.shipping_minor if goods else 0


def goods_write_off(*, order: ExportOrder, now: datetime) -> None:
    """Goods of an order that is not to be: paid to their sellers, and ek-Shop's loss."""
    for payment in payments_for(order):
        _post(
            order,
            f"off:{payment.pk}",
            "export_written_off",
            [
                (None, "export_loss", payment.amount_poisha),
                (None, "export_goods", -payment.amount_poisha),
            ],
            now,
        )


def shipped_book(*, order: ExportOrder, rate: ExchangeRate, now: datetime) -> None:
    """Sold: what the channel owes at the rate of the day, against what the goods cost; the rest is
    what is earned. Notes it on the order."""
    receivable, cost = to_poisha(sent_minor(order), rate.rate), goods_cost(order)
    _post(
        order,
        "ship",
        "export_shipped",
        [
            (None, "export_receivable", receivable),
            (None, "export_goods", -cost),
            (None, "export_income", cost - receivable),
        ],
        now,
    )
    order.rate, order.receivable_poisha, order.goods_poisha = rate, receivable, cost
    order.save(update_fields=["rate", "receivable_poisha", "goods_poisha"])


def lost_book(*, order: ExportOrder, now: datetime) -> None:
    """What the channel has not settled of an order that was lost."""
    times = order.reports.filter(status="lost").count()
    _given_up(order, f"lost:{times}", "export_lost", now)


def undone_book(*, order: ExportOrder, now: datetime) -> None:
    """The same of an order that came back whole: many channels then say nothing more of it, and what
    one does pay later is taken from the loss."""
    _given_up(order, "undone", "export_undone", now)


def _given_up(order: ExportOrder, mark: str, kind: str, now: datetime) -> None:
    left = order.receivable_poisha - order.settled_poisha - order.lost_poisha
    if left <= 0:
        return
    postings: list[Posting] = [(None, "export_loss", left), (None, "export_receivable", -left)]
    _post(order, mark, kind, postings, now)
    order.lost_poisha += left
    order.save(update_fields=["lost_poisha"])


def found_book(*, order: ExportOrder, now: datetime) -> None:
    """The contrary: it arrived after all."""
    if order.lost_poisha <= 0:
        return
    times = order.reports.filter(status="lost").count()
    _post(
        order,
        f"found:{times}",
        "export_found",
        [
            (None, "export_receivable", order.lost_poisha),
            (None, "export_loss", -order.lost_poisha),
        ],
        now,
    )
    order.lost_poisha = 0
    order.save(update_fields=["lost_poisha"])


def borne_book(
    *, order: ExportOrder, cause: str, pieces: dict[int, int], at: datetime, now: datetime
) -> int:
    """The sellers' share of a sale that was undone: of what those pieces cost, by the rule for the
    cause as it stood when the order was placed. `pieces` by offer. Returns it in poisha."""
    share_bp = rule_at(rules.RETURN_CAUSES[cause][1], at).value
    borne = 0
    left = dict(pieces)
    for payment in payments_for(order):
        cost = 0
        for line in lines_of(payment.seller_order_id):
            taken = min(left.get(line.offer_id, 0), line.accepted_quantity)
            if taken:
                left[line.offer_id] -= taken
                cost += taken * line.unit_price_poisha
        poisha = Money(cost).share(share_bp).poisha
        if poisha:
            journal_post(
                key=f"export:borne:{order.pk}:{payment.seller_order_id}",
                kind="export_borne",
                entity="seller_order",
                entity_id=payment.seller_order_id,
                postings=[
                    (payment.seller_id, "seller_payable", poisha),
                    (None, "export_loss", -poisha),
                ],
                now=now,
            )
            borne += poisha
    return borne


def _post(order: ExportOrder, mark: str, kind: str, postings: list[Posting], now: datetime) -> None:
    wanted = [each for each in postings if each[2]]
    if wanted:
        journal_post(
            key=f"export:{order.pk}:{mark}",
            kind=kind,
            entity="export_order",
            entity_id=order.pk,
            postings=wanted,
            now=now,
        )
