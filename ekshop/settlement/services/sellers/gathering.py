"""What the books say of sellers, read entry by entry, each with the order it belongs to."""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Exists, OuterRef

from ekshop.fulfilment import selectors as fulfilment
from ekshop.ledger import selectors as ledger
from ekshop.orders import selectors as orders
from ekshop.payments import selectors as payments

from ...models import SellerEntry
from ...rules import OWN_ENTITIES, entry_kind

GATHERED = 5_000

_ORDERS_OF: dict[str, Callable[[Collection[int]], dict[int, int]]] = {
    "payment": payments.seller_orders_paid,
    "refund": payments.seller_orders_refunded,
    "return": fulfilment.seller_orders_returned,
    "order_line": orders.seller_orders_of_lines,
    "seller_order": lambda ids: {pk: pk for pk in ids},
}


def entries_gather(*, size: int = GATHERED) -> int:
    """Take up the books' entries on sellers' accounts that were not taken up yet, a batch at a time
    in their order; says how many there were. Run twice, or twice at once, each is taken up once.
    """
    after = number = 0
    while batch := _fresh(after, size):
        _take_up(batch)
        after, number = batch[-1].pk, number + len(batch)
    return number


def _fresh(after: int, size: int) -> list[Any]:
    known = SellerEntry.objects.filter(entry_id=OuterRef("pk"))
    return list(
        ledger.entries_on("seller_payable")
        .exclude(journal__entity__in=OWN_ENTITIES)
        .filter(~Exists(known), pk__gt=after)
        .order_by("id")[:size]
    )


def _take_up(fresh: list[Any]) -> None:
    wanted: dict[str, set[int]] = defaultdict(set)
    for each in fresh:
        wanted[each.journal.entity].add(each.journal.entity_id)
    found = {
        entity: _ORDERS_OF[entity](ids) for entity, ids in wanted.items() if entity in _ORDERS_OF
    }
    SellerEntry.objects.bulk_create(
        [
            SellerEntry(
                entry_id=each.pk,
                seller_id=each.account.organisation_id or 0,
                seller_order_id=found.get(each.journal.entity, {}).get(each.journal.entity_id),
                kind=entry_kind(each.journal.kind),
                # The books credit what is owed to a seller; here above nought is the seller's.
                amount_poisha=-each.amount_poisha,
                posted_at=each.journal.posted_at,
            )
            for each in fresh
        ],
        ignore_conflicts=True,
    )
