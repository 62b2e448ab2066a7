"""What producers agreed to."""

from ekshop.producers.models import Agreement, IdentityLook, ProducerProfile


def agreements_of(profile: ProducerProfile) -> list[Agreement]:
    """Everything she ever agreed to, what is in force first, then the latest."""
    rows = profile.agreements.select_related("recorded_by").order_by("-at", "-id")
    return sorted(rows, key=lambda each: each.withdrawn_at is not None)


def looks_of(profile: ProducerProfile) -> list[IdentityLook]:
    """Who saw the whole number of her card, the latest first."""
    return list(profile.looks.select_related("by").order_by("-at", "-id"))
