"""A referral's states, and a hearing's."""

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

REFERRAL = Machine(
    name="referral",
    initial="sent",
    states={
        "sent": _("Sent, not accepted yet"),
        "accepted": _("Accepted by the agency"),
        "passed_on": _("Passed on to another agency"),
        "returned": _("Given back to the coordinator"),
        "decided": _("Decided"),
        "settled": _("The parties agreed there"),
        "ended": _("Ended without a decision"),
    },
    transitions=[
        ("sent", "accept", "accepted", _("Accepted")),
        (("sent", "accepted"), "pass_on", "passed_on", _("Passed on")),
        (("sent", "accepted"), "return", "returned", _("Given back")),
        ("accepted", "decide", "decided", _("Decided")),
        ("accepted", "settle", "settled", _("The parties agreed")),
        ("decided", "appeal", "accepted", _("Appealed")),
        (("sent", "accepted"), "end", "ended", _("Ended: the case went another way")),
    ],
)
OPEN_REFERRAL_STATES = ("sent", "accepted")
READING_REFERRAL_STATES = (*OPEN_REFERRAL_STATES, "decided", "settled")
"""In which an agency reads the file: what comes after it gave the case away is not its business."""

HEARING = Machine(
    name="hearing",
    initial="called",
    states={
        "called": _("Called"),
        "held": _("Held"),
        "put_off": _("Put off"),
        "cancelled": _("Cancelled"),
    },
    transitions=[
        ("called", "hold", "held", _("Held")),
        ("called", "put_off", "put_off", _("Put off")),
        ("called", "cancel", "cancelled", _("Cancelled")),
    ],
)
