"""The reckoning afterwards: what was promised is there, once, and everything adds up."""

import sqlite3
from typing import Any

from tests.live import World

_ONCE = {
    "an order for each nonce": "SELECT nonce FROM orders_order GROUP BY nonce HAVING count(*) > 1",
    "an inspection for each parcel": "SELECT shipment_id FROM fulfilment_inspection"
    " GROUP BY shipment_id HAVING count(*) > 1",
    "a payment for each part": "SELECT seller_order_id FROM payments_payment"
    " GROUP BY seller_order_id HAVING count(*) > 1",
    "a journal for each payment": "SELECT p.id FROM payments_payment p LEFT JOIN ledger_journal j"
    " ON j.entity = 'payment' AND j.entity_id = p.id AND j.kind = 'payment'"
    " GROUP BY p.id HAVING count(j.id) <> 1",
    "a commission for each paid line": "SELECT l.id FROM payments_payment p"
    " JOIN orders_orderline l ON l.seller_order_id = p.seller_order_id AND l.accepted_quantity > 0"
    " LEFT JOIN settlement_commissionline c ON c.order_line_id = l.id AND c.kind = 'commission'"
    " GROUP BY l.id HAVING count(c.id) <> 1",
    "commission only for what was paid": "SELECT c.id FROM settlement_commissionline c"
    " JOIN orders_orderline l ON l.id = c.order_line_id"
    " LEFT JOIN payments_payment p ON p.seller_order_id = l.seller_order_id WHERE p.id IS NULL",
    "a reservation for each open line": "SELECT l.id FROM orders_orderline l"
    " LEFT JOIN catalogue_stockreservation r ON r.reference = 'line:' || l.id"
    " GROUP BY l.id HAVING count(r.id) <> 1",
    "a parcel for each part": "SELECT seller_order_id FROM fulfilment_shipment"
    " WHERE direction = 'outbound' GROUP BY seller_order_id HAVING count(*) > 1",
    "a parcel back for each rejection": "SELECT i.id FROM fulfilment_inspection i"
    " JOIN fulfilment_shipment s ON s.id = i.shipment_id"
    " JOIN fulfilment_inspectionline l ON l.inspection_id = i.id"
    " LEFT JOIN fulfilment_shipment b ON b.seller_order_id = s.seller_order_id"
    " AND b.direction = 'return'"
    " GROUP BY i.id HAVING (sum(l.rejected) > 0) <> (count(b.id) > 0)",
}

_ADDS_UP = {
    "stock held is what open orders hold": "SELECT o.seller_ref, o.on_hand, o.reserved,"
    " COALESCE(sum(r.quantity) FILTER (WHERE r.state = 'held'), 0) AS held"
    " FROM catalogue_offer o LEFT JOIN catalogue_stockreservation r ON r.offer_id = o.id"
    " GROUP BY o.id HAVING o.reserved <> COALESCE(sum(r.quantity) FILTER (WHERE r.state = 'held'), 0)"
    " OR o.on_hand < o.reserved",
    "a part's goods are its lines": "SELECT s.code FROM orders_sellerorder s"
    " JOIN orders_orderline l ON l.seller_order_id = s.id WHERE l.state <> 'declined'"
    " GROUP BY s.id HAVING s.goods_poisha <> sum(l.unit_price_poisha * l.quantity)",
    "a payment is what was accepted": "SELECT p.code FROM payments_payment p"
    " JOIN orders_orderline l ON l.seller_order_id = p.seller_order_id"
    " GROUP BY p.id HAVING p.goods_poisha <> sum(l.unit_price_poisha * l.accepted_quantity)",
    "a balance is its entries": "SELECT a.id FROM ledger_account a"
    " LEFT JOIN ledger_entry e ON e.account_id = a.id"
    " GROUP BY a.id HAVING a.balance_poisha <> COALESCE(sum(e.amount_poisha), 0)",
    "no job has given up": "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'failed'",
}


def nothing_lost(world: World, placed: dict[str, str]) -> None:
    """`placed`: the nonces that were sent until answered, with the code each was answered with."""
    known = dict(world.sql("SELECT nonce::text, code FROM orders_order"))
    wrong = {
        nonce: (code, known.get(nonce))
        for nonce, code in placed.items()
        if known.get(nonce) != code
    }
    assert not wrong, f"answered with a code, but stored otherwise: {wrong}"
    for what, query in {**_ONCE, **_ADDS_UP}.items():
        assert not (rows := world.sql(query)), f"{what}: {rows[:5]}"
    assert "agree" in world.manage("ledger_verify")


def everyone_told_once(world: World) -> None:
    """The shops know every part of every order once, and nobody got the same message twice."""
    parts = {code for (code,) in world.sql("SELECT code FROM orders_sellerorder")}
    shops = outside(world, "SELECT code FROM shop_orders")
    assert sorted(code for (code,) in shops) == sorted(parts)
    twice = outside(
        world,
        "SELECT reference, count(*) FROM messages WHERE reference <> ''"
        " GROUP BY reference HAVING count(*) > 1",
    )
    assert not twice, f"sent twice: {twice[:5]}"
    ordered = world.sql(
        "SELECT o.code, count(m.id) FROM orders_order o LEFT JOIN notices_message m"
        " ON m.reference = o.code AND m.template = 'order_placed' GROUP BY o.code HAVING count(m.id) <> 1"
    )
    assert not ordered, f"told of their order not once: {ordered[:5]}"


def outside(world: World, query: str) -> list[tuple[Any, ...]]:
    """What the sandbox remembers."""
    (file,) = (world.folder / "sandbox").glob("*.sqlite*3") or [None]
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as state:
        return state.execute(query).fetchall()
