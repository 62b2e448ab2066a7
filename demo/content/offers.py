"""From products to what each shop's feed says: Google's attribute names, the shop's own words."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

from .goods import products
from .product import Product
from .seeded import SEED, gtin13, nfc, stream
from .shops import SHOPS, Shop
from .words import SPELLINGS

Offer = dict[str, Any]


def catalogues(seed: str = SEED) -> dict[str, list[Offer]]:
    """Every shop's offers by slug, in a fixed order; rows meant to be refused come last."""
    shelves: dict[str, list[Offer]] = {shop.slug: [] for shop in SHOPS}
    for _, shop, offer in _listed(seed):
        shelves[shop.slug].append(offer)
    for slug, rows in refused().items():
        shelves[slug].extend(rows)
    return shelves


def origins(seed: str = SEED) -> Iterator[tuple[str, str, str, str, bool]]:
    """(shop, offer's id, its title, district's code, is GI) of what belongs to a district.

    No feed says it; the platform's own people mark it on the product.
    """
    for product, shop, offer in _listed(seed):
        if product.district:
            yield shop.slug, offer["id"], offer["title"], product.district, product.is_gi


def same_things(seed: str = SEED) -> dict[tuple[str, str], int]:
    """Which article each (shop, offer's id) is of: two offers with one number are one thing."""
    found: dict[tuple[str, str], int] = {}
    number, last = 0, None
    for product, shop, offer in _listed(seed):
        if product is not last:
            number, last = number + 1, product
        found[shop.slug, offer["id"]] = number
    return found


def _listed(seed: str) -> Iterator[tuple[Product, Shop, Offer]]:
    numbers: Counter[str] = Counter()
    for serial, product in enumerate(products(seed), start=1):
        chance = stream(f"product:{serial}", seed)
        gtin = gtin13(serial * 7 + 100_000_000) if product.gtin else ""
        for shop in _carriers(product, chance):
            numbers[shop.slug] += 1
            yield product, shop, _offer(product, shop, numbers[shop.slug], gtin, chance)


def _carriers(product: Product, chance: random.Random) -> Iterator[Shop]:
    """The shops that carry it; when luck gives none, the likeliest."""
    rolls = {shop.slug: chance.random() for shop in SHOPS}
    taken = {slug for slug, odds in product.shops.items() if rolls[slug] < odds}
    if not taken:
        taken = {max(product.shops, key=lambda slug: product.shops[slug])}
    return (shop for shop in SHOPS if shop.slug in taken)


def _offer(product: Product, shop: Shop, number: int, gtin: str, chance: random.Random) -> Offer:
    title_bn, title_en = _titles(product, shop, chance)
    in_bengali = chance.random() < shop.bengali
    price = _round(product.price * shop.level * chance.uniform(0.95, 1.07))
    quantity = _stock(price, chance)
    offer: Offer = {
        "id": f"{shop.prefix}-{number:05d}",
        "title": title_bn if in_bengali else title_en,
        "description": product.about_bn if in_bengali else product.about_en,
        "price": f"{price}.00 BDT",
        "availability": "in_stock" if quantity else "out_of_stock",
        "quantity": quantity,
        "brand": product.brand_bn
        if in_bengali and shop.slug in ("pataboi", "tatkasodai") and gtin
        else product.brand_en,
        "product_type": shop.words[product.category],
        "condition": "new",
        "shipping_weight": f"{product.weight / 1000:g} kg",
    }
    if chance.random() < 0.14 and price >= 100:
        offer["sale_price"] = f"{_round(price * chance.choice((0.8, 0.85, 0.9, 0.95)))}.00 BDT"
    if gtin and not (shop.slug == "hatkhola" and chance.random() < 0.08):
        offer["gtin"] = gtin
    for name in ("mpn", "color", "size", "material"):
        if value := getattr(product, name):
            offer[name] = value
    if product.family:
        offer["item_group_id"] = f"{shop.prefix}-{product.family}"
        offer["return_days"] = shop.returns_days
        offer["max_handling_time"] = 1 + len(shop.slug) % 3
    if product.looks:
        offer["image_link"] = f"/shops/1/pictures/{product.looks}/{product.color or 'plain'}.jpg"
        offer["additional_image_link"] = offer["image_link"].replace(".jpg", "-near.jpg")
    if shop.bilingual:
        offer |= {
            "title_bn": title_bn,
            "title_en": title_en,
            "description_bn": product.about_bn,
            "description_en": product.about_en,
        }
    return {name: nfc(value) if isinstance(value, str) else value for name, value in offer.items()}


def _titles(product: Product, shop: Shop, chance: random.Random) -> tuple[str, str]:
    bn, en = product.title_bn, product.title_en
    for usual, other in SPELLINGS:
        if usual in bn and chance.random() < shop.variants:
            bn = bn.replace(usual, other)
    if shop.brand_last and product.brand_en and en.startswith(product.brand_en + " "):
        en = f"{en.removeprefix(product.brand_en + ' ')} - {product.brand_en}"
    return bn, en


def _round(taka: float) -> int:
    """To a price a shop would write: 47, 180, 1250, 26,500."""
    if taka < 100:
        return max(5, round(taka))
    return int(round(taka / 5) * 5 if taka < 1000 else round(taka / 10) * 10)


def _stock(price: int, chance: random.Random) -> int:
    """Dear things are few; about one in thirty has just run out."""
    if chance.random() < 0.035:
        return 0
    return (
        chance.randint(2, 12)
        if price > 10_000
        else chance.randint(5, 60)
        if price > 1000
        else chance.randint(20, 400)
    )


def refused() -> dict[str, list[Offer]]:
    """Rows every real feed has: each must be refused with its reason while the rest goes in."""
    good: Offer = {
        "description": "",
        "availability": "in_stock",
        "quantity": 5,
        "brand": "",
        "product_type": "Home/Plastic",
        "condition": "new",
    }
    rows: list[Offer] = [
        {**good, "id": "HK-X0001", "title": "ঈদ মেগা লটারি টিকিট", "price": "100.00 BDT"},
        {**good, "id": "HK-X0002", "title": "Gift Voucher 5000 Taka", "price": "4000.00 BDT"},
        {**good, "id": "HK-X0003", "title": "কারেন্ট জাল ১০০ ফুট", "price": "900.00 BDT"},
        {**good, "id": "HK-X0004", "title": "প্লাস্টিকের মোড়া", "price": "-250.00 BDT"},
        {**good, "id": "HK-X0005", "title": "", "price": "250.00 BDT"},
        {**good, "id": "HK-X0006", "title": "দেয়ালঘড়ি গোল", "price": "চারশ টাকা"},
        {
            **good,
            "id": "HK-X0007",
            "title": "Bucket 16 litre",
            "price": "290.00 BDT",
            "gtin": "9521000000000",
        },
        {**good, "id": "HK-X0007", "title": "Bucket 25 litre", "price": "420.00 BDT"},
        {**good, "id": "HK-X0008", "title": "Steel Almirah", "price": "18500.00 USD"},
    ]
    return {
        "hatkhola": [
            {k: nfc(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows
        ]
    }


def overlap(shelves: dict[str, list[Offer]]) -> Counter[int]:
    """How many articles are sold by one shop, by two, by three …, as exact keys find them."""
    sellers: dict[str, set[str]] = {}
    for slug, rows in shelves.items():
        for row in rows:
            key = row.get("gtin") or (f"{row['brand']}|{row['mpn']}" if row.get("mpn") else "")
            if key:
                sellers.setdefault(key, set()).add(slug)
    return Counter(len(shops) for shops in sellers.values())
