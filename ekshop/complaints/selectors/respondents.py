"""A seller found by whatever one knows of it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, gettext

from ekshop.catalogue.search.directory import directory
from ekshop.kernel.bangla import in_digits_of, latin_digits, normalise
from ekshop.parties.selectors import sellers

from .. import rules
from ..models import Handle, Respondent
from ..rules.redaction import without_numbers

FOUND_AT_MOST = 8
LISTENED_TO = 200
"""Names of the same consonants that are compared sound by sound."""
_NUMBERED = r"[0-9০-৯]([^[:alpha:]]{0,3}[0-9০-৯]){4}|@"


class Known(NamedTuple):
    """A respondent, and the handles of theirs that matched."""

    respondent: Respondent
    by: list[Handle]


def respondents() -> QuerySet[Respondent]:
    """Those that still stand for themselves."""
    return Respondent.objects.filter(joined_to__isnull=True).select_related("organisation")


def respondents_known(typed: str, *, most: int = FOUND_AT_MOST) -> list[Known]:
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
    # Whoever feels their way along a number by its first digits is not led on.
    plain = ~Q(name__regex=_NUMBERED)
    named = respondents().filter(
        Q(name__icontains=text) & plain
        | Q(organisation__name_bn__icontains=text)
        | Q(organisation__name_en__icontains=text)
        | Q(organisation_id__in=_sellers_sounding(text))
    )
    rest = named.exclude(pk__in=by_handle).order_by("-organisation_id", "name")
    found = [*by_handle.values(), *(Known(each, []) for each in rest[:most])]
    if len(found) < most:
        seen = {each.respondent.pk for each in found}
        found += [Known(each, []) for each in _sounding(text, plain) if each.pk not in seen]
    return found[:most]


def _sounding(text: str, plain: Q) -> list[Respondent]:
    """Unregistered sellers whose name sounds so, in whichever letters either was written."""
    alike = respondents().filter(plain, organisation__isnull=True)
    wanted = [rules.name_sounds(word) for word in rules.name_words(text)]
    if not any(wanted):
        return []
    for sounds in wanted:
        alike = alike.filter(sounds__overlap=sounds)
    return [
        each for each in alike.order_by("-pk")[:LISTENED_TO] if rules.sounds_like(text, each.name)
    ]


def _sellers_sounding(text: str) -> list[int]:
    """Registered sellers whose name sounds so."""
    if not rules.name_words(text):
        return []
    return [
        number
        for number, facts in directory().sellers.items()
        if rules.sounds_like(text, facts.named.name_bn, facts.named.name_en)
    ]


class FoundSeller(NamedTuple):
    """A seller one may complain of: `value` says which ("known:7", "seller:12"); `by` what matched."""

    value: str
    name: str
    registered: bool
    by: list[str]


def sellers_found(typed: str) -> list[FoundSeller]:
    """Sellers that a name, number, link, page, account or DBID leads to: those of other cases, and
    those registered here that nobody has complained of yet."""
    known = respondents_known(typed)
    found = [
        FoundSeller(
            f"known:{each.respondent.pk}",
            name_of(each.respondent),
            each.respondent.organisation_id is not None,
            [handle.value for handle in each.by],
        )
        for each in known
    ]
    text = normalise(typed)
    if len(text) < 3:
        return []
    match = Q(organisation__name_bn__icontains=text) | Q(organisation__name_en__icontains=text)
    match |= Q(organisation_id__in=_sellers_sounding(text))
    if phone := rules.handle_fold("phone", text):
        match |= Q(organisation__mobile=phone)
    if email := rules.handle_fold("email", text):
        match |= Q(organisation__email__iexact=email)
    if number := rules.handle_fold("dbid", text):
        for written in (number, text):
            match |= Q(
                organisation__licences__kind="dbid", organisation__licences__number__iexact=written
            )
    seen = [each.respondent.organisation_id for each in known if each.respondent.organisation_id]
    rows = sellers().filter(match).exclude(organisation_id__in=seen).distinct()
    found += [
        FoundSeller(f"seller:{each.organisation_id}", each.organisation.name, True, [])
        for each in rows.order_by("organisation_id")[:FOUND_AT_MOST]
    ]
    return found[:FOUND_AT_MOST]


def name_of(respondent: Respondent) -> str:
    """As anybody may read it: in the reader's language, or as a complainant called it, without the
    telephone or account that was all they knew of it."""
    if respondent.organisation:
        return str(respondent.organisation.name)
    return without_numbers(respondent.name) or gettext("A seller without a name")


def called(respondent: Respondent) -> str:
    """As whoever complained of it reads it."""
    organisation = respondent.organisation
    return str(organisation.name) if organisation else name_called(respondent.name)


def name_called(name: str) -> str:
    """A name somebody gave a seller, as another may read it. Where it is a number, its end is enough
    to tell the one meant."""
    if clean := without_numbers(name):
        return clean
    ending = re.sub(r"\D", "", latin_digits(name))[-4:]
    if len(ending) < 4:
        return gettext("A seller without a name")
    return gettext("The seller with the number …%(ending)s") % {
        "ending": in_digits_of(ending, get_language() or "bn")
    }


def handles_of(respondent_ids: Sequence[int]) -> dict[int, list[Handle]]:
    found: dict[int, list[Handle]] = {number: [] for number in respondent_ids}
    for handle in Handle.objects.filter(respondent_id__in=respondent_ids).order_by("id"):
        found[handle.respondent_id].append(handle)
    return found
