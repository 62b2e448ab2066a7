"""What goods cost at a buyer's door abroad, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

from .money import ends_on, to_minor, to_poisha

WHOLE = 10_000
_EXAMPLES = ("example", "demonstration", "উদাহরণ", "নমুনা")


@dataclass(frozen=True)
class Costing:
    """What a landed price is made of. Shares in basis points; `bands`: (up to grams, poisha), in
    any order; `rate` as `rules.money` has it; `price_step` and `price_ending` in minor units."""

    price_poisha: int
    gross_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    volume_divisor: int
    bands: Sequence[tuple[int, int]]
    insurance_bp: int
    duty_bp: int
    margin_bp: int
    fee_bp: int
    rate: int
    price_step: int
    price_ending: int


@dataclass(frozen=True)
class CostLine:
    """`kind`: goods, freight, insurance, duty, margin, fee or rounding. `of_poisha` and `bp`: the
    share it is of what, where it is one; `grams`: the weight that freight was reckoned for."""

    kind: str
    poisha: int
    bp: int = 0
    of_poisha: int = 0
    grams: int = 0


@dataclass(frozen=True)
class Landed:
    """`price_minor` is what the buyer pays; the lines add up to what that is worth in poisha."""

    lines: tuple[CostLine, ...]
    price_minor: int
    price_poisha: int
    actual_g: int
    volumetric_g: int
    billable_g: int


def volumetric_g(length_mm: int, width_mm: int, height_mm: int, divisor: int) -> int:
    """The weight a parcel's size counts as: its cm³ over the carrier's divisor are kilograms, so
    its mm³ over the same divisor are grams. Rounded up."""
    return -(-length_mm * width_mm * height_mm // divisor)


def freight_for(grams: int, bands: Sequence[tuple[int, int]]) -> int | None:
    """Of the narrowest band that holds the weight; None where none does."""
    band = band_for(grams, bands)
    return band[1] if band else None


def band_for(grams: int, bands: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    return min((band for band in bands if band[0] >= grams), default=None)


def share(poisha: int, bp: int) -> int:
    """Half a poisha is rounded up."""
    return (2 * poisha * bp + WHOLE) // (2 * WHOLE)


def landed_price(costing: Costing) -> Landed | None:
    """The price with everything in it; None where no freight band holds the parcel.

    Insurance is of goods and freight, duty of those and the insurance, our margin of the goods, and
    the channel's fee of the price itself, so it is taken out of a price that is larger by it.
    """
    volume = volumetric_g(
        costing.length_mm, costing.width_mm, costing.height_mm, costing.volume_divisor
    )
    grams = max(costing.gross_g, volume)
    freight = freight_for(grams, costing.bands)
    if freight is None:
        return None
    goods = costing.price_poisha
    insured = goods + freight
    insurance = share(insured, costing.insurance_bp)
    dutiable = insured + insurance
    duty = share(dutiable, costing.duty_bp)
    margin = share(goods, costing.margin_bp)
    before_fee = dutiable + duty + margin
    with_fee = -(-before_fee * WHOLE // (WHOLE - costing.fee_bp))
    least = to_minor(with_fee, costing.rate)
    price = ends_on(least, step=costing.price_step, ending=costing.price_ending)
    worth = to_poisha(price, costing.rate)
    lines = (
        CostLine("goods", goods),
        CostLine("freight", freight, grams=grams),
        CostLine("insurance", insurance, costing.insurance_bp, insured),
        CostLine("duty", duty, costing.duty_bp, dutiable),
        CostLine("margin", margin, costing.margin_bp, goods),
        CostLine("fee", with_fee - before_fee, costing.fee_bp, with_fee),
        CostLine("rounding", worth - with_fee),
    )
    return Landed(lines, price, worth, costing.gross_g, volume, grams)


def is_example(source: str) -> bool:
    """Whether a figure stands for one nobody has confirmed: its source begins by saying so."""
    return source.strip().casefold().startswith(_EXAMPLES)
