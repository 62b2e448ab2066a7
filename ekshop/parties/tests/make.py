"""Makers for every package's tests: a few places, and the people who recur everywhere.

    people = personas()
    order_place(actor=people.asha.actor, ...)
    client.force_login(people.mina.person)

Asha runs a centre, Bina runs another, Karim is Asha's customer, Mina works at a partner (books),
Tania at another (medicine), Jamila weaves, Omar operates, Nila coordinates, Rafi is an agency's
officer, Salma answers the call line, Aziz audits, and Stranger belongs nowhere.
"""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from itertools import count, groupby

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db.models import F
from django.utils.text import slugify

from ekshop.kernel.actors import Actor
from ekshop.parties.models import (
    Centre,
    Customer,
    Licence,
    Membership,
    Organisation,
    Person,
    Place,
    Seller,
    Wallet,
)
from ekshop.parties.rules import PRIVILEGED_ROLES
from ekshop.parties.selectors import actor_of

_numbers = count(1)


@dataclass(frozen=True)
class Places:
    dhaka: Place
    narayanganj: Place
    bogura: Place
    rupganj: Place
    bhulta: Place
    sherpur: Place
    khanpur: Place


@dataclass(frozen=True)
class Persona:
    """A person with the membership they act through (None for Stranger)."""

    person: Person
    membership: Membership | None
    organisation: Organisation | None
    actor: Actor


@dataclass(frozen=True)
class Personas:
    asha: Persona
    bina: Persona
    mina: Persona
    tania: Persona
    jamila: Persona
    omar: Persona
    nila: Persona
    rafi: Persona
    salma: Persona
    aziz: Persona
    stranger: Persona
    karim: Customer
    """Asha's customer. He signs in nowhere: on pages he is `Actor.public()`."""
    places: Places

    @property
    def centre(self) -> Organisation:
        return self.asha.organisation

    @property
    def other_centre(self) -> Organisation:
        return self.bina.organisation

    @property
    def partner(self) -> Organisation:
        return self.mina.organisation

    @property
    def pharmacy(self) -> Organisation:
        """A partner that holds a DGDA licence."""
        return self.tania.organisation

    @property
    def producer(self) -> Organisation:
        return self.jamila.organisation

    def all(self) -> dict[str, Persona]:
        """Those who sign in, by name."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: each for name, each in named.items() if isinstance(each, Persona)}


PLACES = (
    # What it lies in comes before it.
    ("division-6", "ঢাকা", "Dhaka", None),
    ("division-2", "রাজশাহী", "Rajshahi", None),
    ("district-43", "নারায়ণগঞ্জ", "Narayanganj", "division-6"),
    ("district-14", "বগুড়া", "Bogura", "division-2"),
    ("district-47", "ঢাকা", "Dhaka", "division-6"),
    ("upazila-9001", "রূপগঞ্জ", "Rupganj", "district-43"),
    ("upazila-9002", "শেরপুর", "Sherpur", "district-14"),
    ("union-9001", "ভুলতা", "Bhulta", "upazila-9001"),
    ("union-9002", "খানপুর", "Khanpur", "upazila-9002"),
)


def places() -> Places:
    """Three districts, two with an upazila and a union; the same rows when asked again.

    Nearly every test has them, so they are written kind by kind and not one by one."""
    there = {
        place.code: place for place in Place.objects.filter(code__in=[row[0] for row in PLACES])
    }
    for kind, rows in groupby(PLACES, lambda row: row[0].split("-")[0]):
        made = [_place(kind, *row, there) for row in rows if row[0] not in there]
        for place in Place.objects.bulk_create(made):
            there[place.code] = place
            if kind == "district":
                place.district = place
        if kind == "district":
            Place.objects.filter(pk__in=[place.pk for place in made]).update(district=F("pk"))
    return Places(
        dhaka=there["district-47"],
        narayanganj=there["district-43"],
        bogura=there["district-14"],
        rupganj=there["upazila-9001"],
        bhulta=there["union-9001"],
        sherpur=there["upazila-9002"],
        khanpur=there["union-9002"],
    )


def _place(
    kind: str, code: str, name_bn: str, name_en: str, lies_in: str | None, there: dict[str, Place]
) -> Place:
    parent = there.get(lies_in or "")
    return Place(
        code=code,
        kind=kind,
        parent=parent,
        district=parent if kind == "upazila" else getattr(parent, "district", None),
        name_bn=name_bn,
        name_en=name_en,
        slug=name_en.lower() if kind == "district" else code,
    )


def mobile() -> str:
    """A number nobody else in this run has."""
    return f"+88017{next(_numbers):08d}"


def person(name: str, name_bn: str = "", **more: object) -> Person:
    made = _person(name, name_bn, **more)
    made.save()
    return made


def _person(name: str, name_bn: str, **more: object) -> Person:
    made = Person(name=name, name_bn=name_bn, **{"mobile": mobile(), **more})
    made.set_unusable_password()
    return made


def organisation(kind: str, name_en: str, name_bn: str, place: Place | None = None) -> Organisation:
    made = _organisation(kind, name_en, name_bn, place)
    made.save()
    return made


def _organisation(kind: str, name_en: str, name_bn: str, place: Place | None) -> Organisation:
    number = next(_numbers)
    return Organisation(
        kind=kind,
        slug=f"{slugify(name_en)}-{number}",
        name_en=name_en,
        name_bn=name_bn,
        place=place,
        mobile=mobile(),
    )


SECOND_FACTOR_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""What the authenticator app of every privileged persona holds."""


