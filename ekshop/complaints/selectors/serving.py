"""How a seller without an account was told, for the coordinator."""

from dataclasses import dataclass

from ekshop.notices.selectors import messages_keyed

from ..models import AnswerLink, Case, ServiceOfNotice


@dataclass(frozen=True)
class Served:
    """`became`: what became of the message, in words; "" for what is brought by hand."""

    row: ServiceOfNotice
    became: str


def notices_served(case: Case) -> list[Served]:
    """The newest first."""
    rows = list(case.notices_served.order_by("-served_at", "-id"))
    states = messages_keyed(row.message_key for row in rows if row.message_key)
    return [Served(row, states.get(row.message_key, "")) for row in rows]


def answer_links(case: Case) -> list[AnswerLink]:
    """Where addresses to answer by went, until when they hold, and whether they were opened and
    used; the newest first. The secrets themselves nobody has any more."""
    return list(case.answer_links.order_by("-made_at", "-id"))
