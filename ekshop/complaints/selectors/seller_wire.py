"""What a seller's machine is told of a complaint: one shape, in webhooks and in the partner API.

Amounts are taka as text ("450.00"), moments ISO 8601 in UTC. The complainant's number and address
are nowhere in it.
"""

from typing import Any

from ekshop.federation.selectors import moment, taka_text
from ekshop.kernel.deadlines import Deadline

from .. import rules
from ..models import Case, CaseEntry, RemedyOffer
from .cases import clock_running, clocks_of, evidence_of, offers_of, timeline_of


def cases_wire(cases: list[Case]) -> list[dict[str, Any]]:
    """For a list's page, with one statement for the clocks of them all."""
    clocks = clocks_of(cases)
    return [_wire(case, clocks[case.pk]) for case in cases]


def case_wire(case: Case) -> dict[str, Any]:
    """One case with its offers, and what the seller may read of its timeline and its proof."""
    return {
        **cases_wire([case])[0],
        "offers": [_offer(each) for each in offers_of(case)],
        "timeline": [_entry(each) for each in timeline_of(case, side=rules.SELLER)],
        "evidence": [
            {"name": each.filename, "side": each.side, "mime": each.mime, "sha256": each.sha256}
            for each in evidence_of(case, side=rules.SELLER)
            if each.is_clean
        ],
    }


def _wire(case: Case, deadlines: list[Deadline]) -> dict[str, Any]:
    running = clock_running([each for each in deadlines if each.kind != "case_admissible"])
    return {
        "code": case.code,
        "state": case.state,
        "your_turn": case.owner_side == rules.SELLER,
        "due_at": moment(running.due_at) if running else None,
        "category": case.category,
        "complainant_name": case.complainant.name,
        "seller_order_code": case.seller_order.code if case.seller_order else None,
        "goods": case.goods,
        "story": case.story,
        "happened_on": case.happened_on.isoformat(),
        "currency": "BDT",
        "paid": taka_text(case.paid_poisha),
        "paid_by": case.paid_by,
        "transaction_id": case.transaction_id,
        "wanted": case.wanted,
        "wanted_amount": taka_text(case.wanted_poisha) if case.wanted_poisha else None,
        "damages": case.damages,
        "filed_at": moment(case.filed_at),
        "sent_at": moment(case.sent_to_seller_at),
        "closed_at": moment(case.closed_at),
        "outcome": case.outcome,
        "rating": case.rating,
    }


def _offer(offer: RemedyOffer) -> dict[str, Any]:
    return {
        "offer_id": str(offer.pk),
        "side": offer.side,
        "remedy": offer.kind,
        "amount": taka_text(offer.amount_poisha) if offer.amount_poisha else None,
        "medium": offer.medium,
        "due_on": offer.due_on.isoformat(),
        "note": offer.note,
        "answer": offer.answer,
        "made_at": moment(offer.made_at),
    }


def _entry(entry: CaseEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "kind": entry.kind,
        "side": entry.side,
        "text": entry.text,
        "at": moment(entry.at),
    }
