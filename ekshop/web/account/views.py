"""Who am I here: the organisation acted for, one's own details, and the way to work."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.i18n import set_language

from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.services import person_language_set, person_update
from ekshop.web.access import MEMBERSHIP_KEY, Request, access, second_factor_missing

from .adapter import LANGUAGE_CHOSEN, keep_language
from .forms import ProfileForm

HOMES = {
    "entrepreneur": "/centre/",
    "call_operator": "/centre/",
    "partner_staff": "/partner/",
    "producer_staff": "/producer/",
    "operator": "/operator/",
    "coordinator": "/desk/",
    "officer": "/desk/",
    "auditor": "/operator/",
}
"""Where each role begins its day; a role without pages of its own begins at its profile."""


@access.public
def language(request: Request) -> HttpResponseBase:
    """The switch on every page. What was chosen last by hand counts: it outlasts signing in, and
    whoever is signed in has it on every device from then on."""
    response: HttpResponseBase = set_language(request)
    if kept := response.cookies.get(settings.LANGUAGE_COOKIE_NAME):
        request.session[LANGUAGE_CHOSEN] = True
        if request.actor.person_id is not None:
            person_language_set(actor=request.actor, language=kept.value, now=clock.now())
    return response


@access.signed_in
@require_safe
def work(request: Request) -> HttpResponse:
    """The way to one's work, from wherever somebody signed in."""
    if request.membership is None:
        return redirect("account:membership")
    if second_factor_missing(request):
        return redirect("mfa_activate_totp")
    home = HOMES.get(request.actor.role)
    return redirect(home) if home else redirect("account:profile")


@access.signed_in
@require_http_methods(["GET", "POST"])
def membership(request: Request) -> HttpResponse:
    """For whom one acts now. The session gets a new key with every change of role."""
    chosen = next(
        (each for each in request.memberships if str(each.pk) == request.POST.get("membership")),
        None,
    )
    if chosen is None:
        return render(request, "account/membership.html", {"wrong": request.method == "POST"})
    request.session[MEMBERSHIP_KEY] = chosen.pk
    request.session.cycle_key()
    return redirect("work")


@access.signed_in
@require_http_methods(["GET", "POST"])
def profile(request: Request) -> HttpResponse:
    person = request.user
    start = {"name": person.name, "name_bn": person.name_bn, "language": person.language}
    form = ProfileForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            person_update(actor=request.actor, now=clock.now(), **form.cleaned_data)
        except InvalidInput as refused:
            for field, message in refused.field_errors.items():
                form.add_error(field, message)
        else:
            messages.success(request, _("Saved."))
            response = redirect("account:profile")
            keep_language(response, form.cleaned_data["language"])
            return response
    return render(request, "account/profile.html", {"form": form})
