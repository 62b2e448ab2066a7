"""The desk at which trial orders are placed: a centre to a seller's system, to nobody else."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from ekshop.kernel.errors import NotFound
from ekshop.parties import rules
from ekshop.parties.models import Centre, Organisation, Person, Place

from .standing_customer import standing_customer

NAME_BN, NAME_EN = "পরীক্ষার ডেস্ক", "Trial desk"
CUSTOMER = "Trial / পরীক্ষা"
WORDING = "trial-1"


class TrialDesk(NamedTuple):
    centre_id: int
    customer_id: int


@transaction.atomic
def trial_desk(*, person_id: int, now: datetime) -> TrialDesk:
    """The desk, made when it is not there yet, with that person as its customer: whoever starts a
    trial gets the messages a customer would get. Raises NotFound: no union to stand in, or a
    person without a mobile number."""
    person = Person.objects.get(pk=person_id)
    centre = Centre.objects.filter(code=rules.TRIAL_CODE).first() or _desk_made()
    if not person.mobile:
        raise NotFound(what="mobile")
    customer = standing_customer(
        centre_id=centre.pk,
        mobile=person.mobile,
        name=CUSTOMER,
        wording=WORDING,
        recorded_by=person,
        now=now,
    )
    return TrialDesk(centre.pk, customer.pk)


def _desk_made() -> Centre:
    union = Place.objects.filter(kind=Place.UNION).select_related("district").order_by("code")[:1]
    if not union:
        raise NotFound(what="union")
    organisation, _made = Organisation.objects.get_or_create(
        slug="trial-desk",
        defaults={
            "kind": "centre",
            "name_bn": NAME_BN,
            "name_en": NAME_EN,
            "place": union[0],
        },
    )
    centre, _made = Centre.objects.get_or_create(
        organisation=organisation,
        defaults={
            "code": rules.TRIAL_CODE,
            "union": union[0],
            "district": union[0].district or union[0],
        },
    )
    return centre
