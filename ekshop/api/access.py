"""The access rule of a machine's address: `@access("seller_order.answer")` or `@access.public`.

The same marker as on pages, so that one test proves that every address declares one. Who is
calling is found by the router's authentication, which sets `request.actor`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest

from ekshop.kernel.actors import Actor
from ekshop.parties import rules
from ekshop.parties.services import require

Operation = Callable[..., Any]


class Request(HttpRequest):
    """A machine's request once its key has been looked up."""

    actor: Actor


class Access:
    def __call__(self, action: str) -> Callable[[Operation], Operation]:
        if action not in rules.PERMISSIONS:
            raise KeyError(f"{action!r} is not in the permission table")

        def declare(operation: Operation) -> Operation:
            @wraps(operation)
            def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
                require(request.actor, action)
                return operation(request, *args, **kwargs)

            guarded.access_rule = action  # type: ignore[attr-defined]
            return guarded

        return declare

    def public(self, operation: Operation) -> Operation:
        operation.access_rule = "public"  # type: ignore[attr-defined]
        return operation


access = Access()
