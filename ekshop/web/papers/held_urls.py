"""Changes held back are the same list for their seller and the operator; each mounts it.

path("held/", include(held_paths("partner", base="partner/base.html")))
"""

from django.urls import URLPattern, path

from .views import held


def held_paths(audience: str, *, base: str) -> list[URLPattern]:
    """`audience` is the namespace the addresses are mounted under; `base` its page template."""
    options = {"audience": audience, "base": base}
    return [
        path("", held.held_list, options, name="held"),
        path("vouch/", held.vouch, options, name="held_vouch"),
        path("refuse/", held.refuse, options, name="held_refuse"),
        path("release/", held.release, options, name="held_release"),
    ]
