"""What is sold, before any shop has put its own price and words on it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Product:
    """One article. Prices are whole taka, weights grams; `shops` maps a shop's slug to how likely
    it is to carry the article (0 to 1)."""

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
    extra: dict[str, str] = field(default_factory=dict)
