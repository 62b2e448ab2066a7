"""Goods' pictures, from our own address: `/pictures/o12/0/480/mark`.

What stands in the address names an offer or a product and which of its pictures, never where one
comes from; the mark changes with the picture, so one that is here may be kept for a year.
"""

import re
from pathlib import Path

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from ekshop.catalogue.selectors import picture_mark, picture_shown
from ekshop.catalogue.services import picture_look_for
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.web.access import Request, access
from ekshop.web.styles.goods import DRAWINGS

YEAR = 365 * 24 * 3600
SOON = 60
DRAWN = Path(__file__).parents[1] / "components" / "static" / "look" / "drawings"
FRAME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
PLACE = '<svg x="32" y="32" width="32" height="32" '
_SIZE = re.compile(r'\s(?:width|height|x|y)="[^"]*"')


@access.public
@require_safe
def picture(
    request: Request, kind: str, number: int, place: int, side: int, mark: str
) -> HttpResponseBase:
    """The picture; until it is here, the drawing of its category, and it is sent for."""
    shown = picture_shown(kind, number, place, side)
    if shown is None:
        raise NotFound
    if shown.path is None:
        picture_look_for(address=shown.address, seller_id=shown.seller_id, now=clock.now())
        return _drawing(shown.drawing)
    response = FileResponse(shown.path.open("rb"), content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    kept = (
        f"max-age={YEAR}, immutable" if mark == picture_mark(shown.address) else f"max-age={SOON}"
    )
    response["Cache-Control"] = f"public, {kept}"
    return response


def _drawing(name: str) -> HttpResponse:
    """The drawing small on a plain ground, as it would stand where the picture is to come."""
    known = name if name in DRAWINGS else "package"
    text = (DRAWN / f"{known}.svg").read_text(encoding="utf-8")
    opening, closed, rest = text[text.index("<svg") + 4 :].partition(">")
    inner = PLACE + _SIZE.sub("", opening) + closed + rest
    response = HttpResponse(f"{FRAME}{inner}</svg>", content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = f"public, max-age={SOON}"
    return response
