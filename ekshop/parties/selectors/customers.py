"""Customers, looked up as a centre does it: by the number they say."""

from django.db.models import Exists

from ekshop.kernel.actors import Actor
from ekshop.kernel.phones import parse_mobile
from ekshop.parties.models import Customer

from .people import customers_visible_to
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
