"""Our own addresses for goods' pictures."""

from django.urls import reverse

from ekshop.catalogue.selectors import picture_mark

SIDE = 480


def picture_href(kind: str, number: int, address: str, *, place: int = 0, side: int = SIDE) -> str:
    """Our address for a picture; "" where its seller gave none."""
    if not address:
        return ""
    return reverse("storefront:picture", args=[kind, number, place, side, picture_mark(address)])
