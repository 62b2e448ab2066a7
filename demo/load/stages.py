"""A few complaints at every step of the way, whatever was drawn: none that the machine knows is
missing on the desk, however short its stay in life.

`SCRIPTS` says for each state what the sides do to come there; a state without one is a mistake that
a test finds.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from demo.content import said
from demo.content.complaints import Complaint, drawn, handles_of
from ekshop.complaints import services
from ekshop.complaints.models import Case, Referral, RemedyOffer, Respondent
from ekshop.complaints.services import Filing
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.events import gather

from .steps import NUMBER
from .world import SEED

AT_LEAST = 3
BEGUN, BETWEEN = timedelta(hours=30), timedelta(hours=3)
ENOUGH = 1500
ASKED_FIRST = ("not_delivered", "late", "short", "wrong_item", "damaged", "quality")
"""Of these the seller is asked before anybody else."""


@dataclass(frozen=True)
class Cast:
    """Who acts in a scene. `seller` works at the partner that goes by the slug `shop`, of whom the
    stories tell."""

    seller: Actor
    coordinator: Actor
    officer: Actor
    shop: str


@dataclass(frozen=True)
class Scene:
    cast: Cast
    case: Case
    told: Complaint

    @property
    def by_complainant(self) -> dict[str, Any]:
        who = self.case.complainant
        return {"actor": Actor.mobile_holder(who.mobile, who.name), "case_id": self.case.pk}

    @property
    def by_seller(self) -> dict[str, Any]:
        return {"actor": self.cast.seller, "case_id": self.case.pk}

    def terms(self, percent: int, at: datetime) -> dict[str, Any]:
        return {
            "kind": "refund",
            "amount_poisha": self.told.taka * percent,
            "medium": "bkash",
            "due_on": dhaka_date(at) + timedelta(days=4),
        }

    def ask(self, at: datetime) -> None:
        services.information_ask(**self.by_seller, text=said.QUESTIONS[0], now=at)

    def offer(self, at: datetime) -> None:
        note = said.OFFER_NOTES["part"][0]
        services.remedy_offer(**self.by_seller, **self.terms(60, at), note=note, now=at)

    def counter(self, at: datetime) -> None:
        note = said.COUNTERS[0]
        services.offer_counter(**self.by_complainant, **self.terms(100, at), note=note, now=at)

    def accept(self, at: datetime) -> None:
        services.offer_accept(**self.by_complainant, now=at)

    def report(self, at: datetime) -> None:
        note = said.DONE["money"][0].format(code=f"{RemedyOffer.objects.count():010X}")
        services.remedy_report(**self.by_seller, note=note, now=at)

    def confirm(self, at: datetime) -> None:
        note = said.THANKS["money"][0]
        services.remedy_confirm(**self.by_complainant, rating=4, note=note, now=at)

    def reject(self, at: datetime) -> None:
        reason, text = said.REJECTIONS[0]
        services.complaint_reject(**self.by_seller, reason=reason, text=text, now=at)

    def refer(self, at: datetime) -> None:
        services.referral_send(
            actor=self.cast.coordinator,
            case_id=self.case.pk,
            agency_id=self.cast.officer.organisation_id or 0,
            letter="",
            now=at,
        )

    def take(self, at: datetime) -> None:
        services.referral_accept(
            actor=self.cast.officer, referral_id=Referral.objects.get(case=self.case).pk, now=at
        )

    def decide(self, at: datetime) -> None:
        services.decision_record(
            actor=self.cast.officer,
            referral_id=Referral.objects.get(case=self.case).pk,
            kind="fine",
            text=said.DECISIONS["fine"],
            section="৪৫",
            fine_poisha=1_000_000,
            now=at,
        )

    def withdraw(self, at: datetime) -> None:
        services.case_withdraw(**self.by_complainant, text=said.WITHDRAWN[0], now=at)


Act = Callable[[Scene, datetime], None]
SCRIPTS: dict[str, tuple[Act, ...]] = {
    "filed": (),
    "to_serve": (),
    "with_seller": (),
    "info_asked": (Scene.ask,),
    "offered": (Scene.offer,),
    "countered": (Scene.offer, Scene.counter),
    "agreed": (Scene.offer, Scene.accept),
    "remedied": (Scene.offer, Scene.accept, Scene.report),
    "resolved": (Scene.offer, Scene.accept, Scene.report, Scene.confirm),
    "mediation": (Scene.reject,),
    "referred": (Scene.reject, Scene.refer),
    "decided": (Scene.reject, Scene.refer, Scene.take, Scene.decide),
    "closed": (Scene.withdraw,),
}


def load(cast: Cast, now: datetime, *, at_least: int = AT_LEAST) -> Counter[str]:
    """Brings each state to `at_least` complaints; gives how many each has then. To be called in a
    transaction; nothing is drawn where nothing is missing."""
    there = Counter(Case.objects.values_list("state", flat=True))
    missing = [state for state in SCRIPTS for _each in range(max(0, at_least - there[state]))]
    if missing:
        more = islice(drawn(NUMBER + ENOUGH), NUMBER, None)
        told = [each for each in more if each.category in ASKED_FIRST]
        to_partner = (
            each for each in told if each.partner == cast.shop and each.wanted == "refund"
        )
        to_page = (each for each in told if each.shop and len(handles_of(each.shop)) == 1)
        chance = random.Random(f"{SEED}:stages")
        for number, state in enumerate(missing):
            one = next(to_page if state == "to_serve" else to_partner)
            if state == "filed":
                one = replace(one, category="other", story=said.UNCLEAR[number % len(said.UNCLEAR)])
            _live(cast, one, SCRIPTS[state], chance, now)
    return Counter(Case.objects.values_list("state", flat=True))


def _live(
    cast: Cast, told: Complaint, script: tuple[Act, ...], chance: random.Random, now: datetime
) -> None:
    at = now - BEGUN + timedelta(minutes=chance.randint(0, 300))
    with gather() as gathered, clock.at(at):
        case = _filed(cast, told, chance, at)
        gathered.handle()
    for act in script:
        at += BETWEEN
        with gather() as gathered, clock.at(at):
            act(Scene(cast, case, told), at)
            gathered.handle()


def _filed(cast: Cast, told: Complaint, chance: random.Random, at: datetime) -> Case:
    seller: dict[str, Any] = {"seller_organisation_id": cast.seller.organisation_id}
    if told.shop:
        name = told.shop[0]
        known = Respondent.objects.filter(name=name).first()
        known = known or services.respondent_record(
            name=name, handles=handles_of(told.shop), now=at
        )
        seller = {"respondent_id": known.pk}
    money = told.wanted in ("refund", "compensation")
    filing = Filing(
        name=told.name_bn,
        mobile=told.mobile,
        category=told.category,
        story=told.story,
        happened_on=dhaka_date(at) - timedelta(days=told.days),
        wanted=told.wanted,
        wanted_poisha=told.taka * 100 if money else None,
        paid_poisha=told.taka * 100,
        paid_by="bkash",
        transaction_id=f"{chance.getrandbits(50):010X}"[:10],
        nonce=UUID(int=chance.getrandbits(128), version=4),
        goods=told.goods,
        publish=told.publish,
        **seller,
    )
    actor = Actor.mobile_holder(told.mobile, told.name_bn)
    return services.case_file(actor=actor, filing=filing, now=at)
