"""Who asks, and whether this page is for them.

Every view wears an access rule, `@access("order.place")`, `@access.public` or `@access.proved`; a
test walks all addresses and fails on one without. The rule guards the action; which rows a person sees comes
from the `*_visible_to` selectors.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError, NotAllowed
from ekshop.parties import rules
from ekshop.parties.selectors import actor_of, memberships_of
from ekshop.parties.services import require

from .language import API
from .mobile_proof import mobile_proved, mobile_renew

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request as our views see it: what the middleware has put on it, by type."""

    actor: Actor
    membership: Any
    memberships: list[Any]
    user: Any
    htmx: Any


MEMBERSHIP_KEY = "membership"
"""Where the session keeps the membership a person chose to act through."""

PUBLIC_RULE = "public"
SIGNED_IN_RULE = "signed_in"
PROVED_RULE = "mobile_proved"


class Access:
    """`@access("action")`, `@access.public`, `@access.signed_in` (any person, with or without a
    role), `@access.proved` (whoever holds a mobile number), each leaving its rule on the view as
    `access_rule`."""

    def __call__(self, action: str) -> Callable[[View], View]:
        if action not in rules.PERMISSIONS:
            raise KeyError(f"{action!r} is not in the permission table")

        def declare(view: View) -> View:
            @wraps(view)
            def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
                require(request.actor, action)
                if second_factor_missing(request):
                    return redirect("mfa_activate_totp")
                return view(request, *args, **kwargs)

            return _marked(guarded, action)

        return declare

    def public(self, view: View) -> View:
        @wraps(view)
        def open_to_all(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        return _marked(open_to_all, PUBLIC_RULE)

    def signed_in(self, view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.is_person:
                raise NotAllowed()
            return view(request, *args, **kwargs)

        return _marked(guarded, SIGNED_IN_RULE)

    def proved(self, view: View) -> View:
        """The page is acted on as the holder of the number this browser proved, also by someone
        who is signed in for work; without one it leads to the code and comes back."""

        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            mobile = mobile_proved(request.session, now=clock.now())
            if not mobile:
                return redirect_to_login(
                    request.get_full_path(), reverse("complaints:mobile"), "next"
                )
            mobile_renew(request.session, now=clock.now())
            request.actor = Actor.mobile_holder(mobile)
            return view(request, *args, **kwargs)

        return _marked(guarded, PROVED_RULE)


def _marked(view: View, rule: str) -> View:
    view.access_rule = rule  # type: ignore[attr-defined]
    return view


access = Access()


def second_factor_missing(request: Request) -> bool:
    """Whether a far-reaching role is held by somebody who has not set up a second factor yet.

    Whoever has one gave it when signing in: allauth lets nobody past that step.
    """
    return request.actor.role in rules.PRIVILEGED_ROLES and not is_mfa_enabled(request.user)


class ActorMiddleware:
    """Sets `request.actor`, `request.membership` and `request.memberships`.

    The membership is the one chosen in this session, or a person's only one. Who has not signed in
    may have proved a mobile number, and then acts as its holder.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.memberships = []
        request.membership = None
        request.actor = Actor.public()
        if request.user.is_authenticated:
            request.memberships = memberships_of(request.user)
            request.membership = self._chosen(request)
            request.actor = actor_of(request.user, request.membership)
        elif mobile := mobile_proved(request.session, now=clock.now()):
            request.actor = Actor.mobile_holder(mobile)
        return self.get_response(request)

    def _chosen(self, request: Request) -> Any:
        if len(request.memberships) == 1:
            return request.memberships[0]
        wanted = request.session.get(MEMBERSHIP_KEY)
        return next((m for m in request.memberships if m.pk == wanted), None)


class NotText(DomainError):
    code = "not_text"
    message = _("There are characters in it that cannot be taken.")


class TextOnlyMiddleware:
    """No page takes a NUL, which no keyboard types and no database keeps; machines are told by
    their interface."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, *arguments: Any) -> HttpResponse | None:
        if request.path_info.startswith(API):
            return None
        fields = [*request.GET.lists(), *request.POST.lists()]
        texts = [request.path_info, *(text for name, all_ in fields for text in (name, *all_))]
        return refused(request, NotText()) if any("\x00" in text for text in texts) else None


class DomainErrorMiddleware:
    """Turns a refusal nobody caught into words: back to the form with a message where one was
    sent and the page it came from is ours, else a page of its own with the right status."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if isinstance(error, NotAllowed):
            if not request.actor.is_person:
                return redirect_to_login(request.get_full_path())
            if request.membership is None and len(request.memberships) > 1:
                return redirect("account:membership")
        if request.method == "POST" and error.http_status in (400, 409) and not request.htmx:
            came_from = request.headers.get("Referer", "")
            if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
                messages.error(request, str(error))
                return redirect(came_from)
        return refused(request, error)


def refused(request: Request, error: DomainError) -> HttpResponse:
    """A page of its own that says what could not be done."""
    return render(request, "access/refused.html", {"error": error}, status=error.http_status)
