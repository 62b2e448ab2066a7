"""Complaints being written, to who writes them."""

from uuid import UUID

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound

from ..models import Case, Draft


def drafts_visible_to(actor: Actor) -> QuerySet[Draft]:
    """Not yet filed, the last touched first: of a number's holder, or of who writes for others."""
    drafts = Draft.objects.filter(filed_as__isnull=True).order_by("-updated_at", "-id")
    if actor.is_person:
        return drafts.filter(person_id=actor.person)
    if actor.mobile:
        return drafts.filter(mobile=actor.mobile, person__isnull=True)
    return drafts.none()


def draft_for(actor: Actor, token: str | UUID, *, hold: bool = False) -> Draft:
    """By its token; `hold` keeps its row until the transaction ends. Raises NotFound."""
    drafts = drafts_visible_to(actor)
    if hold:
        drafts = drafts.select_for_update()
    found = drafts.filter(token=token).first()
    if found is None:
        raise NotFound(what="draft")
    return found


def case_of_draft(actor: Actor, token: str | UUID) -> Case | None:
    """What a draft of theirs became, when it was filed; None otherwise."""
    own = {"person_id": actor.person_id} if actor.is_person else {"mobile": actor.mobile}
    found = Draft.objects.filter(token=token, filed_as__isnull=False, **own)
    draft = found.select_related("filed_as").first() if any(own.values()) else None
    return draft.filed_as if draft else None
