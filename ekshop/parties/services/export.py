"""The hub at which everything that goes abroad is gathered: to a seller a centre like any other."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from ekshop.kernel.errors import NotFound
from ekshop.parties import rules
from ekshop.parties.models import Centre, Organisation, Person, Place

from .standing_customer import standing_customer

NAME_BN, NAME_EN = "রপ্তানি কেন্দ্র", "Export hub"
BUYER = "রপ্তানি / Export"
EMAIL = "export-hub@ekshop.invalid"
WORDING = "export-1"
DISTRICT = "dhaka"


class ExportHub(NamedTuple):
    """`person_id`: who orders there, nobody who could sign in."""

    centre_id: int
    customer_id: int
    person_id: int


@transaction.atomic
def export_hub(*, now: datetime) -> ExportHub:
    """The hub, made when it is not there yet. It buys for itself: its customer is nobody, has no
    mobile number and is told nothing. Raises NotFound: no union to stand in."""
    centre = Centre.objects.filter(code=rules.EXPORT_CODE).first() or _hub_made()
    person, _made = Person.objects.get_or_create(
        email=EMAIL,
        defaults={
            "name": NAME_EN,
            "name_bn": NAME_BN,
            "is_active": False,
            "password": make_password(None),
        },
    )
    customer = standing_customer(
        centre_id=centre.pk,
        mobile="",
        name=BUYER,
        wording=WORDING,
        recorded_by=person,
        now=now,
    )
    return ExportHub(centre.pk, customer.pk, person.pk)


def _hub_made() -> Centre:
    unions = Place.objects.filter(kind=Place.UNION).select_related("district").order_by("code")
    union = unions.filter(district__slug=DISTRICT).first() or unions.first()
    if union is None:
        raise NotFound(what="union")
    organisation, _made = Organisation.objects.get_or_create(
        slug="export-hub",
        defaults={
            "kind": "centre",
            "name_bn": NAME_BN,
            "name_en": NAME_EN,
            "place": union,
        },
    )
    centre, _made = Centre.objects.get_or_create(
        organisation=organisation,
        defaults={
            "code": rules.EXPORT_CODE,
            "union": union,
            "district": union.district or union,
        },
    )
    return centre
