"""Goods that are made to order, spoil or have a season, and producers' goods on their way into the
shop, one in each state.

Told once the past is lived: what was ordered then, was ordered before anybody asked.
"""

import io
from datetime import datetime

from PIL import Image, ImageDraw

from demo.content.tables import read
from ekshop.catalogue.models import Category, Offer
from ekshop.catalogue.rules import Terms
from ekshop.catalogue.services import offer_terms_set
from ekshop.kernel.actors import Actor
from ekshop.producers import services
from ekshop.producers.models import Listing, ProducerProfile

from .people import organisation, persona

LOADER = Actor.system("demonstration")
FIELDS = ("made_to_order_days", "shelf_life_days", "travel_days", "season_from", "season_to")
WORDS = [
    ("নকশিকাঁথা, পদ্ম আর পাখি", "Nakshi kantha, lotus and birds", 4_500, "live"),
    ("নকশিকাঁথা, ধানের শীষ", "Nakshi kantha, ears of rice", 3_800, "submitted"),
    ("সুজনি কাঁথা, চার কোণে কলকা", "Sujni kantha, four paisleys", 5_200, "sent_back"),
    ("শিশুর কাঁথা, লাল নীল ফোঁড়", "Baby quilt, red and blue stitches", 650, "paused"),
    ("কাঁথার ঝোলা ব্যাগ", "Kantha shoulder bag", 900, "draft"),
    ("নকশিকাঁথা, নৌকা আর নদী", "Nakshi kantha, boats and river", 4_800, "changed"),
]
ABOUT = "তিন পরত সুতি কাপড়ে হাতে সেলাই। ঠান্ডা পানিতে আলাদা করে ধুতে হয়।"
GROUNDS = ["#a33b2a", "#2c4a8a", "#0f5b46", "#c98a12", "#7a3b5e", "#345f7d"]


def load(now: datetime) -> None:
    """Terms of the goods there are, and Jamila's new ones."""
    rows = {row["ref"]: row for row in read("goods_terms")}
    for offer in Offer.objects.filter(seller_ref__in=rows).order_by("pk"):
        told = {name: int(rows[offer.seller_ref][name] or 0) or None for name in FIELDS}
        offer_terms_set(actor=LOADER, offer_id=offer.pk, terms=Terms(**told), now=now)
    _listings(now)


def _listings(now: datetime) -> None:
    profile = ProducerProfile.objects.get(seller=organisation("jamila-jamdani"))
    category = Category.objects.get(slug="nakshi-kantha")
    for number, (title_bn, title_en, taka, state) in enumerate(WORDS):
        listing = services.listing_begin(actor=LOADER, seller_id=profile.seller_id, now=now)
        given = {"actor": LOADER, "listing_id": listing.pk, "now": now}
        services.listing_photo_add(upload=_photo(number), **given)
        text = services.ListingText(
            title_bn=title_bn,
            title_en=title_en,
            about_bn=ABOUT,
            category_id=category.pk,
            price_poisha=taka * 100,
            quantity=3,
            made_to_order_days=20,
        )
        services.listing_write(text=text, **given)
        _bring(listing, state, now)


def _bring(listing: Listing, state: str, now: datetime) -> None:
    given = {"actor": LOADER, "listing_id": listing.pk, "now": now}
    judging = {**given, "actor": persona("omar")}
    if state != "draft":
        services.listing_submit(**given)
    if state == "sent_back":
        services.listing_send_back(
            reason="photo", text="কাঁথাটি পুরো মেলে দিনের আলোয় আরেকটি ছবি দিন।", **judging
        )
    if state in ("live", "paused", "changed"):
        services.listing_approve(**judging)
    if state == "paused":
        services.listing_pause(**given)
    if state == "changed":
        services.listing_write(text=services.ListingText(price_poisha=620_000), **given)
        services.listing_submit(**given)


def _photo(number: int) -> bytes:
    """A stitched quilt on a plain sheet, drawn."""
    image = Image.new("RGB", (1200, 900), "#d8d0c0")
    draw = ImageDraw.Draw(image)
    draw.rectangle((180, 120, 1020, 780), fill=GROUNDS[number % len(GROUNDS)])
    for ring in range(18, 300, 22):
        box = (180 + ring, 120 + ring, 1020 - ring, 780 - ring)
        if box[3] - box[1] < 60:
            break
        for side in range(box[0], box[2], 18):
            for row in (box[1], box[3]):
                draw.line((side, row, side + 9, row), fill="#f3e9dc", width=4)
        for side in range(box[1], box[3], 18):
            for column in (box[0], box[2]):
                draw.line((column, side, column, side + 9), fill="#f3e9dc", width=4)
    for petal in range(8 + number):
        x, y = 600 + (petal * 97) % 240 - 120, 450 + (petal * 61) % 160 - 80
        draw.ellipse((x - 34, y - 16, x + 34, y + 16), outline="#e6c15a", width=5)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()
