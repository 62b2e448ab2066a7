"""Complaints that turned out right, for the record that ranks a seller's offers."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ..models import Case, Decision


def cases_upheld(*, since: datetime, until: datetime) -> QuerySet[Case]:
    """Closed in that time with a remedy, or decided against the seller. Cases joined to another
    count once each: everyone was wronged."""
    against = Decision.objects.filter(referral__case=OuterRef("pk"), kind__in=("order", "fine"))
    return Case.objects.filter(
        Q(outcome="remedied") | Q(outcome="decided") & Exists(against),
        closed_at__gte=since,
        closed_at__lt=until,
        respondent__organisation__isnull=False,
    )


def upheld_by_seller(*, since: datetime, until: datetime) -> dict[int, int]:
    """How many, by the seller's id. One statement."""
    rows = cases_upheld(since=since, until=until).order_by()
    counted = rows.values("respondent__organisation_id").annotate(number=Count("pk"))
    return {row["respondent__organisation_id"]: row["number"] for row in counted}
