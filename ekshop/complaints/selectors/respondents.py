"""A seller found by whatever one knows of it."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from ekshop.kernel.bangla import normalise

from .. import rules
from ..models import Handle, Respondent

FOUND_AT_MOST = 8


class Known(NamedTuple):
    """A respondent, and the handles of theirs that matched."""

    respondent: Respondent
    by: list[Handle]


def respondents() -> QuerySet[Respondent]:
    """Those that still stand for themselves."""
    return Respondent.objects.filter(joined_to__isnull=True).select_related("organisation")


def respondents_known(typed: str) -> list[Known]:
    """Sellers that a name, number, link, page or account leads to; those by a handle first."""
    text = normalise(typed)
    if len(text) < 3:
        return []
    match = Q()
    for kind, _label in rules.HANDLE_KINDS:
        if folded := rules.handle_fold(kind, text):
            match |= Q(kind=kind, folded=folded)
    by_handle: dict[int, Known] = {}
    if match:
        handles = Handle.objects.filter(match, respondent__joined_to__isnull=True)
        for handle in handles.select_related("respondent__organisation")[: FOUND_AT_MOST * 4]:
            known = by_handle.setdefault(handle.respondent_id, Known(handle.respondent, []))
            known.by.append(handle)
    named = respondents().filter(
        Q(name__icontains=text)
        | Q(organisation__name_bn__icontains=text)
        | Q(organisation__name_en__icontains=text)
    )
    rest = named.exclude(pk__in=by_handle).order_by("-organisation_id", "name")
    found = [*by_handle.values(), *(Known(each, []) for each in rest[:FOUND_AT_MOST])]
    return found[:FOUND_AT_MOST]


def handles_of(respondent_ids: Sequence[int]) -> dict[int, list[Handle]]:
    found: dict[int, list[Handle]] = {number: [] for number in respondent_ids}
    for handle in Handle.objects.filter(respondent_id__in=respondent_ids).order_by("id"):
        found[handle.respondent_id].append(handle)
    return found


def mobiles_of(respondent_ids: Sequence[int]) -> dict[int, str]:
    """By respondent, the mobile number it was first known by; those without one are left out."""
    found: dict[int, str] = {}
    for number, handles in handles_of(respondent_ids).items():
        for handle in handles:
            if handle.kind == "phone" and handle.folded.startswith("+8801"):
                found.setdefault(number, handle.folded)
    return found
