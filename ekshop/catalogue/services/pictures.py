"""Sellers' pictures made ours: asked for when first looked at, or ahead for goods in stock.

    wanted → fetched from the seller's host → decoded within limits → three sizes of WebP on disk

Nothing a person asks for names an address: a page says which offer's which picture, and the
address is the one that offer has. One worker fetches them, politely: one at a time from a host,
and what fails is left alone for ever longer.
"""

import os
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.errors import NotFound
from ekshop.kernel.jobs import job
from ekshop.kernel.pictures import PictureRefused, Sized, picture_sizes
from ekshop.kernel.statements import fetch
from ekshop.parties.services import require

from ..adapters.pictures import PictureNotFetched, host_of, picture_fetch
from ..models import Picture, PictureHost, PictureSweep
from ..selectors.pictures import SIDES, key_of, picture_path

OWN = "own:"
OWN_SIDE = 1600
AT_ONCE = 200
SECONDS_AT_ONCE = 45.0
SLOW_SECONDS = 3.0
AHEAD = 200
NEWEST = 500
LOOKED_AT = 2_000
WAITS = [timedelta(minutes=10), timedelta(hours=2), timedelta(days=1), timedelta(days=7)]
LAST_WAIT = timedelta(days=30)
PAUSE_SECONDS = 0.1
"""Between two pictures of one host."""
_TWO_PART_ENDINGS = frozenset({"com", "gov", "edu", "org", "net", "info", "co", "ac", "mil"})


def picture_want(*, address: str, seller_id: int, now: datetime) -> bool:
    """Notes that a picture is looked for; says whether that is new. One that was refused because
    whoever named it first may not use its host is there for another seller who may."""
    host = host_of(address)
    if not host:
        return False
    row, made = Picture.objects.get_or_create(
        key=key_of(address),
        defaults={"address": address, "host": host[:255], "seller_id": seller_id, "next_at": now},
    )
    if made:
        return True
    refused = row.state == Picture.REFUSED and row.why == "host" and row.seller_id != seller_id
    if not refused or not _allowed(seller_id, host, now):
        return False
    row.seller_id, row.state, row.why = seller_id, Picture.WAITING, ""
    row.attempts, row.next_at = 0, now
    row.save()
    return True


def picture_keep(*, seller_id: int, original: bytes, now: datetime) -> Picture:
    """A picture its seller brought itself, made ours at once: in all sizes, and one more for
    marketplaces abroad (OWN_SIDE). Its `address` is what an offer names it by; it has no host.

    Raises a PictureRefused that says what to do instead.
    """
    sized = picture_sizes(original, sides=(*SIDES, OWN_SIDE))
    _keep(sized)
    address = f"{OWN}{sized.sha256}"
    kept, _made = Picture.objects.update_or_create(
        key=key_of(address),
        defaults={
            "address": address,
            "host": "",
            "seller_id": seller_id,
            "state": Picture.READY,
            "digest": sized.sha256,
            "width": sized.width,
            "height": sized.height,
            "next_at": None,
            "fetched_at": now,
        },
    )
    return kept


def picture_look_for(*, address: str, seller_id: int, now: datetime) -> None:
    """Someone looks at it now: it is wanted, and a worker is woken if it was not wanted before."""
    if picture_want(address=address, seller_id=seller_id, now=now):
        pictures_fetch.later()


@job(queue="pictures", name="catalogue.pictures_fetch", queueing_lock="pictures:fetch", attempts=1)
def pictures_fetch() -> None:
    """As soon as someone has looked for a picture that is not here yet."""
    pictures_work(now=clock.now())


