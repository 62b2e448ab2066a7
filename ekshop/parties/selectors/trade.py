"""What an order asks of the parties: may this centre order for this customer, and who sells how."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet
from django.utils.translation import get_language, override

from ekshop.kernel.statements import fetch
from ekshop.parties.models import Centre, Consent, Licence, Organisation
from ekshop.parties.rules import EXPORT_CODE, OWN_CENTRE_DAYS


@dataclass(frozen=True, slots=True)
class CustomerAtCentre:
    """A customer with the centre that knows them; `district_id` is the centre's."""

    id: int
    name: str
    mobile: str
    language: str
    agreed_to_order: bool
    centre_id: int
    centre_open: bool
    centre_name_bn: str
    centre_name_en: str
    centre_mobile: str
    district_id: int

    @property
    def centre_name(self) -> str:
        """In the reader's language."""
        return self.centre_name_in(get_language() or "bn")

    def centre_name_in(self, language: str) -> str:
        return self.centre_name_en if language == "en" else self.centre_name_bn


@dataclass(frozen=True, slots=True)
class Shipper:
    """Who sends goods abroad, as papers of customs name it, in English; "" for what is not known.
    `registration`: its licences in force."""

    name: str = ""
    address: str = ""
    district: str = ""
    mobile: str = ""
    registration: str = ""


def export_shipper(on: date) -> Shipper:
    """The export hub by its record. Two statements."""
    hub = Centre.objects.select_related("organisation", "district").filter(code=EXPORT_CODE).first()
    if hub is None:
        return Shipper()
    own = hub.organisation
    held = Licence.objects.filter(organisation=own, valid_from__lte=on).exclude(valid_until__lt=on)
    with override("en"):
        licences = [
            f"{each.get_kind_display()} {each.number}" for each in held.order_by("kind", "number")
        ]
    return Shipper(
        name=own.name_en,
        address=own.address,
        district=hub.district.name_en,
        mobile=own.mobile,
        registration=", ".join(licences),
    )


@dataclass(frozen=True, slots=True)
class SellingTerms:
    """From where and on what terms a seller sends its goods, and which centre looks after it."""

    seller_id: int
    is_open: bool
    hub_district_id: int
    days_same_district: int
    days_elsewhere: int
    fee_same_district_poisha: int
    fee_elsewhere_poisha: int
    sourcing_centre_id: int | None = None
    sourcing_district_id: int | None = None

    def delivery_fee_poisha(self, same_district: bool) -> int:
        return self.fee_same_district_poisha if same_district else self.fee_elsewhere_poisha

    def days_to(self, district_id: int, centre_id: int | None) -> int:
        """Promised to a centre of that district; to a producer's own centre she brings it herself."""
        if centre_id is not None and centre_id == self.sourcing_centre_id:
            return OWN_CENTRE_DAYS
        near = district_id == self.hub_district_id
        return self.days_same_district if near else self.days_elsewhere


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation's name, for lists that show nothing else of it."""

    id: int
    name_bn: str
    name_en: str

    @property
    def name(self) -> str:
        """In the reader's language."""
        return self.name_en if get_language() == "en" else self.name_bn


def organisation_names(ids: Iterable[int]) -> dict[int, Named]:
    """Names by id. One statement."""
    rows = Organisation.objects.filter(pk__in=list(ids)).values_list("pk", "name_bn", "name_en")
    return {row[0]: Named(*row) for row in rows}


def customer_at_centre(*, centre_id: int, customer_id: int) -> CustomerAtCentre | None:
    """The customer, if that centre knows them. One statement."""
    rows = fetch(_CUSTOMER, [customer_id, centre_id])
    return CustomerAtCentre(*rows[0]) if rows else None


def agreed_to_order() -> QuerySet[Consent]:
    """A customer's consents in force, for a subquery on customers."""
    return Consent.objects.filter(
        customer=OuterRef("pk"), purpose="order", withdrawn_at__isnull=True
    )


def centre_contact(centre_id: int) -> str:
    """The mobile number a centre is told things by; "" when it gave none."""
    mobiles = Organisation.objects.filter(pk=centre_id).values_list("mobile", flat=True)
    return mobiles.first() or ""


def organisation_mobiles(ids: Iterable[int]) -> dict[int, str]:
    """By id, the mobile numbers organisations are told things by; those that gave none are left
    out. One statement."""
    rows = Organisation.objects.filter(pk__in=set(ids)).exclude(mobile="")
    return dict(rows.values_list("pk", "mobile"))


def selling_terms(seller_ids: Collection[int]) -> dict[int, SellingTerms]:
    """By the seller's id; closed and suspended ones too, marked. One statement."""
    return {row[0]: SellingTerms(*row) for row in fetch(_TERMS, [list(seller_ids)])}


def licensed_organisation_ids(ids: Iterable[int], *, kind: str, on: date) -> set[int]:
    """Those of the organisations that hold a licence of that kind, valid on that day."""
    return set(
        Licence.objects.filter(organisation_id__in=list(ids), kind=kind, valid_from__lte=on)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on))
        .values_list("organisation_id", flat=True)
    )


# On the path of every order, where composing a query costs more than running it: hence SQL. The
# columns are the fields of CustomerAtCentre and SellingTerms, in their order.
_CUSTOMER = """
SELECT customer.id, customer.name, customer.mobile, customer.language,
       EXISTS (SELECT FROM parties_consent AS consent WHERE consent.customer_id = customer.id
               AND consent.purpose = 'order' AND consent.withdrawn_at IS NULL),
       customer.centre_id, organisation.state = 'active', organisation.name_bn,
       organisation.name_en, organisation.mobile, centre.district_id
FROM parties_customer AS customer
JOIN parties_organisation AS organisation ON organisation.id = customer.centre_id
JOIN parties_centre AS centre ON centre.organisation_id = customer.centre_id
WHERE customer.id = %s AND customer.centre_id = %s
"""
_TERMS = """
SELECT seller.organisation_id, organisation.state = 'active', seller.hub_district_id,
       seller.days_same_district, seller.days_elsewhere,
       seller.delivery_fee_same_district_poisha, seller.delivery_fee_elsewhere_poisha,
       seller.sourcing_centre_id, sourcing.district_id
FROM parties_seller AS seller
JOIN parties_organisation AS organisation ON organisation.id = seller.organisation_id
LEFT JOIN parties_centre AS sourcing ON sourcing.organisation_id = seller.sourcing_centre_id
WHERE seller.organisation_id = ANY(%s)
"""
