"""Every address of the site with what answers there, found by walking the resolver."""

from collections.abc import Iterator
from functools import partial
from inspect import getclosurevars
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def addresses(patterns: list[Any] | None = None, prefix: str = "/") -> Iterator[tuple[str, Any]]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def rules_of(callback: Any) -> list[str | None]:
    """The rule of a page; of a machine's address, one for each method it answers."""
    owner = _machines_view(callback)
    if owner is not None:
        return [getattr(each.view_func, "access_rule", None) for each in owner.operations]
    if isinstance(callback, partial):
        callback = callback.func
    return [getattr(callback, "access_rule", None)]


def _machines_view(callback: Any) -> Any:
    """django-ninja's view of several operations, which it hides in a closure of its own."""
    if not getattr(callback, "__module__", "").startswith("ninja."):
        return None
    owner = getclosurevars(callback).nonlocals.get("self")
    return owner if hasattr(owner, "operations") else None
