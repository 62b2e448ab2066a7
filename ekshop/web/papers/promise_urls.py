"""What a seller's record is made of is the same list for it and the operator; each mounts it.

path("", include(promise_paths("partner", base="partner/base.html")))
"""

from django.urls import URLPattern, path

from .views import promises


def promise_paths(audience: str, *, base: str) -> list[URLPattern]:
    """`audience` is the namespace the addresses are mounted under; `base` its page template."""
    options = {"audience": audience, "base": base}
    return [
        path("<int:seller_id>/<slug:promise>/", promises.promise, options, name="record_orders")
    ]
