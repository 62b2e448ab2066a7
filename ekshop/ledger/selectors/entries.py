"""One account's entries with what stood after each, and one journal whole."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet, Sum

from ekshop.kernel.errors import NotFound

from ..models import Account, Entry, Journal


def account_get(account_id: int) -> Account:
    """With its organisation (none: the platform's own). Raises NotFound."""
    found = Account.objects.select_related("organisation").filter(pk=account_id).first()
    if found is None:
        raise NotFound(what="account")
    return found


def entries_of(
    account_id: int, *, since: datetime | None = None, until: datetime | None = None
) -> QuerySet[Entry]:
    """An account's entries with their journals, posted from `since` to before `until`; to be paged
    by `-id`."""
    rows = Entry.objects.filter(account_id=account_id).select_related("journal")
    if since:
        rows = rows.filter(journal__posted_at__gte=since)
    if until:
        rows = rows.filter(journal__posted_at__lt=until)
    return rows


def balances_after(account_id: int, entries: list[Entry]) -> list[int]:
    """What the account stood at after each entry, in the order they were booked.

    One statement for the first of them, from an index alone; the others follow from it only where
    nothing between them was filtered out, so each asks for itself what lies between.
    """
    if not entries:
        return []
    rows = Entry.objects.filter(account_id=account_id)
    ids = [entry.pk for entry in entries]
    between = dict(
        rows.filter(pk__gte=min(ids), pk__lte=max(ids)).values_list("pk", "amount_poisha")
    )
    running = rows.filter(pk__lt=min(ids)).aggregate(total=Sum("amount_poisha"))["total"] or 0
    after: dict[int, int] = {}
    for pk in sorted(between):
        running += between[pk]
        after[pk] = running
    return [after[pk] for pk in ids]


@dataclass(frozen=True)
class Side:
    account_id: int
    organisation_id: int | None
    purpose: str
    amount_poisha: int


def journal_get(journal_id: int) -> tuple[Journal, list[Side]]:
    """A journal and its sides, debit above zero, in poisha. Raises NotFound."""
    found = Journal.objects.filter(pk=journal_id).first()
    if found is None:
        raise NotFound(what="journal")
    sides = found.entries.order_by("id").values_list(
        "account_id", "account__organisation_id", "account__purpose", F("amount_poisha")
    )
    return found, [Side(*row) for row in sides]
