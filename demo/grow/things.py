"""Things, told as rows: products with their families and offers, a portion at a time.

All chance of a portion comes from (seed, portion), so that a portion is the same whichever went before,
and a catalogue broken off goes on where it was.
"""

import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from demo.content.seeded import gtin13
from demo.content.words import COLOURS
from ekshop.catalogue.rules import match_key

from . import words
from .shop import Leaf, demonstrated

PORTION = 10_000
BRANDS, SERIES = 6_000, 40_000
# Of a hundred things so many are families, and of a thousand so many come from a district.
FAMILIES, FROM_DISTRICT = 8, 60
# How many sellers have a thing, and how often.
CARRIED = ((1, 0.45), (2, 0.25), (3, 0.14), (4, 0.08), (6, 0.05), (10, 0.03))
_DIGITS = string.digits + "BCDFGHJKMNPQRSTVWXYZ"


@dataclass(slots=True)
class Made:
    """Rows by column; `product` of an offer and `family` of a product are places in these lists."""

    families: list[dict[str, Any]] = field(default_factory=list)
    products: list[dict[str, Any]] = field(default_factory=list)
    offers: list[dict[str, Any]] = field(default_factory=list)


class Things:
    def __init__(
        self, seed: int, leaves: Sequence[Leaf], sellers: Sequence[int], districts: Sequence[int]
    ) -> None:
        self._seed = seed
        order = np.random.default_rng(seed).permutation(len(leaves))
        self._leaves = [leaves[place] for place in order]
        self._sellers, self._districts = sellers, districts
        self._coined = [words.coined(number) for number in range(SERIES)]

    def portions(self, *, own: bool) -> Iterator[Made]:
        if own:
            yield self._own()
        number = 0
        while True:
            yield self._portion(number)
            number += 1

    def _own(self) -> Made:
        """The demonstration's goods as they are."""
        chance = np.random.default_rng(self._seed)
        made = Made()
        for number, (category, bengali, english, price, is_gi) in enumerate(demonstrated()):
            told = [(bengali, english)]
            facts = {
                "category_id": category,
                "brand": "",
                "mpn": "",
                "gtin": "",
                "district_id": self._districts[number % len(self._districts)] if is_gi else None,
            }
            code = f"D{number:06}"
            self._product(made, code, told, facts, 0.45 + 0.55 * chance.random(), is_gi=is_gi)
            self._offers(made, code, price, 1 + number % 3, chance, {})
        return made

    def _portion(self, portion: int) -> Made:
        chance = np.random.default_rng((self._seed, portion))
        n = PORTION
        draws = {
            "leaf": _zipf(chance, len(self._leaves), n, 0.8),
            "model": chance.random(n),
            "brand": _zipf(chance, BRANDS, n, 1.0),
            "series": _zipf(chance, SERIES, n, 1.0),
            "second": _zipf(chance, SERIES, n, 1.0),
            "quality": _zipf(chance, len(words.QUALITIES), n, 0.9),
            "colour": _zipf(chance, len(COLOURS), n, 0.7),
            "pack": chance.random(n),
            "kind": chance.random((n, 6)),
            "price": chance.normal(0.0, 0.55, n),
            "sellers": chance.choice(
                [many for many, _share in CARRIED], n, p=[share for _many, share in CARRIED]
            ),
            "district": chance.integers(0, len(self._districts), n),
        }
        columns = {name: held.tolist() for name, held in draws.items()}
        made = Made()
        for i in range(n):
            self._thing(
                made, portion * n + i, {name: held[i] for name, held in columns.items()}, chance
            )
        return made

    def _thing(
        self, made: Made, number: int, drawn: dict[str, Any], chance: np.random.Generator
    ) -> None:
        leaf = self._leaves[drawn["leaf"]]
        model_bn, model_en, taka = leaf.models[int(drawn["model"] * len(leaf.models))]
        brand_bn, brand_en = self._coined[(drawn["brand"] * 13 + 5) % SERIES]
        parts = [(brand_bn, brand_en)]
        with_series, with_second, with_quality, with_colour, with_pack, language = drawn["kind"]
        if with_series < 0.6:
            parts.append(self._coined[drawn["series"]])
        if with_quality < 0.4:
            parts.append(tuple(words.QUALITIES[drawn["quality"]]))
        parts.append((model_bn, model_en))
        if with_second < 0.25:
            parts.append(self._coined[drawn["second"]])
        code = _code(number)
        facts = {
            "category_id": leaf.category,
            "brand": brand_en,
            "mpn": f"{brand_en[:3].upper()}-{code[-5:]}" if with_second < 0.4 else "",
            "gtin": gtin13(number + 1) if with_colour > 0.65 else "",
            "district_id": self._districts[drawn["district"]]
            if drawn["price"] > 0 and number % 1000 < FROM_DISTRICT
            else None,
        }
        price = taka * float(np.exp(drawn["price"]))
        if number % 100 < FAMILIES:
            self._family(made, code, leaf, parts, facts, price, drawn, language, chance)
            return
        if with_colour < 0.3 and leaf.top not in words.COLOURLESS:
            parts.append(tuple(COLOURS[drawn["colour"]]))
        packed = _packed(leaf)
        packs = words.PACKS[packed]
        if with_pack < (0.15 if packed == "pieces" else 0.7):
            parts.append(tuple(packs[int(drawn["pack"] * len(packs))]))
        self._product(made, code, parts, facts, language)
        self._offers(made, code, price, drawn["sellers"], chance, {})

    def _family(
        self,
        made: Made,
        code: str,
        leaf: Leaf,
        parts: list[Any],
        facts: dict[str, Any],
        price: float,
        drawn: dict[str, Any],
        language: float,
        chance: np.random.Generator,
    ) -> None:
        """One thing in two to five sizes, colours or packs, which all its sellers have."""
        many = 2 + int(drawn["pack"] * 4)
        axis, choices = _choices(leaf, sized=drawn["model"] < 0.5, colour=drawn["colour"])
        titles = _titles(parts, language)
        made.families.append({**titles, "axes": [axis]})
        for member, (value, *told) in enumerate(choices[:many]):
            variant = {axis: value}
            own = f"{code}{member}"
            self._product(
                made,
                own,
                [*parts, tuple(told)],
                {**facts, "mpn": "", "gtin": ""},
                language,
                family=len(made.families) - 1,
                variant=variant,
            )
            self._offers(made, own, price, max(1, drawn["sellers"] // 2), chance, variant, code)

    def _product(
        self,
        made: Made,
        code: str,
        parts: list[Any],
        facts: dict[str, Any],
        language: float,
        family: int | None = None,
        variant: dict[str, str] | None = None,
        is_gi: bool = False,
    ) -> None:
        made.products.append(
            {
                "code": code,
                "is_gi": is_gi,
                **_titles(parts, language),
                **facts,
                "match_key": match_key(gtin=facts["gtin"], brand=facts["brand"], mpn=facts["mpn"]),
                "family": family,
                "variant": variant or {},
            }
        )

    def _offers(
        self,
        made: Made,
        code: str,
        price: float,
        many: int,
        chance: np.random.Generator,
        attributes: dict[str, str],
        group: str = "",
    ) -> None:
        product = made.products[-1]
        wide = _zipf(chance, len(self._sellers), many + 2, 0.6).tolist()
        luck = chance.random((many + 2, 4)).tolist()
        for seller, (dear, stock, words_of, more) in list(
            zip(dict.fromkeys(wide), luck, strict=False)
        )[:many]:
            asked = max(5, round(price * (0.94 + 0.18 * dear) / 5) * 5)
            title = product["title"]
            if words_of > 0.85:
                ending = words.ENDINGS[int(more * len(words.ENDINGS))]
                title = f"{title} {ending[0 if not title.isascii() else 1]}"
            bengali = not title.isascii()
            made.offers.append(
                {
                    "product": len(made.products) - 1,
                    "seller_id": self._sellers[seller],
                    "seller_ref": f"{code}-{seller}",
                    "title": title,
                    "title_bn": title if bengali else "",
                    "title_en": "" if bengali else title,
                    "price_poisha": asked * 100,
                    "list_price_poisha": round(asked * 1.15) * 100 if more > 0.8 else None,
                    "on_hand": 0 if stock < 0.12 else int(1 + 60 * stock**4),
                    "group_ref": group,
                    "attributes": attributes,
                    "dispatch_days": 1 + int(3 * more),
                    "returns_days": (0, 3, 7, 14)[int(4 * dear)],
                }
            )


def _is_of(leaf: Leaf, slugs: Sequence[str]) -> bool:
    return any(leaf.slug == slug or leaf.slug.startswith(f"{slug}-") for slug in slugs)


def _packed(leaf: Leaf) -> str:
    """By what goods of a leaf are told apart where they come in amounts: a key of `words.PACKS`."""
    packed = words.PACK_OF_TOP.get(leaf.top, "pieces")
    return "pieces" if packed == "memory" and not _is_of(leaf, words.HOLDS_DATA) else packed


def _choices(leaf: Leaf, *, sized: bool, colour: int) -> tuple[str, list[tuple[str, str, str]]]:
    """The attribute in which a family of a leaf differs, with (value, Bengali, English) of each."""
    packed = _packed(leaf)
    if sized and _is_of(leaf, words.WORN):
        return "size", [(size, f"মাপ {size}", f"size {size}") for size in words.SIZES]
    if leaf.top == "books":
        return "kind", [(english, bengali, english) for bengali, english in words.BINDINGS]
    if leaf.top not in words.COLOURLESS and not (sized and packed == "memory"):
        turned = [*COLOURS[colour:], *COLOURS[:colour]]
        return "colour", [(english, bengali, english) for bengali, english in turned]
    axis = {"memory": "storage", "pieces": "pack"}.get(packed, "net_quantity")
    return axis, [(english, bengali, english) for bengali, english in words.PACKS[packed]]


def _zipf(chance: np.random.Generator, many: int, drawn: int, steep: float) -> Any:
    """Places below `many`, the first the commonest."""
    weights = np.arange(1, many + 1) ** -steep
    return np.searchsorted(np.cumsum(weights / weights.sum()), chance.random(drawn)).clip(
        max=many - 1
    )


def _titles(parts: Sequence[Sequence[str]], language: float) -> dict[str, str]:
    """Nearly half are told in Bengali alone, a quarter in English alone, the rest in both."""
    bengali = " ".join(bn for bn, _en in parts)[:290]
    english = " ".join(en for _bn, en in parts)[:290]
    if language < 0.45:
        return {"title": bengali, "title_bn": bengali, "title_en": ""}
    if language < 0.7:
        return {"title": english, "title_bn": "", "title_en": english}
    return {"title": bengali, "title_bn": bengali, "title_en": english}


def _code(number: int) -> str:
    told = ""
    while number or not told:
        number, place = divmod(number, len(_DIGITS))
        told = _DIGITS[place] + told
    return f"G{told.rjust(7, '0')}"
