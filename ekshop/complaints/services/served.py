"""Notice that a person brought: what came of it, and the time that begins with it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from .. import rules
from ..clocks import kind_name
from ..models import Case, ServiceOfNotice
from ..selectors import clock_running, clocks_of, side_of
from .chain import Entry, entry_write
from .holding import case_held, cases_held
from .moving import case_step
from .serving import told_by_hand_only

ANSWER = kind_name("seller_answer")


def notice_served_by_hand(
    *, actor: Actor, service_id: int, outcome: str, reached: bool = True, now: datetime
) -> ServiceOfNotice:
    """What came of bringing a notice by hand. Where it `reached` the seller and the case waited for
    that, the seller's time to answer begins now.

    Errors: NotAllowed, NotFound, InvalidInput, CasePaused.
    """
    require(actor, "notice.bring")
    said = normalise(outcome)[:300]
    if not said:
        raise InvalidInput({"outcome": _("Say what came of it.")})
    with transaction.atomic():
        row = ServiceOfNotice.objects.filter(pk=service_id, by_hand=True).first()
        if row is None:
            raise NotFound(what="notice")
        case = case_held(actor, row.case_id)
        row.outcome, row.reached, row.served_at = said, reached, now
        row.save(update_fields=["outcome", "reached", "served_at"])
        told = {"handle_kind": row.handle_kind, "reached": reached}
        entry = Entry(
            "served_by_hand" if reached else "not_reached",
            text=said,
            data=told,
            seen_by=rules.OFFICES,
        )
        entry_write(case, entry, actor=actor, side=side_of(actor), now=now)
        if reached and case.state == "to_serve":
            time_begins(case, actor=actor, now=now)
    return row


def waiting_cases_serve(*, actor: Actor, case_id: int, now: datetime) -> None:
    """A complaint may have brought a number of its seller: what waited for notice to be brought to
    that seller by hand is told by message then. Harmless repeated."""
    with transaction.atomic():
        respondent_id = Case.objects.values_list("respondent_id", flat=True).get(pk=case_id)
        tell_at_last(respondent_id, actor=actor, now=now)


def tell_at_last(respondent_id: int, *, actor: Actor, now: datetime) -> None:
    """Notice that was to be brought by hand goes by message, where now more of the seller is
    known."""
    waiting = Case.objects.filter(
        respondent_id=respondent_id, state="to_serve", paused_at__isnull=True
    )
    ids = list(waiting.values_list("pk", flat=True))
    for case in cases_held(ids).values() if ids else ():
        waits = case.state == "to_serve" and case.paused_at is None
        if waits and not told_by_hand_only(case):
            time_begins(case, actor=actor, now=now)


def time_begins(case: Case, *, actor: Actor, now: datetime) -> None:
    """Notice reached the seller of a case that waited for it: its time runs, and the addresses
    given out hold at least as long."""
    case_step(
        case,
        "served",
        Entry("served"),
        actor=actor,
        now=now,
        also={"sent_to_seller_at": case.sent_to_seller_at or now},
    )
    due = clock_running([each for each in clocks_of([case])[case.pk] if each.kind == ANSWER])
    if due is not None:
        case.answer_links.filter(good_until__lt=due.due_at).update(good_until=due.due_at)
