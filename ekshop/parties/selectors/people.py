"""Reads: who someone is, and which organisations they may see."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac

from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.composed import Composed
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.kernel.statements import fetch
from ekshop.kernel.states import moves_after
from ekshop.parties.models import (
    Centre,
    Customer,
    EnrolmentFile,
    Licence,
    Membership,
    Organisation,
    Person,
    PlaceAlias,
    Seller,
    Wallet,
    WalletChange,
)
from ekshop.parties.rules import EXPORT_CODE, ORGANISATION, TRIAL_CODE, fold


def actor_of(person: Person, membership: Membership | None) -> Actor:
    """The person acting through that membership; without one, a person with no role."""
    return Actor(
        kind="person",
        person_id=person.pk,
        organisation_id=membership.organisation_id if membership else None,
        membership_id=membership.pk if membership else None,
        role=membership.role if membership else "",
        label=person.name,
    )


def memberships_of(person: Person) -> list[Membership]:
    """Those a person may act through now, each with its organisation, oldest first."""
    return list(
        Membership.objects.filter(person=person, active=True)
        .exclude(organisation__state="closed")
        .select_related("organisation")
        .order_by("pk")
    )


def _sees_all(actor: Actor, *roles: str) -> bool:
    return actor.is_system or actor.role in roles


def organisations_visible_to(actor: Actor) -> QuerySet[Organisation]:
    """All for those who watch over the platform; otherwise the actor's own."""
    everything = Organisation.objects.select_related("place")
    if _sees_all(actor, "operator", "auditor", "coordinator"):
        return everything
    return everything.filter(pk=actor.organisation_id or 0)


def centres_visible_to(actor: Actor) -> QuerySet[Centre]:
    """All for the operator, the auditor and the call line; an entrepreneur's own. The trial desk
    and the export hub are no centres."""
    everything = Centre.objects.select_related("organisation", "union", "district")
    if _sees_all(actor, "operator", "auditor", "call_operator"):
        return everything.exclude(code__in=(TRIAL_CODE, EXPORT_CODE))
    return everything.filter(pk=actor.organisation_id)


def open_centres_by_district() -> dict[int, int]:
    """How many centres a district has that take orders; districts without one are left out."""
    taking = Centre.objects.filter(organisation__state="active")
    taking = taking.exclude(code__in=(TRIAL_CODE, EXPORT_CODE))
    rows = taking.values("district_id").annotate(centres=Count("pk")).order_by("district_id")
    return {row["district_id"]: row["centres"] for row in rows}


def open_centre_name(centre_id: int | None) -> str:
    """In the reader's language, if it takes orders; else nothing. No statement without an id."""
    if centre_id is None:
        return ""
    taking = Centre.objects.filter(pk=centre_id, organisation__state="active")
    found = taking.select_related("organisation").first()
    return found.organisation.name if found else ""


def sellers() -> QuerySet[Seller]:
    """Every seller open for business: public knowledge."""
    return Seller.objects.filter(organisation__state="active").select_related(
        "organisation", "hub_district"
    )


def sellers_open_at(at: datetime, *, kind: str) -> list[Seller]:
    """Sellers of a kind that were open for business then; two statements. Before its trial nobody
    is, though a new organisation's state is "active" until it goes on trial."""
    moved = moves_after(ORGANISATION, at)

    def was_open(seller: Seller) -> bool:
        move = moved.get(seller.pk)
        if move is None:
            return seller.organisation.state == "active"
        return move.from_state == "active" and move.action != "try"

    everyone = Seller.objects.filter(kind=kind).select_related("organisation", "hub_district")
    return [each for each in everyone if was_open(each)]


def sellers_visible_to(actor: Actor) -> QuerySet[Seller]:
    """Suspended and closed ones too, for those who watch; a seller's own; a centre's producers."""
    everything = Seller.objects.select_related("organisation", "hub_district")
    if _sees_all(actor, "operator", "auditor", "coordinator"):
        return everything
    if actor.role == "entrepreneur":
        return everything.filter(sourcing_centre_id=actor.organisation_id)
    return everything.filter(pk=actor.organisation_id)


def customers_visible_to(actor: Actor) -> QuerySet[Customer]:
    """A centre's own; the call line serves the customers of every centre."""
    if _sees_all(actor, "call_operator", "auditor"):
        return Customer.objects.all()
    if actor.role == "entrepreneur":
        return Customer.objects.filter(centre_id=actor.organisation_id)
    return Customer.objects.none()


