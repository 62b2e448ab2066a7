"""Many complaints about one seller, worked together: each keeps its own file and remedy."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.coded import coded_insert
from ekshop.kernel.errors import Conflict, DomainError, InvalidInput, NotAllowed, NotFound
from ekshop.kernel.events import emit
from ekshop.parties.services import require

from .. import rules
from ..events import BulkActAsked
from ..models import BulkAct, BulkActCase, Case, Incident, IncidentCase, Referral
from ..selectors import cases_visible_to, incidents_visible_to
from .deciding import OrderedRemedy, decision_record
from .mediating import message_send
from .referring import agency_working, referral_send
from .triage import case_send_to_seller

BATCH = 50
PERMISSIONS = {
    "message": "case.mediate",
    "ask_seller": "case.triage",
    "refer": "case.refer",
    "order": "decision.record",
}


class OfOneSeller(Conflict):
    code = "incident_of_one_seller"
    message = _("An incident is about one seller. Mark complaints about the same one.")


class IncidentOver(Conflict):
    code = "incident_over"
    message = _("This incident is closed.")


def incident_open(
    *, actor: Actor, case_ids: Collection[int], title: str, note: str = "", now: datetime
) -> Incident:
    """Begins with these cases, all about one seller; those in another incident stay there.

    Errors: NotAllowed, InvalidInput, OfOneSeller.
    """
    require(actor, "incident.work")
    title = normalise(title)[:160]
    wrong: dict[str, Any] = {}
    if not title:
        wrong["title"] = _("Give the incident a name.")
    cases = list(cases_visible_to(actor).filter(pk__in=case_ids))
    if not cases:
        wrong["cases"] = _("Mark the complaints it is about.")
    if wrong:
        raise InvalidInput(wrong)
    if len({case.respondent_id for case in cases}) > 1:
        raise OfOneSeller
    with transaction.atomic():
        incident = coded_insert(
            Incident(
                respondent_id=cases[0].respondent_id,
                title=title,
                note=normalise(note)[:5000],
                opened_at=now,
                **actor.columns(),
            ),
            "N",
        )
        _add(incident, Case.objects.filter(pk__in=[case.pk for case in cases]), now)
        _audit(actor, "incident_open", incident, {"cases": len(cases)}, now)
    return incident


def incident_gather(*, actor: Actor, incident_id: int, now: datetime) -> int:
    """Takes in every open case about its seller that is in no incident; says how many.

    Errors: NotAllowed, NotFound, IncidentOver.
    """
    require(actor, "incident.work")
    with transaction.atomic():
        incident = _held(actor, incident_id)
        others = Case.objects.filter(
            respondent_id=incident.respondent_id,
            state__in=rules.OPEN_STATES,
            incident_place__isnull=True,
        )
        added = _add(incident, others, now)
        _audit(actor, "incident_gather", incident, {"cases": added}, now)
    return added


def incident_leave(*, actor: Actor, incident_id: int, case_id: int, now: datetime) -> None:
    """Takes a case out again. Errors: NotAllowed, NotFound, IncidentOver."""
    require(actor, "incident.work")
    with transaction.atomic():
        incident = _held(actor, incident_id)
        if not IncidentCase.objects.filter(incident=incident, case_id=case_id).delete()[0]:
            raise NotFound(what="case")
        _audit(actor, "incident_leave", incident, {"case": case_id}, now)


def incident_close(*, actor: Actor, incident_id: int, now: datetime) -> Incident:
    """Takes no more cases; those it has go on each by itself. Errors as `incident_leave`."""
    require(actor, "incident.work")
    with transaction.atomic():
        incident = _held(actor, incident_id)
        incident.closed_at = now
        incident.save(update_fields=["closed_at"])
        _audit(actor, "incident_close", incident, {}, now)
    return incident


def bulk_act(
    *, actor: Actor, incident_id: int, kind: str, told: Mapping[str, Any], now: datetime
) -> BulkAct:
    """Asks for one act on every case of an incident, worked case by case in the background.

    `told`: for "message" `to_sides` and `text`; "ask_seller" `text`; "refer" `agency_id` and
    `text`; "order" (an agency's, on what was referred to it and accepted) `text`, `section` and
    `due_on`: each complainant is to have back what they paid. A case on which it is not possible
    is left with the words that say why. Errors: NotAllowed, NotFound, IncidentOver, InvalidInput.
    """
    if kind not in PERMISSIONS:
        raise InvalidInput({"kind": _("Choose what is to be done.")})
    require(actor, PERMISSIONS[kind])
    data = _data(kind, told, now)
    with transaction.atomic():
        incident = _held(actor, incident_id)
        act = BulkAct.objects.create(
            incident=incident,
            kind=kind,
            data=data,
            agency_id=data.get("agency_id"),
            actor_membership_id=actor.membership_id,
            asked_at=now,
            **actor.columns(),
        )
        seen = cases_visible_to(actor).filter(incident_place__incident=incident)
        BulkActCase.objects.bulk_create(
            (
                BulkActCase(act=act, case_id=number)
                for number in seen.order_by("pk").values_list("pk", flat=True)
            ),
            batch_size=1000,
        )
        _audit(actor, "bulk_act", incident, {"kind": kind, "act": act.pk}, now)
        emit(BulkActAsked(act.pk))
    return act


def bulk_act_work(*, act_id: int, now: datetime) -> bool:
    """Works some of an act's cases, each in a transaction of its own; True while more wait.

    A case is marked in the transaction that acts on it: whoever dies in between loses and doubles
    nothing.
    """
    act = BulkAct.objects.get(pk=act_id)
    waiting = act.rows.filter(state="waiting").order_by("pk")
    for row_id in waiting.values_list("pk", flat=True)[:BATCH]:
        with transaction.atomic():
            row = (
                BulkActCase.objects.select_for_update(skip_locked=True)
                .filter(pk=row_id, state="waiting")
                .first()
            )
            if row is not None:
                _work(act, row, now)
    if act.rows.filter(state="waiting").exists():
        return True
    BulkAct.objects.filter(pk=act_id, finished_at__isnull=True).update(finished_at=now)
    return False


def _work(act: BulkAct, row: BulkActCase, now: datetime) -> None:
    try:
        # A savepoint: what a refusal leaves half done is undone, the row that says so stays.
        with transaction.atomic():
            _ACTS[act.kind](act, row.case_id, now)
        row.state = "done"
    except DomainError as refused:
        row.state, row.said = "refused", str(refused)[:300]
    row.done_at = now
    row.save(update_fields=["state", "said", "done_at"])


def _message(act: BulkAct, case_id: int, now: datetime) -> None:
    message_send(
        actor=act.actor,
        case_id=case_id,
        to_sides=act.data["to_sides"],
        text=act.data["text"],
        now=now,
    )


def _ask_seller(act: BulkAct, case_id: int, now: datetime) -> None:
    case_send_to_seller(actor=act.actor, case_id=case_id, note=act.data["text"], now=now)


def _refer(act: BulkAct, case_id: int, now: datetime) -> None:
    referral_send(
        actor=act.actor,
        case_id=case_id,
        agency_id=act.data["agency_id"],
        letter=act.data["text"],
        now=now,
    )


def _order(act: BulkAct, case_id: int, now: datetime) -> None:
    referral = Referral.objects.filter(
        case_id=case_id, agency_id=act.actor_organisation_id, state="accepted"
    ).first()
    if referral is None:
        raise Conflict(None, _("Not before your agency, or not accepted yet."))
    if referral.hearings.filter(state="called").exists():
        raise Conflict(None, _("A hearing is called: decide on this one by itself."))
    paid = Case.objects.values_list("paid_poisha", flat=True).get(pk=case_id)
    if not paid:
        raise Conflict(None, _("Nothing was paid: decide on this one by itself."))
    decision_record(
        actor=act.actor,
        referral_id=referral.pk,
        kind="order",
        text=act.data["text"],
        section=act.data["section"],
        remedy=OrderedRemedy(
            kind="refund",
            amount_poisha=paid,
            medium="same",
            due_on=date.fromisoformat(act.data["due_on"]),
        ),
        now=now,
    )


_ACTS: dict[str, Callable[[BulkAct, int, datetime], None]] = {
    "message": _message,
    "ask_seller": _ask_seller,
    "refer": _refer,
    "order": _order,
}


def _data(kind: str, told: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    text = normalise(str(told.get("text", "")))[:5000]
    wrong: dict[str, Any] = {}
    data: dict[str, Any] = {"text": text}
    if kind in ("message", "order") and not text:
        wrong["text"] = _("Write what is to be said.")
    if kind == "message":
        data["to_sides"] = [side for side in ("complainant", "seller") if side in told["to_sides"]]
        if not data["to_sides"]:
            wrong["to_sides"] = _("Choose who is to read it.")
    if kind == "refer":
        if not told.get("agency_id"):
            wrong["agency"] = _("Choose the agency.")
        else:
            data["agency_id"] = agency_working(told["agency_id"]).pk
    if kind == "order":
        due_on = told.get("due_on")
        if due_on is None or due_on <= now.date():
            wrong["due_on"] = _("Choose a day to come.")
        else:
            data |= {"due_on": due_on.isoformat(), "section": str(told.get("section", ""))[:80]}
    if wrong:
        raise InvalidInput(wrong)
    return data


def _held(actor: Actor, incident_id: int) -> Incident:
    incident = (
        incidents_visible_to(actor).select_for_update(of=("self",)).filter(pk=incident_id).first()
    )
    if incident is None:
        raise NotFound(what="incident")
    if incident.closed_at is not None:
        raise IncidentOver
    if not actor.is_system and actor.role not in ("coordinator", "officer"):
        raise NotAllowed
    return incident


def _add(incident: Incident, cases: QuerySet[Case], now: datetime) -> int:
    before = incident.members.count()
    IncidentCase.objects.bulk_create(
        (
            IncidentCase(incident=incident, case_id=number, added_at=now)
            for number in cases.order_by("pk").values_list("pk", flat=True)
        ),
        ignore_conflicts=True,
        batch_size=1000,
    )
    return incident.members.count() - before


def _audit(
    actor: Actor, action: str, incident: Incident, data: dict[str, Any], now: datetime
) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="incident",
        entity_id=incident.code,
        data=data,
        now=now,
    )
