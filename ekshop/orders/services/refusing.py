"""What may not be ordered, refused with its own error."""

from collections.abc import Sequence
from datetime import datetime

from ekshop.catalogue.rules import NOT_ORDERABLE
from ekshop.catalogue.selectors import OfferToOrder
from ekshop.catalogue.services import OfferNotOrderable
from ekshop.parties.selectors import SellingTerms
from ekshop.producers.rules import Rest

from ..selectors.promising import closed_until
from .errors import MakerResting, OutOfSeason, TooFarToTravel


def orderable(offer_id: int, offer: OfferToOrder | None) -> OfferToOrder:
    """The offer, if it may be ordered at all. Raises OfferNotOrderable, OutOfSeason."""
    if offer is not None and not offer.refusal:
        return offer
    if offer is not None and offer.refusal == "season":
        raise OutOfSeason(offer)
    refusal = offer.refusal if offer else "unknown"
    raise OfferNotOrderable(
        offer_id=offer_id,
        title=offer.name if offer else str(offer_id),
        reason=refusal,
        why=offer.why if offer else NOT_ORDERABLE[refusal],
    )


def travelling(
    offer: OfferToOrder, terms: SellingTerms, *, district_id: int, centre_id: int | None
) -> None:
    """Raises TooFarToTravel where it would spoil on its way to that centre of that district."""
    days = terms.days_to(district_id, centre_id)
    if not offer.terms.travels(days):
        raise TooFarToTravel(offer, days)


def working(offer: OfferToOrder, rests: Sequence[Rest], *, at: datetime) -> None:
    """Raises MakerResting where its maker does not work for so long that nothing is ordered."""
    back = closed_until(rests, at=at)
    if back is not None:
        raise MakerResting(offer, back)
