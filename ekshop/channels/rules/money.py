"""Foreign money: whole minor units of a currency, and poisha at a recorded rate.

A rate is the poisha that 1,000,000 minor units are worth, as a whole number: with 1 USD at 119.50
taka, a cent is worth 119.5 poisha and the rate is 119,500,000. It says exactly what a bank's six
figures say, also of currencies whose minor unit is worth less than a poisha.
"""

from decimal import ROUND_HALF_UP, Decimal

RATE_FOR = 1_000_000
MOST_DIGITS = 15

MINOR_DIGITS = {
    "BDT": 2,
    "USD": 2,
    "CAD": 2,
    "MXN": 2,
    "EUR": 2,
    "GBP": 2,
    "CNY": 2,
    "LKR": 2,
    "INR": 2,
    "THB": 2,
    "TWD": 2,
    "KRW": 0,
    "JPY": 0,
    "VND": 0,
    "AED": 2,
    "AUD": 2,
    "MYR": 2,
    "SAR": 2,
    "SGD": 2,
    "BHD": 3,
    "JOD": 3,
    "KWD": 3,
    "OMR": 3,
}
"""The currencies we know, by ISO 4217, with the decimals of their minor unit."""


def to_poisha(minor: int, rate: int) -> int:
    """Half a poisha is rounded up."""
    return (2 * minor * rate + RATE_FOR) // (2 * RATE_FOR)


def to_minor(poisha: int, rate: int) -> int:
    """The least whole number of minor units worth at least so much."""
    return -(-poisha * RATE_FOR // rate)


def ends_on(minor: int, *, step: int, ending: int) -> int:
    """The least price from `minor` up that ends as the channel's prices do: with a step of 100 and
    an ending of 99 1,234 becomes 1,299; with a step of 1 it stays."""
    below = (minor - ending) // step
    price = below * step + ending
    return price if price >= minor else price + step


def whole_minor(amount: Decimal, currency: str) -> int:
    """An amount as channels write it, half a minor unit rounded up; a currency we do not know is
    taken to have hundredths. Raises ValueError for what is no amount of money."""
    if not amount.is_finite() or amount.adjusted() > MOST_DIGITS:
        raise ValueError(f"{amount} is no amount of money")
    shifted = amount.scaleb(MINOR_DIGITS.get(currency, 2))
    return int(shifted.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def rate_of(taka_for_one: Decimal, currency: str) -> int:
    """From what banks print ("1 USD = 119.50"). KeyError for a currency not known."""
    poisha = taka_for_one * 100 * RATE_FOR / 10 ** MINOR_DIGITS[currency]
    return int(poisha.to_integral_value())


def taka_for_one(rate: int, currency: str) -> Decimal:
    """As banks print it."""
    return Decimal(rate) * 10 ** MINOR_DIGITS[currency] / 100 / RATE_FOR


def minor_text(minor: int, currency: str) -> str:
    """With the decimals of its currency, "USD 24.99": the way it stands on papers."""
    digits = MINOR_DIGITS.get(currency, 2)
    return f"{currency} {Decimal(minor).scaleb(-digits):,.{digits}f}"
