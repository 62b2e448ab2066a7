"""A weaver, her kantha in the shop, and Amazon: `python -m tests.live.abroad FILE`.

Asha's centre looks after Jamila, who sells one kind of kantha. Omar and Oli operate, Bimal audits. The
channel leads to the sandbox; nothing is said yet of what goods need to go abroad.
"""

import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import django

from .data import staff as signing_in
from .data import union_in

KANTHA, PRICE, PIECES = "নকশিকাঁথা, পদ্ম আর পাখি", 450_000, 6
"""What it is called, what one costs at home in poisha, how many there are."""
FREIGHT = ((1_000, 190_000), (2_000, 290_000), (5_000, 560_000))


def main(into: Path) -> None:
    django.setup()
    from django.core.management import call_command

    from ekshop.channels.services import channels_reference_load
    from ekshop.kernel import clock

    call_command("collectstatic", "--noinput", "--verbosity", "0")
    channels_reference_load()
    now = clock.now() - timedelta(days=1)
    people = _everyone(now)
    offer = _kantha(people["jamila"]["organisation"], now)
    facts = {"people": people, "offer": offer, "channel": _amazon(now)}
    call_command("search_rebuild", verbosity=0)
    into.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def _everyone(now: datetime) -> dict[str, dict[str, Any]]:
    from ekshop.kernel.actors import Actor
    from ekshop.orders.services import commission_rate_set
    from ekshop.parties.services import (
        NewPerson,
        centre_enrol,
        membership_add,
        organisation_enrol,
        producer_enrol,
    )

    system = Actor.system("tests")
    asha = NewPerson(name="Asha Akter", name_bn="আশা আক্তার", mobile="01711000001")
    centre = centre_enrol(
        actor=system,
        union_code=union_in("jamalpur"),
        name_bn="মেলান্দহ ডিজিটাল সেন্টার",
        name_en="Melandaha Digital Centre",
        entrepreneurs=[asha],
        now=now,
    )
    jamila = NewPerson(name="Jamila Khatun", name_bn="জামিলা খাতুন", mobile="01711000006")
    seller = producer_enrol(
        open_at_once=True,
        actor=system,
        name_bn="জামিলার তাঁত",
        name_en="Jamila's Loom",
        person=jamila,
        sourcing_centre_id=centre.organisation_id,
        now=now,
    )
    people: dict[str, dict[str, Any]] = {
        "asha": {"mobile": asha.mobile, "organisation": centre.organisation_id},
        "jamila": {"mobile": jamila.mobile, "organisation": seller.organisation_id},
    }
    operator = organisation_enrol(
        actor=system, kind="operator", name_bn="এক-শপ পরিচালনা", name_en="ek-Shop", now=now
    )
    for key, role, name_bn, name_en, mobile in (
        ("omar", "operator", "ওমর ফারুক", "Omar Faruk", "01711000008"),
        ("oli", "operator", "অলি আহমেদ", "Oli Ahmed", "01711000013"),
        ("bimal", "auditor", "বিমল কান্তি রায়", "Bimal Kanti Roy", "01711000009"),
    ):
        email = f"{key}@ekshop.example"
        membership_add(
            actor=system,
            organisation_id=operator.pk,
            person=NewPerson(name=name_en, name_bn=name_bn, mobile=mobile, email=email),
            role=role,
            now=now,
        )
        people[key] = {"mobile": mobile, "organisation": operator.pk, **signing_in(email)}
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
    return people


def _kantha(seller_id: int, now: datetime) -> int:
    from ekshop.catalogue.tests import make
    from ekshop.parties.models import Organisation

    seller = Organisation.objects.get(pk=seller_id)
    of = make.product(title=KANTHA, title_bn=KANTHA)
    return make.offer(
        seller, of=of, price_poisha=PRICE, on_hand=PIECES, title=KANTHA, title_bn=KANTHA
    ).pk


def _amazon(now: datetime) -> int:
    from django.conf import settings

    from ekshop.channels.services.channels import channel_put, exchange_rate_note, freight_band_put
    from ekshop.kernel import clock
    from ekshop.kernel.actors import Actor
    from sandbox.core.credentials import credential

    system, base = Actor.system("tests"), f"{settings.SANDBOX_URL}/amazon"
    channel = channel_put(
        actor=system,
        key="amazon-us",
        fields={
            "adapter": "amazon",
            "name_bn": "অ্যামাজন (যুক্তরাষ্ট্র)",
            "name_en": "Amazon.com",
            "country": "US",
            "currency": "USD",
            "language": "en",
            "fee_bp": 1500,
            "price_step": 100,
            "price_ending": 99,
        },
        settings={
            "brand": "ek-Shop",
            "seller_id": "A3EKSHOPSELLER",
            "client_id": credential("amazon", "client_id"),
            "endpoint": base,
            "login": base,
        },
        secrets={key: credential("amazon", key) for key in ("client_secret", "refresh_token")},
        now=now,
    )
    for up_to_g, poisha in FREIGHT:
        freight_band_put(
            actor=system,
            channel_id=channel.pk,
            up_to_g=up_to_g,
            poisha=poisha,
            source="An express carrier's list of prices",
            valid_from=date(2026, 1, 1),
            now=now,
        )
    exchange_rate_note(
        actor=system,
        currency="USD",
        taka_for_one="120",
        on=clock.dhaka_date(now),
        source="Bangladesh Bank",
        now=now,
    )
    return channel.pk


if __name__ == "__main__":
    main(Path(sys.argv[1]))