def organisations_found(
    actor: Actor, *, kind: str, text: str = "", state: str = ""
) -> QuerySet[Organisation]:
    """Those of a kind that a name in either language, a mobile number, a centre's code or a
    district's name (in any spelling) leads to."""
    found = (
        organisations_visible_to(actor)
        .filter(kind=kind)
        .select_related("place__district", "centre", "seller__hub_district")
    )
    if state:
        found = found.filter(state=state)
    text = normalise(text)
    if not text:
        return found
    match = Q(name_bn__icontains=text) | Q(name_en__icontains=text)
    match |= Q(centre__code=latin_digits(text).upper())
    folded = fold(text)
    if folded:
        district = PlaceAlias.objects.filter(place__kind="district", folded=folded)
        match |= Q(place__district__in=district.values("place"))
        match |= Q(seller__hub_district__in=district.values("place"))
    with suppress(InvalidMobile):
        mobile = parse_mobile(text)
        match |= Q(mobile=mobile) | Q(memberships__person__mobile=mobile)
    return found.filter(Exists(Organisation.objects.filter(match, pk=OuterRef("pk"))))


def enrolment_files_visible_to(actor: Actor) -> QuerySet[EnrolmentFile]:
    if _sees_all(actor, "operator", "auditor"):
        return EnrolmentFile.objects.select_related("brought_by")
    return EnrolmentFile.objects.none()


def entrepreneurs_of(centre_id: int) -> list[Person]:
    """Those who run a centre, the longest serving first: who is told, and whose wallet is paid."""
    return list(
        Person.objects.filter(
            memberships__organisation_id=centre_id,
            memberships__role="entrepreneur",
            memberships__active=True,
            is_active=True,
        ).order_by("memberships__pk")
    )


def entrepreneurs_first(centre_ids: Iterable[int]) -> dict[int, int]:
    """By centre, the person `entrepreneurs_of` names first; centres nobody runs are left out."""
    rows = (
        Membership.objects.filter(
            organisation_id__in=set(centre_ids),
            role="entrepreneur",
            active=True,
            person__is_active=True,
        )
        .order_by("organisation_id", "pk")
        .distinct("organisation_id")
    )
    return dict(rows.values_list("organisation_id", "person_id"))


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """All for the operator and the auditor; an entrepreneur's own centre and its producers;
    otherwise those of the actor's organisation."""
    if _sees_all(actor, "operator", "auditor"):
        return Person.objects.all()
    own = Q(memberships__organisation_id=actor.organisation_id)
    if actor.role == "entrepreneur":
        own |= Q(memberships__organisation__seller__sourcing_centre_id=actor.organisation_id)
    if actor.organisation_id is None:
        own = Q(pk=actor.person_id)
    return Person.objects.filter(own).distinct()


def members_of(organisation_id: int) -> list[Membership]:
    """Who acts for an organisation now, each with the person, the longest serving first."""
    return list(
        Membership.objects.filter(organisation_id=organisation_id, active=True)
        .select_related("person")
        .order_by("pk")
    )


@dataclass(frozen=True)
class Contact:
    """Where an organisation is told things, and what it is called; "" for what is not known."""

    organisation_id: int
    name_bn: str
    name_en: str
    mobile: str
    email: str
    language: str

    def name_in(self, language: str) -> str:
        return self.name_bn if language == "bn" else self.name_en


def organisation_contact(organisation_id: int) -> Contact:
    """Its own number and address; where it gave none, those of who serves longest."""
    return organisation_contacts([organisation_id])[organisation_id]


def organisation_contacts(ids: Collection[int]) -> dict[int, Contact]:
    """The same of several, by their ids. One statement."""
    if not ids:
        return {}
    return {row[0]: Contact(*row) for row in fetch(_CONTACTS, [list(ids)])}


# Asked with every step of every complaint. The columns are the fields of Contact, in their order.
_CONTACTS = """
SELECT organisation.id, organisation.name_bn, organisation.name_en,
       COALESCE(NULLIF(organisation.mobile, ''), people.mobiles[1], ''),
       COALESCE(NULLIF(organisation.email, ''), people.emails[1], ''),
       COALESCE(people.languages[1], 'bn')
FROM parties_organisation AS organisation
CROSS JOIN LATERAL (
    SELECT array_agg(person.mobile ORDER BY member.id) FILTER (WHERE person.mobile <> '') AS mobiles,
           array_agg(person.email ORDER BY member.id) FILTER (WHERE person.email <> '') AS emails,
           array_agg(person.language ORDER BY member.id) AS languages
    FROM parties_membership AS member JOIN parties_person AS person ON person.id = member.person_id
    WHERE member.organisation_id = organisation.id AND member.active
) AS people
WHERE organisation.id = ANY(%s)
"""


