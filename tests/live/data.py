"""The small data set of a live installation, made through the services: `python -m tests.live.data FILE`.

Asha's centre and Bina's; the partners Sutortan (Mina), Hatkhola (Zubayer) and Tatka Sodai
(Shahinur), whose goods (`shops/*.jsonl`) came by feed from the sandbox's shops 3, 6 and 4, and
Pataboi (Rumana, shop 1), who has no feed yet; Patkotha (Nasrin), whose shop is WooCommerce; Jamila, who weaves; Sabita and Hashem, who make curd in Bina's district; Tuli at the call line; the
consumer directorate; and Omar, Oli, Bimal, Nila and Rafi, who sign in with a password and a second step. The
names of places are in the register. FILE gets what tests need to know.
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

PASSWORD = "a-longer-word-for-tests"

CENTRES = {
    "asha": ("kurigram", "নয়ারহাট ডিজিটাল সেন্টার", "Nayarhat Digital Centre", "আশা আক্তার", "Asha Akter", "01711000001"),
    "bina": ("bogura", "খানপুর ডিজিটাল সেন্টার", "Khanpur Digital Centre", "বীণা রানী", "Bina Rani", "01711000002"),
}  # fmt: skip
PARTNERS = {
    "mina": (3, "সুতোর টান", "Sutortan", "মিনা সুলতানা", "Mina Sultana", "01711000003"),
    "zubayer": (6, "হাটখোলা", "Hatkhola", "জুবায়ের আলম", "Zubayer Alam", "01711000004"),
    "shahinur": (4, "টাটকা সদাই", "Tatka Sodai", "শাহিনুর বেগম", "Shahinur Begum", "01711000005"),
    "nasrin": (0, "পাটকথা", "Patkotha", "নাসরিন জাহান", "Nasrin Jahan", "01711000014"),
    "rumana": (1, "পাতাবই", "Pataboi", "রুমানা হক", "Rumana Haque", "01711000010"),
}  # fmt: skip
WITH_FEED = ["mina", "zubayer", "shahinur"]


def main(into: Path) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("collectstatic", "--noinput", "--verbosity", "0")
    with transaction.atomic():
        people = _everyone()
    for key in WITH_FEED:
        _read_feed(people[key]["organisation"], people[key]["shop"])
    call_command("search_rebuild", verbosity=0)
    facts = {"people": people, "offers": _offers()}
    into.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def _everyone() -> dict[str, dict[str, Any]]:
    from demo.content.tables import read, sources
    from ekshop.catalogue.services import categories_load, forbidden_load
    from ekshop.complaints.services import TriageDraft, triage_rule_put
    from ekshop.kernel import clock
    from ekshop.kernel.actors import Actor
    from ekshop.orders.services import commission_rate_set
    from ekshop.parties.services import NewPerson, centre_enrol, membership_add, organisation_enrol
    from ekshop.producers.services.names import gi_names_load

    from .makers import curd_makers

    system = Actor.system("tests")
    now = clock.now() - timedelta(days=1)
    categories_load(read("categories"))
    forbidden_load(read("forbidden"))
    gi_names_load(read("gi_products"), sources())
    people: dict[str, dict[str, Any]] = {}
    for key, (district, name_bn, name_en, who_bn, who_en, mobile) in CENTRES.items():
        centre = centre_enrol(
            actor=system,
            union_code=union_in(district),
            name_bn=name_bn,
            name_en=name_en,
            entrepreneurs=[NewPerson(name=who_en, name_bn=who_bn, mobile=mobile)],
            now=now,
        )
        people[key] = {"mobile": mobile, "organisation": centre.organisation_id}
    for key, partner in PARTNERS.items():
        people[key] = _partner(system, now, *partner)
    people |= curd_makers(people["bina"]["organisation"], now)
    people["jamila"] = _producer(system, now, people["asha"]["organisation"])
    call_line = organisation_enrol(
        actor=system, kind="call_line", name_bn="কল লাইন ৩৩৩", name_en="Call line 333", now=now
    )
    operator = organisation_enrol(
        actor=system, kind="operator", name_bn="এক-শপ পরিচালনা", name_en="ek-Shop", now=now
    )
    cell = organisation_enrol(
        actor=system,
        kind="agency",
        name_bn="কেন্দ্রীয় ডিজিটাল কমার্স সেল",
        name_en="Digital Commerce Cell",
        now=now,
    )
    dncrp, dncrp_key = _directorate(system, now)
    for key, role, organisation, name_bn, name_en, mobile in (
        ("tuli", "call_operator", call_line, "তুলি বড়ুয়া", "Tuli Barua", "01711000007"),
        ("omar", "operator", operator, "ওমর ফারুক", "Omar Faruk", "01711000008"),
        ("oli", "operator", operator, "অলি আহমেদ", "Oli Ahmed", "01711000013"),
        ("bimal", "auditor", operator, "বিমল কান্তি রায়", "Bimal Kanti Roy", "01711000009"),
        ("nila", "coordinator", cell, "নীলা চৌধুরী", "Nila Chowdhury", "01711000011"),
        ("rafi", "officer", dncrp, "রাফি আহমেদ", "Rafi Ahmed", "01711000012"),
    ):
        email = f"{key}@ekshop.example"
        membership_add(
            actor=system,
            organisation_id=organisation.pk,
            person=NewPerson(name=name_en, name_bn=name_bn, mobile=mobile, email=email),
            role=role,
            now=now,
        )
        people[key] = {"mobile": mobile, "organisation": organisation.pk}
        if role != "call_operator":
            people[key] |= staff(email)
    people["rafi"]["api_key"] = dncrp_key
    for work, share in (("sale", 500), ("sourcing", 150)):
        commission_rate_set(
            actor=system,
            seller_id=None,
            category_id=None,
            rate_bp=share,
            role=work,
            valid_from=now,
            now=now,
        )
    to_seller = TriageDraft(position=1, valid_from=now, to_seller=True)
    triage_rule_put(actor=system, draft=to_seller, now=now)
    return people


def union_in(district: str) -> str:
    from ekshop.parties.models import Place

    return Place.objects.filter(kind="union", district__slug=district).order_by("code")[0].code


def _partner(
    system: Any,
    now: Any,
    shop: int,
    name_bn: str,
    name_en: str,
    who_bn: str,
    who_en: str,
    mobile: str,
) -> dict[str, Any]:
    from ekshop.parties.models import Place
    from ekshop.parties.services import NewLicence, NewPerson, partner_enrol

    hub = Place.objects.get(kind="district", slug="dhaka")
    seller = partner_enrol(
        open_at_once=True,
        actor=system,
        name_bn=name_bn,
        name_en=name_en,
        hub_district_code=hub.code,
        staff=[NewPerson(name=who_en, name_bn=who_bn, mobile=mobile)],
        licences=[NewLicence(kind="trade", number=f"TRAD-{shop}", valid_from=date(2024, 1, 1))],
        now=now,
    )
    if shop:
        _connect(system, now, seller.organisation_id, shop)
    return {"mobile": mobile, "organisation": seller.organisation_id, "shop": shop}


def _producer(system: Any, now: Any, sourcing_centre: int) -> dict[str, Any]:
    from ekshop.parties.services import NewPerson, producer_enrol

    seller = producer_enrol(
        open_at_once=True,
        actor=system,
        name_bn="জামিলার তাঁত",
        name_en="Jamila's Loom",
        person=NewPerson(name="Jamila Khatun", name_bn="জামিলা খাতুন", mobile="01711000006"),
        sourcing_centre_id=sourcing_centre,
        now=now,
    )
    return {"mobile": "01711000006", "organisation": seller.organisation_id}


def _directorate(system: Any, now: Any) -> tuple[Any, str]:
    """The consumer directorate, reached by Nothi, with a key for a system of its own."""
    from ekshop.complaints.services import AgencySettings, agency_enrol
    from ekshop.federation.services import api_key_create

    agency = agency_enrol(
        actor=system,
        code="dncrp",
        name_bn="জাতীয় ভোক্তা অধিকার সংরক্ষণ অধিদপ্তর",
        name_en="Directorate of National Consumer Rights Protection",
        settings=AgencySettings(
            designation_bn="সহকারী পরিচালক (অভিযোগ)",
            designation_en="Assistant Director (Complaints)",
            law_bn="ভোক্তা অধিকার সংরক্ষণ আইন ২০০৯",
            law_en="Consumer Rights Protection Act 2009",
            way="nothi",
            nothi_office="61",
            nothi_unit="4",
            nothi_designation="12",
        ),
        now=now,
    )
    _made, key = api_key_create(actor=system, seller_id=agency.pk, label="system", now=now)
    return agency.organisation, key


def staff(email: str) -> dict[str, str]:
    """A password and a second step, as somebody has who signed in before."""
    from demo.load import second_step
    from ekshop.parties.models import Person

    person = Person.objects.get(email=email)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    second_step.enrol(person)
    return {"email": email, "password": PASSWORD, "secret": second_step.secret(person)}


def _connect(system: Any, now: Any, seller_id: int, shop: int) -> None:
    """The shop gets its orders by webhook and answers with its key, as its owner set up."""
    from django.conf import settings

    from ekshop.federation.services import api_key_create, webhook_set
    from sandbox.core.credentials import credential

    webhook_set(
        actor=system,
        seller_id=seller_id,
        url=f"{settings.SANDBOX_URL}/shops/{shop}/webhooks/orders",
        secret=credential(f"shop/{shop}", "webhook_secret"),
        now=now,
    )
    api_key_create(
        actor=system,
        seller_id=seller_id,
        label="shop",
        key=credential(f"shop/{shop}", "api_key"),
        now=now,
    )


def _read_feed(seller_id: int, shop: int) -> None:
    from django.conf import settings

    from ekshop.federation.services import feed_ingest, feed_register, feed_run_request
    from ekshop.kernel import clock
    from ekshop.kernel.actors import Actor

    system, now = Actor.system("tests"), clock.now()
    feed = feed_register(
        actor=system,
        seller_id=seller_id,
        name="Goods",
        address=f"{settings.SANDBOX_URL}/shops/{shop}/feed.xml",
        now=now,
    )
    run = feed_run_request(actor=system, feed=feed, now=now)
    feed_ingest(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "done" and not run.rejected, f"shop {shop}: {run.state} {run.problem}"


def _offers() -> dict[str, dict[str, Any]]:
    """By the shop's own number of the article."""
    from ekshop.catalogue.models import Offer

    return {
        offer.seller_ref: {
            "id": offer.pk,
            "price": offer.price_poisha,
            "product": offer.product.code,
            "seller": offer.seller_id,
        }
        for offer in Offer.objects.select_related("product")
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
