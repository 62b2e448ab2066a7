"""What the catalogue tells those above it."""

from dataclasses import dataclass

from ekshop.kernel.events import Event


@dataclass(frozen=True)
class ChangesHeld(Event):
    """Changes a seller's list brought wait for someone's word. `batch`: the reading, or 0."""

    seller_id: int
    batch: int


@dataclass(frozen=True)
class OffersMerged(Event):
    """A list brought new goods of a seller, or changed what was there."""

    seller_id: int
