"""The agencies as configuration: what each hears, where, by which designation and which way."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.complaints import rules
from ekshop.complaints.selectors import agencies as all_agencies
from ekshop.complaints.selectors import agency_get, agency_loads
from ekshop.complaints.services import AgencySettings, agency_change, agency_enrol, agency_switch
from ekshop.kernel import clock
from ekshop.kernel.audit import audit_of
from ekshop.kernel.calendar import NATIONAL, Week
from ekshop.parties.rules import allowed
from ekshop.parties.selectors import districts, doers_named, members_of
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

from ..acts.shape import time_of

_WEEKDAYS = {str(day): WEEKDAYS[day] for day in (6, 0, 1, 2, 3, 4, 5)}
SAID = (
    "designation_bn",
    "designation_en",
    "law_bn",
    "law_en",
    "way",
    "email",
    "nothi_office",
    "nothi_unit",
    "nothi_designation",
)


@access("agency.read")
@require_safe
def agencies(request: Request) -> HttpResponse:
    loads = agency_loads()
    return render(
        request,
        "desk/agencies.html",
        {
            "rows": [(agency, loads.get(agency.pk, 0)) for agency in all_agencies()],
            "may_manage": allowed("agency.manage", request.actor.role),
        },
    )


@access("agency.read")
@require_safe
def agency(request: Request, code: str) -> HttpResponse:
    found = agency_get(code)
    return render(
        request,
        "desk/agency.html",
        {
            "agency": found,
            "load": agency_loads().get(found.pk, 0),
            "working": [name for day, name in _WEEKDAYS.items() if int(day) in found.week.days],
            "officers": [each for each in members_of(found.pk) if each.role == "officer"],
            "history": doers_named(audit_of("agency", code)[:20]),
            "may_manage": allowed("agency.manage", request.actor.role),
        },
    )


@access("agency.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def agency_new(request: Request) -> HttpResponse:
    form = Posted(request, {"way": "desk", **_calendar(NATIONAL)})
    said = _settings(form) if form.sent else None
    if said and form.tried(
        lambda: agency_enrol(
            actor=request.actor,
            code=form.text("code"),
            name_bn=form.text("name_bn"),
            name_en=form.text("name_en"),
            settings=said,
            now=clock.now(),
        )
    ):
        messages.success(request, _("Added. Now the operator names its officers."))
        return redirect("desk:agency", form.result.code)
    return form.page("desk/agency_form.html", _choices(form))


@access("agency.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def agency_edit(request: Request, code: str) -> HttpResponse:
    found = agency_get(code)
    start: dict[str, Any] = {name: getattr(found, name) for name in SAID if name != "email"}
    start |= {
        "email": found.organisation.email,
        "categories": found.categories,
        "districts": [str(place.pk) for place in found.districts.all()],
        **_calendar(found.week),
    }
    form = Posted(request, start)
    said = _settings(form) if form.sent else None
    if said and form.tried(
        lambda: agency_change(
            actor=request.actor, agency_id=found.pk, settings=said, now=clock.now()
        )
    ):
        messages.success(request, _("Saved. Cases already there stay as they are."))
        return redirect("desk:agency", code)
    return form.page("desk/agency_form.html", {"agency": found, **_choices(form)})


@access("agency.manage")
@require_POST
def agency_rest(request: Request, code: str) -> HttpResponse:
    """Takes no new cases from now, or takes them again."""
    found = agency_get(code)
    agency_switch(
        actor=request.actor,
        agency_id=found.pk,
        active=request.POST.get("active") == "1",
        now=clock.now(),
    )
    return redirect("desk:agency", code)


def _calendar(week: Week) -> dict[str, Any]:
    """As the form writes it."""
    return {
        "working_days": [str(day) for day in week.days],
        "opens": week.opens.isoformat("minutes"),
        "closes": week.closes.isoformat("minutes"),
        "keeps_holidays": week.holidays,
    }


def _settings(form: Posted) -> AgencySettings:
    listed = form.request.POST.getlist
    for name in ("categories", "districts", "working_days"):
        form.values[name] = listed(name)
    form.values["keeps_holidays"] = bool(form.request.POST.get("keeps_holidays"))
    return AgencySettings(
        working_days=[int(each) for each in listed("working_days") if each in _WEEKDAYS],
        opens=time_of(form, "opens") or NATIONAL.opens,
        closes=time_of(form, "closes") or time.max,
        keeps_holidays=form.values["keeps_holidays"],
        **{name: form.text(name) for name in SAID},
        categories=listed("categories"),
        districts=[number for each in listed("districts") if (number := whole_of(each))],
    )


def _choices(form: Posted) -> dict[str, Any]:
    return {
        "ways": rules.CONTACT_WAYS,
        "categories": [(each.code, each.name) for each in rules.CATEGORIES],
        "chosen": form.values.get("categories", []),
        "weekdays": list(_WEEKDAYS.items()),
        "working": form.values.get("working_days", []),
        "districts": [(str(each.pk), each.name) for each in districts()],
        "near": form.values.get("districts", []),
    }
