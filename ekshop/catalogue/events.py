"""What the catalogue tells those above it."""

from dataclasses import dataclass

from ekshop.kernel.events import Event


@dataclass(frozen=True)
class ChangesHeld(Event):
    """Changes a seller's list brought wait for someone's word. `batch`: the reading, or 0."""

    seller_id: int
    batch: int
