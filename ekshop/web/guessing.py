"""Doors open to anybody: every try is counted before it is looked at.

A try counts against what is asked for, however its code is written, and against the place it
comes from; `settings.ACCOUNT_RATE_LIMITS` says how many of each. The codes of an order and of its
sellers' parts are one door: the same four digits open them all.
"""

from allauth.core import ratelimit
from django.http import HttpRequest

from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.orders.selectors import order_code_of


def try_spent(request: HttpRequest, door: str, code: str) -> bool:
    """False: too many tries already, and this one must not be looked at."""
    try:
        asked = order_code_of(parse_code(code))
    except InvalidCode:
        asked = code.upper()
    return ratelimit.consume(request, action=door, key=asked)
