"""Groups of centres, for commission rules that hold only there."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.orders.selectors import centre_group_members, centre_groups
from ekshop.orders.services import centre_group_set
from ekshop.parties import rules
from ekshop.parties.selectors import centres_visible_to, districts
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of


@access("operations.read")
@require_safe
def groups(request: Request) -> HttpResponse:
    may_manage = rules.allowed("rate.manage", request.actor.role)
    return render(
        request,
        "operator/centre_groups.html",
        {"groups": list(centre_groups()), "may_manage": may_manage},
    )


@access("rate.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: Request, group_id: int | None = None) -> HttpResponse:
    """A new group, or who is in one; the whole list each time."""
    form = Posted(request, _as_it_is(request, group_id))
    chosen = [whole_of(each) for each in request.POST.getlist("districts")]
    if form.sent and form.tried(
        lambda: centre_group_set(
            actor=request.actor,
            group_id=group_id,
            name_bn=form.text("name_bn"),
            name_en=form.text("name_en"),
            district_ids=chosen,
            centre_codes=re.split(r"[\s,;]+", form.text("centres")) if form.text("centres") else [],
            now=clock.now(),
        )
    ):
        messages.success(request, _("The group is set. Orders already placed keep their rule."))
        return redirect("operator:centre_groups")
    if not form.sent:
        chosen = form.values.get("chosen", [])
    return form.page(
        "operator/centre_group.html",
        {
            "group_id": group_id,
            "districts": [(place.pk, place.name) for place in districts()],
            "chosen": [str(pk) for pk in chosen],
        },
    )


def _as_it_is(request: Request, group_id: int | None) -> dict[str, object]:
    if group_id is None:
        return {}
    group = centre_groups().filter(pk=group_id).first()
    if group is None:
        raise NotFound(group_id=group_id)
    members = list(centre_group_members(group_id))
    codes = centres_visible_to(request.actor).filter(
        pk__in=[row.centre_id for row in members if row.centre_id]
    )
    return {
        "name_bn": group.name_bn,
        "name_en": group.name_en,
        "centres": " ".join(codes.order_by("code").values_list("code", flat=True)),
        "chosen": [row.district_id for row in members if row.district_id],
    }
