"""What caused a journal, as people know it: the order's code behind a payment's number."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial

from ekshop.channels.selectors.exports import (
    consignment_codes,
    export_order_codes,
    export_order_codes_of_rows,
)
from ekshop.fulfilment.selectors import order_codes_of_returns
from ekshop.orders.selectors import order_codes_of as of_orders
from ekshop.payments.selectors import order_codes_of as of_payments
from ekshop.payments.selectors import remittance_codes
from ekshop.settlement.selectors import order_codes_of_lines


@dataclass(frozen=True)
class Cause:
    """`leads_to`: "order", "export_order", "consignment", "payout", or "" where there is no page of
    its own; `key`: what it is called."""

    leads_to: str
    key: str


Names = Callable[[Collection[int]], dict[int, str]]

_NAMED: dict[str, tuple[str, Names]] = {
    "payment": ("order", partial(of_payments, "payment")),
    "refund": ("order", partial(of_payments, "refund")),
    "return": ("order", order_codes_of_returns),
    "seller_order": ("order", partial(of_orders, "seller_order")),
    "order_line": ("order", partial(of_orders, "order_line")),
    "commission_line": ("order", order_codes_of_lines),
    "remittance": ("", remittance_codes),
    "export_order": ("export_order", export_order_codes),
    "settlement_row": ("export_order", export_order_codes_of_rows),
    "consignment": ("consignment", consignment_codes),
    "payout": ("payout", lambda ids: {each: str(each) for each in ids}),
}


def causes_of(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Cause]:
    """Things by (entity, id), as journals name them; one statement a kind of thing.

    A kind nobody named here is called by its number.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for entity, entity_id in things:
        wanted[entity].add(entity_id)
    found = {}
    for entity, ids in wanted.items():
        leads_to, names = _NAMED.get(entity, ("", _by_number))
        called = names(ids)
        for entity_id in ids:
            key = called.get(entity_id)
            found[entity, entity_id] = Cause(leads_to if key else "", key or str(entity_id))
    return found


def _by_number(ids: Collection[int]) -> dict[int, str]:
    return {each: str(each) for each in ids}
