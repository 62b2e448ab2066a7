"""Two records of one seller become one, and can be split again with nothing lost."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.deadlines import deadlines_hand_over
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.parties.services import require

from .. import rules
from ..clocks import ENTITY
from ..models import (
    Case,
    Handle,
    Incident,
    IncidentCase,
    PublicWarning,
    Respondent,
    RespondentJoining,
)
from .chain import Entry, entries_write
from .endings import case_go_on
from .served import tell_at_last


class SellersCannotJoin(Conflict):
    code = "sellers_cannot_join"
    message = _(
        "Two sellers registered here stay two, and one that was joined to another already must be "
        "separated first."
    )


def respondents_join(
    *, actor: Actor, one_id: int, other_id: int, text: str, now: datetime
) -> RespondentJoining:
    """`other` turned out to be `one`: its complaints, handles, incidents and warnings are its.

    The registered one of the two stays, whichever was named first; its people then see the
    complaints that were sent to the other, and owe the answers. Errors: NotAllowed, NotFound,
    SellersCannotJoin, InvalidInput without a reason.
    """
    require(actor, "case.mediate")
    said = _said(text)
    with transaction.atomic():
        one, other = _both(one_id, other_id)
        if other.organisation_id is not None:
            one, other = other, one
        if other.organisation_id or one.joined_to_id or other.joined_to_id:
            raise SellersCannotJoin
        incidents = Incident.objects.filter(respondent=other)
        warnings = PublicWarning.objects.filter(respondent=other)
        joining = RespondentJoining.objects.create(
            one=one,
            other=other,
            text=said,
            moved={
                "cases": list(_cases(other).values_list("pk", flat=True)),
                "handles": _handles_copy(other, one, now),
                "incidents": list(incidents.values_list("pk", flat=True)),
                "warnings": list(warnings.values_list("pk", flat=True)),
            },
            joined_at=now,
            **actor.columns(),
        )
        _cases_move(joining.moved["cases"], other, one, "seller_joined", actor, now)
        incidents.update(respondent=one)
        warnings.update(respondent=one)
        other.joined_to = one
        other.save(update_fields=["joined_to"])
        tell_at_last(one.pk, actor=actor, now=now)
        _audit(actor, joining, "respondent.join", now)
    return joining


def respondents_split(
    *, actor: Actor, joining_id: int, text: str, now: datetime
) -> RespondentJoining:
    """They are two after all: each has again what it had. What was filed since stays where it is;
    complaints joined to one of the other's stand by themselves again.

    Errors: NotAllowed, NotFound, SellersCannotJoin where a later join must be undone first,
    InvalidInput without a reason.
    """
    require(actor, "case.mediate")
    said = _said(text)
    with transaction.atomic():
        joining = (
            RespondentJoining.objects.select_for_update(of=("self",))
            .filter(pk=joining_id, split_at__isnull=True)
            .first()
        )
        if joining is None:
            raise NotFound(what="joining")
        one, other = _both(joining.one_id, joining.other_id)
        if one.joined_to_id is not None:
            raise SellersCannotJoin
        moved = joining.moved
        other.joined_to = None
        other.save(update_fields=["joined_to"])
        _cases_move(moved["cases"], one, other, "seller_split", actor, now)
        _cases_part(moved["cases"], said, actor, now)
        Handle.objects.filter(respondent=one, pk__in=moved["handles"]).delete()
        PublicWarning.objects.filter(pk__in=moved["warnings"]).update(respondent=other)
        Incident.objects.filter(pk__in=moved["incidents"]).update(respondent=other)
        IncidentCase.objects.filter(case_id__in=moved["cases"], incident__respondent=one).delete()
        joining.split_at, joining.split_text = now, said
        joining.save(update_fields=["split_at", "split_text"])
        _audit(actor, joining, "respondent.split", now)
    return joining


def _both(one_id: int, other_id: int) -> tuple[Respondent, Respondent]:
    """Held in one order, so that two who join the same sellers cannot wait for each other."""
    rows = Respondent.objects.select_for_update().filter(pk__in=[one_id, other_id]).order_by("pk")
    held = {each.pk: each for each in rows}
    if len(held) != 2:
        raise NotFound(what="seller")
    return held[one_id], held[other_id]


def _cases(respondent: Respondent) -> QuerySet[Case]:
    return Case.objects.filter(respondent=respondent).order_by("pk")


def _handles_copy(source: Respondent, target: Respondent, now: datetime) -> list[int]:
    known = set(target.handles.values_list("kind", "folded"))
    made = Handle.objects.bulk_create(
        Handle(
            respondent=target,
            kind=each.kind,
            value=each.value,
            folded=each.folded,
            created_at=now,
        )
        for each in source.handles.order_by("pk")
        if (each.kind, each.folded) not in known
    )
    return [each.pk for each in made]


def _cases_move(
    case_ids: Sequence[int],
    source: Respondent,
    target: Respondent,
    kind: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Whoever owes the answer changes with the seller, the clocks run on as they were."""
    cases = list(_cases(source).filter(pk__in=case_ids).select_for_update())
    if not cases:
        return
    found = Case.objects.filter(pk__in=[case.pk for case in cases])
    found.update(respondent=target)
    owed = [case.pk for case in cases if case.owner_side == rules.SELLER]
    Case.objects.filter(pk__in=owed).update(owner_organisation=target.organisation_id)
    deadlines_hand_over(ENTITY, owed, owner_organisation_id=target.organisation_id)
    entry = Entry(kind, data={"from": source.name, "to": target.name})
    entries_write([(case, entry) for case in cases], actor=actor, side=rules.COORDINATOR, now=now)


def _cases_part(case_ids: Sequence[int], text: str, actor: Actor, now: datetime) -> None:
    """What was joined across the two is one matter no more, as each is about another seller."""
    apart = Case.objects.filter(joined_to__isnull=False, state__in=rules.OPEN_STATES)
    apart = apart.filter(Q(pk__in=case_ids) | Q(joined_to__in=case_ids))
    apart = apart.exclude(respondent_id=F("joined_to__respondent_id"))
    for case in apart.select_for_update(of=("self",)).order_by("pk"):
        case_go_on(case, actor=actor, now=now, text=text, side=rules.COORDINATOR)


def _audit(actor: Actor, joining: RespondentJoining, action: str, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="respondent",
        entity_id=joining.one_id,
        data={"other": joining.other_id, "cases": len(joining.moved["cases"])},
        now=now,
    )


def _said(text: str) -> str:
    said = normalise(text)[:500]
    if not said:
        raise InvalidInput({"text": _("Say why, in a sentence.")})
    return said
