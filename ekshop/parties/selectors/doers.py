"""Who did what, named for whoever reads.

History, deadlines and audit keep a doer's name as it was written at that moment, in one language;
a page shows it in the reader's where the person is still known.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.utils.translation import gettext as _

from ekshop.kernel.models import Acted
from ekshop.parties.models import Person

R = TypeVar("R", bound=Acted)


def doers_named(rows: Iterable[R]) -> list[R]:
    """The rows, each with `doer`: the name of who did it. One statement for all of them."""
    found = list(rows)
    ids = {row.actor_person_id for row in found if row.actor_person_id is not None}
    people = Person.objects.only("name", "name_bn").in_bulk(ids) if ids else {}
    for row in found:
        row.doer = _name(row, people.get(row.actor_person_id or 0))
    return found


def person_names(ids: Iterable[int]) -> dict[int, str]:
    """Names by id, in the reader's language. One statement."""
    rows = Person.objects.only("name", "name_bn").in_bulk(set(ids))
    return {pk: person.called for pk, person in rows.items()}


def people_named(text: str) -> list[int]:
    """The ids of those whose name in either language has this in it; for looking through history."""
    names = Person.objects.filter(name__icontains=text) | Person.objects.filter(
        name_bn__icontains=text
    )
    return list(names.values_list("pk", flat=True)[:500])


def _name(row: Acted, person: Person | None) -> str:
    if person is not None:
        return person.called
    if row.actor_kind == "system":
        return _("Courier") if row.actor_role == "courier" else _("The platform by itself")
    if row.actor_kind == "partner_api":
        return _("The seller's own system") + (f" ({row.actor_label})" if row.actor_label else "")
    if row.actor_kind == "public":
        return row.actor_label or _("From the website, without signing in")
    return row.actor_label
