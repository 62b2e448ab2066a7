"""The way of the money as bars, for the money pages of every audience."""

from typing import Any

from django.utils.translation import get_language

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import format_taka
from ekshop.reporting.selectors import MoneyStep, money_way


def money_bars(actor: Actor, *, month: str) -> dict[str, list[dict[str, Any]]]:
    """`goods` and `commission`, each a list of bars; empty where nothing was ordered."""
    way = money_way(actor, month=month)
    if not way.goods[0].poisha:
        return {}
    return {"goods": _bars(way.goods), "commission": _bars(way.commission)}


def _bars(steps: list[MoneyStep]) -> list[dict[str, Any]]:
    language = get_language() or "bn"
    return [
        {
            "label": step.label,
            "value": max(step.poisha, 0),
            "shown": format_taka(step.poisha, language),
            "href": "",
            "tone": "",
        }
        for step in steps
    ]
