"""From which shares on a seller's prices, or a category's, are held back: what differs from the
rule book."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ekshop.catalogue.rules import HOLD_RULES
from ekshop.catalogue.selectors import category_nodes, hold_terms_listed
from ekshop.catalogue.services import hold_term_end, hold_term_set
from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_percent
from ekshop.kernel.rulebook import rules_at
from ekshop.parties import rules
from ekshop.parties.selectors import sellers
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

from .rules import value_in_words


@access("operations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def hold_terms(request: Request) -> HttpResponse:
    form, now = Posted(request), clock.now()
    shares = {
        name: form.number(name, parse_percent, 0) if form.text(name) else None
        for name in ("fall", "rise")
    }
    if form.sent and form.tried(
        lambda: hold_term_set(
            actor=request.actor,
            seller_id=whole_of(form.text("seller")) or None,
            category_id=whole_of(form.text("category")) or None,
            fall_bp=shares["fall"],
            rise_bp=shares["rise"],
            seller_releases=bool(form.text("seller_releases")),
            now=now,
        )
    ):
        messages.success(request, _("It holds from the next reading on."))
        return redirect("operator:hold_terms")
    language = get_language() or "bn"
    nodes = category_nodes()
    paths = {node.id: node.path(language) for node in nodes}
    context: dict[str, Any] = {
        "terms": [(term, paths.get(term.category_id or 0, "")) for term in hold_terms_listed()],
        "book": [(rule, value_in_words(rule)) for rule in rules_at(HOLD_RULES, now).values()],
        "sellers": [(each.organisation_id, each.organisation.name) for each in sellers()],
        "categories": list(paths.items()),
        "may_manage": rules.allowed("operations.act", request.actor.role),
    }
    return form.page("operator/hold_terms.html", context)


@access("operations.act")
@require_POST
def hold_term_stop(request: Request, term_id: int) -> HttpResponse:
    hold_term_end(actor=request.actor, term_id=term_id, now=clock.now())
    messages.success(request, _("The wider rule holds again."))
    return redirect("operator:hold_terms")