def second_factor(of: Person) -> Authenticator:
    """Without one, far-reaching roles open no page."""
    made = _second_factor(of)
    made.save()
    return made


def _second_factor(of: Person) -> Authenticator:
    secret = get_adapter().encrypt(SECOND_FACTOR_SECRET)
    return Authenticator(user=of, type=Authenticator.Type.TOTP, data={"secret": secret})


def persona(who: Person, role: str, organisation: Organisation) -> Persona:
    membership = Membership.objects.create(person=who, organisation=organisation, role=role)
    if role in PRIVILEGED_ROLES:
        second_factor(who)
    return Persona(who, membership, organisation, actor_of(who, membership))


def centre(union: Place | None = None, name_en: str = "Centre", name_bn: str = "সেন্টার") -> Centre:
    union = union or places().bhulta
    made = _centre(organisation("centre", name_en, name_bn, union), union)
    made.save(force_insert=True)
    return made


def _centre(of: Organisation, union: Place) -> Centre:
    return Centre(organisation=of, code=f"C{of.pk:05d}", union=union, district=union.district)


def seller(
    kind: str = "partner",
    name_en: str = "Partner",
    name_bn: str = "পার্টনার",
    hub: Place | None = None,
    sourcing_centre: Organisation | None = None,
) -> Seller:
    hub = hub or places().dhaka
    return Seller.objects.create(
        organisation=organisation(kind, name_en, name_bn, hub),
        kind=kind,
        hub_district=hub,
        sourcing_centre=sourcing_centre,
    )


def licence(of: Organisation, kind: str = "trade", valid_until: date | None = None) -> Licence:
    made = _licence(of, kind, valid_until)
    made.save()
    return made


def _licence(of: Organisation, kind: str, valid_until: date | None = None) -> Licence:
    return Licence(
        organisation=of,
        kind=kind,
        number=f"{kind.upper()}-{next(_numbers)}",
        valid_from=date(2020, 1, 1),
        valid_until=valid_until or date(2099, 12, 31),
    )


def wallet(of: Person, provider: str = "bkash") -> Wallet:
    made = _wallet(of, provider)
    made.save()
    return made


def _wallet(of: Person, provider: str = "bkash") -> Wallet:
    return Wallet(person=of, provider=provider, number=f"0{of.mobile[4:]}")


def customer(of: Organisation, name: str = "Karim", **more: object) -> Customer:
    return Customer.objects.create(centre=of, name=name, **{"mobile": mobile(), **more})


