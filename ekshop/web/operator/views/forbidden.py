"""Goods nobody may sell: the words, the reason and the law."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.catalogue.selectors import forbidden_terms_listed
from ekshop.catalogue.services import forbidden_end, forbidden_put, forbidden_renew
from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.parties import rules
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

from ..lists import EXPORTED, asked, csv_answer

FIELDS = ("term", "unless", "reason_bn", "reason_en", "citation_bn", "citation")


@access("operations.read")
@require_safe
def forbidden(request: Request) -> HttpResponse:
    wanted = asked(request, "q")
    found = forbidden_terms_listed(wanted["q"])
    return render(
        request,
        "operator/forbidden.html",
        {
            "asked": wanted,
            "page": page_of(found, order=("term", "id"), cursor=request.GET.get("cursor")),
            "may_manage": rules.allowed("forbidden.manage", request.actor.role),
        },
    )


@access("operations.read")
@require_safe
def forbidden_export(request: Request) -> HttpResponse:
    return csv_answer(
        "forbidden",
        [
            _("Words"),
            _("Unless beside"),
            _("Reason"),
            _("Reason in English"),
            _("Law"),
            _("In force"),
        ],
        (
            (
                row.term,
                row.unless,
                row.reason_bn,
                row.reason_en,
                row.citation,
                _("yes") if row.active else _("no"),
            )
            for row in forbidden_terms_listed(asked(request, "q")["q"])[:EXPORTED]
        ),
    )


@access("forbidden.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def forbidden_new(request: Request) -> HttpResponse:
    form = Posted(request)
    if form.sent and form.tried(
        lambda: forbidden_put(
            actor=request.actor, now=clock.now(), **{name: form.text(name) for name in FIELDS}
        )
    ):
        messages.success(request, _("Such goods are refused from now on."))
        return redirect("operator:forbidden")
    return form.page("operator/forbidden_new.html")


@access("forbidden.manage")
@require_POST
def forbidden_switch(request: Request, term_id: int, to: str) -> HttpResponse:
    """Out of force, or in force again."""
    switch = forbidden_renew if to == "renew" else forbidden_end
    row = switch(actor=request.actor, term_id=term_id, now=clock.now())
    said = _("“%(term)s” is in force again.") if row.active else _("“%(term)s” is out of force.")
    messages.success(request, said % {"term": row.term})
    return redirect("operator:forbidden")
