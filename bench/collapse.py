"""A seller collapses: thousands complain of it in two days, and it is worked as one incident.

    python -m bench.collapse --size small     300 complaints
    python -m bench.collapse --size full      3,000 complaints

Everything goes through the services. The complaints are filed by as many people, each in their own
words and with an amount of their own; one run of the watch must see the rise; an incident takes
them all in; an agency orders the seller to give each back what they paid, and each complaint keeps
a remedy of its own. The ratio of filing is the last third against the first: whether the heap
slows its own growth.
"""

import argparse
import time
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bench.figures import figure
from bench.shop import prepare

SIZES = {"small": 300, "full": 3_000}
DAYS = 2
WORDS = (
    "টাকা বিকাশে অগ্রিম পাঠিয়েছি",
    "মোটরসাইকেল দেওয়ার কথা ছিল",
    "অফিস বন্ধ, তালা ঝুলছে",
    "ফোন করলে কেউ ধরে না",
    "পেজ আর খুঁজে পাচ্ছি না",
    "চেক দিয়েছিল, ব্যাংকে টাকা নেই",
    "তিন মাস ধরে ঘোরাচ্ছে",
    "গ্রাহকেরা সবাই রাস্তায়",
    "অর্ধেক দামের অফার ছিল",
    "ঈদের আগে দেবে বলেছিল",
    "রসিদ আমার কাছে আছে",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", choices=SIZES)
    number = SIZES[parser.parse_args().size]
    prepare("collapse")
    people, end = furnish()
    seller = file_all(people, number, end)
    watch(seller, number, end)
    incident = gather(people, seller, number, end)
    order(people, incident, number, end)


def furnish() -> tuple[Any, datetime]:
    """An empty desk on which nothing is sorted by itself, and an agency."""
    from django.db import connection

    from ekshop.complaints.models import TriageRule
    from ekshop.complaints.tests import make
    from ekshop.kernel import clock

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE parties_person, parties_organisation, parties_place, kernel_deadline,"
            " kernel_statechange, kernel_ruleversion, notices_message, procrastinate_jobs,"
            " complaints_complainant, complaints_respondent CASCADE"
        )
    people = make.people()
    TriageRule.objects.all().delete()
    make.agency(people)
    return people, clock.now()


def file_all(people: Any, number: int, end: datetime) -> int:
    """Files them over two days and says which seller they are about."""
    from ekshop.complaints.services import case_file, case_triage
    from ekshop.complaints.tests import make
    from ekshop.kernel.actors import Actor

    begun, seller, marks = end - timedelta(days=DAYS), None, [time.perf_counter()]
    for count in range(number):
        at = begun + count * timedelta(days=DAYS) / number
        about = {"respondent_id": seller} if seller else {"seller_name": "Joy Bazar"}
        paid = (5_000 + count) * 100
        told = make.filing(
            people,
            now=at,
            mobile=f"+8801711{count:06d}",
            name=f"Buyer {count}",
            story=_story(count),
            category="advance_taken",
            paid_poisha=paid,
            wanted_poisha=paid,
            **about,
        )
        case = case_file(actor=Actor.mobile_holder(told.mobile), filing=told, now=at)
        case_triage(actor=make.PLATFORM, case_id=case.pk, now=at)
        seller = case.respondent_id
        if (count + 1) % (number // 3) == 0:
            marks.append(time.perf_counter())
    first, last = marks[1] - marks[0], marks[3] - marks[2]
    rate = number / (marks[3] - marks[0])
    figure("collapse_filed", rate, "per_s", ratio=first / last, limit="ratio>=0.5")
    assert seller is not None
    return seller


def _story(count: int) -> str:
    """The same wrong in words of one's own."""
    said = Random(count).sample(WORDS, 3 + count % 4)
    return f"{'। '.join(said)}। রসিদ {count}।"


def watch(seller: int, number: int, end: datetime) -> None:
    from ekshop.complaints.models import SellerAlert
    from ekshop.complaints.services import sellers_watch

    began = time.perf_counter()
    sellers_watch(now=end)
    figure("collapse_watch_run", time.perf_counter() - began, "s", limit="<=60")
    surge = SellerAlert.objects.filter(respondent_id=seller, signal="surge").first()
    figure("collapse_seen", surge.measured["value"] if surge else 0, "cases", limit=f"=={number}")


def gather(people: Any, seller: int, number: int, end: datetime) -> Any:
    from ekshop.complaints.models import Case
    from ekshop.complaints.services import incident_gather, incident_open

    first = Case.objects.filter(respondent_id=seller).values_list("pk", flat=True)[:2]
    began, actor = time.perf_counter(), people.nila.actor
    incident = incident_open(actor=actor, case_ids=list(first), title="Joy Bazar", note="", now=end)
    incident_gather(actor=actor, incident_id=incident.pk, now=end)
    figure("collapse_gathered_in", time.perf_counter() - began, "s", limit="<=60")
    figure("collapse_gathered", incident.members.count(), "cases", limit=f"=={number}")
    return incident


def order(people: Any, incident: Any, number: int, end: datetime) -> None:
    """Refers all, the agency takes each, and orders each its own money back."""
    from django.db.models import Sum

    from ekshop.complaints.models import Case, Referral, Remedy
    from ekshop.complaints.services import referral_accept
    from ekshop.kernel.clock import dhaka_date

    agency = people.rafi.organisation.pk
    in_bulk("refer", people.nila.actor, incident, end, agency_id=agency, text="")
    began = time.perf_counter()
    for referral in Referral.objects.values_list("pk", flat=True).order_by("pk"):
        referral_accept(actor=people.rafi.actor, referral_id=referral, now=end)
    figure("collapse_accepted", number / (time.perf_counter() - began), "per_s")
    in_bulk(
        "order",
        people.rafi.actor,
        incident,
        end,
        text="টাকা ফেরত দিতে হবে।",
        section="45",
        due_on=dhaka_date(end) + timedelta(days=10),
    )
    owed = Remedy.objects.filter(case__respondent_id=incident.respondent_id)
    figure(
        "collapse_remedies", owed.values("case_id").distinct().count(), "cases", limit=f"=={number}"
    )
    paid = Case.objects.aggregate(total=Sum("paid_poisha"))["total"]
    ordered = owed.aggregate(total=Sum("amount_poisha"))["total"] or 0
    figure("collapse_ordered_of_paid", ordered / paid, "share", limit="==1")


def in_bulk(kind: str, actor: Any, incident: Any, now: datetime, **told: Any) -> None:
    from ekshop.complaints.services import bulk_act, bulk_act_work

    act = bulk_act(actor=actor, incident_id=incident.pk, kind=kind, told=told, now=now)
    began = time.perf_counter()
    while bulk_act_work(act_id=act.pk, now=now):
        pass
    rate = incident.members.count() / (time.perf_counter() - began)
    figure(f"collapse_{kind}_in_bulk", rate, "per_s")


if __name__ == "__main__":
    main()