HOUSES = {
    "bhulta": ("centre", "Bhulta Union Digital Centre", "ভুলতা ইউনিয়ন ডিজিটাল সেন্টার"),
    "khanpur": ("centre", "Khanpur Union Digital Centre", "খানপুর ইউনিয়ন ডিজিটাল সেন্টার"),
    "books": ("partner", "Pathshala Books", "পাঠশালা বুকস"),
    "pharmacy": ("partner", "Shushruta Pharmacy", "সুশ্রুতা ফার্মেসি"),
    "loom": ("producer", "Jamila's Loom", "জামিলার তাঁত"),
    "operations": ("operator", "Platform Operations", "প্ল্যাটফর্ম পরিচালনা"),
    "cell": ("agency", "Central Digital Commerce Cell", "কেন্দ্রীয় ডিজিটাল কমার্স সেল"),
    "directorate": ("agency", "Consumer Rights Directorate", "ভোক্তা অধিকার অধিদপ্তর"),
    "call_line": ("call_line", "National Call Line 333", "জাতীয় কল লাইন ৩৩৩"),
    "audit": ("agency", "Audit Office", "নিরীক্ষা কার্যালয়"),
}
STAFF = {
    "asha": ("Asha Akter", "আশা আক্তার", "entrepreneur", "bhulta", ""),
    "bina": ("Bina Rani", "বীণা রানী", "entrepreneur", "khanpur", ""),
    "mina": ("Mina Das", "মিনা দাস", "partner_staff", "books", "books.example"),
    "tania": ("Tania Islam", "তানিয়া ইসলাম", "partner_staff", "pharmacy", ""),
    "jamila": ("Jamila Khatun", "জামিলা খাতুন", "producer_staff", "loom", ""),
    "omar": ("Omar Faruk", "ওমর ফারুক", "operator", "operations", "operator.example"),
    "nila": ("Nila Chowdhury", "নীলা চৌধুরী", "coordinator", "cell", "cell.example"),
    "rafi": ("Rafi Ahmed", "রাফি আহমেদ", "officer", "directorate", "agency.example"),
    "salma": ("Salma Begum", "সালমা বেগম", "call_operator", "call_line", ""),
    "aziz": ("Aziz Rahman", "আজিজ রহমান", "auditor", "audit", "audit.example"),
}


def personas() -> Personas:
    """Nearly every test has them, so they are written table by table and not one by one."""
    where = places()
    lies_at = {
        "bhulta": where.bhulta,
        "khanpur": where.khanpur,
        "books": where.dhaka,
        "pharmacy": where.dhaka,
        "loom": where.narayanganj,
    }
    house = {name: _organisation(*row, lies_at.get(name)) for name, row in HOUSES.items()}
    Organisation.objects.bulk_create(house.values())
    Centre.objects.bulk_create(
        _centre(house[name], lies_at[name]) for name in ("bhulta", "khanpur")
    )
    Seller.objects.bulk_create(
        Seller(
            organisation=house[name],
            kind=house[name].kind,
            hub_district=lies_at[name],
            sourcing_centre=house["bhulta"] if name == "loom" else None,
        )
        for name in ("books", "pharmacy", "loom")
    )
    Licence.objects.bulk_create(
        _licence(house[name], kind)
        for name, kind in (("books", "trade"), ("pharmacy", "trade"), ("pharmacy", "dgda"))
    )
    who = {
        name: _person(called, bangla, **({"email": f"{name}{next(_numbers)}@{at}"} if at else {}))
        for name, (called, bangla, _role, _house, at) in STAFF.items()
    } | {"stranger": _person("Stranger", "অচেনা")}
    Person.objects.bulk_create(who.values())
    belongs = {
        name: Membership(person=who[name], organisation=house[at], role=role)
        for name, (_called, _bangla, role, at, _mail) in STAFF.items()
    }
    Membership.objects.bulk_create(belongs.values())
    Authenticator.objects.bulk_create(
        _second_factor(each.person) for each in belongs.values() if each.role in PRIVILEGED_ROLES
    )
    Wallet.objects.bulk_create(_wallet(who[name]) for name in ("asha", "jamila"))
    staff = {
        name: Persona(each.person, each, each.organisation, actor_of(each.person, each))
        for name, each in belongs.items()
    }
    return Personas(
        **staff,
        stranger=Persona(who["stranger"], None, None, actor_of(who["stranger"], None)),
        karim=customer(house["bhulta"], "Karim Mia"),
        places=where,
    )


PLACED_AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Dhaka: when tests that need a moment begin."""
