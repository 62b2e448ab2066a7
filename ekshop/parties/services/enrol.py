"""Who joins: centres, partners, producers, and the organisations that watch over them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.events import emit
from ekshop.parties import rules
from ekshop.parties.events import OrganisationEnrolled
from ekshop.parties.models import Centre, Organisation, Place, Seller
from ekshop.parties.selectors import centres_visible_to

from .access import require
from .inputs import Checks, NewLicence, NewPerson
from .organisations import MOST_DAYS, licence_write
from .people import membership_grant

MOST_FEE_POISHA = 100_000
_PLAIN_KINDS = ("agency", "operator", "call_line")


@transaction.atomic
def centre_enrol(
    *,
    actor: Actor,
    union_code: str,
    name_bn: str,
    name_en: str,
    entrepreneurs: Sequence[NewPerson],
    now: datetime,
    address: str = "",
    code: str = "",
) -> Centre:
    """A digital centre in a union; a municipal one is placed in its upazila.

    `code` is the number the centre is known by; without one it is the union's. Raises
    NotAllowed, InvalidInput (fields: union_code, name_bn, name_en, address, code, and
    entrepreneurs.0.name, .mobile …).
    """
    require(actor, "centre.enrol")
    checks = Checks()
    union = checks.place("union_code", union_code, Place.UNION, Place.UPAZILA)
    name_bn = checks.text("name_bn", name_bn, most=160)
    name_en = checks.text("name_en", name_en, most=160)
    address = checks.text("address", address, most=300, needed=False)
    code = checks.text("code", code, most=16, needed=False)
    if code and Centre.objects.filter(code=code).exists():
        checks.wrong("code", _("Another centre has this code."))
    if union and _enrolled_there("centre", name_bn, name_en, union):
        checks.wrong("name_en", _("A centre of this name is already enrolled there."))
    people = [checks.person(f"entrepreneurs.{n}", each) for n, each in enumerate(entrepreneurs)]
    if not people:
        checks.wrong("entrepreneurs", _("A centre needs at least one entrepreneur."))
    if len({each.mobile for each in people}) < len(people):
        checks.wrong("entrepreneurs", _("Two entrepreneurs have the same mobile number."))
    checks.done()
    if union is None:
        raise NotFound(code=union_code)
    organisation = _organisation(
        kind="centre",
        name_bn=name_bn,
        name_en=name_en,
        slug=f"{name_en} {union.district.name_en if union.district else ''}",
        place=union,
        address=address,
        mobile=people[0].mobile,
    )
    centre = Centre.objects.create(
        organisation=organisation,
        code=code or _free_centre_code(union),
        union=union,
        district=union.district or union,
    )
    for each in people:
        membership_grant(
            actor=actor, organisation=organisation, given=each, role="entrepreneur", now=now
        )
    _enrolled(actor, organisation, now)
    return centre


@transaction.atomic
def partner_enrol(
    *,
    actor: Actor,
    name_bn: str,
    name_en: str,
    hub_district_code: str,
    staff: Sequence[NewPerson],
    now: datetime,
    licences: Sequence[NewLicence] = (),
    days_same_district: int = 3,
    days_elsewhere: int = 6,
    delivery_fee_same_district_poisha: int = 6000,
    delivery_fee_elsewhere_poisha: int = 11000,
    mobile: str = "",
    email: str = "",
    address: str = "",
    about_bn: str = "",
    about_en: str = "",
    open_at_once: bool = False,
) -> Seller:
    """An e-commerce company that will sell here.

    It needs a trade licence and someone who works for it; to sell medicine, a drug licence too.
    It is on trial until it has shown that orders reach it, unless `open_at_once` says it has.
    Raises NotAllowed, InvalidInput (staff.0.name, licences.0.number …).
    """
    require(actor, "partner.enrol")
    checks = Checks()
    name_bn = checks.text("name_bn", name_bn, most=160)
    name_en = checks.text("name_en", name_en, most=160)
    hub = checks.place("hub_district_code", hub_district_code, Place.DISTRICT)
    if hub and _enrolled_there("partner", name_bn, name_en):
        checks.wrong("name_en", _("A partner of this name is already enrolled."))
    checked = [checks.licence(f"licences.{n}", each) for n, each in enumerate(licences)]
    if not any(each.kind == "trade" for each in checked):
        checks.wrong("licences", _("A partner needs a trade licence."))
    people = [checks.person(f"staff.{n}", each) for n, each in enumerate(staff)]
    if not people:
        checks.wrong("staff", _("A partner needs someone who works for it."))
    if days_elsewhere < days_same_district:
        checks.wrong("days_elsewhere", _("Farther away cannot be faster than near by."))
    seller = Seller(
        kind="partner",
        days_same_district=checks.number(
            "days_same_district", days_same_district, least=1, most=MOST_DAYS
        ),
        days_elsewhere=checks.number("days_elsewhere", days_elsewhere, least=1, most=MOST_DAYS),
        delivery_fee_same_district_poisha=_fee(
            checks, "delivery_fee_same_district_poisha", delivery_fee_same_district_poisha
        ),
        delivery_fee_elsewhere_poisha=_fee(
            checks, "delivery_fee_elsewhere_poisha", delivery_fee_elsewhere_poisha
        ),
        about_bn=checks.text("about_bn", about_bn, most=2000, needed=False),
        about_en=checks.text("about_en", about_en, most=2000, needed=False),
    )
    mobile = checks.mobile("mobile", mobile, needed=False)
    email = checks.email("email", email)
    address = checks.text("address", address, most=300, needed=False)
    checks.done()
    organisation = _organisation(
        kind="partner",
        name_bn=name_bn,
        name_en=name_en,
        slug=name_en,
        place=hub,
        address=address,
        mobile=mobile or people[0].mobile,
        email=email,
    )
    seller.organisation = organisation
    seller.hub_district = hub
    seller.save(force_insert=True)
    for licence in checked:
        licence_write(actor, organisation, licence, now)
    for each in people:
        membership_grant(
            actor=actor, organisation=organisation, given=each, role="partner_staff", now=now
        )
    _enrolled(actor, organisation, now)
    if not open_at_once:
        states.move(organisation, "try", actor=actor, now=now)
    return seller


@transaction.atomic
def producer_enrol(
    *,
    actor: Actor,
    name_bn: str,
    name_en: str,
    person: NewPerson,
    now: datetime,
    sourcing_centre_id: int | None = None,
    about_bn: str = "",
    about_en: str = "",
    open_at_once: bool = False,
) -> Seller:
    """A rural producer, brought in by a centre, whose goods leave from that centre's district.

    An entrepreneur enrols for their own centre; the operator names it. She sells nothing until she
    is approved, unless `open_at_once` says she may. Raises NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "producer.enrol")
    centre = (
        centres_visible_to(actor)
        .filter(pk=sourcing_centre_id or actor.organisation_id, organisation__state="active")
        .first()
    )
    if centre is None:
        raise NotFound(centre_id=sourcing_centre_id)
    checks = Checks()
    name_bn = checks.text("name_bn", name_bn, most=160)
    name_en = checks.text("name_en", name_en, most=160)
    checked = checks.person("person", person)
    about_bn = checks.text("about_bn", about_bn, most=2000, needed=False)
    about_en = checks.text("about_en", about_en, most=2000, needed=False)
    checks.done()
    organisation = _organisation(
        kind="producer",
        name_bn=name_bn,
        name_en=name_en,
        slug=f"{name_en} {centre.district.name_en}",
        place=centre.union,
        mobile=checked.mobile,
    )
    seller = Seller.objects.create(
        organisation=organisation,
        kind="producer",
        hub_district=centre.district,
        sourcing_centre=centre.organisation,
        about_bn=about_bn,
        about_en=about_en,
    )
    membership_grant(
        actor=actor, organisation=organisation, given=checked, role="producer_staff", now=now
    )
    _enrolled(actor, organisation, now)
    if not open_at_once:
        states.move(organisation, "try", actor=actor, now=now)
    return seller


