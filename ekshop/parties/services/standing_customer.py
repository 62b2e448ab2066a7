"""The customer for whom a desk of the platform's own orders, with a consent on record as any other's."""

from datetime import datetime

from ..models import Consent, Customer, Person


def standing_customer(
    *, centre_id: int, mobile: str, name: str, wording: str, recorded_by: Person, now: datetime
) -> Customer:
    """Made when there is none yet."""
    customer, _made = Customer.objects.get_or_create(
        centre_id=centre_id, mobile=mobile, defaults={"name": name, "created_at": now}
    )
    Consent.objects.get_or_create(
        customer=customer,
        purpose="order",
        withdrawn_at=None,
        defaults={
            "medium": "written",
            "wording": wording,
            "recorded_by": recorded_by,
            "given_at": now,
        },
    )
    return customer
