"""Who there is: the operator, agencies, centres, partners and the personas."""

import hashlib
import hmac
from datetime import date, datetime, timedelta

from django.conf import settings

from demo.content.tables import read
from ekshop.kernel.actors import Actor
from ekshop.parties.models import Centre, Membership, Organisation, Person
from ekshop.parties.rules import PRIVILEGED_ROLES
from ekshop.parties.selectors import actor_of
from ekshop.parties.services import (
    NewLicence,
    NewPerson,
    centre_enrol,
    membership_add,
    organisation_enrol,
    partner_enrol,
    wallet_set,
)

from . import agencies, second_step
from .steps import CASE_DAYS, DAYS, one_by_one

LOADER = Actor.system("demo")

# Organisations that are neither centre nor seller, by the name the people's table gives them.
PLAIN = {
    "ekshop": ("operator", "এক-শপ, এটুআই", "ek-Shop, a2i"),
    "digital-commerce-cell": (
        "agency",
        "কেন্দ্রীয় ডিজিটাল কমার্স সেল",
        "Central Digital Commerce Cell",
    ),
    "call-line-333": ("call_line", "জাতীয় কল লাইন ৩৩৩", "National call line 333"),
}


def load(now: datetime) -> None:
    """One after the other, in the hours of an office from `now` on."""
    times = one_by_one(now, minutes=4)
    for kind, name_bn, name_en in PLAIN.values():
        organisation_enrol(
            actor=LOADER, kind=kind, name_bn=name_bn, name_en=name_en, now=next(times)
        )
    # Complaints go back further than the orders here; whole weeks, so that offices are open.
    agencies.load(now - timedelta(weeks=(CASE_DAYS - DAYS) // 7 + 1))
    for row in read("centres"):
        _centre(row, next(times))
    for row in read("partners"):
        _partner(row, next(times))
    for row in read("people"):
        _persona(row, next(times))


def organisation(slug: str) -> Organisation:
    """The organisation a table means by its own short name."""
    if slug in PLAIN:
        return Organisation.objects.get(name_en=PLAIN[slug][2])
    for table, kind in (("partners", "partner"), ("producers", "producer"), ("agencies", "agency")):
        for row in read(table):
            if row["slug"] == slug:
                return Organisation.objects.get(kind=kind, name_en=row["name_en"])
    code = next(row["code"] for row in read("centres") if row["slug"] == slug)
    return Centre.objects.select_related("organisation").get(code=code).organisation


def persona(key: str) -> Actor:
    """The actor one of the personas is."""
    row = next(row for row in read("people") if row["key"] == key)
    person = Person.objects.get(mobile=row["mobile"])
    membership = (
        Membership.objects.select_related("organisation").filter(person=person, active=True).first()
    )
    return actor_of(person, membership)


def password(key: str) -> str:
    """A staff persona's password: this installation's own, so that no two share it."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo:{key}".encode(), hashlib.sha256)
    return f"{key}-{digest.hexdigest()[:10]}"


def _centre(row: dict[str, str], now: datetime) -> None:
    people = [
        NewPerson(name=row[f"person{n}_en"], name_bn=row[f"person{n}_bn"], mobile=row[f"mobile{n}"])
        for n in (1, 2)
        if row[f"mobile{n}"]
    ]
    centre_enrol(
        actor=LOADER,
        union_code=row["union"],
        name_bn=row["name_bn"],
        name_en=row["name_en"],
        code=row["code"],
        entrepreneurs=people,
        now=now,
    )
    for n in (1, 2):
        if row[f"wallet{n}_provider"]:
            _wallet(row[f"mobile{n}"], row[f"wallet{n}_provider"], row[f"wallet{n}_number"], now)


def _partner(row: dict[str, str], now: datetime) -> None:
    staff = [each for each in read("people") if each["organisation"] == row["slug"]]
    partner_enrol(
        open_at_once=True,
        actor=LOADER,
        name_bn=row["name_bn"],
        name_en=row["name_en"],
        about_bn=row["about_bn"],
        about_en=row["about_en"],
        hub_district_code=row["hub_district"],
        days_same_district=int(row["days_same_district"]),
        days_elsewhere=int(row["days_elsewhere"]),
        delivery_fee_same_district_poisha=int(row["fee_same_district"]) * 100,
        delivery_fee_elsewhere_poisha=int(row["fee_elsewhere"]) * 100,
        mobile=row["mobile"],
        email=row["email"],
        staff=[_person(each) for each in staff],
        licences=[
            NewLicence(
                kind=kind,
                number=row[f"{kind}_number"],
                valid_from=date.fromisoformat(row[f"{kind}_from"]),
                valid_until=date.fromisoformat(row[f"{kind}_until"])
                if row[f"{kind}_until"]
                else None,
            )
            for kind in ("trade", "dbid", "dgda")
            if row[f"{kind}_number"]
        ],
        now=now,
    )


def _persona(row: dict[str, str], now: datetime) -> None:
    if row["organisation"] in PLAIN or row["role"] == "officer":
        membership_add(
            actor=LOADER,
            organisation_id=organisation(row["organisation"]).pk,
            person=_person(row),
            role=row["role"],
            now=now,
        )
    elif not row["role"]:
        Person.objects.create_person(
            name=row["name_en"], name_bn=row["name_bn"], mobile=row["mobile"]
        )
    if row["email"]:
        person = Person.objects.get(email=row["email"])
        person.set_password(password(row["key"]))
        person.save(update_fields=["password"])
        if row["role"] in PRIVILEGED_ROLES:
            second_step.enrol(person)


def _person(row: dict[str, str]) -> NewPerson:
    return NewPerson(
        name=row["name_en"], name_bn=row["name_bn"], mobile=row["mobile"], email=row["email"]
    )


def _wallet(mobile: str, provider: str, number: str, now: datetime) -> None:
    person = Person.objects.get(mobile=mobile)
    wallet_set(actor=LOADER, person_id=person.pk, provider=provider, number=number, now=now)
