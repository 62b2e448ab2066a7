"""Money agreed on in a complaint that lies at a centre in cash."""

from ekshop.payments.selectors import CashWaiting, cash_waiting

from ..models import Case, Remedy

STATES = ("remedied", "mediation")


def cash_of(case: Case) -> CashWaiting | None:
    """What the complainant is to collect and has not got yet; None where nothing waits."""
    if case.state not in STATES:
        return None
    newest = Remedy.objects.filter(case=case).order_by("-id").first()
    if newest is None or newest.refund_id is None or newest.broken_at is not None:
        return None
    return cash_waiting(newest.refund_id)
