"""Who belongs to a group of producers, what each can make, and by which rule its orders are allotted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_int
from ekshop.orders.selectors import pieces_lately
from ekshop.parties.rules import allowed
from ekshop.producers.rules import ALLOTTED_BY
from ekshop.producers.selectors import (
    group_members_ahead,
    groups_of,
    producer_for,
    producers_visible_to,
)
from ekshop.producers.services import group_member_end, group_member_put
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

from ..producers import Door

_CHOICES = 200


@access("producer.read")
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: Request, door: Door, seller_id: int | None = None) -> HttpResponse:
    """Its centre and the operator say who belongs to it; the group itself reads."""
    profile = producer_for(request.actor, door.seller_id(request, seller_id))
    now = clock.now()
    today = clock.dhaka_date(now)
    rows = list(group_members_ahead(profile.seller_id, today))
    form = Posted(request, _of_member(rows, whole_of(request.GET.get("member", ""))))
    who: dict[str, Any] = {"actor": request.actor, "group_id": profile.seller_id, "now": now}
    here = door.url("group", profile.seller_id)
    if leaves := whole_of(request.POST.get("leaves", "")):
        group_member_end(member_id=leaves, **who)
        messages.success(request, _("She gets nothing new. What she has promised she brings."))
        return redirect(here)
    if form.sent:
        given: dict[str, Any] = {
            "member_id": form.whole("member"),
            "capacity": form.number("capacity", parse_int, 0),
            "from_day": form.day("from_day"),
            "last_day": form.day("last_day"),
        }
        if not given["member_id"]:
            form.wrong("member", _("Choose a producer."))
        if form.tried(lambda: group_member_put(**given, **who)):
            messages.success(request, _("Saved."))
            return redirect(here)
    lately = pieces_lately([row.member_id for row in rows], now)
    return form.page(
        "papers/producers/group.html",
        {
            "profile": profile,
            "back": door.url("", profile.seller_id),
            "here": here,
            "rows": [(row, lately.get(row.member_id, 0)) for row in rows],
            "allotted_by": ALLOTTED_BY,
            "candidates": _candidates(request, profile),
            "may_manage": allowed("group.manage", request.actor.role),
            "belongs": bool(groups_of(profile.seller_id, today)),
            "today": today,
        },
    )


def _of_member(rows: list[Any], member_id: int) -> dict[str, Any]:
    """What is known of the member whose figures are changed."""
    for row in rows:
        if row.member_id == member_id:
            last = row.left_on and row.left_on.fromordinal(row.left_on.toordinal() - 1)
            return {
                "member": member_id,
                "capacity": row.capacity,
                "last_day": last.isoformat() if last else "",
            }
    return {}


def _candidates(request: Request, profile: Any) -> list[tuple[int, str]]:
    """The other producers of the same centre."""
    others = producers_visible_to(request.actor).filter(
        centre_id=profile.centre_id, state="approved"
    )
    others = others.exclude(seller_id=profile.seller_id).order_by("seller__name_bn", "pk")
    return [(each.seller_id, each.seller.name) for each in others[:_CHOICES]]
