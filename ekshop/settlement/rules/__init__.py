"""Settlement's states and arithmetic."""

from .commission import COMMISSION, COMMISSION_KINDS, commission

__all__ = ["COMMISSION", "COMMISSION_KINDS", "commission"]
