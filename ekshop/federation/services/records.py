"""The sellers' record of the last ninety days, reckoned anew each time."""

from datetime import datetime, timedelta

from ekshop.catalogue.rules import RECORD_DAYS
from ekshop.catalogue.services import RecordOf, seller_records_set
from ekshop.kernel.deadlines import deadlines_kept
from ekshop.orders.selectors import selling_figures

from ..selectors.rechecks import prices_heard

LOOKED_BACK = timedelta(days=RECORD_DAYS)


def seller_records_reckon(now: datetime) -> int:
    """From answers given, the 48 hours kept, pieces rejected or missing, goods that were not
    there, and prices that were not so; says how many. Complaints come from those who hear them."""
    since = now - LOOKED_BACK
    shipping = deadlines_kept("courier_hand_over", since=since, until=now)
    heard = prices_heard(since=since, until=now)
    records = []
    for seller_id, figures in selling_figures(since=since, until=now).items():
        due, kept = shipping.get(seller_id, (0, 0))
        asked, dearer = heard.get(seller_id, (0, 0))
        lines = figures.answered_lines
        records.append(
            RecordOf(
                seller_id=seller_id,
                orders=figures.orders,
                counts={
                    "confirmed": (figures.answered, figures.answered + figures.unanswered),
                    "on_time": (kept, due),
                    "rejected": (figures.rejected_pieces, figures.inspected_pieces),
                    "stock": (lines - figures.lines_without_stock, lines),
                    "price": (
                        lines - figures.lines_at_another_price + asked - dearer,
                        lines + asked,
                    ),
                },
            )
        )
    return seller_records_set(records=records, now=now)