def pictures_work(*, now: datetime) -> int:
    """Fetches what is due, for a while; returns how many pictures became ready.

    Each is claimed by moving its next attempt on before anything is asked of its host, so a
    worker killed here leaves only a picture that is tried again later. A host that is slow or away
    is left alone until the next time, and with it all of its owner's: whoever has a name has as
    many under it as it likes. So the pictures of others do not wait for it.
    """
    began, ready = time.monotonic(), 0
    last: dict[str, float] = {}
    left: set[str] = set()
    for _number in range(AT_ONCE):
        if time.monotonic() - began > SECONDS_AT_ONCE:
            break
        picture = _claim(now, left)
        if picture is None:
            break
        wait = last.get(picture.host, -PAUSE_SECONDS) + PAUSE_SECONDS - time.monotonic()
        time.sleep(max(0.0, wait))
        asked = time.monotonic()
        ready += _take(picture, now)
        last[picture.host] = time.monotonic()
        if picture.why == "unreachable" or last[picture.host] - asked > SLOW_SECONDS:
            left.add(_owner(picture.host))
    return ready


def pictures_look_ahead(*, now: datetime) -> int:
    """Wants the pictures of goods in stock that nobody has looked at yet, a few at a time.

    Goes through the offers in the order of their ids, from where it stopped, and round again.
    """
    sweep, _made = PictureSweep.objects.get_or_create(pk=1)
    if Picture.objects.filter(next_at__lte=now).count() >= AHEAD:
        return 0
    rows = fetch(_IN_STOCK, [sweep.last_offer, LOOKED_AT])
    held = set(
        Picture.objects.filter(key__in=[key_of(row[2]) for row in rows]).values_list(
            "key", flat=True
        )
    )
    wanted = 0
    for offer_id, seller_id, address in rows:
        sweep.last_offer = offer_id
        if key_of(address) not in held:
            wanted += picture_want(address=address, seller_id=seller_id, now=now)
        if wanted >= AHEAD:
            break
    else:
        if len(rows) < LOOKED_AT:
            sweep.last_offer = 0
    sweep.save()
    return wanted


def pictures_want_newest(*, seller_id: int, now: datetime) -> int:
    """Wants the pictures of a seller's newest goods in stock, which a list has just brought, before
    the sweep comes to them; says how many are new. Three statements, and a worker is woken."""
    addresses = [row[0] for row in fetch(_NEWEST_OF, [seller_id, NEWEST])]
    wanted = {
        key_of(address): Picture(
            key=key_of(address), address=address, host=host[:255], seller_id=seller_id, next_at=now
        )
        for address in addresses
        if (host := host_of(address))
    }
    known = set(Picture.objects.filter(key__in=list(wanted)).values_list("key", flat=True))
    fresh = [picture for key, picture in wanted.items() if key not in known]
    Picture.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        pictures_fetch.later()
    return len(fresh)


def picture_hosts_allow(*, seller_id: int, addresses: Iterable[str], now: datetime) -> None:
    """The hosts of a seller's own feeds: from these its pictures may come, unless an operator
    has refused one."""
    for host in {host_of(address) for address in addresses} - {""}:
        row, _made = PictureHost.objects.get_or_create(
            seller_id=seller_id,
            host=host[:255],
            defaults={"state": PictureHost.ALLOWED, "met_at": now},
        )
        PictureHost.objects.filter(pk=row.pk, state=PictureHost.WAITING).update(
            state=PictureHost.ALLOWED
        )


@transaction.atomic
def picture_host_decide(*, actor: Actor, host_id: int, allow: bool, now: datetime) -> PictureHost:
    """An operator lets a seller's pictures come from a host, or not; those that waited are tried."""
    require(actor, "category.manage")
    row = PictureHost.objects.select_for_update().filter(pk=host_id).first()
    if row is None:
        raise NotFound(what="picture_host")
    row.state = PictureHost.ALLOWED if allow else PictureHost.REFUSED
    row.save()
    waiting = Picture.objects.filter(seller_id=row.seller_id, host=row.host)
    if allow:
        waiting.filter(state=Picture.REFUSED, why="host").update(
            state=Picture.WAITING, attempts=0, next_at=now
        )
    else:
        waiting.exclude(state=Picture.READY).update(state=Picture.REFUSED, why="host", next_at=None)
    audit_write(
        actor=actor,
        action="picture_host_decide",
        entity="picture_host",
        entity_id=row.pk,
        data={"host": row.host, "seller": row.seller_id, "allowed": allow},
        now=now,
    )
    return row


