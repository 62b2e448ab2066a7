"""What each side of a complaint does when its turn comes: drawn, and left out as often as in life.

`Sides.plan` is asked after every move. Where nobody acts the clock does.
"""

import random
from collections.abc import Callable
from datetime import datetime

from demo.content import said
from ekshop.complaints import services
from ekshop.complaints.models import Case
from ekshop.complaints.selectors import cash_of
from ekshop.kernel.actors import Actor
from ekshop.parties.selectors import actor_of, members_of
from ekshop.payments.services import refund_give

from .lives import Life
from .offices import Offices


class Sides(Offices):
    """All of them: the offices' turns, and here those of the two the complaint is between."""

    def _with_seller(self, life: Life, chance: random.Random, at: datetime) -> None:
        if chance.random() < 0.03:
            text = chance.choice(said.WITHDRAWN)
            self._party(life, at, (5, 60), "with_seller", services.case_withdraw, text=text)
        elif chance.random() > life.care:
            return
        elif not life.asked and chance.random() < 0.13:
            life.asked = True
            text = chance.choice(said.QUESTIONS)
            self._party(life, at, (3, 50), "with_seller", services.information_ask, text=text)
        elif chance.random() < 0.18:
            reason, text = chance.choice(said.REJECTIONS)
            reject = services.complaint_reject
            self._party(life, at, (6, 68), "with_seller", reject, reason=reason, text=text)
        else:
            self._offer(life, at, (3, 69), "with_seller")

    def _info_asked(self, life: Life, chance: random.Random, at: datetime) -> None:
        if chance.random() < 0.75:
            text = chance.choice(said.ANSWERS)
            self._party(life, at, (2, 100), "info_asked", services.information_give, text=text)

    def _offered(self, life: Life, chance: random.Random, at: datetime) -> None:
        if chance.random() > 0.8:
            return
        way = chance.random()
        if way < 0.68:
            self._party(life, at, (1, 130), "offered", services.offer_accept)
        elif way < 0.86 and life.has_money:
            amount = life.paid_poisha if not life.at_order else life.paid_poisha // 2
            note = chance.choice(said.COUNTERS)
            terms = self._terms(life, at, amount)
            self._party(life, at, (1, 90), "offered", services.offer_counter, **terms, note=note)
        else:
            text = chance.choice(said.DECLINES[life.gives])
            self._party(life, at, (1, 90), "offered", services.offer_decline, text=text)

    def _countered(self, life: Life, chance: random.Random, at: datetime) -> None:
        way = chance.random()
        if way < 0.5:
            self._party(life, at, (2, 70), "countered", services.counter_accept)
        elif way < 0.65:
            self._offer(life, at, (2, 60), "countered")
        elif way < 0.75:
            reason, text = chance.choice(said.REJECTIONS)
            reject = services.complaint_reject
            self._party(life, at, (2, 60), "countered", reject, reason=reason, text=text)

    def _agreed(self, life: Life, chance: random.Random, at: datetime) -> None:
        if chance.random() < 0.55 + 0.35 * life.care:
            note = chance.choice(said.DONE[life.gives]).format(
                code=f"{chance.getrandbits(40):010X}"
            )
            self._party(life, at, (5, 75), "agreed", services.remedy_report, note=note)

    def _remedied(self, life: Life, chance: random.Random, at: datetime) -> None:
        if life.at_order and chance.random() < 0.8:
            who, code = _cash_of(life)
            at = self.later(life, at, (3, 60), "remedied", refund_give, actor=who, code=code)
        if chance.random() > 0.68:
            return
        if chance.random() < 0.88:
            rating, note = (
                chance.choices([1, 2, 3, 4, 5], [2, 4, 12, 30, 24])[0],
                chance.choice(said.THANKS[life.gives]),
            )
            confirm = services.remedy_confirm
            self._party(life, at, (2, 150), "remedied", confirm, rating=rating, note=note)
        else:
            text = chance.choice(said.DISPUTES[life.gives])
            self._party(life, at, (2, 120), "remedied", services.remedy_dispute, text=text)

    def _resolved(self, life: Life, chance: random.Random, at: datetime) -> None:
        self._maybe_again(life, at, "resolved", 0.03)

    def _closed(self, life: Life, chance: random.Random, at: datetime) -> None:
        self._maybe_again(life, at, "closed", 0.06)

    def _maybe_again(self, life: Life, at: datetime, state: str, how_often: float) -> None:
        if life.chance.random() < how_often:
            text = life.chance.choice(said.REOPENED[life.gives])
            self._party(life, at, (20, 600), state, services.case_reopen, text=text)


def _cash_of(life: Life) -> tuple[Callable[[], Actor | None], Callable[[], str | None]]:
    """Who gives the complainant's cash, and its number, where there is any when the day comes."""
    case = Case(pk=life.case_id, state="remedied")

    def giver() -> Actor | None:
        cash = cash_of(case)
        staff = members_of(cash.centre.pk) if cash else []
        return actor_of(staff[0].person, staff[0]) if staff else None

    def code() -> str | None:
        cash = cash_of(case)
        return cash.code if cash else None

    return giver, code
