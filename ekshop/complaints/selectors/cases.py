"""Who may see which cases, and what of them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import Deadline, deadlines_of_many
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.parties.rules.permissions import LINK_HOLDER, SELLER_ROLES

from .. import rules
from ..clocks import ENTITY
from ..models import (
    Case,
    CaseEntry,
    Complainant,
    Evidence,
    FileAccess,
    Hearing,
    Referral,
    RemedyOffer,
)
from .drafts import drafts_visible_to

_SEES_ALL = frozenset({"coordinator", "auditor"})
_OF_ONESELF = ("name", "father_name", "mother_name", "occupation", "address", "email")
_ON_BEHALF = frozenset({"entrepreneur", "call_operator"})


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """All for the coordinator and the auditor; an agency's, while it has it or after it decided it;
    a seller's, once it was asked; by a secret address the one it is for; a centre's or the call line's, where it filed; a
    complainant's own."""
    cases = Case.objects.select_related("complainant", "respondent")
    if actor.is_system or actor.role in _SEES_ALL:
        return cases
    if actor.role == "officer":
        theirs = Referral.objects.filter(
            agency_id=actor.organisation_id, state__in=rules.READING_REFERRAL_STATES
        )
        return cases.filter(pk__in=theirs.values("case_id"))
    if actor.role in SELLER_ROLES or actor.kind == "partner_api":
        return cases.filter(
            respondent__organisation_id=actor.organisation, sent_to_seller_at__isnull=False
        )
    if actor.role == LINK_HOLDER:
        return cases.filter(pk=actor.holds or 0)
    if actor.role in _ON_BEHALF:
        return cases.filter(filed_at_organisation_id=actor.organisation_id)
    if actor.role == "complainant" and actor.mobile:
        return cases.filter(complainant__mobile=actor.mobile)
    return cases.none()


def case_for(actor: Actor, code: str) -> Case:
    """By its code, however typed. Raises InvalidCode, and NotFound where it is not the actor's."""
    found = cases_visible_to(actor).filter(code=parse_code(code)).first()
    if found is None:
        raise NotFound(what="case")
    return found


def case_live(code: str) -> Case | None:
    """For whoever holds its code: the page shows where it stands, and nothing of anybody."""
    try:
        plain = parse_code(code, "C")
    except InvalidCode:
        return None
    cases = Case.objects.select_related("respondent__organisation", "complainant")
    return cases.filter(code=plain).first()


def case_visible_to(actor: Actor, case_id: int) -> Case:
    """Raises NotFound, also for a case that is not the actor's to see."""
    found = cases_visible_to(actor).filter(pk=case_id).first()
    if found is None:
        raise NotFound(what="case")
    return found


def side_of(actor: Actor) -> str:
    """On which side of a case somebody stands; whoever filed for another stands at their side."""
    if actor.role in {*SELLER_ROLES, LINK_HOLDER} or actor.kind == "partner_api":
        return rules.SELLER
    if actor.role == "officer":
        return rules.AGENCY
    if actor.role in _SEES_ALL:
        return rules.COORDINATOR
    return "platform" if actor.is_system else rules.COMPLAINANT


def timeline_of(case: Case, *, side: str) -> list[CaseEntry]:
    """What that side may read, in order."""
    return list(case.timeline.filter(seen_by__contains=[side]).order_by("number"))


def evidence_of(case: Case, *, side: str) -> list[Evidence]:
    """Of every state: what is not clean is named, and never opened."""
    return list(case.evidence.filter(seen_by__contains=[side]).order_by("id"))


def complainant_known(mobile: str) -> dict[str, str]:
    """What the holder of a number told of themselves before, to begin a form with; the number is
    proved by the caller."""
    found = Complainant.objects.filter(mobile=mobile).first()
    if found is None:
        return {}
    told = {name: str(getattr(found, name)) for name in _OF_ONESELF}
    return told | {"district_id": str(found.district_id or "")}


def evidence_opened(actor: Actor, token: UUID) -> Evidence:
    """A file that is clean, for who may see it: its case's sides as it says, and who drafts with it.

    Raises NotFound for any other, whatever the reason.
    """
    found = Evidence.objects.filter(token=token, state="clean")
    row = found.filter(draft__in=drafts_visible_to(actor)).first()
    if row is None:
        row = found.filter(
            case__in=cases_visible_to(actor), seen_by__contains=[side_of(actor)]
        ).first()
    if row is None:
        raise NotFound(what="evidence")
    return row


def offers_of(case: Case) -> list[RemedyOffer]:
    """Remedies either side proposed, the newest first; the open one leads."""
    return list(case.offers.order_by("-made_at", "-id"))


def hearing_of(case: Case) -> Hearing | None:
    """The one both sides are called to now."""
    found = Hearing.objects.select_related("referral__agency__organisation")
    return found.filter(referral__case=case, state="called").order_by("-id").first()


def accesses_of(case: Case) -> list[FileAccess]:
    """Who in an office opened the file, the latest first."""
    return list(case.accesses.select_related("person", "organisation").order_by("-at"))


def clocks_of(cases: Sequence[Case]) -> dict[int, list[Deadline]]:
    """Every clock of a page of cases, the soonest first, with one statement."""
    return deadlines_of_many(ENTITY, [case.pk for case in cases])


def clock_running(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The one that falls due next."""
    waiting = [each for each in deadlines if each.state == Deadline.State.WAITING]
    return min(waiting, key=lambda each: each.due_at, default=None)
