"""How a seller without an account was told, for the coordinator."""

from dataclasses import dataclass

from django.db.models import Q

from ekshop.notices.selectors import messages_keyed

from ..models import AnswerLink, Case, ServiceOfNotice


@dataclass(frozen=True)
class Served:
    """`became`: what became of the message, in words; "" for what is brought by hand."""

    row: ServiceOfNotice
    became: str


def notices_served(case: Case) -> list[Served]:
    """The newest first."""
    found = case.notices_served.select_related("hearing", "decision")
    rows = list(found.order_by("-served_at", "-id"))
    states = messages_keyed(row.message_key for row in rows if row.message_key)
    return [Served(row, states.get(row.message_key, "")) for row in rows]


def notices_to_bring(case: Case) -> list[ServiceOfNotice]:
    """Of each hearing that is called and each decision in force one row, where its notice is
    brought by hand and has reached the seller nowhere yet; the oldest first."""
    rows = case.notices_served.filter(by_hand=True).filter(
        Q(hearing__state="called") | Q(decision__isnull=False, decision__appealed_at__isnull=True)
    )
    waiting: dict[tuple[int | None, int | None], ServiceOfNotice] = {}
    reached = set()
    for row in rows.select_related("hearing", "decision").order_by("id"):
        waiting.setdefault((row.hearing_id, row.decision_id), row)
        if row.reached:
            reached.add((row.hearing_id, row.decision_id))
    return [row for key, row in waiting.items() if key not in reached]


def answer_links(case: Case) -> list[AnswerLink]:
    """Where addresses to answer by went, until when they hold, and whether they were opened and
    used; the newest first. The secrets themselves nobody has any more."""
    return list(case.answer_links.order_by("-made_at", "-id"))
