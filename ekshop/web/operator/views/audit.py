"""What was done on the platform, by whom: for those who must be able to ask."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.kernel.audit import audit_entries, audit_vocabulary
from ekshop.kernel.paging import page_of
from ekshop.parties.selectors import people_named
from ekshop.web.access import Request, access

from .. import words
from ..lists import EXPORTED, asked, csv_answer, midnight, moment
from ..record import shown

FILTERS = ("by", "action", "entity", "id", "from", "to")


@access("audit.read")
@require_safe
def audit(request: Request) -> HttpResponse:
    wanted = asked(request, *FILTERS)
    page = page_of(_found(wanted), order=("-id",), cursor=request.GET.get("cursor"))
    actions, entities = audit_vocabulary()
    return render(
        request,
        "operator/audit.html",
        {
            "asked": wanted,
            "narrowed": any(wanted.values()),
            "page": page,
            "rows": shown(page.items),
            "actions": sorted(((each, words.deed(each)) for each in actions), key=_by_words),
            "entities": sorted(((each, words.entity(each)) for each in entities), key=_by_words),
        },
    )


@access("audit.export")
@require_safe
def audit_export(request: Request) -> HttpResponse:
    return csv_answer(
        "audit",
        [
            _("Number"),
            _("When"),
            _("Who"),
            _("Role"),
            _("What"),
            _("About"),
            _("Which"),
            _("Data"),
            _("As it is kept"),
        ],
        (
            (
                each.row.pk,
                moment(each.row.at),
                each.row.doer,
                words.role(each.row.actor_role) if each.row.actor_kind == "person" else "",
                each.deed,
                each.about,
                each.which,
                "; ".join(f"{name}: {value}" for name, value in each.facts),
                each.key,
            )
            for each in shown(_found(asked(request, *FILTERS))[:EXPORTED])
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
        people=people_named(wanted["by"]) if wanted["by"] else (),
    )


def _by_words(option: tuple[str, str]) -> str:
    return option[1]
