"""What notices tell those above them."""

from dataclasses import dataclass

from ekshop.kernel.events import Event


@dataclass(frozen=True)
class MessageReceived(Event):
    """Somebody wrote to us from a mobile number; it is kept, and nothing was made of it yet."""

    message_id: int
