"""A month to be closed, set up through the services: `python -m tests.live.month FILE`.

The clock says the tenth of a month; the month before is to be closed. Mina's seller sold at five
centres. Asha, Bina and Chandra are paid by bKash, Rahela by Rocket. Dola was paid for the month
before that, and then her sale was taken back by a complaint; what she sold since makes up for a
part of it. Mina's seller was paid all that customers had paid, so its account is short. Omar and
Oli operate, and published a prize for the month while it was yet to come.
"""

import json
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django

from .data import staff as signing_in
from .data import union_in

CENTRES = {
    "asha": ("kurigram", "নয়ারহাট ডিজিটাল সেন্টার", "Nayarhat Digital Centre", "আশা আক্তার", "Asha Akter", "bkash", "01711000001"),
    "bina": ("bogura", "খানপুর ডিজিটাল সেন্টার", "Khanpur Digital Centre", "বীণা রানী", "Bina Rani", "bkash", "01711000002"),
    "chandra": ("rangpur", "চন্দনপাট ডিজিটাল সেন্টার", "Chandanpat Digital Centre", "চন্দ্রা দেবী", "Chandra Debi", "bkash", "01711000003"),
    "rahela": ("jamalpur", "মেলান্দহ ডিজিটাল সেন্টার", "Melandaha Digital Centre", "রাহেলা খাতুন", "Rahela Khatun", "rocket", "01711000004"),
    "dola": ("bhola", "দৌলতখান ডিজিটাল সেন্টার", "Daulatkhan Digital Centre", "দোলা মণ্ডল", "Dola Mondal", "bkash", "01711000005"),
}  # fmt: skip
SOLD = {"asha": 1_200_050, "bina": 800_000, "chandra": 600_000, "rahela": 500_000}
"""In the month to be closed, in poisha."""
TAKEN_BACK, SOLD_SINCE = 600_000, 500_000
"""Dola's: the month before, and since the month's end."""


@dataclass(frozen=True)
class Days:
    """Of the month to be closed, the one before and the one that runs."""

    before: datetime
    month: datetime
    after: datetime

    @classmethod
    def now(cls) -> "Days":
        from ekshop.kernel import clock

        after = clock.month_bounds(clock.month_of(clock.now()))[0]
        month = clock.month_bounds(clock.month_of(after - timedelta(days=1)))[0]
        before = clock.month_bounds(clock.month_of(month - timedelta(days=1)))[0]
        return cls(before, month, after)


def on(first: datetime, day: int) -> datetime:
    """Eleven in the morning of that day of a month."""
    return first + timedelta(days=day - 1, hours=11)


