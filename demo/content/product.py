"""What is sold, before any shop has put its own price and words on it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """One article. Prices are whole taka, weights grams; `shops` maps a shop's slug to how likely
    it is to carry the article (0 to 1). `district` is where it comes from, when that is part of
    what it is; `is_gi` when it carries that district's geographical indication. `family` is shared by
    what differs only by size and colour; `looks` is the shape its picture is drawn in."""

    category: str
    title_bn: str
    title_en: str
    about_bn: str
    about_en: str
    price: int
    shops: dict[str, float]
    brand_bn: str = ""
    brand_en: str = ""
    mpn: str = ""
    gtin: bool = True
    color: str = ""
    size: str = ""
    material: str = ""
    weight: int = 500
    district: str = ""
    is_gi: bool = False
    family: str = ""
    looks: str = ""
