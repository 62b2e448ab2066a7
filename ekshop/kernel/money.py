"""Money: a whole number of poisha and a currency, never a float.

There is one rounding rule (`_divide`): to the nearest poisha, halves away from zero, so
that a reversal is exactly the negative of what it reverses. A sum divided among several
is placed by the largest remainder, the earlier one first where remainders are equal, and
always adds up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

BASIS_POINTS = 10_000
POISHA_PER_TAKA = 100


@dataclass(frozen=True, slots=True)
class Money:
    poisha: int
    currency: str = "BDT"

    def __post_init__(self) -> None:
        if type(self.poisha) is not int:
            raise TypeError(f"poisha must be a whole number, not {type(self.poisha).__name__}")

    @classmethod
    def zero(cls, currency: str = "BDT") -> Money:
        return cls(0, currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.poisha + other.poisha, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.poisha - other.poisha, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.poisha, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.poisha), self.currency)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("money is multiplied by whole numbers only; use share() for parts")
        return Money(self.poisha * times, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.poisha < other.poisha

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.poisha <= other.poisha

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self

    def __bool__(self) -> bool:
        return self.poisha != 0

    def __str__(self) -> str:
        return f"{self.currency} {self.taka}"

    @property
    def taka(self) -> Decimal:
        """The amount in whole units with two decimals, exactly."""
        return Decimal(self.poisha).scaleb(-2)

    def share(self, basis_points: int) -> Money:
        """That many hundredths of a per cent of it, rounded."""
        if type(basis_points) is not int:
            raise TypeError("a share is a whole number of basis points")
        return Money(_divide(self.poisha * basis_points, BASIS_POINTS), self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Divides it by whole-number weights; the parts always sum to the whole.

        Raises ValueError for no weights, a negative weight, or none above zero.
        """
        if not weights or min(weights) < 0 or not any(weights):
            raise ValueError("weights must be whole numbers, none negative, some above zero")
        size, whole, sign = abs(self.poisha), sum(weights), -1 if self.poisha < 0 else 1
        parts = [size * weight // whole for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % whole), i))
        for i in by_remainder[: size - sum(parts)]:
            parts[i] += 1
        return [Money(sign * part, self.currency) for part in parts]

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")


def taka(amount: str | int | Decimal) -> Money:
    """Taka as written in code and files: `taka("12.50")`, `taka(12)`.

    Raises TypeError for a float and ValueError for what is no amount in whole poisha.
    What people type goes through `bangla.parse_taka`.
    """
    if isinstance(amount, bool | float):
        raise TypeError("an amount of money is never a float")
    try:
        poisha = Decimal(amount) * POISHA_PER_TAKA
    except InvalidOperation:
        raise ValueError(f"not an amount: {amount!r}") from None
    if not poisha.is_finite() or poisha != poisha.to_integral_value():
        raise ValueError(f"not a whole number of poisha: {amount!r}")
    return Money(int(poisha))


def total(amounts: Iterable[Money], currency: str = "BDT") -> Money:
    """The sum; zero of `currency` for nothing."""
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result


def _divide(numerator: int, denominator: int) -> int:
    """Rounds to the nearest whole number, halves away from zero. `denominator` is positive."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient
