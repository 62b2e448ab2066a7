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
    "mediation": ("mediation",),
    "agency_accept": ("referred",),
    "agency_reply": ("referred",),
    "appeal": ("decided",),
}
"""A clock that runs out in any other state belongs to the past. The hearing's and the law's thirty
days end nothing: they are dates."""

NOTICE_RULE, NOTICES_RULE = "complaint_notice", "complaint_notices"
"""How long after each notice, and how many, before no answer closes a case."""
