"""How long goods of a category usually keep and travel."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ekshop.catalogue.selectors import category_keeping, category_nodes
from ekshop.catalogue.services import category_keeping_set
from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_int
from ekshop.parties import rules
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

FIELDS = ("shelf_life_days", "travel_days")


@access("operations.read")
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: Request) -> HttpResponse:
    """What is said by category, and a form to say or change it (`?category=`: of that one)."""
    said = category_keeping()
    chosen = whole_of(request.GET.get("category", ""))
    start = {name: getattr(said[chosen], name) or "" for name in FIELDS} if chosen in said else {}
    form = Posted(request, start={"category": chosen or "", **start})
    days = {name: form.number(name, parse_int, 0) if form.text(name) else None for name in FIELDS}
    if form.sent and form.tried(
        lambda: category_keeping_set(
            actor=request.actor, category_id=form.whole("category"), now=clock.now(), **days
        )
    ):
        messages.success(request, _("Kept. Search and pages follow within a minute."))
        return redirect("operator:keeping")
    language = get_language() or "bn"
    nodes = category_nodes()
    return form.page(
        "operator/keeping.html",
        {
            "rows": [
                (node, node.path(language), said[node.id]) for node in nodes if node.id in said
            ],
            "categories": [(node.id, node.path(language)) for node in nodes],
            "may_manage": rules.allowed("category.manage", request.actor.role),
        },
    )
