"""The agencies, and what is before them: referrals, hearings, decisions."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.kernel.calendar import Week
from ekshop.kernel.errors import NotFound

from .. import rules
from ..models import Agency, Case, Decision, Hearing, Referral
from .cases import cases_visible_to


def agencies(*, working: bool = False) -> list[Agency]:
    """By name; `working`: those that take cases now."""
    found = Agency.objects.select_related("organisation").prefetch_related("districts")
    if working:
        found = found.filter(active=True)
    return sorted(found, key=lambda agency: agency.name)


def agency_get(code: str) -> Agency:
    """Raises NotFound."""
    found = (
        Agency.objects.select_related("organisation")
        .prefetch_related("districts")
        .filter(code=code)
        .first()
    )
    if found is None:
        raise NotFound(what="agency")
    return found


def agencies_for(case: Case) -> tuple[list[Agency], list[Agency]]:
    """Those that hear such a case, by category and district; and the others that take cases."""
    fit: list[Agency] = []
    rest: list[Agency] = []
    for agency in agencies(working=True):
        places = {place.pk for place in agency.districts.all()}
        hears = not agency.categories or case.category in agency.categories
        near = not places or case.district_id in places
        (fit if hears and near else rest).append(agency)
    return fit, rest


def agency_names() -> dict[str, str]:
    """By code, in the reader's language: timelines name agencies by code."""
    return {agency.code: agency.name for agency in Agency.objects.select_related("organisation")}


def weeks_of(agency_ids: Collection[int | None]) -> dict[int, Week]:
    """When each works."""
    found = Agency.objects.filter(pk__in=[number for number in agency_ids if number])
    return {agency.pk: agency.week for agency in found}


def agency_loads() -> dict[int, int]:
    """How many referrals each agency has open."""
    rows = Referral.objects.filter(state__in=rules.OPEN_REFERRAL_STATES).values_list("agency_id")
    return dict(rows.annotate(number=Count("id")).order_by())


def referrals_of(case: Case) -> list[Referral]:
    """All of a case's, the first first, with hearings, decisions and recoveries."""
    decisions = Decision.objects.select_related("remedy").prefetch_related("recoveries")
    return list(
        case.referrals.select_related("agency__organisation", "came_from__agency__organisation")
        .prefetch_related(
            Prefetch("hearings", Hearing.objects.order_by("id")),
            Prefetch("decisions", decisions.order_by("id")),
        )
        .order_by("id")
    )


BY_TIME = ("at", "id")


def hearings_visible_to(actor: Actor) -> QuerySet[Hearing]:
    """An agency's own; everybody's for the coordinator and the auditor."""
    found = Hearing.objects.select_related(
        "referral__agency__organisation",
        "referral__case__complainant",
        "referral__case__respondent__organisation",
    )
    if actor.role == "officer":
        return found.filter(referral__agency_id=actor.organisation_id)
    return found.filter(referral__case__in=cases_visible_to(actor).values("pk"))


def hearings_between(actor: Actor, since: datetime, until: datetime) -> QuerySet[Hearing]:
    """To be paged by `BY_TIME`; those put off or cancelled among them, since people ask after them."""
    return hearings_visible_to(actor).filter(at__gte=since, at__lt=until)
