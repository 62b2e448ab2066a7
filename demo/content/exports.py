"""What is sold abroad in the demonstration: goods made ready, where they are listed, and orders.

What is loaded of it, and how: `demo/load/exports.py`.
"""

from dataclasses import dataclass

from ekshop.channels.adapters import Buyer


@dataclass(frozen=True)
class Good:
    """`ref` of the producer's; sides in millimetres; `read`: another person has read its English."""

    producer: str
    ref: str
    hs_code: str
    title: str
    text: str
    grams: tuple[int, int]
    sides: tuple[int, int, int]
    colours: tuple[str, str]
    read: bool = True


SOMITI, WEAVERS = "jamalpur-kantha-somiti", "nisbetganj-shataranji"
CUSHION = Good(
    SOMITI, "JAMALPUR-KAN-4", "630492", "Kantha-stitched cushion covers, pair",
    "Two covers of 40 by 40 cm, stitched by hand in rows of running stitch by the women of Jamalpur.",
    (300, 380), (300, 250, 40), ("#a8322d", "#f2e3c9"),
)  # fmt: skip
BAG = Good(
    SOMITI, "JAMALPUR-KAN-5", "420222", "Kantha-stitched shoulder bag",
    "A cotton bag with a broad strap and a pocket inside, covered all over with hand stitching.",
    (350, 430), (380, 300, 40), ("#2f4b7c", "#e3d5e8"),
)  # fmt: skip
BABY = Good(
    SOMITI, "JAMALPUR-KAN-3", "630130", "Nakshi kantha for a baby",
    "A small quilt of two layers of soft cotton, held together by thousands of stitches made by hand.",
    (400, 480), (320, 260, 50), ("#c98a1b", "#cfe3dc"),
)  # fmt: skip
RUNNER = Good(
    SOMITI, "JAMALPUR-KAN-6", "630251", "Kantha table runner",
    "A runner of 35 by 150 cm with flowers and vines, stitched by hand.",
    (260, 320), (300, 200, 30), ("#4f6b2a", "#f0d9d2"), read=False,
)  # fmt: skip
RUG = Good(
    WEAVERS, "NISBETGANJ-S-1", "570210", "Shataranji rug, 60 by 90 cm",
    "A flat-woven rug of thick cotton from Nisbetganj in Rangpur, the same on both faces.",
    (1400, 1550), (620, 140, 140), ("#7a3b69", "#dfe8c8"),
)  # fmt: skip
GOODS = (CUSHION, BAG, BABY, RUNNER, RUG)
LISTED = {
    "amazon-us": (CUSHION, BAG, RUG, BABY),
    "alibaba": (BABY, BAG),
    "qoove": (CUSHION, BAG, BABY),
    "fmt": (CUSHION, BAG),
    "jumei": (CUSHION, BABY),
    "saholic": (RUG, BABY),
    "thailand": (CUSHION, RUNNER),
    "taiwan": (CUSHION, RUG),
}
PAUSED, ENDED = [("qoove", BABY)], [("saholic", BABY)]
_ALIBABA = {"p-20": "Handmade", "cat_id": "100006792"}
ANSWERS: dict[tuple[str, Good], dict[str, str]] = {
    ("alibaba", BABY): _ALIBABA,
    ("alibaba", BAG): _ALIBABA,
    ("amazon-us", CUSHION): {"color": "Red and cream", "size": "40 x 40 cm"},
    ("amazon-us", BAG): {
        "color": "Blue", "closure_type": "Button", "target_gender": "Female",
        "item_dimensions": "38 x 30 x 4 cm",
    },
    ("amazon-us", RUG): {
        "color": "Plum", "size": "60 x 90 cm", "construction_type": "Flat-woven by hand",
        "item_shape": "Rectangular", "item_length_width": "60 x 90 cm",
    },
    ("amazon-us", BABY): {"color": "Yellow", "size": "75 x 100 cm"},
}  # fmt: skip
"""What channels ask of these goods beyond our own fields. How the baby's kantha is washed nobody has
said, so that there is something to mend."""


@dataclass(frozen=True)
class Sale:
    """An order abroad and how far it has come. `on`: its day, as a share of the time told of."""

    channel: str
    ref: str
    good: Good
    quantity: int
    way: str
    on: float


SALES = (
    Sale("amazon-us", "113-4402211-7750123", CUSHION, 2, "settled", 0.0),
    Sale("amazon-us", "113-8817340-2204518", BAG, 1, "returned", 0.05),
    Sale("qoove", "QO-9001", CUSHION, 1, "shipped", 0.35),
    Sale("qoove", "QO-9002", BAG, 1, "shipped", 0.4),
    Sale("alibaba", "200000009001", BABY, 3, "packed", 0.5),
    Sale("saholic", "SA-9001", RUG, 1, "packed", 0.55),
    Sale("taiwan", "TA-9001", CUSHION, 1, "at hub", 0.6),
    Sale("jumei", "JU-9001", BABY, 1, "cancelled", 0.7),
    Sale("thailand", "TH-9001", CUSHION, 2, "gathering", 0.8),
    Sale("fmt", "FM-9001", BAG, 1, "reserved", 0.9),
    Sale("taiwan", "TA-9002", CUSHION, 1, "address", 0.92),
    Sale("saholic", "SA-9002", BABY, 1, "ended", 0.95),
)
AT_HUB = ("settled", "returned", "shipped", "packed", "at hub")
SENT = ("settled", "returned", "shipped")
MEI = Buyer(
    "Mei Chen", ("88 Huaihai Road", "Unit 1203"), "Shanghai", "Shanghai", "200021", "CN",
    "+86 13900000188",
)  # fmt: skip
EMMA = Buyer(
    "Emma Stone", ("12 Elm Street",), "Austin", "TX", "73301", "US", "+15125550100"
)  # fmt: skip
