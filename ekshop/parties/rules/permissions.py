"""Who may do what: the one table, action to roles."""

SELLER_ROLES = frozenset({"partner_staff", "producer_staff"})
READERS = frozenset({"operator", "auditor"})
PRIVILEGED_ROLES = frozenset({"operator", "coordinator", "officer", "auditor"})
"""Roles that reach beyond one organisation; they work only behind a second factor."""

PUBLIC = "public"
"""Anyone, signed in or not. Where it stands in the table, the service itself asks for proof
(a tracking code and the customer's mobile number, say) before it acts."""

COMPLAINANT = "complainant"
"""Who proved a mobile number by a code and needs no account."""

LINK_HOLDER = "link_holder"
"""A seller without an account, let at one complaint by a secret address."""

PARTNER_API = "partner_api"
"""A seller's machine, known by its key."""

_CENTRE = frozenset({"entrepreneur"})
_ORDERING = frozenset({"entrepreneur", "call_operator"})
_PARTNER = frozenset({"partner_staff"})
_PRODUCER = frozenset({"producer_staff"})
_SELLING = SELLER_ROLES | {PARTNER_API}
_OPERATOR = frozenset({"operator"})
_SIGNED_IN = frozenset(
    {
        "entrepreneur",
        "partner_staff",
        "producer_staff",
        "operator",
        "call_operator",
        "coordinator",
        "officer",
        "auditor",
    }
)

