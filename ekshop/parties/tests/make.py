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
from itertools import count

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
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


def places() -> Places:
    """Three districts, two with an upazila and a union; the same rows when asked again."""

    def place(code: str, name_bn: str, name_en: str, parent: Place | None = None) -> Place:
        kind = code.split("-")[0]
        made, _ = Place.objects.get_or_create(
            code=code,
            defaults={
                "kind": kind,
                "parent": parent,
                "district": parent if kind == "upazila" else getattr(parent, "district", None),
                "name_bn": name_bn,
                "name_en": name_en,
                "slug": name_en.lower() if kind == "district" else code,
            },
        )
        if kind == "district":
            made.district = made
            made.save(update_fields=["district"])
        return made

    dhaka_division = place("division-6", "ঢাকা", "Dhaka")
    rajshahi_division = place("division-2", "রাজশাহী", "Rajshahi")
    narayanganj = place("district-43", "নারায়ণগঞ্জ", "Narayanganj", dhaka_division)
    bogura = place("district-14", "বগুড়া", "Bogura", rajshahi_division)
    rupganj = place("upazila-9001", "রূপগঞ্জ", "Rupganj", narayanganj)
    sherpur = place("upazila-9002", "শেরপুর", "Sherpur", bogura)
    return Places(
        dhaka=place("district-47", "ঢাকা", "Dhaka", dhaka_division),
        narayanganj=narayanganj,
        bogura=bogura,
        rupganj=rupganj,
        bhulta=place("union-9001", "ভুলতা", "Bhulta", rupganj),
        sherpur=sherpur,
        khanpur=place("union-9002", "খানপুর", "Khanpur", sherpur),
    )


def mobile() -> str:
    """A number nobody else in this run has."""
    return f"+88017{next(_numbers):08d}"


def person(name: str, name_bn: str = "", **more: object) -> Person:
    return Person.objects.create_person(name=name, name_bn=name_bn, **{"mobile": mobile(), **more})


def organisation(kind: str, name_en: str, name_bn: str, place: Place | None = None) -> Organisation:
    number = next(_numbers)
    return Organisation.objects.create(
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
    secret = get_adapter().encrypt(SECOND_FACTOR_SECRET)
    return Authenticator.objects.create(
        user=of, type=Authenticator.Type.TOTP, data={"secret": secret}
    )


def persona(who: Person, role: str, organisation: Organisation) -> Persona:
    membership = Membership.objects.create(person=who, organisation=organisation, role=role)
    if role in PRIVILEGED_ROLES:
        second_factor(who)
    return Persona(who, membership, organisation, actor_of(who, membership))


def centre(union: Place | None = None, name_en: str = "Centre", name_bn: str = "সেন্টার") -> Centre:
    union = union or places().bhulta
    made = organisation("centre", name_en, name_bn, union)
    return Centre.objects.create(
        organisation=made, code=f"C{made.pk:05d}", union=union, district=union.district
    )


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
    return Licence.objects.create(
        organisation=of,
        kind=kind,
        number=f"{kind.upper()}-{next(_numbers)}",
        valid_from=date(2020, 1, 1),
        valid_until=valid_until or date(2099, 12, 31),
    )


def wallet(of: Person, provider: str = "bkash") -> Wallet:
    return Wallet.objects.create(person=of, provider=provider, number=f"0{of.mobile[4:]}")


def customer(of: Organisation, name: str = "Karim", **more: object) -> Customer:
    return Customer.objects.create(centre=of, name=name, **{"mobile": mobile(), **more})


def personas() -> Personas:
    where = places()
    bhulta = centre(where.bhulta, "Bhulta Union Digital Centre", "ভুলতা ইউনিয়ন ডিজিটাল সেন্টার")
    khanpur = centre(where.khanpur, "Khanpur Union Digital Centre", "খানপুর ইউনিয়ন ডিজিটাল সেন্টার")
    books = seller("partner", "Pathshala Books", "পাঠশালা বুকস", where.dhaka)
    pharmacy = seller("partner", "Shushruta Pharmacy", "সুশ্রুতা ফার্মেসি", where.dhaka)
    weaver = seller("producer", "Jamila's Loom", "জামিলার তাঁত", where.narayanganj, bhulta.organisation)
    licence(books.organisation)
    licence(pharmacy.organisation)
    licence(pharmacy.organisation, "dgda")
    operations = organisation("operator", "Platform Operations", "প্ল্যাটফর্ম পরিচালনা")
    asha = persona(person("Asha Akter", "আশা আক্তার"), "entrepreneur", bhulta.organisation)
    jamila = persona(person("Jamila Khatun", "জামিলা খাতুন"), "producer_staff", weaver.organisation)
    wallet(asha.person)
    wallet(jamila.person)
    stranger = person("Stranger", "অচেনা")
    return Personas(
        asha=asha,
        bina=persona(person("Bina Rani", "বীণা রানী"), "entrepreneur", khanpur.organisation),
        mina=persona(
            person("Mina Das", "মিনা দাস", email=f"mina{next(_numbers)}@books.example"),
            "partner_staff",
            books.organisation,
        ),
        tania=persona(person("Tania Islam", "তানিয়া ইসলাম"), "partner_staff", pharmacy.organisation),
        jamila=jamila,
        omar=persona(
            person("Omar Faruk", "ওমর ফারুক", email=f"omar{next(_numbers)}@operator.example"),
            "operator",
            operations,
        ),
        nila=persona(
            person("Nila Chowdhury", "নীলা চৌধুরী", email=f"nila{next(_numbers)}@cell.example"),
            "coordinator",
            organisation("agency", "Central Digital Commerce Cell", "কেন্দ্রীয় ডিজিটাল কমার্স সেল"),
        ),
        rafi=persona(
            person("Rafi Ahmed", "রাফি আহমেদ", email=f"rafi{next(_numbers)}@agency.example"),
            "officer",
            organisation("agency", "Consumer Rights Directorate", "ভোক্তা অধিকার অধিদপ্তর"),
        ),
        salma=persona(
            person("Salma Begum", "সালমা বেগম"),
            "call_operator",
            organisation("call_line", "National Call Line 333", "জাতীয় কল লাইন ৩৩৩"),
        ),
        aziz=persona(
            person("Aziz Rahman", "আজিজ রহমান", email=f"aziz{next(_numbers)}@audit.example"),
            "auditor",
            organisation("agency", "Audit Office", "নিরীক্ষা কার্যালয়"),
        ),
        stranger=Persona(stranger, None, None, actor_of(stranger, None)),
        karim=customer(bhulta.organisation, "Karim Mia"),
        places=where,
    )


PLACED_AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Dhaka: when tests that need a moment begin."""
