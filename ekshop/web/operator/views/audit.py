"""What was done on the platform, by whom: for those who must be able to ask."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.kernel.audit import audit_entries, audit_vocabulary
from ekshop.kernel.paging import page_of
from ekshop.parties.selectors import doers_named
from ekshop.web.access import Request, access

from .. import words
from ..lists import EXPORTED, asked, csv_answer, midnight, moment

FILTERS = ("by", "action", "entity", "id", "from", "to")


@access("audit.read")
@require_safe
def audit(request: Request) -> HttpResponse:
    wanted = asked(request, *FILTERS)
    page = page_of(_found(wanted), order=("-id",), cursor=request.GET.get("cursor"))
    doers_named(page.items)
    actions, entities = audit_vocabulary()
    return render(
        request,
        "operator/audit.html",
        {
            "asked": wanted,
            "narrowed": any(wanted.values()),
            "page": page,
            "actions": [(each, words.deed(each)) for each in actions],
            "entities": [(each, words.entity(each)) for each in entities],
        },
    )


@access("audit.export")
@require_safe
def audit_export(request: Request) -> HttpResponse:
    return csv_answer(
        "audit",
        [_("Number"), _("When"), _("Who"), _("Role"), _("What"), _("About"), _("Which"), _("Data")],
        (
            (
                row.pk,
                moment(row.at),
                row.doer,
                row.actor_role,
                row.action,
                row.entity,
                row.entity_id,
                ", ".join(f"{name}={value}" for name, value in row.data.items()),
            )
            for row in doers_named(_found(asked(request, *FILTERS))[:EXPORTED])
        ),
    )


def _found(wanted: dict[str, str]) -> QuerySet[Any]:
    return audit_entries(
        by=wanted["by"],
        action=wanted["action"],
        entity=wanted["entity"],
        entity_id=wanted["id"],
        since=midnight(wanted["from"]),
        until=midnight(wanted["to"], days=1),
    )
