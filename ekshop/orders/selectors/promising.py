"""When goods can leave whoever makes them: after the making, and on a day she works."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from ekshop.catalogue.selectors import OfferToOrder
from ekshop.kernel.clock import dhaka_date
from ekshop.parties.selectors import SellingTerms
from ekshop.producers.rules import REST_CLOSES_DAYS, Rest, back_on, ready_on
from ekshop.producers.selectors import rests_ahead


def rests_of_sellers(sellers: Iterable[SellingTerms], *, at: datetime) -> Mapping[int, list[Rest]]:
    """The days of rest still to come of those who are producers. One statement; none where there
    is no producer among them."""
    makers = [terms.seller_id for terms in sellers if terms.sourcing_centre_id is not None]
    return rests_ahead(makers, dhaka_date(at)) if makers else {}


def making_days(offers: Iterable[OfferToOrder], rests: Sequence[Rest], *, at: datetime) -> int:
    """Days until all of them can leave their maker together; none for what lies ready and can be
    handed over today."""
    today = dhaka_date(at)
    longest = max((offer.terms.making_days for offer in offers), default=0)
    return (ready_on(rests, today, longest) - today).days


def closed_until(rests: Sequence[Rest], *, at: datetime) -> date | None:
    """The day she works again, where she rests for so long that nothing is ordered of her."""
    today = dhaka_date(at)
    back = back_on(rests, today)
    return back if (back - today).days >= REST_CLOSES_DAYS else None


def promised_on(days: int, at: datetime, making_days: int = 0) -> date:
    """The day by which the seller promises an order placed then, `days` being those of the way."""
    return dhaka_date(at) + timedelta(days=making_days + days)
