"""The sellers' record of the last ninety days, reckoned anew each time."""

from datetime import datetime, timedelta

from ekshop.catalogue.services import RecordOf, seller_records_set
from ekshop.kernel.deadlines import deadlines_kept
from ekshop.orders.selectors import selling_figures

LOOKED_BACK = timedelta(days=90)
ALL = 10_000


def seller_records_reckon(now: datetime) -> int:
    """From answers given, the 48 hours kept, and pieces rejected or missing; says how many."""
    since = now - LOOKED_BACK
    shipping = deadlines_kept("courier_hand_over", since=since, until=now)
    records = []
    for seller_id, figures in selling_figures(since=since, until=now).items():
        due, kept = shipping.get(seller_id, (0, 0))
        records.append(
            RecordOf(
                seller_id=seller_id,
                orders=figures.orders,
                confirmed_bp=_share(figures.answered, figures.answered + figures.unanswered, ALL),
                on_time_bp=_share(kept, due, ALL),
                rejected_bp=_share(figures.rejected_pieces, figures.inspected_pieces, 0),
            )
        )
    return seller_records_set(records=records, now=now)


def _share(part: int, whole: int, unknown: int) -> int:
    """In basis points, halves up."""
    return (part * ALL * 2 + whole) // (whole * 2) if whole else unknown
