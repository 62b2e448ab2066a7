"""A referred case as an agency's machine reads it: the whole file, in plain values."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import parse_code

from .. import rules
from ..models import Case, Decision, Referral
from .cases import clock_running, clocks_of, evidence_of, timeline_of
from .respondents import handles_of


def referrals_visible_to(actor: Actor) -> QuerySet[Referral]:
    """An agency's own; all for the coordinator and the auditor."""
    referrals = Referral.objects.select_related(
        "case__complainant__district", "case__respondent", "case__district", "agency__organisation"
    )
    if actor.is_system or actor.role in ("coordinator", "auditor"):
        return referrals
    if actor.role == "officer":
        return referrals.filter(agency_id=actor.organisation_id)
    return referrals.none()


def referral_for(actor: Actor, code: str) -> Referral:
    """By its code, however typed. Raises InvalidCode, and NotFound where it is not the actor's."""
    found = referrals_visible_to(actor).filter(code=parse_code(code)).first()
    if found is None:
        raise NotFound(what="referral")
    return found


def referral_line_wire(referral: Referral) -> dict[str, Any]:
    """One line of a list."""
    case = referral.case
    return {
        "code": referral.code,
        "case_code": case.code,
        "state": referral.state,
        "category": case.category,
        "urgency": case.urgency,
        "memo_number": referral.memo_number,
        "own_number": referral.dak_number,
        "sent_at": referral.sent_at.isoformat(),
    }


def referral_wire(referral: Referral) -> dict[str, Any]:
    """The referral with its case's file. A complainant's name and numbers are in it: it is for the
    agency it was sent to, and for nobody else. One that gave the case away reads its own part only.
    """
    case = referral.case
    if referral.state not in rules.READING_REFERRAL_STATES:
        return {**referral_line_wire(referral), **_GIVEN_AWAY}
    running = clock_running(clocks_of([case])[case.pk])
    return {
        **referral_line_wire(referral),
        "letter": referral.letter,
        "due_at": running.due_at.isoformat() if running else None,
        "case": _case(case),
        "timeline": [
            {
                "number": each.number,
                "kind": each.kind,
                "side": each.side,
                "text": each.text,
                "at": each.at.isoformat(),
            }
            for each in timeline_of(case, side=rules.AGENCY)
        ],
        "hearings": [
            {
                "id": each.pk,
                "state": each.state,
                "at": each.at.isoformat(),
                "link": each.link,
                "place": each.place,
            }
            for each in referral.hearings.order_by("id")
        ],
        "decisions": [_decision(each) for each in referral.decisions.order_by("id")],
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.pk,
        "kind": decision.kind,
        "fine_poisha": decision.fine_poisha,
        "decided_at": decision.decided_at.isoformat(),
        "appeal_until": decision.appeal_until.isoformat(),
        "appealed_at": _moment(decision.appealed_at),
        "complied_at": _moment(decision.complied_at),
        "recoveries": [
            {
                "id": each.pk,
                "recovered_poisha": each.recovered_poisha,
                "reference": each.reference,
                "share_poisha": each.share_poisha,
                "share_paid_at": _moment(each.share_paid_at),
            }
            for each in decision.recoveries.order_by("id")
        ],
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


_GIVEN_AWAY: dict[str, Any] = {
    "letter": "",
    "due_at": None,
    "case": {},
    "timeline": [],
    "hearings": [],
    "decisions": [],
}


def _case(case: Case) -> dict[str, Any]:
    complainant, respondent = case.complainant, case.respondent
    return {
        "state": case.state,
        "story": case.story,
        "goods": case.goods,
        "happened_on": case.happened_on.isoformat(),
        "in_law_time": case.in_law_time,
        "paid_poisha": case.paid_poisha,
        "paid_by": case.paid_by,
        "transaction_id": case.transaction_id,
        "wanted": case.wanted,
        "wanted_poisha": case.wanted_poisha,
        "district": case.district.name_en if case.district else None,
        "complainant": {
            "name": complainant.name,
            "mobile": complainant.mobile,
            "email": complainant.email,
            "address": complainant.address,
            "father_name": complainant.father_name,
            "mother_name": complainant.mother_name,
            "occupation": complainant.occupation,
        },
        "seller": {
            "name": respondent.name,
            "kind": respondent.kind,
            "address": respondent.address,
            "handles": [
                {"kind": each.kind, "value": each.value}
                for each in handles_of([respondent.pk])[respondent.pk]
            ],
        },
        "evidence": [
            {"name": each.filename, "mime": each.mime, "sha256": each.sha256, "size": each.size}
            for each in evidence_of(case, side=rules.AGENCY)
            if each.state == "clean"
        ],
    }
