"""What was sought in vain, kept without a trace of who sought it."""

import re
from datetime import datetime, timedelta

from django.db import connection, transaction

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.parties.services import require

from ..models import SearchMiss
from ..search.analysis import is_word, tokens

ONCE_KEPT, KEPT = timedelta(days=30), timedelta(days=365)
MOST_KEPT = 20_000

# An e-mail address; digits with signs between them that are a number of a telephone, a card or a
# person; and the address of a page, which may name its reader.
_MAIL = re.compile(r"\S+@\S*")
_ADDRESS = re.compile(r"\S*(?:https?:|www\.)\S*", re.IGNORECASE)
_NUMBER = re.compile(r"[+(]*\d(?:[\s().\-/]*\d){5,}")

_NOTE = """
INSERT INTO catalogue_searchmiss (query, times, state, first_on, last_on)
VALUES (%s, 1, 'open', %s, %s)
ON CONFLICT (query) DO UPDATE SET times = catalogue_searchmiss.times + 1, last_on = EXCLUDED.last_on
"""


def miss_said(query: str) -> str:
    """The words of a query worth keeping, or nothing: no numbers of people, no addresses, no codes."""
    text = latin_digits(normalise(query))
    try:
        parse_code(text)
        return ""
    except InvalidCode:
        pass
    for personal in (_MAIL, _ADDRESS, _NUMBER):
        text = personal.sub(" ", text)
    words = [token.surface for token in tokens(text)]
    if not any(is_word(word) for word in words):
        return ""
    said = ""
    for word in words:
        longer = f"{said} {word}".strip()
        if len(longer) > 80:
            break
        said = longer
    return normalise(said)


def search_miss_note(*, query: str, now: datetime) -> None:
    """Nothing was found for this: counted, in one statement. No actor: nobody is to be known by it."""
    said = miss_said(query)
    if not said:
        return
    day = dhaka_date(now)
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [said, day, day])


def search_miss_mark(*, actor: Actor, miss_id: int, state: str, now: datetime) -> SearchMiss:
    """Not sold here, mended, or open again. Errors: NotAllowed, NotFound, InvalidInput."""
    require(actor, "search.manage")
    if state not in (SearchMiss.OPEN, SearchMiss.MENDED, SearchMiss.NOT_SOLD):
        raise InvalidInput({"state": "unknown"})
    with transaction.atomic():
        miss = SearchMiss.objects.select_for_update().filter(pk=miss_id).first()
        if miss is None:
            raise NotFound(what="search_miss")
        if miss.state != state:
            miss.state = state
            miss.save(update_fields=["state"])
            audit_write(
                actor=actor,
                action="search_miss_mark",
                entity="search_miss",
                entity_id=miss.pk,
                data={"query": miss.query, "state": state},
                now=now,
            )
    return miss


def search_misses_prune(*, now: datetime) -> int:
    """Drops what nobody sought again, and the rarest of too many. What a person marked stays."""
    today = dhaka_date(now)
    open_ones = SearchMiss.objects.filter(state=SearchMiss.OPEN)
    dropped = open_ones.filter(times=1, last_on__lt=today - ONCE_KEPT).delete()[0]
    dropped += open_ones.filter(last_on__lt=today - KEPT).delete()[0]
    rarest = open_ones.order_by("-times", "-last_on", "-pk").values("pk")[MOST_KEPT:]
    return (
        dropped
        + SearchMiss.objects.filter(pk__in=list(rarest.values_list("pk", flat=True))).delete()[0]
    )