def main(into: Path) -> None:
    django.setup()
    from django.core.management import call_command

    from ekshop.kernel import clock
    from ekshop.settlement.tests import make, months

    call_command("collectstatic", "--noinput", "--verbosity", "0")
    days = Days.now()
    facts, cast = _everyone(on(days.before, 1))
    taken_back = months.sold(cast["dola"], TAKEN_BACK, at=on(days.before, 8))
    scheme = _scheme(cast["dola"], days)
    months.locked(on(days.before, 20))
    _seller_paid(cast["dola"], on(days.before, 21))
    _month_closed(cast["dola"], days)
    for key, price in SOLD.items():
        months.sold(cast[key], price, at=on(days.month, 2))
    months.locked(on(days.month, 14))
    _seller_paid(cast["dola"], on(days.month, 15))
    _taken_back(taken_back, on(days.month, 20))
    months.sold(cast["dola"], SOLD_SINCE, at=on(days.month, 28))
    make.work(clock.now())
    months.locked(clock.now())
    months.books_agree()
    facts |= {
        "before": clock.month_of(days.before),
        "month": clock.month_of(days.month),
        "after": clock.month_of(days.after),
        "scheme": scheme,
    }
    call_command("search_rebuild", verbosity=0)
    into.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def _everyone(now: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """What tests need to know; and by centre the people its orders are made with."""
    from ekshop.kernel.actors import Actor
    from ekshop.orders.services import commission_rate_set
    from ekshop.parties.models import Person, Place
    from ekshop.parties.selectors import actor_of
    from ekshop.parties.services import (
        NewLicence,
        NewPerson,
        bank_account_confirm,
        bank_account_propose,
        centre_enrol,
        consent_record,
        customer_record,
        membership_add,
        organisation_enrol,
        partner_enrol,
        wallet_set,
    )

    system = Actor.system("tests")
    people: dict[str, dict[str, Any]] = {}

    def who(person: Person) -> Any:
        membership = person.memberships.get()
        return SimpleNamespace(person=person, actor=actor_of(person, membership))

    operator = organisation_enrol(
        actor=system, kind="operator", name_bn="এক-শপ পরিচালনা", name_en="ek-Shop", now=now
    )
    staff = {}
    for key, name_bn, name_en, mobile in (
        ("omar", "ওমর ফারুক", "Omar Faruk", "01711000008"),
        ("oli", "অলি আহমেদ", "Oli Ahmed", "01711000009"),
    ):
        email = f"{key}@ekshop.example"
        membership_add(
            actor=system,
            organisation_id=operator.pk,
            person=NewPerson(name=name_en, name_bn=name_bn, mobile=mobile, email=email),
            role="operator",
            now=now,
        )
        staff[key] = who(Person.objects.get(email=email))
        people[key] = {"mobile": mobile, "organisation": operator.pk, **signing_in(email)}
    seller = partner_enrol(
        open_at_once=True,
        actor=system,
        name_bn="সুতোর টান",
        name_en="Sutortan",
        hub_district_code=Place.objects.get(kind="district", slug="dhaka").code,
        staff=[NewPerson(name="Mina Sultana", name_bn="মিনা সুলতানা", mobile="01711000007")],
        licences=[NewLicence(kind="trade", number="TRAD-3", valid_from=now.date())],
        now=now,
    )
    mina = who(Person.objects.get(memberships__organisation=seller.organisation_id))
    people["mina"] = {"mobile": "01711000007", "organisation": seller.organisation_id}
    account = bank_account_propose(
        actor=mina.actor,
        bank="Sonali Bank",
        branch="Motijheel",
        routing_number="200270522",
        holder="Sutortan",
        number="0123456789012",
        now=now,
    )
    bank_account_confirm(actor=staff["omar"].actor, bank_account_id=account.pk, now=now)
    commission_rate_set(
        actor=system, seller_id=None, category_id=None, rate_bp=500, valid_from=now, now=now
    )
    cast: dict[str, Any] = {}
    for number, (key, centre) in enumerate(CENTRES.items()):
        district, name_bn, name_en, who_bn, who_en, provider, mobile = centre
        made = centre_enrol(
            actor=system,
            union_code=union_in(district),
            name_bn=name_bn,
            name_en=name_en,
            entrepreneurs=[NewPerson(name=who_en, name_bn=who_bn, mobile=mobile)],
            now=now,
        )
        runs = who(Person.objects.get(memberships__organisation=made.organisation_id))
        wallet = mobile + "1" if provider == "rocket" else mobile
        wallet_set(
            actor=runs.actor,
            person_id=runs.person.pk,
            provider=provider,
            number=wallet,
            now=now,
        )
        people[key] = {"mobile": mobile, "organisation": made.organisation_id, "wallet": wallet}
        customer = customer_record(
            actor=runs.actor, name="করিম মিয়া", mobile=f"0181100000{number}", now=now
        )
        consent_record(
            actor=runs.actor,
            customer_id=customer.pk,
            purpose="order",
            medium="spoken",
            wording="order-1",
            now=now,
        )
        partner = seller.organisation
        cast[key] = SimpleNamespace(asha=runs, karim=customer, mina=mina, partner=partner, **staff)
    return {"people": people}, cast


def _scheme(cast: Any, days: Days) -> int:
    """Omar wrote it, Oli published it."""
    from ekshop.kernel import clock
    from ekshop.settlement.services.prizes import (
        PrizeGiven,
        Terms,
        scheme_propose,
        scheme_publish,
        scheme_save,
    )

    month, now = clock.month_of(days.month), on(days.before, 20)
    prize = PrizeGiven("country", "সেলাই মেশিন", "Sewing machine", 1_200_000, None, 1, 1)
    terms = Terms(
        name_bn="মাসের সেরা উদ্যোক্তা",
        name_en="Entrepreneur of the month",
        first_month=month,
        last_month=month,
        settles_on=on(days.after, 9).date(),
        objections_until=on(days.after, 20).date(),
        tie_rule="reached_first",
        prizes=[prize],
    )
    scheme = scheme_save(actor=cast.omar.actor, scheme_id=None, terms=terms, now=now)
    scheme_propose(actor=cast.omar.actor, scheme_id=scheme.pk, now=now)
    scheme_publish(actor=cast.oli.actor, scheme_id=scheme.pk, now=now)
    return scheme.pk


def _seller_paid(cast: Any, now: datetime) -> None:
    """All that is due to sellers goes by the bank's file, and comes back paid."""
    import httpx
    from django.conf import settings

    from ekshop.settlement.services import payouts, settlements_draw

    settlements_draw(actor=cast.omar.actor, now=now)
    batch = payouts.batch_draft(actor=cast.omar.actor, provider="bank", now=now)
    payouts.batch_release(actor=cast.oli.actor, batch_id=batch.pk, now=now)
    omar = {"actor": cast.omar.actor, "batch_id": batch.pk, "now": now}
    _name, content = payouts.batch_file(**omar, form="csv")
    with httpx.Client(base_url=settings.SANDBOX_URL) as bank:
        sent = bank.post(
            "/bank/uploads", data={"kind": "bank"}, files={"file": ("batch.csv", content)}
        )
        payouts.upload_mark(**omar)
        payouts.upload_confirm(actor=cast.oli.actor, batch_id=batch.pk, now=now)
        result = bank.get(f"/bank/uploads/{sent.json()['id']}/result").content
    payouts.result_read(**omar, filename="result.csv", content=result)


def _month_closed(cast: Any, days: Days) -> None:
    """The month before, to its end: Dola has her commission."""
    from ekshop.kernel import clock
    from ekshop.settlement.services.payouts import (
        batch_draft,
        batch_release,
        batch_run,
        float_arrived,
        top_up_record,
    )
    from ekshop.settlement.tests import make, months

    month, now = clock.month_of(days.before), on(days.month, 1)
    months.settled(cast, cast.oli, month, now=now)
    now += timedelta(days=8)
    months.approved(cast, month, now=now)
    topped = top_up_record(
        actor=cast.omar.actor,
        provider="bkash",
        amount_poisha=100_000,
        reference="SLIP-1",
        now=now,
    )
    float_arrived(actor=cast.oli.actor, move_id=topped.pk, now=now)
    batch = batch_draft(actor=cast.omar.actor, provider="bkash", now=now)
    batch_release(actor=cast.oli.actor, batch_id=batch.pk, now=now)
    batch_run(batch_id=batch.pk, now=lambda: now)
    make.work(now)


def _taken_back(seller_order: Any, now: datetime) -> None:
    """Long after the return window, as the two sides of a complaint agreed."""
    from ekshop.kernel.actors import Actor
    from ekshop.payments.services import refund_issue_for_complaint
    from ekshop.settlement.tests import make, months

    refund_issue_for_complaint(
        actor=Actor.system("complaints"),
        seller_order_id=seller_order.pk,
        amount_poisha=TAKEN_BACK,
        case_code="C2-7HQX-4",
        remedy_id=1,
        now=now,
    )
    make.work(now)
    months.locked(now)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
