"""Where a complaint begins, and the code that shows whose mobile number it is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.complaints import rules
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError
from ekshop.kernel.rulebook import rules_at
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted
from ekshop.web.mobile_proof import (
    CodeSpent,
    code_send,
    code_try,
    mobile_asked,
    mobile_forget,
    mobile_proved,
)

SHOWN_RULES = ("complaint_answer", "complaint_mediation", "complaint_admissible")


@access.public
@require_safe
def start(request: Request) -> HttpResponse:
    """What one can complain about, what it needs, and what happens then."""
    now = clock.now()
    return render(
        request,
        "consumer/start.html",
        {
            "groups": rules.groups_shown(),
            "rules": rules_at(SHOWN_RULES, now),
            "mobile": mobile_proved(request.session, now=now),
            "order": request.GET.get("order", "")[:20],
        },
    )


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mobile(request: Request) -> HttpResponse:
    """Which number; a code goes there."""
    form, then = Posted(request), _then(request)
    if form.sent:
        try:
            code_send(request, form.text("mobile")[:40], now=clock.now())
        except DomainError as refused:
            form.wrong("mobile", str(refused))
        else:
            return redirect(f"{reverse('complaints:mobile_code')}?{urlencode({'next': then})}")
    return form.page("consumer/mobile.html", {"then": then})


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: Request) -> HttpResponse:
    """The code from the message: then on to where somebody wanted to go."""
    form, then = Posted(request), _then(request)
    asked = mobile_asked(request.session)
    if not asked:
        return redirect("complaints:mobile")
    if form.sent:
        try:
            code_try(request, form.text("code")[:40], now=clock.now())
        except DomainError as refused:
            form.wrong("code", str(refused))
            return form.page(
                "consumer/mobile_code.html",
                {"mobile": asked, "then": then, "spent": isinstance(refused, CodeSpent)},
            )
        return redirect(then)
    return form.page("consumer/mobile_code.html", {"mobile": asked, "then": then})


@access.public
@require_POST
def forget(request: Request) -> HttpResponse:
    """Somebody else is to use this telephone."""
    mobile_forget(request.session)
    return redirect("complaints:start")


def _then(request: Request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return reverse("complaints:mine")