@transaction.atomic
def organisation_enrol(
    *, actor: Actor, kind: str, name_bn: str, name_en: str, now: datetime
) -> Organisation:
    """An agency, a call line or the operator: one that neither sells nor serves customers.

    Raises NotAllowed, InvalidInput.
    """
    require(actor, "organisation.manage")
    checks = Checks()
    kinds = [each for each in rules.ORGANISATION_KINDS if each[0] in _PLAIN_KINDS]
    checks.one_of("kind", kind, kinds)
    name_bn = checks.text("name_bn", name_bn, most=160)
    name_en = checks.text("name_en", name_en, most=160)
    checks.done()
    organisation = _organisation(kind=kind, name_bn=name_bn, name_en=name_en, slug=name_en)
    _enrolled(actor, organisation, now)
    return organisation


def _enrolled_there(kind: str, name_bn: str, name_en: str, place: Place | None = None) -> bool:
    """Whether the same is in already: a form sent twice, or a file brought twice."""
    same = Organisation.objects.filter(kind=kind).exclude(state="closed")
    if place is not None:
        same = same.filter(place=place)
    return same.filter(Q(name_en__iexact=name_en) | Q(name_bn=name_bn)).exists()


def _fee(checks: Checks, field: str, poisha: int) -> int:
    if not 0 <= poisha <= MOST_FEE_POISHA:
        checks.wrong(field, _("A delivery fee is from 0 to 1,000 taka."))
    return poisha


def _organisation(
    *,
    kind: str,
    name_bn: str,
    name_en: str,
    slug: str,
    place: Place | None = None,
    address: str = "",
    mobile: str = "",
    email: str = "",
) -> Organisation:
    """Under an address of its own: a name that is taken gets the first free number."""
    bare = slugify(slug.replace("'", ""))[:70].strip("-") or kind
    taken = set(Organisation.objects.filter(slug__startswith=bare).values_list("slug", flat=True))
    free = next(
        each
        for each in (bare, *(f"{bare}-{n}" for n in range(2, len(taken) + 3)))
        if each not in taken
    )
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                kind=kind,
                slug=free,
                name_bn=name_bn,
                name_en=name_en,
                place=place,
                address=address,
                mobile=mobile,
                email=email,
            )
    except IntegrityError as clash:
        raise InvalidInput(
            {"name_en": _("Someone enrolled this name a moment ago. Look before you try again.")}
        ) from clash


def _free_centre_code(union: Place) -> str:
    """The union's number; the second centre of a union gets "-2" after it."""
    number = int(union.code.rsplit("-", 1)[1])
    bare = f"{number:04d}" if union.kind == Place.UNION else f"M{number:03d}"
    taken = set(Centre.objects.filter(code__startswith=bare).values_list("code", flat=True))
    return next(
        each
        for each in (bare, *(f"{bare}-{n}" for n in range(2, len(taken) + 3)))
        if each not in taken
    )


def _enrolled(actor: Actor, organisation: Organisation, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=f"{organisation.kind}_enrol",
        entity="organisation",
        entity_id=organisation.pk,
        now=now,
        data={"slug": organisation.slug},
    )
    emit(OrganisationEnrolled(organisation.pk, organisation.kind))
