"""The orders' reads."""

from .alternatives import Alternative, alternative_offers
from .baskets import (
    Quote,
    QuotedLine,
    QuotedShare,
    basket_quote,
    baskets_visible_to,
    baskets_waiting,
    quote,
)
from .listing import (
    ORDER,
    SHELVES,
    Due,
    Today,
    orders_listed,
    orders_standing,
    share_standing_poisha,
    today,
)
from .orders import (
    lines_visible_to,
    offers_ordered,
    order_by_tracking,
    order_code_of,
    order_for,
    orders_visible_to,
    seller_orders_visible_to,
    shares_of,
)
from .rates import commission_rate_at, commission_rates, rates_in_force
from .records import SellingFigures, selling_figures
from .single import (
    accepted_lines,
    bought_by,
    line_get,
    lines_of,
    seller_order_get,
    seller_order_visible_to,
    state_label,
)
from .timelines import Next, Standing, Step, standings_of

__all__ = [
    "bought_by",
    "state_label",
    "seller_order_visible_to",
    "seller_order_get",
    "lines_of",
    "line_get",
    "accepted_lines",
    "ORDER",
    "SHELVES",
    "Alternative",
    "Due",
    "Next",
    "Quote",
    "QuotedLine",
    "QuotedShare",
    "SellingFigures",
    "Standing",
    "Step",
    "Today",
    "alternative_offers",
    "basket_quote",
    "baskets_visible_to",
    "baskets_waiting",
    "commission_rate_at",
    "commission_rates",
    "lines_visible_to",
    "offers_ordered",
    "order_by_tracking",
    "order_code_of",
    "order_for",
    "orders_listed",
    "orders_standing",
    "share_standing_poisha",
    "orders_visible_to",
    "quote",
    "rates_in_force",
    "seller_orders_visible_to",
    "selling_figures",
    "shares_of",
    "standings_of",
    "today",
]
