"""What a seller's words for its goods mean in our tree."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST, require_safe

from ekshop.catalogue.selectors import category_nodes
from ekshop.federation.selectors import mapping_lines, mappings_told, mappings_visible_to
from ekshop.federation.services import category_mappings_decide
from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number
from ekshop.kernel.paging import page_of
from ekshop.web.access import Request, access

SHOWN = 25
HOWS = ("unsure", "suggested", "decided")


@access("category_map")
@require_safe
def category_list(request: Request) -> HttpResponse:
    """One kind at a time: those nobody placed, those we placed, those someone decided.

    What waits shows its first lines, the ones with most offers, and moves up as it is settled; what
    is settled stays, and so has pages, the latest first.
    """
    seller_id = request.actor.organisation_id or 0
    lines = mapping_lines(request.actor, seller_id)
    counts = {how: sum(line.how == how for line in lines) for how in HOWS}
    how = request.GET.get("how") or next((h for h in HOWS if counts[h]), "unsure")
    language = get_language() or "bn"
    context: dict[str, Any] = {
        "how": how,
        "counts": counts,
        "options": [(node.id, node.path(language)) for node in category_nodes()],
    }
    if how == "decided":
        page = page_of(
            mappings_visible_to(request.actor, seller_id).exclude(decided_at=None),
            order=("-decided_at", "-id"),
            cursor=request.GET.get("cursor"),
            size=SHOWN,
        )
        context |= {"page": page, "lines": mappings_told(page.items, seller_id)}
    else:
        context |= {
            "lines": [line for line in lines if line.how == how][:SHOWN],
            "more": max(0, counts.get(how, 0) - SHOWN),
        }
    return render(request, "partner/goods/categories.html", context)


@access("category_map")
@require_POST
def decide(request: Request) -> HttpResponse:
    """`save` names the one line to settle, or is "all"; each line's choice is `category-<id>`."""
    chosen = {
        int(name[9:]): int(value)
        for name, value in request.POST.dict().items()
        if isinstance(value, str)
        and name.startswith("category-")
        and name[9:].isdecimal()
        and value.isdecimal()
    }
    save = request.POST.get("save", "all")
    if save.isdecimal():
        chosen = {key: value for key, value in chosen.items() if key == int(save)}
    moved = category_mappings_decide(
        actor=request.actor,
        seller_id=request.actor.organisation_id or 0,
        decisions=chosen,
        now=clock.now(),
    )
    said = ngettext(
        "Kept. %(count)s product moved to its new category.",
        "Kept. %(count)s products moved to their new category.",
        moved,
    )
    messages.success(request, said % {"count": format_number(moved, get_language() or "bn")})
    return redirect("partner:categories")
