"""What becomes of a producer's enrolment, told to her and to her centre."""

from dataclasses import dataclass

from ekshop.kernel.events import Event


@dataclass(frozen=True)
class ProducerMoved(Event):
    """Brought for approval, approved, sent back or withdrawn: `state` is where she stands now."""

    profile_id: int
    state: str
    reason: str


@dataclass(frozen=True)
class RestsChanged(Event):
    """Days a producer does not work were written down, or taken back."""

    seller_id: int


@dataclass(frozen=True)
class GiUseChanged(Event):
    """A seller's claim to a name was approved, refused, suspended, restored or withdrawn:
    `what`, by the action's word, and why."""

    use_id: int
    seller_id: int
    what: str = ""
    reason: str = ""


@dataclass(frozen=True)
class GiRegisterChanged(Event):
    """Names were entered, confirmed or written otherwise: `names`, how many."""

    names: int


@dataclass(frozen=True)
class ListingDecided(Event):
    """Goods, or a change of them, were looked at: "approved" or "sent_back", with what to mend."""

    listing_id: int
    what: str
    reason: str
