"""What looks like self-dealing in a scheme's months: found by rules, judged by people."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from ekshop.kernel.phones import mask
from ekshop.parties import selectors as parties

from ... import rules
from ...models import CommissionLine, PrizeScheme
from .counting import counting_lines

_CUSTOMER = "order_line__seller_order__order__customer"
_MOBILE = f"{_CUSTOMER}__mobile"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """`key` tells it from others of its kind at the centre; `facts` fill the words of its kind."""

    centre_id: int
    kind: str
    key: str
    facts: dict[str, Any]
    order_line_ids: frozenset[int]


def suspicions(scheme: PrizeScheme) -> list[Suspicion]:
    """All of them, judged or not. A constant number of statements."""
    sales = counting_lines(scheme).filter(role="sale").order_by()
    return [*_own_numbers(sales), *_one_customer(sales), *_round_trips(sales)]


def _own_numbers(sales: QuerySet[CommissionLine]) -> Iterator[Suspicion]:
    """A customer with a mobile number, or the number of a wallet, of somebody who works there."""
    at_work = Q(centre__memberships__active=True)
    own_mobile = Q(centre__mobile=F(_MOBILE)) | (
        at_work & Q(centre__memberships__person__mobile=F(_MOBILE))
    )
    by_mobile = _by_customer(sales.filter(own_mobile))
    # A wallet's number is encrypted, so it is put beside the mobile numbers here.
    own = parties.wallet_mobiles_at_centres()
    by_wallet = _by_customer(sales.filter(**{f"{_MOBILE}__in": {mobile for _at, mobile in own}}))
    yield from _about_customers("own_mobile", by_mobile)
    # Who is known by the mobile number already need not be shown twice.
    rest = {
        pair: lines for pair, lines in by_wallet.items() if pair in own and pair not in by_mobile
    }
    yield from _about_customers("own_wallet", rest)


Lines = dict[int, int]
"""Order line to commission in poisha."""


def _by_customer(rows: QuerySet[CommissionLine]) -> dict[tuple[int, str], Lines]:
    found: dict[tuple[int, str], Lines] = defaultdict(dict)
    columns = ("centre_id", _MOBILE, "order_line_id", "amount_poisha")
    for centre_id, mobile, line_id, poisha in rows.values_list(*columns).distinct():
        found[centre_id, mobile][line_id] = poisha
    return found


def _about_customers(kind: str, found: dict[tuple[int, str], Lines]) -> Iterator[Suspicion]:
    for (centre_id, mobile), lines in sorted(found.items()):
        facts = {"mobile": mask(mobile), "lines": len(lines), "poisha": sum(lines.values())}
        yield Suspicion(centre_id, kind, f"{kind}:{mobile}", facts, frozenset(lines))


def _one_customer(sales: QuerySet[CommissionLine]) -> Iterator[Suspicion]:
    totals = dict(
        sales.values("centre_id").annotate(sum=Sum("amount_poisha")).values_list("centre_id", "sum")
    )
    rows = (
        sales.values("centre_id", _MOBILE)
        .annotate(
            sum=Sum("amount_poisha"),
            orders=Count("order_line__seller_order__order", distinct=True),
        )
        .filter(orders__gte=rules.ONE_CUSTOMER_ORDERS)
        .order_by("centre_id", _MOBILE)
    )
    for row in rows:
        whole, part = totals[row["centre_id"]], row["sum"]
        if part <= 0 or part * 10_000 < whole * rules.ONE_CUSTOMER_SHARE_BP:
            continue
        lines = sales.filter(**{"centre_id": row["centre_id"], _MOBILE: row[_MOBILE]})
        facts = {
            "mobile": mask(row[_MOBILE]),
            "orders": row["orders"],
            "poisha": part,
            "share_bp": part * 10_000 // whole,
        }
        yield Suspicion(
            row["centre_id"],
            "one_customer",
            f"one_customer:{row[_MOBILE]}",
            facts,
            frozenset(lines.values_list("order_line_id", flat=True)),
        )


def _round_trips(sales: QuerySet[CommissionLine]) -> Iterator[Suspicion]:
    """The same goods sold to the same customer, and taken back, again and again."""
    product = "order_line__product"
    went_back = (
        sales.filter(order_line__returned_quantity__gt=0)
        .values("centre_id", _MOBILE, product)
        .annotate(times=Count("order_line", distinct=True))
        .filter(times__gte=rules.ROUND_TRIPS)
        .order_by("centre_id", _MOBILE, product)
    )
    for row in went_back:
        lines = sales.filter(**{key: row[key] for key in ("centre_id", _MOBILE, product)})
        found = dict(lines.values_list("order_line_id", "amount_poisha"))
        facts = {
            "mobile": mask(row[_MOBILE]),
            "title": lines.values_list("order_line__title", flat=True)[0],
            "times": row["times"],
            "lines": len(found),
            "poisha": sum(found.values()),
        }
        yield Suspicion(
            row["centre_id"],
            "round_trip",
            f"round_trip:{row[_MOBILE]}:{row[product]}",
            facts,
            frozenset(found),
        )
