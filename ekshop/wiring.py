"""Who listens to whom: each event, and the handlers that react to it, by dotted path.

The only place that knows. Handlers run as jobs, at least once, so each is written to be run twice.
"""

from ekshop.fulfilment.events import HandedOver, ReturnReceived, ShipmentBooked
from ekshop.kernel.deadlines import DeadlinePassed, DeadlineWarned
from ekshop.kernel.events import Event
from ekshop.orders.events import SellerOrderConfirmed
from ekshop.parties.events import (
    LicencesChanged,
    OrganisationEnrolled,
    OrganisationStateChanged,
)
from ekshop.payments.events import PaymentCollected, RefundIssued

HANDLERS: dict[type[Event], list[str]] = {
    DeadlineWarned: ["ekshop.fulfilment.handlers.remind_to_collect"],
    DeadlinePassed: [
        "ekshop.orders.handlers.on_deadlines_passed",
        "ekshop.fulfilment.handlers.silence_on_return",
        "ekshop.fulfilment.handlers.remind_to_collect",
    ],
    OrganisationEnrolled: ["ekshop.notices.handlers.on_organisation_enrolled"],
    OrganisationStateChanged: [],
    LicencesChanged: [],
    SellerOrderConfirmed: ["ekshop.fulfilment.handlers.promises_on_confirm"],
    ShipmentBooked: ["ekshop.fulfilment.handlers.courier_on_booking"],
    ReturnReceived: ["ekshop.payments.handlers.refund_on_return"],
    PaymentCollected: ["ekshop.settlement.handlers.earn_on_payment"],
    HandedOver: ["ekshop.settlement.handlers.window_on_hand_over"],
    RefundIssued: ["ekshop.settlement.handlers.reverse_on_refund"],
}
