"""What a case's clock is for: the states it may end, and how often one is told before silence counts."""

CLOCK_STATES = {
    "triage": ("filed",),
    "serve": ("to_serve",),
    "seller_answer": ("with_seller",),
    "information": ("info_asked",),
    "offer_answer": ("offered",),
    "counter_answer": ("countered",),
    "remedy": ("agreed", "decided"),
    "confirmation": ("remedied",),
    "cash": ("remedied",),
    "mediation": ("mediation",),
    "agency_accept": ("referred",),
    "agency_reply": ("referred",),
    "appeal": ("decided",),
}
"""A clock that runs out in any other state belongs to the past. The hearing's and the law's thirty
days end nothing: they are dates."""

AGENCY_CLOCKS = ("agency_accept", "agency_reply")
"""They run in the days and hours in which the agency works; any other in the country's."""

NOTICE_RULE, NOTICES_RULE = "complaint_notice", "complaint_notices"
"""How long after each notice, and how many, before no answer closes a case."""

OTHER_CLOCKS = {"agency_reply": "agency_reply", "cash": "refund_cash"}
"""Clocks that may run in place of their state's own, each with its rule: after an appeal the agency
has accepted the case already; cash is confirmed once the centre gave it."""
