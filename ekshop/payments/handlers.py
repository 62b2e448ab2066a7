"""Reactions to what happens below."""

from ekshop.fulfilment.events import InspectionRecorded, ParcelUncollected, ReturnReceived
from ekshop.fulfilment.services import return_mark_refunded
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now
from ekshop.kernel.deadlines import DeadlinePassed, DeadlineWarned

from .services import export_pay, refund_issue, refund_remind, uncollected_settle


def hub_pays(event: InspectionRecorded) -> None:
    """What the export hub accepted is the platform's to pay."""
    export_pay(actor=Actor.system("payments"), seller_order_id=event.seller_order_id, now=now())


def refund_on_return(event: ReturnReceived) -> None:
    """The goods are back with their seller: the customer gets the money back."""
    actor, at = Actor.system("payments"), now()
    refund_issue(actor=actor, return_id=event.return_id, now=at)
    return_mark_refunded(actor=actor, return_id=event.return_id, now=at)


def settle_uncollected(event: ParcelUncollected) -> None:
    """Nobody came: what was paid goes back, and both ways are borne by rule."""
    uncollected_settle(
        actor=Actor.system("payments"), seller_order_id=event.seller_order_id, now=now()
    )


def remind_of_cash(event: DeadlineWarned | DeadlinePassed) -> None:
    """Cash lies at a centre that is a customer's: before its day is over, and when it is."""
    if event.entity == "refund":
        refund_remind(
            actor=Actor.system("deadlines"), refund_id=event.id, until=event.due_at, now=now()
        )
