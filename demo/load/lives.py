"""A case's people and temper, and what they do later, unless the case is elsewhere by then."""

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.content import said
from ekshop.complaints import services
from ekshop.complaints.models import Case
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import DomainError

from .world import Diary

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Life:
    """One case's people and temper. `care`: how often its seller acts, from 0 to 1."""

    case_id: int
    chance: random.Random
    seller: Actor
    complainant: Actor
    paid_poisha: int
    wanted: str
    care: float
    collapsed: bool = False
    at_order: bool = False
    asked: bool = False

    @property
    def has_money(self) -> bool:
        return self.wanted in ("refund", "compensation")

    @property
    def gives(self) -> str:
        """What its seller gives when it puts it right: money, goods, or words."""
        if self.has_money:
            return "money"
        return "goods" if self.wanted in ("delivery", "replacement", "repair") else "words"


class Acting:
    def __init__(self, diary: Diary, coordinator: Actor, officers: dict[int, Actor]) -> None:
        """`officers` by their agency's id; the first is the consumer directorate's."""
        self.diary = diary
        self.coordinator = coordinator
        self.officers = officers
        self.lives: dict[int, Life] = {}

    def plan(self, case_id: int, state: str, at: datetime) -> None:
        """What whoever's turn it is will do, if anything."""
        life = self.lives.get(case_id)
        turn = getattr(self, f"_{state}", None)
        if life is not None and turn is not None:
            turn(life, life.chance, at)

    def later(
        self,
        life: Life,
        at: datetime,
        hours: tuple[float, float],
        state: str,
        act: Any,
        /,
        **more: Any,
    ) -> datetime:
        """`act` in so many hours, unless the case is elsewhere by then; says when."""
        when = at + life.chance.uniform(*hours) * HOUR

        def do(moment: datetime) -> None:
            given = {name: value() if callable(value) else value for name, value in more.items()}
            if None in given.values():
                return
            if Case.objects.filter(pk=life.case_id, state=state, joined_to=None).exists():
                with suppress(DomainError):
                    act(now=moment, **given)

        self.diary.add(when, do)
        return when

    def _party(
        self,
        life: Life,
        at: datetime,
        hours: tuple[float, float],
        state: str,
        act: Any,
        /,
        **more: Any,
    ) -> None:
        actor = life.seller if act in _BY_SELLER else life.complainant
        self.later(life, at, hours, state, act, actor=actor, case_id=life.case_id, **more)

    def _offer(self, life: Life, at: datetime, hours: tuple[float, float], state: str) -> None:
        share = life.chance.choice([100, 100, 100, 80, 60, 50])
        if life.at_order:
            share = life.chance.choice([25, 30, 50])
        amount = max(100, life.paid_poisha * share // 100 // 100 * 100)
        terms = self._terms(life, at + hours[1] * HOUR, amount)
        paid_back = "whole" if amount >= life.paid_poisha // 100 * 100 else "part"
        notes = said.OFFER_NOTES[paid_back if life.has_money else life.gives]
        note = life.chance.choice(notes)
        self._party(life, at, hours, state, services.remedy_offer, **terms, note=note)

    def _terms(self, life: Life, at: datetime, amount: int) -> dict[str, Any]:
        due_on = dhaka_date(at) + timedelta(days=life.chance.randint(2, 5))
        if not life.has_money:
            return {"kind": life.wanted, "due_on": due_on}
        medium = "same" if life.at_order else life.chance.choice(["bkash", "nagad", "bank"])
        return {"kind": "refund", "amount_poisha": amount, "medium": medium, "due_on": due_on}


_BY_SELLER = (
    services.remedy_offer,
    services.complaint_reject,
    services.information_ask,
    services.counter_accept,
    services.remedy_report,
)
