"""A seller complained of: found among those known, or recorded anew."""

from collections.abc import Iterable
from datetime import datetime

from ekshop.kernel.bangla import normalise
from ekshop.kernel.composed import Composed
from ekshop.kernel.statements import insert_if_new
from ekshop.parties.selectors import organisation_named

from .. import rules
from ..models import Handle, Respondent


def respondent_of_seller(organisation_id: int, *, now: datetime) -> Respondent:
    """The record of a seller of ek-Shop's, made when it is first complained of."""
    organisation = organisation_named(organisation_id)
    found = _OF_SELLER.first(organisation=organisation_id)
    if found is None:
        found, _new = Respondent.objects.get_or_create(
            organisation_id=organisation_id,
            defaults={"name": organisation.name_en, "kind": "registered", "created_at": now},
        )
    contacts = [("phone", organisation.mobile), ("email", organisation.email)]
    handles_add(found, [each for each in contacts if each[1]], now=now)
    return found


_OF_SELLER = Composed(
    lambda given: Respondent.objects.filter(organisation_id=given("organisation"))
)


def respondent_record(
    *, name: str, handles: Iterable[tuple[str, str]], address: str = "", now: datetime
) -> Respondent:
    """An unregistered seller, as the complainant describes it."""
    made = Respondent.objects.create(
        name=normalise(name)[:160],
        kind="unregistered",
        address=address[:300],
        sounds=rules.name_sounds(name[:160]),
        created_at=now,
    )
    handles_add(made, handles, now=now)
    return made


def handles_add(
    respondent: Respondent, handles: Iterable[tuple[str, str]], *, now: datetime
) -> None:
    """Notes (kind, as typed) pairs that can be handles of their kind; known ones stay."""
    insert_if_new(
        [
            Handle(
                respondent=respondent, kind=kind, value=value[:300], folded=folded, created_at=now
            )
            for kind, value in handles
            if (folded := rules.handle_fold(kind, value))
        ]
    )
