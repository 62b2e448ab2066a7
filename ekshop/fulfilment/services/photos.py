"""Photos of rejected or returned goods: made safe at once, and kept while their form is mended.

A form with photos may come back for another field's sake, and a browser never fills a file
field again. So each good photo is stored as it comes, without an owner, and the form carries a
signed token for it; the record that is made in the end takes it over. What nobody takes over
is cleared away.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.pictures import (
    PictureRefused,
    StoredPicture,
    picture_accept,
    picture_store,
)
from ekshop.kernel.strays import files_delete, strays_sweep
from ekshop.parties.services import require

from ..models import Photo
from ..rules import PHOTOS_A_LINE, UPLOADS_KEPT_HOURS
from ..selectors import photo_kept, photo_token

FOLDER = "photos"
_NOBODYS = {
    "inspection_line__isnull": True,
    "return_request__isnull": True,
    "sourcing_line__isnull": True,
}


def photo_keep(*, actor: Actor, upload: IO[bytes], scope: str, now: datetime) -> str:
    """Re-encode and store a photo for a form not yet finished; returns its token.

    `scope` names the form's subject ("parcel:" and its id, "return:" and the order's, "check:" and
    the seller order's): a token is good there alone.
    Errors: NotAllowed, PictureRefused in the picture's own words.
    """
    require(actor, "return.ask")
    picture = picture_store(picture_accept(upload), folder=FOLDER)
    return photo_token(_row(picture, now), scope)


def photos_claim(tokens: Sequence[str], *, scope: str, field: str, **owner: Any) -> None:
    """Give kept photos to the record they were sent for. Errors: InvalidInput naming `field`."""
    if len(tokens) > PHOTOS_A_LINE:
        raise InvalidInput(
            {field: _("At most %(most)s photos for one line.") % {"most": PHOTOS_A_LINE}}
        )
    try:
        kept = [photo_kept(token, scope).pk for token in tokens]
    except NotFound as error:
        gone = _("A photo kept with this form is gone. Take it away and choose it again.")
        raise InvalidInput({field: gone}) from error
    Photo.objects.filter(pk__in=kept, **_NOBODYS).update(**owner)


def photos_prune(*, now: datetime) -> int:
    """Clear away photos whose form was never finished; says how many."""
    stale = Photo.objects.filter(
        **_NOBODYS, created_at__lt=now - timedelta(hours=UPLOADS_KEPT_HOURS)
    )
    gone = 0
    for photo in stale.iterator():
        photo.delete()
        files_delete([photo.file, photo.thumb])
        gone += 1
    return gone


def photos_sweep() -> int:
    """Clear away files whose row never came to be; says how many."""
    return strays_sweep(
        FOLDER,
        named=lambda names: Photo.objects.filter(file__in=names).values_list("file", flat=True),
    )


def photos_store(uploads: Sequence[IO[bytes]], *, field: str) -> list[StoredPicture]:
    """Re-encode and store uploads; all are looked at before the first is stored.

    Errors: InvalidInput naming `field`, in the picture's own words.
    """
    try:
        accepted = [picture_accept(upload) for upload in uploads[:PHOTOS_A_LINE]]
    except PictureRefused as problem:
        raise InvalidInput({field: str(problem)}) from problem
    return [picture_store(picture, folder=FOLDER) for picture in accepted]


def photos_own(pictures: Sequence[StoredPicture], *, now: datetime, **owner: Any) -> None:
    """Write the rows for pictures already stored."""
    for picture in pictures:
        _row(picture, now, **owner)


def _row(picture: StoredPicture, now: datetime, **owner: Any) -> Photo:
    return Photo.objects.create(
        file=picture.name,
        thumb=picture.small_name,
        original_sha256=picture.sha256,
        created_at=now,
        **owner,
    )
