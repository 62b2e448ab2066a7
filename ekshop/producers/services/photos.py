"""A producer's portrait, and where she works."""

from datetime import datetime
from typing import IO
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.pictures import picture_accept, picture_store
from ekshop.parties.services import require
from ekshop.producers import rules
from ekshop.producers.models import ProducerDraft, ProducerPhoto, ProducerProfile
from ekshop.producers.selectors import draft_for, producer_for

from .errors import TooManyPhotos


def photo_add(
    *,
    actor: Actor,
    kind: str,
    file: IO[bytes] | bytes,
    now: datetime,
    draft_token: str = "",
    seller_id: int | None = None,
) -> ProducerPhoto:
    """A photo for the enrolment `draft_token` or the producer `seller_id`. A portrait takes the
    place of the one before; the same workshop photo twice is kept once. Raises NotAllowed,
    NotFound, InvalidInput, TooManyPhotos, PictureRefused."""
    require(actor, "producer.change")
    if kind not in dict(rules.PHOTO_KINDS):
        raise InvalidInput({"kind": _("Choose what is on the photo.")})
    owner = _owner(actor, draft_token, seller_id)
    picture = picture_accept(file)
    stored = picture_store(picture, folder="producers")
    with transaction.atomic():
        type(owner).objects.select_for_update().filter(pk=owner.pk).first()
        before = owner.photos.filter(kind=kind)
        if kind == "portrait":
            before.delete()
        elif same := before.filter(sha256=picture.sha256).first():
            return same
        elif before.count() >= rules.MOST_WORKSHOP_PHOTOS:
            raise TooManyPhotos(most=rules.MOST_WORKSHOP_PHOTOS)
        photo = ProducerPhoto.objects.create(
            profile=owner if isinstance(owner, ProducerProfile) else None,
            draft=owner if isinstance(owner, ProducerDraft) else None,
            kind=kind,
            token=uuid4(),
            name=stored.name,
            small_name=stored.small_name,
            width=stored.width,
            height=stored.height,
            sha256=stored.sha256,
            at=now,
        )
        _noted(actor, owner, "producer_photo_add", kind, now)
    return photo


@transaction.atomic
def photo_remove(
    *, actor: Actor, token: str, now: datetime, draft_token: str = "", seller_id: int | None = None
) -> None:
    """Raises NotAllowed, NotFound."""
    require(actor, "producer.change")
    owner = _owner(actor, draft_token, seller_id)
    photo = owner.photos.filter(token=token).first()
    if photo is None:
        raise NotFound(token=token)
    photo.delete()
    _noted(actor, owner, "producer_photo_remove", photo.kind, now)


def _owner(
    actor: Actor, draft_token: str, seller_id: int | None
) -> ProducerDraft | ProducerProfile:
    if not draft_token:
        return producer_for(actor, seller_id or 0)
    draft = draft_for(actor, draft_token)
    if draft.sent_at is not None:
        raise NotFound(token=draft_token)
    return draft


def _noted(
    actor: Actor, owner: ProducerDraft | ProducerProfile, action: str, kind: str, now: datetime
) -> None:
    """What is in a draft is not a deed yet."""
    if isinstance(owner, ProducerProfile):
        audit_write(
            actor=actor,
            action=action,
            entity="producer",
            entity_id=owner.pk,
            now=now,
            data={"kind": kind},
        )
