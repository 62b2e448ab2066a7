"""The rules with numbers as they are published, with where each is written, by what they are about.

Loaded once by `rulebook.rules_load`; from then on the table rules, and is changed there.
Where nothing is published the value is the platform's own, and its citation says so.
"""

from . import abroad, complaints, goods, money, orders
from .shape import RULES_HOLD_FROM

RULES = [*orders.RULES, *money.RULES, *complaints.RULES, *goods.RULES, *abroad.RULES]

__all__ = ["RULES", "RULES_HOLD_FROM"]
