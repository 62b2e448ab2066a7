"""Shipping labels, one to a page, alone or many in one file."""

import io
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from ekshop.fulfilment.rules import MANUAL
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.documents import pdf_render
from ekshop.web.papers.receipt import party


def label_pdf(order: Any, parcel: Any, pieces: int, language: str) -> bytes:
    """`order` with its seller and centre; outbound to the centre."""
    centre = order.centre
    data = {
        "code": parcel.code,
        "qr": f"{settings.PUBLIC_URL}/t/{order.code}",
        "courier": None if parcel.courier == MANUAL else parcel.get_courier_display(),
        "courier_code": parcel.tracking_number or None,
        "to": party(centre) | {"district": centre.centre.district.name},
        "from": party(order.seller),
        "pieces": pieces,
        "promised_on": order.promised_on,
        "deliver_by": dhaka_date(order.deliver_by),
    }
    return pdf_render("shipping_label", data, language=language, at=parcel.created_at)


def joined(pdfs: Sequence[bytes]) -> bytes:
    """One file to send to the printer."""
    from pypdf import PdfWriter  # here, where it is used: slow to import, seldom needed

    writer = PdfWriter()
    for pdf in pdfs:
        writer.append(io.BytesIO(pdf), import_outline=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
