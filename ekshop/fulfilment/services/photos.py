"""Photos of rejected or returned goods: made safe before anything is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.pictures import (
    PictureRefused,
    StoredPicture,
    picture_accept,
    picture_store,
)

from ..models import Photo

PHOTOS_A_LINE = 4


def photos_store(uploads: Sequence[IO[bytes]], *, field: str) -> list[StoredPicture]:
    """Re-encode and store uploads; all are looked at before the first is stored.

    Errors: InvalidInput naming `field`, in the picture's own words.
    """
    try:
        accepted = [picture_accept(upload) for upload in uploads[:PHOTOS_A_LINE]]
    except PictureRefused as problem:
        raise InvalidInput({field: str(problem)}) from problem
    return [picture_store(picture, folder="photos") for picture in accepted]


def photos_keep(pictures: Sequence[StoredPicture], *, now: datetime, **owner: Any) -> None:
    """Write the rows for pictures already stored."""
    Photo.objects.bulk_create(
        Photo(
            file=picture.name,
            thumb=picture.small_name,
            original_sha256=picture.sha256,
            created_at=now,
            **owner,
        )
        for picture in pictures
    )
