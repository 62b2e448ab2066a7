"""What the offices do with a complaint: the coordinator between the two, an agency above them."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from demo.content import said
from ekshop.complaints import services
from ekshop.complaints.models import Decision, FineRecovery, Hearing, Referral, ServiceOfNotice
from ekshop.complaints.services import OrderedRemedy
from ekshop.kernel.calendar import is_working_day
from ekshop.kernel.clock import dhaka_date, dhaka_midnight

from .lives import DAY, HOUR, Acting, Life

COURT = "হাইকোর্ট বিভাগ"


class Offices(Acting):
    def _filed(self, life: Life, chance: random.Random, at: datetime) -> None:
        """No rule says where it belongs: the coordinator reads it."""
        if chance.random() < 0.9:
            nila, send = self.coordinator, services.case_send_to_seller
            self.later(life, at, (3, 40), "filed", send, actor=nila, case_id=life.case_id)

    def _to_serve(self, life: Life, chance: random.Random, at: datetime) -> None:
        """The coordinator has notice brought; one that nobody finds is mediated without it."""
        nila = self.coordinator
        if chance.random() < 0.85:
            bring, outcome = services.notice_served_by_hand, chance.choice(said.BROUGHT)
            row = _notice_to_bring(life)
            more = {"actor": nila, "service_id": row, "outcome": outcome}
            self.later(life, at, (6, 60), "to_serve", bring, **more)
        else:
            take = services.case_mediate
            self.later(life, at, (30, 70), "to_serve", take, actor=nila, case_id=life.case_id)

    def _mediation(self, life: Life, chance: random.Random, at: datetime) -> None:
        nila: dict[str, Any] = {"actor": self.coordinator, "case_id": life.case_id}
        if life.collapsed and chance.random() < 0.16:
            pause, since = services.case_pause, dhaka_date(at)
            court = {"court": COURT, "number": "রিট ৪৭১২/২০২৬", "since": since}
            self.later(life, at, (60, 200), "mediation", pause, **nila, **court)
            return
        if chance.random() < 0.5:
            side = chance.choice(["seller", "complainant"])
            texts = said.TO_SELLER if side == "seller" else said.TO_COMPLAINANT
            send, text = services.message_send, chance.choice(texts)
            self.later(life, at, (2, 30), "mediation", send, **nila, to_sides=[side], text=text)
        hours = (20.0, 190.0) if chance.random() < 0.85 else (260.0, 600.0)
        way = chance.random()
        if way < (0 if life.collapsed else 0.3 + 0.3 * life.care):
            self._offer(life, at, hours, "mediation")
        elif way < 0.75 and chance.random() < 0.5 and not life.collapsed:
            text = chance.choice(said.DISMISSED)
            self.later(life, at, hours, "mediation", services.case_dismiss, **nila, text=text)
        else:
            agency = self._agency(life)
            refer = services.referral_send
            self.later(life, at, hours, "mediation", refer, **nila, agency_id=agency, letter="")

    def _referred(self, life: Life, chance: random.Random, at: datetime) -> None:
        referral = _open_referral(life)
        if referral is None or chance.random() < 0.12:
            return
        rafi = {"actor": self.officers.get(referral.agency_id), "referral_id": referral.pk}
        if rafi["actor"] is None:
            return
        way = chance.random()
        if way < 0.06:
            pass_on, text = services.referral_pass_on, chance.choice(said.PASSED_ON)
            others = [agency for agency in self.officers if agency != referral.agency_id]
            to = chance.choice(others)
            when = self.later(
                life, at, (10, 90), "referred", pass_on, **rafi, agency_id=to, text=text
            )
            self.diary.add(when + HOUR, lambda now: self._referred(life, chance, now))
            return
        if way < 0.11:
            text = chance.choice(said.RETURNED)
            give_back = services.referral_return
            self.later(life, at, (10, 110), "referred", give_back, **rafi, text=text)
            return
        when = self.later(life, at, (8, 110), "referred", services.referral_accept, **rafi)
        if chance.random() < 0.62:
            held = _office_hour(chance, when + chance.uniform(8, 13) * DAY)
            call = services.hearing_call
            link = f"https://meet.example/{chance.getrandbits(32):08x}"
            self.later(life, when, (4, 40), "referred", call, **rafi, at=held, link=link)
            came: dict[str, Any] = {
                "minutes": chance.choice(said.MINUTES),
                "complainant_came": chance.random() < 0.8,
                "seller_came": chance.random() < 0.55,
            }
            hold = services.hearing_hold
            hearing = _called_hearing(life)
            actor = rafi["actor"]
            self.later(
                life, held, (1, 3), "referred", hold, actor=actor, hearing_id=hearing, **came
            )
            when = held
        if chance.random() < 0.9:
            self._decide(life, when, rafi)

    def _decide(self, life: Life, at: datetime, rafi: dict[str, Any]) -> None:
        chance = life.chance
        kind = chance.choices(["order", "fine", "dismissal"], [5, 4, 2])[0]
        more: dict[str, Any] = {"kind": kind, "text": said.DECISIONS[kind]}
        if kind == "fine":
            more |= {"fine_poisha": chance.choice([5, 10, 20, 50, 100]) * 100_000, "section": "৪৫"}
        elif kind == "order" and life.paid_poisha:
            day = dhaka_date(at) + timedelta(days=chance.randint(18, 40))
            whole, half = life.paid_poisha, life.paid_poisha // 2
            more["remedy"] = OrderedRemedy(
                kind="refund",
                amount_poisha=half if life.at_order else whole,
                medium="same" if life.at_order else "bkash",
                due_on=day,
            )
        self.later(life, at, (24, 320), "referred", services.decision_record, **rafi, **more)

    def _decided(self, life: Life, chance: random.Random, at: datetime) -> None:
        decision = Decision.objects.filter(referral__case_id=life.case_id).order_by("-id").first()
        if decision is None:
            return
        rafi = {
            "actor": self.officers[decision.referral.agency_id],
            "decision_id": decision.pk,
        }
        if chance.random() < 0.07:
            text = chance.choice(said.APPEALS)
            self.later(life, at, (60, 900), "decided", services.decision_appeal, **rafi, text=text)
            return
        if decision.kind == "order" and chance.random() < 0.7:
            if chance.random() < 0.35:
                comply, text = services.compliance_record, chance.choice(said.COMPLIED)
                self.later(life, at, (100, 480), "decided", comply, **rafi, text=text)
            else:
                note = chance.choice(said.DONE["money"]).format(
                    code=f"{chance.getrandbits(40):010X}"
                )
                report = services.remedy_report
                self._party(life, at, (60, 420), "decided", report, note=note)
        if decision.kind == "fine" and chance.random() < 0.75:
            part = chance.choice([1, 1, 2])
            challan = f"T-{chance.randint(10_000, 99_999)}"
            when = self.later(
                life,
                at,
                (120, 700),
                "decided",
                services.fine_recover,
                **rafi,
                recovered_poisha=decision.fine_poisha // part,
                reference=challan,
                complainant_is_staff=False,
            )
            paid = _unpaid_recovery(decision)
            pay, number = services.share_pay, f"BEFTN {chance.randint(10**6, 10**7)}"
            by = {"actor": rafi["actor"], "recovery_id": paid}
            self.later(life, when, (30, 200), "decided", pay, **by, reference=number)

    def _agency(self, life: Life) -> int:
        first, *others = self.officers
        return first if life.chance.random() < 0.72 else life.chance.choice(others)


def _open_referral(life: Life) -> Referral | None:
    still = Referral.objects.filter(case_id=life.case_id, state__in=("sent", "accepted"))
    return still.order_by("-id").first()


def _office_hour(chance: random.Random, at: datetime) -> datetime:
    """A half hour between ten and half past three, of the next working day."""
    day = dhaka_date(at)
    while not is_working_day(day):
        day += DAY
    return dhaka_midnight(day) + (20 + chance.randrange(12)) * HOUR / 2


def _called_hearing(life: Life) -> Callable[[], int | None]:
    """Looked up when the day comes: it is called only then, or never."""
    called = Hearing.objects.filter(referral__case_id=life.case_id, state="called")
    return lambda: called.values_list("pk", flat=True).first()


def _notice_to_bring(life: Life) -> Callable[[], int | None]:
    """Looked up when the day comes: it is written when the case is told of."""
    waiting = ServiceOfNotice.objects.filter(case_id=life.case_id, by_hand=True, reached=None)
    return lambda: waiting.values_list("pk", flat=True).first()


def _unpaid_recovery(decision: Decision) -> Callable[[], int | None]:
    unpaid = FineRecovery.objects.filter(decision=decision, share_paid_at=None, share_poisha__gt=0)
    return lambda: unpaid.values_list("pk", flat=True).first()
