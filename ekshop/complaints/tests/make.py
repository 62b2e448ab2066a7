"""Makers for tests about complaints.

people = make.people()
case = make.case(people)                      # Karim's, about Mina's partner, with the seller
case = make.case(people, seller_name="Rong Fashion", handles=[("page", "fb.com/rong")])
"""

from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4
from zlib import crc32

from django.db import transaction

from ekshop.complaints.models import Agency, Case, TriageRule
from ekshop.complaints.services import (
    Entry,
    Filing,
    case_file,
    case_held,
    case_step,
    referral_send,
)
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.jobs import run_jobs
from ekshop.orders.models import CommissionRate, SellerOrder
from ekshop.orders.tests import make as orders
from ekshop.parties.tests import make as parties
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.payments.models import Payment
from ekshop.settlement.tests import make as money

STORY = "শাড়ি অর্ডার করেছিলাম, কিন্তু তিন সপ্তাহেও পাইনি। ফোন করলে কেউ ধরে না।"
PLATFORM = Actor.system("complaints")
_numbers = count(1)


def people() -> Personas:
    """Everyone, the rules with numbers, and one rule of triage: the seller is asked first."""
    everyone = orders.people()
    TriageRule.objects.create(
        position=1, to_seller=True, valid_from=PLACED_AT - timedelta(days=400)
    )
    return everyone


def agency(people: Personas, **more: object) -> Agency:
    """Rafi's agency."""
    return Agency.objects.create(
        **{
            "organisation": people.rafi.organisation,
            "code": "dncrp",
            "designation_bn": "সহকারী পরিচালক",
            "designation_en": "Assistant Director",
            "law_bn": "ভোক্তা অধিকার সংরক্ষণ আইন ২০০৯",
            "law_en": "Consumer Rights Protection Act 2009",
            **more,
        }
    )


def filing(people: Personas, *, now: datetime = PLACED_AT, **more: object) -> Filing:
    """What Karim says of Mina's partner, or of a seller nobody registered (`seller_name`), known by
    a telephone number of its own unless `handles` say otherwise."""
    told: dict[str, object] = {
        "name": people.karim.name,
        "mobile": people.karim.mobile,
        "category": "not_delivered",
        "story": STORY,
        "happened_on": dhaka_date(now) - timedelta(days=5),
        "wanted": "refund",
        "wanted_poisha": 150_000,
        "paid_poisha": 150_000,
        "paid_by": "bkash",
        "transaction_id": f"TX{next(_numbers):06d}",
        "nonce": uuid4(),
    }
    if not {"seller_name", "seller_order_id", "respondent_id"} & more.keys():
        told["seller_organisation_id"] = people.partner.pk
    if "seller_name" in more:
        told["handles"] = [("phone", f"0176{crc32(str(more['seller_name']).encode()) % 10**7:07d}")]
    return Filing(**{**told, **more})  # type: ignore[arg-type]


def karim(people: Personas) -> Actor:
    """Karim, his number proved."""
    return Actor.mobile_holder(people.karim.mobile, people.karim.name)


def case(people: Personas, *, now: datetime = PLACED_AT, **more: object) -> Case:
    """Filed by Karim himself and sorted: with the seller, unless a rule says otherwise."""
    told = filing(people, now=now, **more)
    made = case_file(actor=Actor.mobile_holder(told.mobile), filing=told, now=now)
    with clock.at(now):
        run_jobs(queues=["default"])
    made.refresh_from_db()
    return made


def case_on_behalf(people: Personas, *, now: datetime = PLACED_AT, **more: object) -> Case:
    """Filed for Karim by Asha's centre, with his consent."""
    told = filing(people, now=now, consent_medium="spoken", **more)
    made = case_file(actor=people.asha.actor, filing=told, now=now)
    with clock.at(now):
        run_jobs(queues=["default"])
    made.refresh_from_db()
    return made


def share_paid(people: Personas, *, price_poisha: int = 150_050, quantity: int = 2) -> SellerOrder:
    """Karim's order from Mina's partner: received, inspected and paid in cash at Asha's centre,
    with 5 per cent of commission; all of it before `PLACED_AT`."""
    then = PLACED_AT - timedelta(days=8)
    if not CommissionRate.objects.exists():
        orders.rate(500)
    offer = orders.offer(people.partner, price_poisha=price_poisha, on_hand=50)
    with clock.at(then):
        share = money.arrived(people, orders.order(people, [(offer, quantity)], now=then), now=then)
        money.inspected(people, share, now=then + timedelta(days=3))
        money.paid(people, share, now=then + timedelta(days=3))
    return share


def unsorted(people: Personas, *, now: datetime = PLACED_AT, **more: object) -> Case:
    """Filed by Karim and sorted by no rule: it waits for the coordinator."""
    TriageRule.objects.all().delete()
    return case(people, now=now, **more)


def silent(made: Case, *, at: datetime = PLACED_AT + timedelta(hours=72)) -> None:
    """Its seller said nothing: with the coordinator."""
    with transaction.atomic():
        held = case_held(PLATFORM, made.pk)
        case_step(held, "silence", Entry("seller_silent"), actor=PLATFORM, now=at)


def refer(
    people: Personas, made: Case, agency: Agency, *, now: datetime = PLACED_AT + timedelta(days=7)
) -> None:
    """By Nila."""
    referral_send(
        actor=people.nila.actor,
        case_id=made.pk,
        agency_id=agency.pk,
        letter="নথি সংযুক্ত।",
        now=now,
    )


def mediated(people: Personas, *, now: datetime = PLACED_AT, **more: object) -> Case:
    """The seller was silent: with the coordinator since the hour that was over."""
    made = case(people, now=now, **more)
    silent(made, at=now + timedelta(hours=72))
    made.refresh_from_db()
    return made


def referred(
    people: Personas, agency: Agency, *, now: datetime = PLACED_AT, **more: object
) -> Case:
    """Referred by Nila a week after it was filed."""
    made = mediated(people, now=now, **more)
    refer(people, made, agency, now=now + timedelta(days=7))
    made.refresh_from_db()
    return made


def other_agency(code: str = "btrc") -> Agency:
    """One that is not Rafi's."""
    return Agency.objects.create(
        organisation=parties.organisation("agency", code.upper(), "বিটিআরসি"),
        code=code,
        designation_bn="উপপরিচালক",
        designation_en="Deputy Director",
    )


def withdrawn(people: Personas, case: Case, *, now: datetime = PLACED_AT) -> Case:
    """Taken back by the complainant."""
    actor = Actor.mobile_holder(case.complainant.mobile)
    with transaction.atomic():
        held = case_held(actor, case.pk)
        entry = Entry("withdrawn", text="মিটে গেছে")
        case_step(held, "withdraw", entry, actor=actor, now=now, outcome="withdrawn")
    case.refresh_from_db()
    return case


def running(case: Case) -> set[str]:
    """The clocks that run, by their short names."""
    waiting = deadlines_of(("case", case.pk)).filter(state="waiting")
    return {each.kind.removeprefix("case_") for each in waiting}


def case_about(people, share, **more):
    """Of what was paid for an order here, all of it wanted back."""
    paid = Payment.objects.get(seller_order=share).amount_poisha
    return case(
        people,
        seller_order_id=share.pk,
        **{"paid_poisha": paid, "paid_by": "cash", "wanted_poisha": paid, **more},
    )
