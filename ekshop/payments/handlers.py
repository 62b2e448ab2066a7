"""Reactions to what happens below."""

from ekshop.fulfilment.events import ReturnReceived
from ekshop.fulfilment.services import return_mark_refunded
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now

from .services import refund_issue


def refund_on_return(event: ReturnReceived) -> None:
    """The goods are back with their seller: the customer gets the money back."""
    actor, at = Actor.system("payments"), now()
    refund_issue(actor=actor, return_id=event.return_id, now=at)
    return_mark_refunded(actor=actor, return_id=event.return_id, now=at)
