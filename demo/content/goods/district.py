"""What each district is known for, from `data/district_goods.csv`, as shops sell it."""

from collections.abc import Iterator

from ..product import Product
from ..seeded import stream
from ..tables import read

CRAFT = {"sutortan": 0.85, "hatkhola": 0.5}
FOOD = {"tatkasodai": 0.9, "hatkhola": 0.45}
HOMELY = {"tatkasodai": 0.7, "hatkhola": 0.6}
HOMELY_CATEGORIES = ("seeds", "hair-care", "tableware")


def products(seed: str) -> Iterator[Product]:
    rng = stream("district", seed)
    for row in read("district_goods"):
        low, high = int(row["price_from"]), int(row["price_to"])
        shops = FOOD if row["is_food"] == "yes" else CRAFT
        if row["category"] in HOMELY_CATEGORIES:
            shops = HOMELY
        for step in range(2):
            price = low + (high - low) * step
            unit_bn, unit_en = row["units_bn"].split("|")[step], row["units_en"].split("|")[step]
            yield Product(
                category=row["category"],
                title_bn=f"{row['good_bn']} {unit_bn}",
                title_en=f"{row['good_en']}, {unit_en}",
                about_bn=row["story_bn"],
                about_en=row["story_en"],
                price=round(price * rng.uniform(0.95, 1.05)),
                shops=shops,
                mpn=f"{row['slug']}-{step + 1}".upper(),
                brand_bn=row["district_bn"],
                brand_en=row["district_en"],
                gtin=False,
                size=unit_en,
                weight=int(row["grams"]) * (step + 1),
                district=row["district"],
                is_gi=row["is_gi"] == "yes",
            )
