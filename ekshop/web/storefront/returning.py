"""A customer asks to give something back, from the page that follows their order."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ekshop.fulfilment import rules
from ekshop.fulfilment.selectors import return_until
from ekshop.fulfilment.services import return_ask
from ekshop.fulfilment.services.errors import TooManyToReturn, WindowClosed
from ekshop.kernel import clock
from ekshop.kernel.bangla import NotANumber, format_number, parse_int
from ekshop.kernel.errors import InvalidInput
from ekshop.orders.selectors import shares_of
from ekshop.web.access import Request, access
from ekshop.web.guessing import try_spent
from ekshop.web.papers.uploads import photos_kept

from .tracking import proved


@access.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, code: str) -> HttpResponse:
    """Only for a browser that has proved it knows the order; photos stay while the rest is mended."""
    order = proved(request, code)
    if order is None:
        return redirect("storefront:track_order", code)
    now = clock.now()
    given, action = request.POST, request.POST.get("action", "")
    lines = returnable(order, now)
    line = _chosen(given, lines)
    scope = f"return:{order.pk}"
    photos = request.FILES.getlist("photos")[: rules.PHOTOS_A_LINE + 1] if lines else []
    too_many = not all(try_spent(request, "photo", order.code) for _photo in photos)
    kept, problem = photos_kept(
        [] if too_many else photos,
        kept=[token for token in given.getlist("kept") if action != f"drop:{token}"],
        actor=request.actor,
        scope=scope,
        now=now,
    )
    if too_many:
        problem = _("Too many photos. Wait an hour, or take them to the centre.")
    errors = {"photos": problem} if problem else {}
    if request.method == "POST" and not errors and not action:
        errors = _asked(request, line, kept, now)
        if not errors:
            messages.success(request, _("Asked. The seller is to answer; an SMS tells you."))
            return redirect("storefront:track_order", order.code)
    language = get_language() or "bn"
    return render(
        request,
        "storefront/return.html",
        {
            "order": order,
            "lines": [
                (
                    each.pk,
                    each.name,
                    _("%(left)s can be returned") % {"left": format_number(_left(each), language)},
                )
                for each in lines
            ],
            "reasons": rules.RETURN_REASONS,
            "given": given,
            "nonce": given.get("nonce") or uuid4(),
            "one": format_number(1, language),
            "kept": kept,
            "scope": scope,
            "errors": errors,
        },
        status=429 if too_many else 422 if errors else 200,
    )


def returnable(order: Any, now: datetime) -> list[Any]:
    """Lines of which something is with the customer and may still go back."""
    found = []
    for share in shares_of(order):
        until = return_until(share.pk) if share.state == "handed_over" else None
        if until is not None and now <= until:
            found += [line for line in share.lines.all() if _left(line) > 0]
    return found


def _asked(request: Request, line: Any, kept: list[str], now: datetime) -> dict[str, str]:
    """Ask; what is wrong, by field, or nothing."""
    given = request.POST
    if line is None:
        return {"line": _("Choose what goes back.")}
    try:
        nonce = UUID(given.get("nonce", ""))
    except ValueError:
        return {"nonce": _("This form is broken. Open it again.")}
    try:
        return_ask(
            actor=request.actor,
            order_line_id=line.pk,
            quantity=parse_int(given.get("quantity", "")),
            reason=given.get("reason", ""),
            note=given.get("note", ""),
            kept=kept,
            nonce=nonce,
            now=now,
        )
    except InvalidInput as refused:
        return {name: str(words) for name, words in refused.field_errors.items()}
    except (NotANumber, TooManyToReturn, WindowClosed) as refused:
        return {"quantity": str(refused)}
    return {}


def _chosen(given: QueryDict, lines: list[Any]) -> Any:
    """The line picked; the only one where there is no choice; else None."""
    picked = given.get("line", "")
    if not picked and len(lines) == 1:
        return lines[0]
    return next((line for line in lines if str(line.pk) == picked), None)


def _left(line: Any) -> int:
    return int(line.accepted_quantity - line.returned_quantity)
