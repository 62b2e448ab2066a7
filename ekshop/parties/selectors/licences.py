"""Licences that end, across organisations."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.parties.models import Licence

from .people import organisations_visible_to


def licences_ending(actor: Actor, *, by: date) -> QuerySet[Licence]:
    """Licences of open organisations whose last day is `by` or earlier, and which no other of
    the same kind follows; with the organisation at hand."""
    longer = Licence.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=by),
        organisation_id=OuterRef("organisation_id"),
        kind=OuterRef("kind"),
    )
    return (
        Licence.objects.filter(
            valid_until__lte=by,
            organisation__state="active",
            organisation__in=organisations_visible_to(actor),
        )
        .exclude(Exists(longer))
        .select_related("organisation")
    )
