"""What goods must have before they may be listed abroad, each lack in words, with its field."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from .sentences import Either, sentence

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
_PAPERS_SAID = {kind: sentence(f"goods.paper.{kind}", words) for kind, words in PAPERS.items()}
VERDICTS = {
    "forbidden": _("Forbidden"),
    "restricted": _("Restricted"),
    "paper": _("Needs a certificate"),
}
_VERDICTS_SAID = {
    kind: sentence(f"goods.verdict.{kind}", words) for kind, words in VERDICTS.items()
}
NO_HS = sentence("goods.no_hs", _("Choose the HS code of the goods."))
NO_SUCH_HS = sentence(
    "goods.no_such_hs",
    _("There is no such HS code in our table. Search by a word and choose one."),
)
NO_ORIGIN = sentence("goods.no_origin", _("Say in which country the goods were made."))
NO_MATERIALS = sentence("goods.no_materials", _("Say what the goods are made of."))
NO_SIZE = {
    "net_g": sentence("goods.no_net_g", _("Weigh the goods without packing.")),
    "gross_g": sentence("goods.no_gross_g", _("Weigh the packed parcel.")),
    "length_mm": sentence("goods.no_length_mm", _("Measure the length of the packed parcel.")),
    "width_mm": sentence("goods.no_width_mm", _("Measure the width of the packed parcel.")),
    "height_mm": sentence("goods.no_height_mm", _("Measure the height of the packed parcel.")),
}
NET_ABOVE_GROSS = sentence(
    "goods.net_above_gross",
    _("The goods alone weigh more than the packed parcel. One of the two is wrong."),
)
TOO_HEAVY = sentence("goods.too_heavy", _("A parcel of more than 100 kg does not travel this way."))
TOO_LONG = sentence("goods.too_long", _("A side of more than 3 metres does not travel this way."))
ODD_DENSITY = sentence(
    "goods.odd_density",
    _("Weight and size do not go together. Measure in millimetres, weigh in grams."),
)
NO_TITLE = sentence("goods.no_title", _("Write a title in English, at least %(least)s letters."))
NO_TEXT = sentence(
    "goods.no_text",
    _("Describe the goods in English: what, how made, how large, how to care for it."),
)
BENGALI = sentence("goods.bengali", _("There are Bengali letters in the English text."))
NAME_UNEARNED = sentence(
    "goods.name_unearned",
    _(
        "“%(name)s” is a registered name of its place. Abroad only goods of an approved user are sold"
        " under it: take it out of the English, or claim it first."
    ),
)
SENT_BACK = sentence("goods.sent_back", _("The English was sent back: mend it and send it again."))
NOT_READ = sentence("goods.not_read", _("The English waits for another person to read it."))
NO_PICTURE = sentence("goods.no_picture", _("Add at least one picture of the goods."))
SMALL_PICTURE = sentence(
    "goods.small_picture",
    _("The first picture is %(has)s pixels long; this channel wants %(wants)s."),
)
NO_PAPER = sentence("goods.no_paper", _("A certificate is missing: %(paper)s."))
RULED = sentence("goods.ruled", _("%(verdict)s: %(reason)s"))
NOT_ON_SALE = sentence("goods.not_on_sale", _("The goods are not on sale here now."))
SPOILS = sentence(
    "goods.spoils",
    _(
        "They may be on the way for %(most)s days at most, or they spoil; to a buyer abroad it takes"
        " %(days)s."
    ),
)
RESTING = sentence(
    "goods.resting",
    _("Whoever makes them does not work before %(day)s; until then none can be bought."),
)
NO_RATE = sentence("goods.no_rate", _("No rate of exchange is known for this channel's money."))
NO_FREIGHT = sentence(
    "goods.no_freight", _("No freight price is known for a parcel of this weight and size.")
)
NO_DUTY = sentence(
    "goods.no_duty",
    _("No duty is known for these goods in this country; it is counted as nothing."),
)
_BENGALI = re.compile("[\u0980-\u09ff]")
_COUNTRY = re.compile("^[A-Z]{2}$")


@dataclass(frozen=True)
class Lack:
    """Something that is missing or odd. `field`: of FIELDS; `words`: one of our sentences, or a channel's
    text; `stops` the listing, else only said."""

    field: str
    code: str
    words: Any
    stops: bool = True


@dataclass(frozen=True)
class Readiness:
    """What is looked at, in plain values. `hs_known`: its code is in the nomenclature. `unearned`: by
    field, the registered name it uses without a right to it."""

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
    unearned: Mapping[str, Either] = field(default_factory=dict)


def has_word(text: str, words: str) -> bool:
    """Whether a text has one of the words split by "|" as a word of its own; "" is always there."""
    return not words or any(
        re.search(rf"(?<!\w){re.escape(word.strip())}", text)
        for word in words.casefold().split("|")
    )


def goods_lacks(it: Readiness) -> list[Lack]:
    """What any channel would miss."""
    return [*_customs(it), *_size(it), *_english(it), *_named(it), *_pictures(it)]


def _customs(it: Readiness) -> list[Lack]:
    lacks = []
    if not it.hs_code:
        lacks.append(Lack("hs_code", "missing", NO_HS()))
    elif not it.hs_known:
        lacks.append(Lack("hs_code", "unknown", NO_SUCH_HS()))
    if not _COUNTRY.match(it.origin):
        lacks.append(Lack("origin", "missing", NO_ORIGIN()))
    if not it.materials:
        lacks.append(Lack("materials", "missing", NO_MATERIALS()))
    return lacks


def _size(it: Readiness) -> list[Lack]:
    lacks = [
        Lack(name, "zero", words()) for name, words in NO_SIZE.items() if not getattr(it, name)
    ]
    return lacks or size_oddities(it.net_g, it.gross_g, it.length_mm, it.width_mm, it.height_mm)


def size_oddities(
    net_g: int, gross_g: int, length_mm: int, width_mm: int, height_mm: int
) -> list[Lack]:
    """Figures that cannot be; those that are 0 are not judged."""
    lacks = []
    if net_g and gross_g and net_g > gross_g:
        lacks.append(Lack("net_g", "net_above_gross", NET_ABOVE_GROSS()))
    if gross_g > GROSS_MOST_G:
        lacks.append(Lack("gross_g", "too_heavy", TOO_HEAVY()))
    for name, side in (("length_mm", length_mm), ("width_mm", width_mm), ("height_mm", height_mm)):
        if side > SIDE_MOST_MM:
            lacks.append(Lack(name, "too_long", TOO_LONG()))
    volume = length_mm * width_mm * height_mm / 1000
    if gross_g and volume and not lacks and not LIGHTEST <= gross_g / volume <= DENSEST:
        lacks.append(Lack("gross_g", "odd_density", ODD_DENSITY()))
    return lacks


def _english(it: Readiness) -> list[Lack]:
    lacks: list[Lack] = []
    if len(it.title_en.strip()) < TITLE_SHORTEST:
        lacks.append(Lack("title_en", "missing", NO_TITLE(least=TITLE_SHORTEST)))
    if len(it.text_en.strip()) < TEXT_SHORTEST:
        lacks.append(Lack("text_en", "missing", NO_TEXT()))
    bengali = [
        Lack(name, "bengali", BENGALI())
        for name, text in (
            ("title_en", it.title_en),
            ("text_en", it.text_en),
            ("points_en", " ".join(it.points_en)),
        )
        if _BENGALI.search(text)
    ]
    if not lacks and not bengali and it.english != "reviewed":
        words = SENT_BACK() if it.english == "sent_back" else NOT_READ()
        lacks.append(Lack("english", "not_reviewed", words))
    return lacks + bengali


def _named(it: Readiness) -> list[Lack]:
    return [
        Lack(where, "name_unearned", NAME_UNEARNED(name=name))
        for where, name in it.unearned.items()
    ]


def _pictures(it: Readiness) -> list[Lack]:
    if it.pictures:
        return []
    return [Lack("pictures", "missing", NO_PICTURE())]


def picture_lacks(pictures: Sequence[tuple[int, int]], side: int) -> list[Lack]:
    """Pictures smaller than a channel shows them."""
    if not pictures or max(pictures[0]) >= side:
        return []
    return [Lack("pictures", "too_small", SMALL_PICTURE(has=max(pictures[0]), wants=side))]


def paper_lack(kind: str, had: Collection[str]) -> Lack | None:
    if kind in had:
        return None
    return Lack("papers", f"paper_{kind}", NO_PAPER(paper=_PAPERS_SAID[kind]()))


def verdict_lack(verdict: str, reason: Either, *, stops: bool) -> Lack:
    """What a country's rule says of the goods, with its reason."""
    return Lack("hs_code", verdict, RULED(verdict=_VERDICTS_SAID[verdict](), reason=reason), stops)
