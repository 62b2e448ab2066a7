"""The producers' papers: who they are, what they agreed to, their photos, who still waits.

Photos are drawings: a demonstration shows no real person.
"""

import io
from datetime import datetime, timedelta
from functools import cache

from PIL import Image, ImageDraw

from demo.content.tables import read
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.parties.selectors import sellers
from ekshop.parties.services import NewPerson
from ekshop.producers.services import (
    NewProducer,
    photo_add,
    producer_approve,
    producer_bring,
    producer_send_back,
    rest_add,
)

from .people import organisation
from .steps import one_by_one

LOADER = Actor.system("demo")

WORK = {
    "jamila-jamdani": ("weaving", 1, "piece", 45, 2),
    "basak-tantghor": ("weaving", 24, "piece", 7, 9),
    "jamalpur-kantha-somiti": ("needlework", 30, "piece", 20, 23),
    "nisbetganj-shataranji": ("weaving", 40, "piece", 6, 3),
    "burigoalini-mouals": ("harvest", 180, "kg", 0, 9),
    "jashore-gachi-gur": ("food", 220, "kg", 0, 2),
    "hailakathi-pati": ("cane_bamboo", 12, "piece", 14, 6),
    "bauphal-palpara": ("pottery", 300, "piece", 10, 5),
    "tanyabi-weaves": ("weaving", 8, "piece", 12, 1),
    "char-sisters": ("needlework", 120, "piece", 5, 14),
    "kansat-orchard": ("harvest", 900, "kg", 0, 6),
    "fulbaria-lal-chini": ("food", 150, "kg", 3, 4),
}
"""By producer: kind of craft, how many of what in a month, days to make one, hands."""

RESTING = {"hailakathi-pati": (12, 16), "char-sisters": (30, 33)}
"""Days from today on which some rest: from, to."""

NEWCOMERS = (
    ("nayarhat-kurigram", "রহিমা বেগম", "Rahima Begum", "পাটের শিকা বোনা", "Jute hangings", "jute", 15),
    ("daudpur-narayanganj", "আবুল কালাম", "Abul Kalam", "কাঠের খেলনা", "Wooden toys", "wood", 60),
)
"""Two that do not sell yet: the first waits for approval, the second was sent back."""


def load(now: datetime) -> None:
    """What may be told of each at the moment the history begins, one after the other from `now` on."""
    for number, (row, at) in enumerate(
        zip(read("producers"), one_by_one(now, minutes=5), strict=False), start=1
    ):
        _papers(row, number, at)


def newcomers(now: datetime) -> None:
    """One whom the operator has still to look at, one who was sent back with the reason, and the
    days some are about to rest."""
    _rests(now)
    for number, (centre, bn, en, craft_bn, craft_en, craft, capacity) in enumerate(
        NEWCOMERS, start=1
    ):
        mobile = f"+88017000039{number:02d}"
        profile = producer_bring(
            actor=LOADER,
            given=NewProducer(
                person=NewPerson(name=en, name_bn=bn, mobile=mobile),
                craft=craft,
                craft_bn=craft_bn,
                craft_en=craft_en,
                identity_number=card_of_nobody(90 + number),
                wallet_provider="bkash",
                wallet_number=f"0{mobile[4:]}",
                capacity_a_month=capacity,
                lead_days=4,
                agreements={"consent": "read_aloud", "contract": "thumb"},
            ),
            sourcing_centre_id=_centre(centre),
            wallet_proved_at=now,
            now=now,
        )
        _photos(profile.seller_id, craft, 90 + number, now, portrait=number == 1)
        if number == 2:
            producer_send_back(
                actor=LOADER,
                seller_id=profile.seller_id,
                reason="মুখের ছবি নেই। দিনের আলোয় সামনে থেকে তুলে আবার পাঠান।",
                now=now + timedelta(hours=3),
            )


