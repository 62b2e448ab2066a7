"""A seller's claims to names of a place are the same pages for its centre and for itself.

path("producers/<int:seller_id>/gi/", include(gi_paths("centre", base="centre/base.html")))
path("gi/", include(gi_paths("partner", base="partner/base.html", own=True)))
"""

from django.urls import URLPattern, path

from .views import names


def gi_paths(audience: str, *, base: str, own: bool = False) -> list[URLPattern]:
    """`audience` is the namespace the addresses are mounted under; `base` its page template.
    Mounted below a `seller_id`; `own`: without one, for whoever acts for the seller."""
    options = {"audience": audience, "base": base}
    return [
        path("", names.own_claims if own else names.claims, options, name="gi"),
        path("<int:use_id>/withdraw/", names.claim_withdraw, options, name="gi_withdraw"),
    ]
