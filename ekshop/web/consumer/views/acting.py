"""A complainant's answers: one thing a page, asked once where it cannot be taken back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ekshop.complaints.selectors import called, case_for
from ekshop.kernel import clock
from ekshop.web.access import Request, access
from ekshop.web.cases import terms_begun
from ekshop.web.forms import Posted

from ..acting import DONE, STEPS, acted, acts_shown, form_shown


@access.proved
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, code: str, act: str) -> HttpResponse:
    return act_page(request, code, act, base="complaints", layout="layouts/public.html")


@access("complaint.file_on_behalf")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act_for(request: Request, code: str, act: str) -> HttpResponse:
    """For somebody whose complaint was written here, with their consent."""
    return act_page(request, code, act, base="assisted", layout="centre/base.html")


def act_page(request: Request, code: str, act: str, *, base: str, layout: str) -> HttpResponse:
    """The page of one act under the addresses of `base`, in the look of `layout`.

    What is not possible any more leads back to the case, which says where it stands.
    """
    if act not in STEPS:
        raise Http404
    case, now = case_for(request.actor, code), clock.now()
    form = Posted(request, terms_begun(case, now=now))
    if form.sent and acted(form, act, actor=request.actor, case=case, now=now):
        messages.success(request, DONE[act])
        return redirect(f"{base}:case", case.code)
    case.refresh_from_db()
    shown = acts_shown(case, now=now)
    if act not in shown["acts"]:
        messages.info(request, case.machine.state_label(case.state))
        return redirect(f"{base}:case", case.code)
    return form.page(
        "consumer/act.html",
        {
            "case": case,
            "seller": called(case.respondent),
            "act": act,
            "base": base,
            "layout": layout,
            **shown,
            **form_shown(case, now=now),
        },
    )