def _claim(now: datetime, left: set[str]) -> Picture | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "later": now + WAITS[0], "left": list(left)})
        row = cursor.fetchone()
    return Picture.objects.get(pk=row[0]) if row else None


def _take(picture: Picture, now: datetime) -> bool:
    try:
        original = picture_fetch(
            picture.address, allowed=lambda host: _allowed(picture.seller_id, host, now)
        )
        sized = picture_sizes(original, sides=SIDES)
    except PictureNotFetched as error:
        _failed(picture, error.code, now)
        return False
    except PictureRefused as error:
        _failed(picture, error.code, now, refused=True)
        return False
    _keep(sized)
    picture.state, picture.why, picture.digest = Picture.READY, "", sized.sha256
    picture.width, picture.height = sized.width, sized.height
    picture.attempts, picture.next_at, picture.fetched_at = 0, None, clock.now()
    picture.save()
    return True


def _keep(sized: Sized) -> None:
    for side, content in sized.by_side.items():
        path = picture_path(sized.sha256, side)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(content)
        draft.replace(path)


def _failed(picture: Picture, why: str, now: datetime, *, refused: bool = False) -> None:
    """Left alone for longer each time; a host that is not allowed, until someone decides."""
    wait = WAITS[picture.attempts] if picture.attempts < len(WAITS) else LAST_WAIT
    if refused:
        wait = LAST_WAIT
    picture.state = Picture.REFUSED if refused or why == "host" else Picture.FAILED
    picture.why = why
    picture.next_at = None if why == "host" else now + wait
    picture.attempts = min(picture.attempts + 1, 100)
    picture.save()


def _allowed(seller_id: int, host: str, now: datetime) -> bool:
    """Whether a seller's pictures may come from a host; one not met before waits for an operator,
    unless it is under the same name as one of the seller's feeds."""
    rows = dict(PictureHost.objects.filter(seller_id=seller_id).values_list("host", "state"))
    if host in rows:
        return rows[host] == PictureHost.ALLOWED
    owned = {_owner(known) for known, state in rows.items() if state == PictureHost.ALLOWED}
    own = _owner(host) in owned
    PictureHost.objects.get_or_create(
        seller_id=seller_id,
        host=host[:255],
        defaults={
            "state": PictureHost.ALLOWED if own else PictureHost.WAITING,
            "met_at": now,
        },
    )
    return own


def _owner(host: str) -> str:
    """The part of a host's name that someone registered: cdn.shop.com.bd → shop.com.bd."""
    parts = host.split(".")
    if len(parts) < 3 or host.replace(".", "").isdigit() or ":" in host:
        return host
    keep = 3 if len(parts[-1]) == 2 and parts[-2] in _TWO_PART_ENDINGS else 2
    return ".".join(parts[-keep:])


_CLAIM = """
UPDATE catalogue_picture SET next_at = %(later)s
WHERE id = (
    SELECT id FROM catalogue_picture
    WHERE next_at <= %(now)s AND NOT EXISTS (
        SELECT FROM unnest(%(left)s::text[]) AS owner
        WHERE '.' || owner = right('.' || host, length(owner) + 1)
    )
    ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""

_IN_STOCK = """
SELECT id, seller_id, image_url FROM catalogue_offer
WHERE id > %s AND state = 'live' AND on_hand > reserved AND image_url <> ''
ORDER BY id LIMIT %s
"""

_NEWEST_OF = """
SELECT image_url FROM catalogue_offer
WHERE seller_id = %s AND state = 'live' AND on_hand > reserved AND image_url <> ''
ORDER BY id DESC LIMIT %s
"""
