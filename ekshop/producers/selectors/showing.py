"""What the shop shows of whoever makes its goods: her face, as she agreed, and that she rests."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from ekshop.producers.models import ProducerPhoto

from .resting import stopped_by_rest


def portraits_shown(seller_ids: Collection[int]) -> dict[int, UUID]:
    """By seller, the token of her latest portrait: of those approved whose consent is in force."""
    rows = ProducerPhoto.objects.filter(
        kind="portrait",
        profile__seller_id__in=list(seller_ids),
        profile__state="approved",
        profile__agreements__kind="consent",
        profile__agreements__withdrawn_at=None,
    )
    return dict(rows.order_by("pk").values_list("profile__seller_id", "token"))


def makers_shown(
    seller_ids: Collection[int], day: date
) -> dict[int, tuple[UUID | None, date | None]]:
    """By seller, for producers with either: her portrait's token, and when she works again if
    nothing can be ordered of her on `day`. Two statements."""
    faces, back = portraits_shown(seller_ids), stopped_by_rest(seller_ids, day)
    return {each: (faces.get(each), back.get(each)) for each in {*faces, *back}}
