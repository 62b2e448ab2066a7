"""A case's states, who must act in each, and which clock runs there."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.machines import Machine

COMPLAINANT, SELLER, COORDINATOR, AGENCY = "complainant", "seller", "coordinator", "agency"
SIDES = [
    (COMPLAINANT, _("Complainant")),
    (SELLER, _("Seller")),
    (COORDINATOR, _("Coordinator")),
    (AGENCY, _("Agency")),
    ("platform", _("The platform")),
]
EVERYONE = (COMPLAINANT, SELLER, COORDINATOR, AGENCY)
OFFICES = (COORDINATOR, AGENCY)
"""Those who see the whole file."""

CASE = Machine(
    name="case",
    initial="filed",
    states={
        "filed": _("Waiting to be sorted"),
        "to_serve": _("Notice is being brought to the seller"),
        "with_seller": _("With the seller"),
        "info_asked": _("The seller asked something"),
        "offered": _("An offer waits for the complainant"),
        "countered": _("A counter-offer waits for the seller"),
        "agreed": _("Agreed, the remedy is due"),
        "remedied": _("Said to be done, to be confirmed"),
        "mediation": _("With the coordinator"),
        "referred": _("With an agency"),
        "decided": _("Decided"),
        "resolved": _("Resolved"),
        "closed": _("Closed"),
    },
    transitions=[
        (("filed", "mediation"), "ask_seller", "with_seller", _("Sent to the seller")),
        (("filed", "mediation"), "serve", "to_serve", _("To be told by hand")),
        ("to_serve", "served", "with_seller", _("Notice was served on the seller")),
        (("filed", "to_serve", "mediation"), "refer", "referred", _("Referred to an agency")),
        (("filed", "to_serve"), "mediate", "mediation", _("Taken by the coordinator")),
        ("with_seller", "ask_complainant", "info_asked", _("The seller asked for information")),
        ("info_asked", "inform", "with_seller", _("The complainant answered")),
        ("info_asked", "resume", "with_seller", _("No answer: the seller goes on without")),
        (
            ("with_seller", "countered", "mediation"),
            "offer",
            "offered",
            _("The seller offered a remedy"),
        ),
        (("with_seller", "countered"), "reject", "mediation", _("Rejected by the seller")),
        (("with_seller", "countered"), "silence", "mediation", _("The seller did not answer")),
        ("offered", "accept", "agreed", _("Accepted by the complainant")),
        ("offered", "counter", "countered", _("The complainant made a counter-offer")),
        ("offered", "decline", "mediation", _("Refused by the complainant")),
        ("countered", "agree", "agreed", _("The seller accepted the counter-offer")),
        (("agreed", "decided"), "fulfil", "remedied", _("Said to be done")),
        (("agreed", "decided"), "break", "mediation", _("The promise was not kept")),
        (
            ("agreed", "decided", "remedied"),
            "confirm",
            "resolved",
            _("Confirmed by the complainant"),
        ),
        ("remedied", "stall", "mediation", _("The cash was not given in time")),
        ("mediation", "hand", "remedied", _("The cash was given after all")),
        ("remedied", "dispute", "mediation", _("The complainant says it was not done")),
        ("remedied", "settle", "resolved", _("Nobody objected after the notices")),
        ("referred", "return", "mediation", _("Given back to the coordinator")),
        ("referred", "settle", "agreed", _("The parties agreed at the agency")),
        ("referred", "decide", "decided", _("Decided by the agency")),
        ("decided", "appeal", "referred", _("Appealed")),
        ("decided", "finish", "closed", _("The decision is final")),
        ("mediation", "dismiss", "closed", _("Closed by the coordinator")),
        ("offered", "lapse", "closed", _("The complainant did not answer after the notices")),
        (
            (
                "filed",
                "to_serve",
                "with_seller",
                "info_asked",
                "offered",
                "countered",
                "agreed",
                "remedied",
                "mediation",
                "referred",
            ),
            "withdraw",
            "closed",
            _("Withdrawn by the complainant"),
        ),
        (
            (
                "filed",
                "to_serve",
                "with_seller",
                "info_asked",
                "offered",
                "countered",
                "agreed",
                "remedied",
                "mediation",
                "referred",
                "decided",
            ),
            "follow",
            "closed",
            _("Closed with the case it was joined to"),
        ),
        (("resolved", "closed"), "reopen", "mediation", _("Opened again")),
    ],
)
CLOSED_STATES = ("resolved", "closed")
"""Nothing is due any more; within its window a case may be opened again."""
OPEN_STATES = tuple(state for state in CASE.states if state not in CLOSED_STATES)


@dataclass(frozen=True)
class Turn:
    """Who must act in a state, and the clock that runs until it is left (None: set by the act
    that led there, with a time of its own)."""

    side: str
    clock: str
    rule_key: str | None


TURNS = {
    "filed": Turn(COORDINATOR, "triage", "complaint_triage"),
    "to_serve": Turn(COORDINATOR, "serve", "complaint_serve"),
    "with_seller": Turn(SELLER, "seller_answer", "complaint_answer"),
    "info_asked": Turn(COMPLAINANT, "information", "complaint_information"),
    "offered": Turn(COMPLAINANT, "offer_answer", "complaint_offer_answer"),
    "countered": Turn(SELLER, "counter_answer", "complaint_answer"),
    "agreed": Turn(SELLER, "remedy", None),
    "remedied": Turn(COMPLAINANT, "confirmation", "complaint_confirmation"),
    "mediation": Turn(COORDINATOR, "mediation", "complaint_mediation"),
    "referred": Turn(AGENCY, "agency_accept", "agency_acceptance"),
    "decided": Turn(AGENCY, "appeal", "appeal_window"),
}
"""Every open state has its turn: no case is without an owner and a next clock."""

OUTCOMES = [
    ("remedied", _("Remedied")),
    ("withdrawn", _("Withdrawn")),
    ("dismissed", _("Found to be without ground")),
    ("decided", _("Decided by an agency")),
    ("no_answer", _("The complainant did not answer")),
    ("elsewhere", _("Outside the law of this desk")),
]
