"""Enrolling one centre, or one partner."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_int, parse_taka
from ekshop.kernel.errors import NotFound
from ekshop.parties import rules
from ekshop.parties.selectors import children_of, districts, place_by_code
from ekshop.parties.services import NewLicence, NewPerson, centre_enrol, partner_enrol
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

MOST_ENTREPRENEURS = 2
LICENCES = [kind for kind, _label in rules.LICENCE_KINDS]


@access("centre.enrol")
@require_http_methods(["GET", "POST"])
def centre(request: Request) -> HttpResponse:
    """First the place, district by upazila, then the centre: each step an address of its own."""
    district, upazila = _place(request, "district"), _place(request, "upazila")
    if district and upazila and upazila.parent_id != district.pk:
        upazila = None
    form = Posted(request)
    people = [_person(form, f"entrepreneurs.{n}") for n in range(MOST_ENTREPRENEURS)]
    if form.sent and form.tried(
        lambda: centre_enrol(
            actor=request.actor,
            union_code=form.text("union_code"),
            name_bn=form.text("name_bn"),
            name_en=form.text("name_en"),
            code=form.text("code"),
            address=form.text("address"),
            entrepreneurs=[people[0], *(each for each in people[1:] if each.name or each.mobile)],
            now=clock.now(),
        )
    ):
        messages.success(request, _("The centre is enrolled. Its entrepreneurs get an SMS."))
        return redirect("operator:organisation", form.result.pk)
    unions = [(each.code, each.name) for each in children_of(upazila)] if upazila else []
    return form.page(
        "operator/centre_new.html",
        {
            "district": district,
            "upazila": upazila,
            "districts": [(each.code, each.name) for each in districts()],
            "upazilas": [(each.code, each.name) for each in children_of(district)]
            if district
            else [],
            "unions": unions,
            "step": 3 if upazila else 2 if district else 1,
        },
    )


@access("partner.enrol")
@require_http_methods(["GET", "POST"])
def partner(request: Request) -> HttpResponse:
    form = Posted(
        request, {"days_same_district": 3, "days_elsewhere": 6, "fee_same": 60, "fee_far": 110}
    )
    if form.sent and _partner_enrolled(request, form):
        messages.success(request, _("The partner is enrolled. Its people get an e-mail."))
        return redirect("operator:organisation", form.result.pk)
    return form.page(
        "operator/partner_new.html",
        {"districts": [(each.code, each.name) for each in districts()]},
    )


def _partner_enrolled(request: Request, form: Posted) -> bool:
    now = clock.now()
    today = clock.dhaka_date(now)
    given = [kind for kind in LICENCES if form.text(f"{kind}_number")]
    licences = [
        NewLicence(
            kind=kind,
            number=form.text(f"{kind}_number"),
            valid_from=today,
            valid_until=form.day(f"{kind}_until"),
        )
        for kind in given
    ]
    names = {
        "licences": "trade_number",
        "delivery_fee_same_district_poisha": "fee_same",
        "delivery_fee_elsewhere_poisha": "fee_far",
    }
    for place, kind in enumerate(given):
        names[f"licences.{place}.number"] = f"{kind}_number"
        names[f"licences.{place}.valid_until"] = f"{kind}_until"
    near = form.number("days_same_district", parse_int, 3)
    far = form.number("days_elsewhere", parse_int, 6)
    fee_near = form.number("fee_same", parse_taka, 6000)
    fee_far = form.number("fee_far", parse_taka, 11000)
    return form.tried(
        lambda: partner_enrol(
            actor=request.actor,
            name_bn=form.text("name_bn"),
            name_en=form.text("name_en"),
            hub_district_code=form.text("hub_district_code"),
            days_same_district=near,
            days_elsewhere=far,
            delivery_fee_same_district_poisha=fee_near,
            delivery_fee_elsewhere_poisha=fee_far,
            licences=licences,
            staff=[_person(form, "staff.0")],
            about_bn=form.text("about_bn"),
            about_en=form.text("about_en"),
            now=now,
        ),
        names,
    )


def _place(request: Request, kind: str) -> Any:
    """The place named in the address, or None: an unknown one only starts the choice again."""
    code = request.GET.get(kind, "")
    if not code:
        return None
    try:
        place = place_by_code(code)
    except NotFound:
        return None
    return place if place.kind == kind else None


def _person(form: Posted, prefix: str) -> NewPerson:
    return NewPerson(
        name=form.text(f"{prefix}.name"),
        name_bn=form.text(f"{prefix}.name_bn"),
        mobile=form.text(f"{prefix}.mobile"),
        email=form.text(f"{prefix}.email"),
    )