PERMISSIONS: dict[str, frozenset[str]] = {
    # Anyone
    "storefront.read": frozenset({PUBLIC}),
    "order.track": frozenset({PUBLIC}),
    # Whoever has signed in, over what is their own
    "account.manage_own": _SIGNED_IN,
    # The centre, and the call line on its behalf
    "centre.work": _CENTRE,
    "order.place": _ORDERING,
    "order.cancel": _ORDERING,
    "order.read_own_centre": _ORDERING,
    "customer.record": _ORDERING,
    "consent.record": _ORDERING,
    "shipment.receive": _CENTRE,
    "inspection.record": _CENTRE,
    "payment.collect": _CENTRE,
    "payment.remit": _CENTRE,
    "hand_over.record": _CENTRE,
    "return.ask": frozenset({PUBLIC}),
    "return.send": _CENTRE,
    "refund.give": _CENTRE,
    "producer.enrol": _CENTRE | _OPERATOR,
    "producer.read": _CENTRE | _PRODUCER | READERS,
    "producer.change": _CENTRE | _PRODUCER | _OPERATOR,
    "producer.judge": _OPERATOR,
    "producer.read_identity": READERS,
    "producer.work": _PRODUCER,
    "listing.manage": _CENTRE | _PRODUCER,
    "listing.read": _CENTRE | _PRODUCER | READERS,
    "listing.judge": _OPERATOR,
    "wallet.set": _CENTRE | _OPERATOR | {"producer_staff"},
    "sourcing.work": _CENTRE,
    "group.manage": _CENTRE | _OPERATOR,
    "statement.dispute": _CENTRE,
    "courier_claim.read": _CENTRE | READERS,
    # Names that belong to a place
    "gi.read": _CENTRE | SELLER_ROLES | READERS,
    "gi.claim": _CENTRE | SELLER_ROLES | _OPERATOR,
    "gi.decide": _OPERATOR,
    # Sellers: partners and producers
    "partner.work": _PARTNER,
    "seller.work": SELLER_ROLES,
    "feed.manage": _PARTNER,
    "feed.read": _PARTNER | READERS,
    "category_map": _PARTNER | _OPERATOR,
    "offer.manage": _SELLING,
    "seller_record.read": SELLER_ROLES | READERS,
    "held_change.read": SELLER_ROLES | READERS,
    "held_change.vouch": SELLER_ROLES | _OPERATOR,
    "held_change.decide": SELLER_ROLES | _OPERATOR,
    "offer.read_own": _SELLING,
    "order.read_own_sales": _SELLING,
    "seller_order.answer": _SELLING,
    "shipment.book": _SELLING,
    "shipment.report": _SELLING,
    "return.decide": _SELLING,
    "return.receive": _SELLING,
    "webhook.manage": _PARTNER | {"officer"},
    "conformance.run": _PARTNER,
    "conformance.read": _PARTNER | READERS,
    "api_key.manage": _PARTNER | {"officer"},
    "export.manage": SELLER_ROLES | _OPERATOR,
    "export.review": SELLER_ROLES | _OPERATOR,
    "export.read": SELLER_ROLES | READERS,
    "bank_account.propose": SELLER_ROLES,
    "bank_account.confirm": _OPERATOR,
    "statement.approve": SELLER_ROLES,
    "dispute.settle": SELLER_ROLES | _OPERATOR,
    "payout.fund": SELLER_ROLES,
    # Read by both sides of a trade, each its own, and by those who watch over all
    "order.read": _ORDERING | _SELLING | READERS,
    "payment.read": _CENTRE | SELLER_ROLES | READERS,
    "statement.read": _CENTRE | SELLER_ROLES | READERS,
    # The operator
    "operations.read": READERS,
    "operations.act": _OPERATOR,
    "centre.enrol": _OPERATOR,
    "partner.enrol": _OPERATOR,
    "organisation.read_all": READERS,
    "organisation.manage": _OPERATOR,
    "membership.manage": _OPERATOR,
    "licence.manage": _OPERATOR,
    "category.manage": _OPERATOR,
    "forbidden.manage": _OPERATOR,
    "search.manage": _OPERATOR,
    "match.decide": _OPERATOR,
    "rate.manage": _OPERATOR,
    "rate.read": _CENTRE | SELLER_ROLES | READERS,
    "scheme.manage": _OPERATOR,
    "rule.manage": _OPERATOR,
    "holiday.manage": _OPERATOR,
    "export.read_all": READERS,
    "channel.read": READERS,
    "channel.manage": _OPERATOR,
    "month.read": READERS,
    "month.close": _OPERATOR,
    "payout.read": READERS,
    "payout.send": _OPERATOR,
    "reconciliation.read": READERS,
    "reconciliation.work": _OPERATOR,
    "reconciliation.bring": SELLER_ROLES | _OPERATOR,
    "seller_settlement.read": SELLER_ROLES | READERS,
    "seller_settlement.work": _OPERATOR,
    "collection.read": READERS,
    "collection.work": _OPERATOR,
    "ledger.read": READERS,
    "courier_claim.work": _OPERATOR,
    "courier.pay": _OPERATOR,
    "export_order.read": READERS,
    "export_order.work": _OPERATOR,
    "prize.read_own": _CENTRE,
    "prize.object": _CENTRE,
    "prize.read": READERS,
    "prize.award": _OPERATOR,
    "incident.manage": _OPERATOR,
    # Complaints
    "complaint.file": frozenset({PUBLIC}),
    "complaint.file_on_behalf": _ORDERING,
    "complaint.own": frozenset({COMPLAINANT}) | _ORDERING,
    "complaint.answer": _SELLING | {LINK_HOLDER},
    "case.read": frozenset({COMPLAINANT, "coordinator", "officer", "auditor"})
    | _ORDERING
    | _SELLING,
    "case.add": frozenset({COMPLAINANT, LINK_HOLDER, "coordinator", "officer"})
    | _ORDERING
    | _SELLING,
    "case.read_all": frozenset({"coordinator", "auditor"}),
    "case.triage": frozenset({"coordinator"}),
    "case.mediate": frozenset({"coordinator"}),
    "notice.bring": frozenset({"coordinator", "officer"}),
    "case.refer": frozenset({"coordinator"}),
    "case.publish": frozenset({"coordinator"}),
    "case.read_referred": frozenset({"officer"}),
    "referral.answer": frozenset({"officer"}),
    "hearing.manage": frozenset({"officer"}),
    "decision.record": frozenset({"officer"}),
    "decision.appeal": frozenset({COMPLAINANT, "officer"}) | _ORDERING | _SELLING,
    "incident.work": frozenset({"coordinator"}),
    "agency.read": frozenset({"coordinator", "officer", "auditor"}),
    "agency.manage": frozenset({"coordinator"}),
    "triage.read": frozenset({"coordinator", "auditor"}),
    "triage.manage": frozenset({"coordinator"}),
    "desk.read": frozenset({"coordinator", "officer", "auditor"}),
    # What was done, by whom
    "audit.read": READERS,
    "audit.export": READERS,
}


def allowed(action: str, role: str) -> bool:
    """Whether the table gives `action` to `role`. KeyError for an action that is not in it."""
    roles = PERMISSIONS[action]
    return PUBLIC in roles or role in roles
