"""Which commission rate holds."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Count, QuerySet

from ekshop.kernel.statements import fetch
from ekshop.parties.selectors import SellingTerms

from .. import rules
from ..models import CentreGroup, CentreGroupMember, CommissionRate

_NONE: Mapping[int, int] = {}


def rates_in_force(
    *,
    seller_ids: Iterable[int],
    category_ids: Collection[int],
    at: datetime,
    offer_ids: Iterable[int] = (),
    centres: Mapping[int, int] = _NONE,
) -> list[rules.Rate]:
    """Every rate that could apply to those sellers, categories and offers at that moment.

    `centres`: each centre that may earn, with its district. One statement.
    """
    wanted = {
        "at": at,
        "sellers": list(seller_ids),
        "categories": list(category_ids),
        "offers": list(offer_ids),
        "centres": list(centres.keys()),
        "districts": list(centres.values()),
    }
    return [rules.Rate(*row) for row in fetch(_IN_FORCE, wanted)]


def commission_rate_at(
    *,
    seller_id: int,
    category_id: int,
    parent_category_id: int | None = None,
    at: datetime,
    offer_id: int | None = None,
    centre: tuple[int, int] | None = None,
    role: str = "sale",
) -> rules.Rate | None:
    """The rate an order placed then would freeze; None: no commission is agreed.

    `centre`: who would earn it, with its district.
    """
    categories = [each for each in (category_id, parent_category_id) if each is not None]
    return rules.rate_for(
        rates_in_force(
            seller_ids=[seller_id],
            category_ids=categories,
            offer_ids=[] if offer_id is None else [offer_id],
            centres=dict([centre] if centre else []),
            at=at,
        ),
        seller_id=seller_id,
        category_id=category_id,
        parent_category_id=parent_category_id,
        offer_id=offer_id,
        centre_id=centre[0] if centre else None,
        role=role,
    )


def centres_earning(
    terms: Iterable[SellingTerms], *, centre_id: int, district_id: int
) -> dict[int, int]:
    """Who may earn by an order, with their districts: the centre that places it and those that
    look after the producers."""
    found = {
        each.sourcing_centre_id: each.sourcing_district_id
        for each in terms
        if each.sourcing_centre_id is not None and each.sourcing_district_id is not None
    }
    return {**found, centre_id: district_id}


def commission_rates() -> QuerySet[CommissionRate]:
    """All rates ever set, the latest to begin first, with all that is needed to tell of them."""
    return CommissionRate.objects.select_related(
        "seller", "category", "made_by", "centre_group", "offer__product", "offer__seller"
    ).order_by("-valid_from", "-id")


def centre_groups() -> QuerySet[CentreGroup]:
    """All groups by name, with how many districts and single centres each has."""
    return CentreGroup.objects.annotate(
        districts=Count("members__district"), centres=Count("members__centre")
    ).order_by("name_en", "id")


def centre_group_members(group_id: int) -> QuerySet[CentreGroupMember]:
    """Districts first, each by name."""
    return (
        CentreGroupMember.objects.filter(group_id=group_id)
        .select_related("centre", "district")
        .order_by("district__name_en", "centre__name_en", "id")
    )


# On the path of every order, where composing a query costs more than running it: hence SQL.
_IN_FORCE = """
SELECT id, seller_id, category_id, rate_bp, role, offer_id, centre_group_id,
       CASE WHEN centre_group_id IS NULL THEN '{}' ELSE ARRAY(
         SELECT centre.id
         FROM unnest(%(centres)s::bigint[], %(districts)s::bigint[]) AS centre (id, district)
         WHERE EXISTS (SELECT FROM orders_centregroupmember AS member
                       WHERE member.group_id = centre_group_id
                         AND (member.centre_id = centre.id OR member.district_id = centre.district))
       ) END
FROM orders_commissionrate
WHERE valid_from <= %(at)s AND (valid_to IS NULL OR valid_to > %(at)s)
  AND (seller_id IS NULL OR seller_id = ANY(%(sellers)s))
  AND (category_id IS NULL OR category_id = ANY(%(categories)s))
  AND (offer_id IS NULL OR offer_id = ANY(%(offers)s::bigint[]))
"""