def wallets_of(person_id: int) -> list[Wallet]:
    return list(Wallet.objects.filter(person_id=person_id).order_by("provider"))


def wallet_paid(person_id: int) -> Wallet | None:
    """The one a person is paid to: of all their numbers the one set last."""
    return wallets_paid([person_id]).get(person_id)


def wallets_paid(person_ids: Iterable[int]) -> dict[int, Wallet]:
    """The same for many, with one statement; who has none is not in it."""
    rows = Wallet.objects.filter(person_id__in=list(person_ids)).select_related("person")
    return {
        row.person_id: row
        for row in rows.order_by(Coalesce("changed_at", "created_at").asc(), "pk")
    }


def wallet_mark(wallet: Wallet | None) -> str:
    """What a page carries of the wallet it showed, so that what is then said of it is said of no
    other; its number cannot be read from it. "" for none."""
    if wallet is None:
        return ""
    told = f"{wallet.pk}:{wallet.provider}:{wallet.number}"
    return salted_hmac("ekshop.wallet_mark", told, algorithm="sha256").hexdigest()[:32]


def wallet_mobiles_at_centres() -> set[tuple[int, str]]:
    """Of everybody who works at a centre: (the centre, the mobile number their wallet has)."""
    rows = Wallet.objects.filter(
        person__memberships__active=True, person__memberships__organisation__kind="centre"
    ).values_list("person__memberships__organisation_id", "number")
    return {(centre_id, f"+88{number[:11]}") for centre_id, number in rows}


@dataclass(frozen=True)
class WalletHolder:
    """Somebody a mobile account belongs to, and whom they act for: `kind` of organisation."""

    person: Person | None
    organisation: Organisation

    @property
    def kind(self) -> str:
        return self.organisation.kind


def wallet_holders(number: str, *, but_person_id: int | None = None) -> list[WalletHolder]:
    """Whose account with that number is by what we know: of centres, and of those who act for a
    centre or a producer, by the number they are paid at or sign in with. `but_person_id`: whose it
    is said to be, as a producer; who also works at a centre is told of all the same. Two statements."""
    digits = number[:11]
    mobile = f"+88{digits}"
    # Rocket writes a check digit behind the same number.
    spelt = [digits, *(f"{digits}{check}" for check in range(10))]
    members = (
        Membership.objects.filter(active=True, organisation__kind__in=("centre", "producer"))
        .filter(
            Q(person__mobile=mobile)
            | Q(person_id__in=Wallet.objects.filter(number__in=spelt).values("person_id"))
        )
        .exclude(person_id=but_person_id or 0, organisation__kind="producer")
        .select_related("person", "organisation")
        .order_by("pk")
    )
    centres = Organisation.objects.filter(kind="centre", mobile=mobile).order_by("pk")
    return [
        *(WalletHolder(each.person, each.organisation) for each in members),
        *(WalletHolder(None, each) for each in centres),
    ]


def producers_with_wallets(organisation_ids: Collection[int]) -> dict[int, int]:
    """Of several sellers the producers somebody can be paid for by wallet, one that does not rest:
    whose it is."""
    rows = Membership.objects.filter(
        organisation_id__in=organisation_ids,
        organisation__kind="producer",
        active=True,
        person__wallets__provider__in=("bkash", "rocket"),
        person__wallets__rests=False,
    )
    return dict(rows.order_by("-pk").values_list("organisation_id", "person_id"))


def wallet_change(change_id: int) -> WalletChange:
    return WalletChange.objects.select_related("person").get(pk=change_id)


def wallet_changes_of(person_id: int) -> QuerySet[WalletChange]:
    """The latest first."""
    return WalletChange.objects.filter(person_id=person_id).order_by("-pk")


def person_by_mobile(mobile: str) -> Person | None:
    """Somebody who may sign in with that stored form of a number."""
    return Person.objects.filter(mobile=mobile, is_active=True).first()


def organisation_named(organisation_id: int) -> Organisation:
    """As papers name it, with its place: a party to a paper somebody may see is no secret."""
    found = _NAMED.first(id=organisation_id)
    if found is None:
        raise Organisation.DoesNotExist
    return found


_NAMED = Composed(lambda given: Organisation.objects.select_related("place").filter(pk=given("id")))


def licences_of(organisation_id: int) -> list[Licence]:
    return list(
        Licence.objects.filter(organisation_id=organisation_id).order_by("kind", "valid_from")
    )