def _papers(row: dict[str, str], number: int, now: datetime) -> None:
    craft, capacity, unit, lead_days, hands = WORK[row["slug"]]
    profile = producer_bring(
        actor=LOADER,
        given=NewProducer(
            person=NewPerson(name=row["person_en"], name_bn=row["person_bn"], mobile=row["mobile"]),
            name_bn=row["name_bn"],
            name_en=row["name_en"],
            about_bn=row["about_bn"],
            about_en=row["about_en"],
            craft=craft,
            craft_bn=row["craft_bn"],
            craft_en=row["craft_en"],
            identity_number=card_of_nobody(number),
            wallet_provider=row["wallet_provider"],
            wallet_number=row["wallet_number"],
            district_code=row["district"],
            capacity_a_month=capacity,
            unit=unit,
            lead_days=lead_days,
            hands=hands,
            agreements={"consent": "read_aloud", "contract": "signed"},
        ),
        sourcing_centre_id=_centre(row["sourcing_centre"]),
        wallet_proved_at=now,
        now=now,
    )
    _photos(profile.seller_id, craft, number, now)
    producer_approve(actor=LOADER, seller_id=profile.seller_id, now=now + timedelta(minutes=40))


def _rests(now: datetime) -> None:
    """Days some rest, ahead of the day it is."""
    day = dhaka_date(now)
    for row in read("producers"):
        if row["slug"] in RESTING:
            first, last = RESTING[row["slug"]]
            seller = sellers().get(kind="producer", organisation__name_en=row["name_en"])
            rest_add(
                actor=LOADER,
                seller_id=seller.organisation_id,
                from_day=day + timedelta(days=first),
                to_day=day + timedelta(days=last),
                reason="পরিবারে বিয়ে",
                now=now,
            )


def _centre(slug: str) -> int:
    return int(organisation(slug).pk)


def card_of_nobody(number: int) -> str:
    """Ten digits, of nobody: no card begins with 000."""
    return f"000{4_710_000 + number * 37:07d}"


def _photos(
    seller_id: int, craft: str, number: int, now: datetime, *, portrait: bool = True
) -> None:
    given = {"actor": LOADER, "seller_id": seller_id, "now": now}
    if portrait:
        photo_add(kind="portrait", file=_face(number), **given)
    photo_add(kind="workshop", file=_workshop(craft, number), **given)


_SKIES = ("#cfe3dc", "#f2e3c9", "#e3d5e8", "#d6e4ef", "#f0d9d2", "#dfe8c8")
_CLOTHS = ("#0f5b46", "#a8322d", "#c98a1b", "#2f4b7c", "#7a3b69", "#4f6b2a")


def _face(number: int) -> bytes:
    """Somebody in a wrap before a wall; as large as a photo of a small camera."""
    picture = Image.new("RGB", (640, 640), _SKIES[number % 6])
    draw = ImageDraw.Draw(picture)
    cloth, other = _CLOTHS[number % 6], _CLOTHS[(number + 2) % 6]
    draw.ellipse((60, 430, 580, 1000), fill=cloth)
    draw.ellipse((190, 110, 450, 430), fill=cloth)
    draw.ellipse((225, 160, 415, 400), fill="#b07a52")
    for x in (275, 345):
        draw.ellipse((x, 262, x + 20, 278), fill="#2b1d14")
    draw.arc((280, 300, 360, 350), 20, 160, fill="#5e3322", width=6)
    draw.line((120, 520, 520, 520), fill=other, width=14)
    return _jpeg(picture)


@cache
def _workshop(craft: str, number: int) -> bytes:
    """Where it is made: threads on a loom, pots on a shelf, palms in a row."""
    picture = Image.new("RGB", (800, 600), _SKIES[(number + 3) % 6])
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 470, 800, 600), fill="#b89b72")
    cloth, other = _CLOTHS[number % 6], _CLOTHS[(number + 1) % 6]
    if craft in ("weaving", "needlework", "jute", "cane_bamboo"):
        draw.rectangle((140, 120, 660, 480), outline="#6b4a2b", width=22)
        for x in range(170, 640, 14):
            draw.line((x, 140, x, 460), fill=cloth if x % 28 else other, width=5)
        for y in range(300, 460, 10):
            draw.line((160, y, 640, y), fill=other, width=4)
    elif craft in ("pottery", "wood", "metal"):
        for x in range(120, 700, 150):
            draw.ellipse((x, 330, x + 110, 470), fill=other)
            draw.rectangle((x + 35, 290, x + 75, 340), fill=other)
    else:
        for x in range(90, 760, 160):
            draw.rectangle((x, 230, x + 22, 480), fill="#6b4a2b")
            draw.ellipse((x - 70, 120, x + 92, 280), fill="#4f6b2a")
    return _jpeg(picture)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()
