"""Customers and centres, looked up by what is said at the counter or on the telephone."""

from django.db.models import Exists, Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.phones import parse_mobile
from ekshop.parties.models import Centre, Customer, PlaceAlias
from ekshop.parties.rules import fold

from .people import centres_visible_to, customers_visible_to
from .trade import agreed_to_order


def customer_by_mobile(actor: Actor, *, centre_id: int, mobile: str) -> Customer | None:
    """The centre's customer with that number, however it is typed; `has_agreed` says whether
    the centre may order for them. Raises InvalidMobile.
    """
    return (
        customers_visible_to(actor)
        .filter(centre_id=centre_id, mobile=parse_mobile(mobile))
        .annotate(has_agreed=Exists(agreed_to_order()))
        .first()
    )


def centres_in(actor: Actor, text: str) -> QuerySet[Centre]:
    """Open centres the actor may see whose code, name, union, upazila or district is so called.

    For the call line, which must find the customer's centre from what the customer says.
    """
    known = PlaceAlias.objects.filter(folded__startswith=fold(text)).values("place")
    return (
        centres_visible_to(actor)
        .filter(organisation__state="active")
        .filter(
            Q(code__iexact=text)
            | Q(organisation__name_bn__icontains=text)
            | Q(organisation__name_en__icontains=text)
            | Q(union__in=known)
            | Q(union__parent__in=known)
            | Q(district__in=known)
        )
        .select_related("union__parent", "district", "organisation")
        .order_by("district__name_en", "union__name_en", "pk")
    )
