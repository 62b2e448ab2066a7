"""Old complaints by the million, as copies of one that was lived: its rows in every table, with other
numbers, people, sellers and times, and a chain of hashes of their own.

Written with bare SQL, every constraint and trigger on, two tables at a time; `cases_verify` finds
nothing wrong with them.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SELLERS, CASES_A_PERSON = 200, 3
"""Half of the sellers are registered, with an address for mail."""
_ONCE = datetime(1971, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Sellers:
    """The first numbers of as many respondents and organisations; the registered come first."""

    respondent: int
    organisation: int


def sellers_made(now: datetime) -> Sellers:
    from ekshop.complaints.models import Handle, Respondent
    from ekshop.parties.models import Organisation

    half = SELLERS // 2
    shops = Organisation.objects.bulk_create(
        Organisation(
            kind="partner",
            slug=f"grown-{number}",
            name_bn=f"বিক্রেতা {number}",
            name_en=f"Seller {number}",
            email=f"shop{number}@example.com",
        )
        for number in range(half)
    )
    known = [
        Respondent(name=shop.name_en, kind="registered", organisation=shop, created_at=now)
        for shop in shops
    ]
    unknown = [
        Respondent(name=f"Page {number}", kind="unregistered", created_at=now)
        for number in range(half)
    ]
    made = Respondent.objects.bulk_create([*known, *unknown])
    Handle.objects.bulk_create(
        Handle(
            respondent=each,
            kind="phone",
            value=f"0181{number:07d}",
            folded=f"+880181{number:07d}",
            created_at=now,
        )
        for number, each in enumerate(made)
    )
    return Sellers(made[0].pk, shops[0].pk)


PREFIXES = {"G": "+88019", "D": "+88016"}
"""Of the mobile numbers of those who complained in the cases of a letter."""


def people_made(people: int, letter: str) -> int:
    """Complainants with numbers from 00000000 on; the row of the first, the others follow it."""
    (first,) = _one(
        "WITH made AS (INSERT INTO complaints_complainant (mobile, name, language, email,"
        " father_name, mother_name, occupation, address, verified_at, created_at)"
        " SELECT %s || lpad(n::text, 8, '0'), 'Karim Mia', 'bn', '', '', '', '', '', now(),"
        " now() FROM generate_series(0, %s - 1) n RETURNING id) SELECT min(id) FROM made",
        [PREFIXES[letter], people],
    )
    return int(first)


def copied(
    like: int,
    number: int,
    letter: str,
    *,
    earlier: str,
    people: tuple[int, int],
    sellers: Sellers,
    among: int = SELLERS,
) -> None:
    """`number` cases like that one, called by `letter` and their turn. `earlier` is by how much, an
    interval in SQL that knows the turn as n. `people`: the first of how many."""
    from ekshop.complaints.models import Case, CaseEntry, Remedy, RemedyOffer
    from ekshop.kernel.models import Deadline, StateChange

    entries = list(CaseEntry.objects.filter(case_id=like).order_by("number"))
    code, (last,) = Case.objects.get(pk=like).code, _one("SELECT max(id) FROM complaints_case")
    _run("DROP TABLE IF EXISTS bench_grown")
    _run(_hashed(entries, code), {"number": number, "letter": letter}, earlier=earlier)
    (offers,) = _one("SELECT COALESCE(max(id), 0) FROM complaints_remedyoffer")
    registered, half = f"%(respondent)s + n %% {among}", SELLERS // 2
    given = {
        "like": like,
        "last": last,
        "offers": offers,
        "organisation": sellers.organisation,
        "respondent": sellers.respondent,
        "person": people[0],
        "people": people[1],
        "letter": letter,
    }
    case = {
        "id": "%(last)s + n",
        "code": "g.code",
        "nonce": "gen_random_uuid()",
        "respondent_id": registered,
        "owner_organisation_id": "CASE WHEN t.owner_organisation_id IS NOT NULL"
        f" THEN %(organisation)s + n %% {half} END",
        "complainant_id": "%(person)s + n %% %(people)s",
        "transaction_id": "g.code",
        "last_hash": f"g.hashes[{len(entries)}]",
    }
    _copy(Case, case, "t.id = %(like)s", given)
    entry = {
        "case_id": "%(last)s + n",
        "hash": "g.hashes[t.number]",
        "previous_hash": "COALESCE(g.hashes[t.number - 1], '')",
    }
    about = "t.machine = 'case' AND t.object_id = %(like)s"
    owed = "t.entity = 'case' AND t.entity_id = %(like)s"
    owner = {"owner_organisation_id": case["owner_organisation_id"]}
    offer = {"id": "%(offers)s + n", "case_id": "%(last)s + n"}
    remedy = {"offer_id": "%(offers)s + n", "case_id": "%(last)s + n"}

    def files() -> None:
        _copy(CaseEntry, entry, "t.case_id = %(like)s", given)
        _copy(RemedyOffer, offer, "t.case_id = %(like)s", given)
        _copy(Remedy, remedy, "t.case_id = %(like)s", given)

    def clocks() -> None:
        _copy(StateChange, {"object_id": "%(last)s + n"}, about, given)
        _copy(Deadline, {"entity_id": "%(last)s + n", **owner}, owed, given)

    _together(files, clocks)
    for table in ("complaints_case", "complaints_remedyoffer"):
        _run(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
    _run("DROP TABLE bench_grown")
    _run("VACUUM (ANALYZE)")


def _hashed(entries: list[Any], code: str) -> str:
    """A table of the copies: turn, code, by how much earlier, and the hash of each entry."""
    table = "SELECT n, %(letter)s || n AS code, {earlier} AS moved FROM generate_series(1, %(number)s) n"
    for number, entry in enumerate(entries, 1):
        previous = f"h{number - 1}" if number > 1 else "''"
        table = f"SELECT *, {_hash(entry, code, previous)} AS h{number} FROM ({table}) t{number}"
    hashes = ", ".join(f"h{number}" for number in range(1, len(entries) + 1))
    return f"CREATE UNLOGGED TABLE bench_grown AS SELECT n, code, moved, ARRAY[{hashes}] AS hashes FROM ({table}) t"


def _hash(entry: Any, code: str, previous: str) -> str:
    """`hash_of` such an entry as SQL, where the code, the time and the hash before are columns."""
    from ekshop.complaints.services.chain import said_by

    at, entry.at, entry.previous_hash = entry.at, _ONCE, "@before@"
    said = said_by("@code@", entry).replace(_ONCE.isoformat(), "@at@")
    written = {
        "@before@": previous,
        "@code@": "code",
        "@at@": f"to_char((timestamptz '{at.isoformat()}' - moved) AT TIME ZONE 'UTC',"
        " 'YYYY-MM-DD\"T\"HH24:MI:SS.US+00:00')",
    }
    parts = [
        written.get(part) or "'" + part.replace("'", "''").replace("%", "%%") + "'"
        for part in re.split("(@before@|@code@|@at@)", said)
    ]
    return f"encode(sha256(convert_to({' || '.join(parts)}, 'UTF8')), 'hex')"


def _copy(model: Any, changed: dict[str, str], which: str, given: dict[str, Any]) -> None:
    """Rows of a model for every copy: its times earlier, `changed` columns as said, the rest as in
    the one copied."""
    table, values = model._meta.db_table, {}
    for field in model._meta.concrete_fields:
        if field.primary_key and field.column not in changed:
            continue
        moved = field.get_internal_type() == "DateTimeField"
        values[field.column] = changed.get(
            field.column, f't."{field.column}"' + (" - g.moved" if moved else "")
        )
    _run(
        f"INSERT INTO {table} ({', '.join(values)})"
        f" SELECT {', '.join(values.values())} FROM bench_grown g JOIN {table} t ON {which}",
        given,
    )


def _together(*works: Callable[[], None]) -> None:
    failed: list[BaseException] = []

    def one(work: Callable[[], None]) -> None:
        from django.db import connection

        try:
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def _run(statement: str, given: dict[str, Any] | None = None, *, earlier: str = "") -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{earlier}", earlier), given)


def _one(query: str, given: Any = None) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchone()
