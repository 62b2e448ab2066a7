"""The tables of settlement."""

from .commission import CommissionLine

__all__ = ["CommissionLine"]
