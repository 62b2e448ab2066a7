"""A parcel carried to where a page is wanted, and files to send with forms."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ekshop.orders.models import SellerOrder
from ekshop.parties.tests.make import Personas
from ekshop.settlement.tests import make

PRICES = (249_000, 45_000)


def people() -> Personas:
    everyone = make.orders.people()
    make.orders.rate(500)
    return everyone


def arrived(everyone: Personas) -> SellerOrder:
    """Two sarees and a book from one seller, received at Asha's centre."""
    saree, book = (
        make.orders.offer(everyone.partner, price_poisha=price, on_hand=50) for price in PRICES
    )
    return make.arrived(everyone, make.orders.order(everyone, [(saree, 2), (book, 1)]))


def picture(name: str = "torn.jpg", colour: str = "teal") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def no_picture(name: str = "bill.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 a bill", "image/jpeg")
