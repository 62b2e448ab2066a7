"""Enrolments being written."""

from uuid import UUID

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.producers.models import ProducerDraft, ProducerPhoto


def drafts_of(actor: Actor) -> QuerySet[ProducerDraft]:
    """Those of the actor's centre that were not sent yet, the one last written on first: colleagues
    go on with each other's."""
    if actor.role != "entrepreneur":
        return ProducerDraft.objects.none()
    return ProducerDraft.objects.filter(
        centre_id=actor.organisation_id, sent_at__isnull=True
    ).order_by("-changed_at", "-id")


def draft_for(actor: Actor, token: UUID | str) -> ProducerDraft:
    """One of the centre's, sent or not. Raises NotFound."""
    found = (
        ProducerDraft.objects.filter(token=token, centre_id=actor.organisation_id or 0)
        .select_related("profile")
        .first()
    )
    if found is None or actor.role != "entrepreneur":
        raise NotFound(token=str(token))
    return found


def photos_of_draft(draft: ProducerDraft, kind: str) -> list[ProducerPhoto]:
    """Those that would be hers if it were sent: of one who is mended also what was there before."""
    brought = list(draft.photos.filter(kind=kind).order_by("id"))
    if draft.profile_id and not (kind == "portrait" and brought):
        brought = [
            *ProducerPhoto.objects.filter(profile=draft.profile_id, kind=kind).order_by("id"),
            *brought,
        ]
    return brought
