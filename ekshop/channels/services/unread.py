"""What came and could not be read: kept until it can be, or a person has dealt with it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.rulebook import due_at, rule_at
from ekshop.parties.services import require

from ..adapters import Unread
from ..models import UnreadRow
from ..rules.exporting import KEPT_RULE
from ..rules.sentences import both
from ..rules.strange import plain

LONGEST_RAW, LONGEST_TEXT = 8_000, 500
LEAST_NOTE = 5


@transaction.atomic
def unread_note(channel_id: int, source: str, unread: Sequence[Unread]) -> None:
    """From now on exactly this of a source is unread: what was and is no more has been read.

    Its arguments are by place, as an adapter's `report` calls it; the time is now, since a file is
    read when it is."""
    now, source = clock.now(), plain(source)[:200]
    rows = UnreadRow.objects.select_for_update()
    there = {
        (row.line, row.code): row
        for row in rows.filter(channel_id=channel_id, source=source, closed_at=None)
    }
    fresh: dict[tuple[int, str], UnreadRow] = {}
    for each in unread:
        key = (each.line, plain(each.code)[:60])
        if there.pop(key, None) is None:
            said = both(each.text, LONGEST_TEXT)
            fresh[key] = UnreadRow(
                channel_id=channel_id,
                source=source,
                line=each.line,
                code=key[1],
                text_bn=said["bn"],
                text_en=said["en"],
                raw=_storable(each.raw[:LONGEST_RAW]),
                opened_at=now,
            )
    over = [row.pk for row in there.values()]
    UnreadRow.objects.filter(pk__in=over).update(closed_at=now, raw="")
    UnreadRow.objects.bulk_create(fresh.values(), ignore_conflicts=True)


def _storable(raw: str) -> str:
    """As it came, but for what no text of ours can hold."""
    return raw.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


@transaction.atomic
def unread_close(*, actor: Actor, unread_id: int, note: str, now: datetime) -> UnreadRow:
    """A person dealt with it and says how; its bytes are forgotten. Raises NotAllowed, NotFound,
    InvalidInput without a note."""
    require(actor, "channel.manage")
    row = UnreadRow.objects.select_for_update().filter(pk=unread_id, closed_at=None).first()
    if row is None:
        raise NotFound(unread_id=unread_id)
    if len(note.strip()) < LEAST_NOTE:
        raise InvalidInput({"note": _("Say in a few words what was done.")})
    row.closed_at, row.closed_by_id, row.note, row.raw = (
        now,
        actor.person_id,
        note.strip()[:300],
        "",
    )
    row.save(update_fields=["closed_at", "closed_by", "note", "raw"])
    audit_write(
        actor=actor,
        action="unread_close",
        entity="unread_row",
        entity_id=row.pk,
        data={"channel": row.channel.key, "source": row.source, "line": row.line},
        now=now,
    )
    return row


def unread_forget(*, now: datetime) -> int:
    """What was sent in rows that have been open for as long as a buyer's address is kept is
    forgotten; that they could not be read, and why, stays. Returns of how many."""
    rule = rule_at(KEPT_RULE, now)
    gone = 0
    for row in UnreadRow.objects.filter(closed_at=None).exclude(raw="").order_by("opened_at", "pk"):
        if due_at(rule, row.opened_at) > now:
            break
        gone += UnreadRow.objects.filter(pk=row.pk).update(raw="")
    return gone
