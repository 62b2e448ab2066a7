"""What goods must have before they may be listed abroad, each lack in words, with its field."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

TITLE_LONGEST, TITLE_SHORTEST, TEXT_SHORTEST, POINTS_MOST = 200, 10, 40, 5
SIDE_MOST_MM, GROSS_MOST_G = 3_000, 100_000
DENSEST, LIGHTEST = 22.0, 0.002
"""Grams to a cm³: denser than gold, or lighter than foam, is a slip of the pen."""

FIELDS = {
    "hs_code": _("HS code"),
    "origin": _("Country of origin"),
    "materials": _("Materials"),
    "net_g": _("Net weight"),
    "gross_g": _("Gross weight"),
    "length_mm": _("Length"),
    "width_mm": _("Width"),
    "height_mm": _("Height"),
    "title_en": _("English title"),
    "text_en": _("English text"),
    "points_en": _("Points in English"),
    "english": _("English read by another person"),
    "pictures": _("Pictures"),
    "papers": _("Certificates"),
    "price": _("Price"),
    "stock": _("Stock"),
}
PAPERS = {
    "gi": _("Geographical indication certificate"),
    "phytosanitary": _("Phytosanitary certificate"),
    "cites": _("CITES permit"),
    "origin": _("Certificate of origin"),
}
VERDICTS = {
    "forbidden": _("Forbidden"),
    "restricted": _("Restricted"),
    "paper": _("Needs a certificate"),
}
_BENGALI = re.compile("[\u0980-\u09ff]")
_COUNTRY = re.compile("^[A-Z]{2}$")


@dataclass(frozen=True)
class Lack:
    """Something that is missing or odd. `field`: of FIELDS; `stops` the listing, else only said."""

    field: str
    code: str
    words: Any
    stops: bool = True


@dataclass(frozen=True)
class Readiness:
    """What is looked at, in plain values. `hs_known`: its code is in the nomenclature."""

    hs_code: str
    hs_known: bool
    origin: str
    materials: str
    net_g: int
    gross_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    title_en: str
    text_en: str
    points_en: Sequence[str]
    english: str
    pictures: Sequence[tuple[int, int]]


def has_word(text: str, words: str) -> bool:
    """Whether a text has one of the words split by "|" as a word of its own; "" is always there."""
    return not words or any(
        re.search(rf"(?<!\w){re.escape(word.strip())}", text)
        for word in words.casefold().split("|")
    )


def goods_lacks(it: Readiness) -> list[Lack]:
    """What any channel would miss."""
    return [*_customs(it), *_size(it), *_english(it), *_pictures(it)]


def _customs(it: Readiness) -> list[Lack]:
    lacks = []
    if not it.hs_code:
        lacks.append(Lack("hs_code", "missing", _("Choose the HS code of the goods.")))
    elif not it.hs_known:
        words = _("There is no such HS code in our table. Search by a word and choose one.")
        lacks.append(Lack("hs_code", "unknown", words))
    if not _COUNTRY.match(it.origin):
        lacks.append(Lack("origin", "missing", _("Say in which country the goods were made.")))
    if not it.materials:
        lacks.append(Lack("materials", "missing", _("Say what the goods are made of.")))
    return lacks


def _size(it: Readiness) -> list[Lack]:
    lacks = [
        Lack(name, "zero", words)
        for name, words in (
            ("net_g", _("Weigh the goods without packing.")),
            ("gross_g", _("Weigh the packed parcel.")),
            ("length_mm", _("Measure the length of the packed parcel.")),
            ("width_mm", _("Measure the width of the packed parcel.")),
            ("height_mm", _("Measure the height of the packed parcel.")),
        )
        if not getattr(it, name)
    ]
    return lacks or size_oddities(it.net_g, it.gross_g, it.length_mm, it.width_mm, it.height_mm)


def size_oddities(
    net_g: int, gross_g: int, length_mm: int, width_mm: int, height_mm: int
) -> list[Lack]:
    """Figures that cannot be; those that are 0 are not judged."""
    lacks = []
    if net_g and gross_g and net_g > gross_g:
        words = _("The goods alone weigh more than the packed parcel. One of the two is wrong.")
        lacks.append(Lack("net_g", "net_above_gross", words))
    if gross_g > GROSS_MOST_G:
        words = _("A parcel of more than 100 kg does not travel this way.")
        lacks.append(Lack("gross_g", "too_heavy", words))
    for name, side in (("length_mm", length_mm), ("width_mm", width_mm), ("height_mm", height_mm)):
        if side > SIDE_MOST_MM:
            words = _("A side of more than 3 metres does not travel this way.")
            lacks.append(Lack(name, "too_long", words))
    volume = length_mm * width_mm * height_mm / 1000
    if gross_g and volume and not lacks and not LIGHTEST <= gross_g / volume <= DENSEST:
        words = _("Weight and size do not go together. Measure in millimetres, weigh in grams.")
        lacks.append(Lack("gross_g", "odd_density", words))
    return lacks


def _english(it: Readiness) -> list[Lack]:
    lacks: list[Lack] = []
    words: Any
    if len(it.title_en.strip()) < TITLE_SHORTEST:
        words = _("Write a title in English, at least %(least)d letters.") % {
            "least": TITLE_SHORTEST
        }
        lacks.append(Lack("title_en", "missing", words))
    if len(it.text_en.strip()) < TEXT_SHORTEST:
        words = _("Describe the goods in English: what, how made, how large, how to care for it.")
        lacks.append(Lack("text_en", "missing", words))
    bengali = [
        Lack(name, "bengali", _("There are Bengali letters in the English text."))
        for name, text in (
            ("title_en", it.title_en),
            ("text_en", it.text_en),
            ("points_en", " ".join(it.points_en)),
        )
        if _BENGALI.search(text)
    ]
    if not lacks and not bengali and it.english != "reviewed":
        words = (
            _("The English was sent back: mend it and send it again.")
            if it.english == "sent_back"
            else _("The English waits for another person to read it.")
        )
        lacks.append(Lack("english", "not_reviewed", words))
    return lacks + bengali


def _pictures(it: Readiness) -> list[Lack]:
    if it.pictures:
        return []
    return [Lack("pictures", "missing", _("Add at least one picture of the goods."))]


def picture_lacks(pictures: Sequence[tuple[int, int]], side: int) -> list[Lack]:
    """Pictures smaller than a channel shows them."""
    if not pictures or max(pictures[0]) >= side:
        return []
    words = _("The first picture is %(has)d pixels long; this channel wants %(wants)d.") % {
        "has": max(pictures[0]),
        "wants": side,
    }
    return [Lack("pictures", "too_small", words)]


def paper_lack(kind: str, had: Collection[str]) -> Lack | None:
    if kind in had:
        return None
    words = _("A certificate is missing: %(paper)s.") % {"paper": PAPERS[kind]}
    return Lack("papers", f"paper_{kind}", words)
