"""Listings abroad kept in step with a shop that changes, at the pace a marketplace allows.

    python -m bench.channels --size small     5,000 listings
    python -m bench.channels --size full    100,000 listings

Goods of the national catalogue are listed on a marketplace that speaks in files: the sandbox's Jumei,
over real HTTP in a process of its own, which reads every file and answers every row. First all of
them, without any limit but our own speed. Then prices and stock change in another process, and
the pump works as its clock job does, every few seconds, within the marketplace's allowance. At the
full size that is 417 listings a second: the fastest limit any of our channels has published
(25,000 in a feed, five feeds in five minutes).

The limit of the work is that allowance. `kept_up`: changes come a little slower than it, and every
one must be told within three of its periods. `used`: changes come faster than it, and no file
it would take may stay unsent; what is waited for is told once, as it stands then. In the end the
marketplace must have every price and stock that the shop has.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from bench.feed import peak_megabytes
from bench.figures import figure, percentile
from bench.outside import outside
from bench.shop import ROOT, fill, prepare


@dataclass(frozen=True)
class Size:
    """`most` rows in a file, one file each `period` seconds; changes stream for `seconds`."""

    listings: int
    most: int
    period: float
    seconds: float

    @property
    def rate(self) -> float:
        return self.most / self.period


SIZES = {"small": Size(5_000, 500, 5.0, 25.0), "full": Size(100_000, 6_250, 15.0, 90.0)}
SLOWER, FASTER = 0.9, 1.5
KEY = "jumei"
AT_ONCE = 100
TURNS = 4
"""How often the clock job looks in one period: every fifteen seconds, of Amazon's minute."""


@dataclass
class Watched:
    """What went out in so many seconds: files, rows, and how old each change was when it did."""

    seconds: float = 0.0
    files: int = 0
    rows: int = 0
    ages: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", default="small", choices=SIZES)
    parser.add_argument("--pump", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--change", nargs=2, type=float, help=argparse.SUPPRESS)
    told = parser.parse_args()
    size = SIZES[told.size]
    # Before Django reads its settings: the sandbox is on this machine.
    os.environ["EKSHOP_OUTGOING_PRIVATE_ALLOWED"] = "1"
    prepare("channels")
    if told.change:
        change(rate=told.change[0], seconds=told.change[1])
    elif told.pump:
        pump(size, told.pump)
    else:
        fill(size.listings)
        markets = outside("channels")
        try:
            furnish(markets.port)
            command = [sys.executable, "-W", "ignore", "-m", "bench.channels"]
            command += ["--size", told.size, "--pump", str(markets.port)]
            subprocess.run(command, cwd=ROOT, check=True)
        finally:
            markets.kill()


def furnish(port: int) -> None:
    """A channel, a rate, freight, and every offer ready for export and asked to be listed."""
    from django.db import connection

    from ekshop.channels.models import Channel, ExchangeRate, FreightBand, HsCode
    from ekshop.kernel import clock, rulebook
    from ekshop.parties.models import Person

    now = clock.now()
    rulebook.rules_load()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE channels_channel, channels_exportgoods, channels_exchangerate,"
            " channels_offerchange RESTART IDENTITY CASCADE"
        )
    keys = httpx.get(f"http://127.0.0.1:{port}/_control/market/{KEY}?format=json").json()
    httpx.post(
        f"http://127.0.0.1:{port}/_control/market/{KEY}/settings", json={"answer_after_s": 0.01}
    )
    channel = Channel.objects.create(
        key=KEY, adapter=KEY, name_bn="জুমেই", name_en="Jumei", country="KR", currency="KRW",
        settings={"url": f"http://127.0.0.1:{port}/markets/{KEY}"},
        secrets=json.dumps(keys["credentials"]), fee_bp=1500, price_step=100, created_at=now,
    )  # fmt: skip
    ExchangeRate.objects.create(
        currency="KRW", on=now.date(), rate=9_000_000, source="bench", noted_at=now
    )
    FreightBand.objects.create(
        channel=channel, up_to_g=30_000, poisha=50_000, source="bench", valid_from=now.date()
    )
    HsCode.objects.get_or_create(code="630419", defaults={"text_en": "Quilts", "text_bn": "কাঁথা"})
    writer, reader = (
        Person.objects.get_or_create(mobile=f"+88017000000{n}0", defaults={"name_bn": "ক"})[0]
        for n in (1, 2)
    )
    with connection.cursor() as cursor:
        cursor.execute(_GOODS, {"now": now, "writer": writer.pk, "reader": reader.pk})
        cursor.execute(_PICTURES, {"now": now})
        cursor.execute(_LISTINGS, {"now": now, "channel": channel.pk})
        cursor.execute("ANALYZE")


def pump(size: Size, port: int) -> None:
    """All figures, in a process whose memory is the pump's own."""
    from ekshop.channels.adapters import Allowance
    from ekshop.channels.models import Quota
    from ekshop.kernel import clock

    watched = watch(size)
    began = time.perf_counter()
    while waiting():
        step()
    took = time.perf_counter() - began
    figure("channels_listings", watched.rows, "listings")
    speed = watched.rows / took
    figure("channels_first", speed, "listings/s", ratio=speed / size.rate, limit="ratio>=1")
    allowed(Allowance(1 / size.period, 2))
    for name, share in (("kept_up", SLOWER), ("used", FASTER)):
        Quota.objects.update(tokens=0, at=clock.now())
        seen = streamed(size, size.rate * share, watched)
        permitted = seen.seconds / size.period
        if name == "kept_up":
            behind = percentile(seen.ages, 0.95) if seen.ages else 0.0
            limit = f"<={3 * size.period:g}"
            figure("channels_behind_p95", behind, "s", ratio=behind / size.period, limit=limit)
            figure("channels_behind_most", max(seen.ages, default=0.0), "s")
        else:
            used = min(seen.files / int(permitted), 1.0)
            figure("channels_used", 100 * used, "%", ratio=used, limit="ratio>=0.95")
            full = seen.rows / max(seen.files, 1) / size.most
            figure("channels_files_full", 100 * full, "%", ratio=full, limit="ratio>=0.95")
    allowed(Allowance(1000.0, 1000))
    while waiting():
        step()
    figure("channels_memory", peak_megabytes(), "MB", limit="<=400")
    figure("channels_out_of_step", differing(port, size.listings), "listings", limit="==0")


def watch(size: Size) -> Watched:
    """Jumei's own adapter with this size's files, and its sending looked at."""
    from ekshop.channels.adapters import adapter_bring
    from ekshop.channels.adapters.feed import adapter_of, configurations

    it = configurations()[KEY]
    it = replace(
        it, listings=replace(it.listings, at_most=size.most, every_minutes=1e-5, burst=1000)
    )
    ours, watched = adapter_of(it), Watched()

    def submit(channel: Any, items: Any) -> Any:
        answer = ours.submit(channel, items)
        watched.files += 1
        watched.rows += len(items)
        watched.ages += ages([each.sku for each in items])
        return answer

    adapter_bring(replace(ours, submit=submit, problems=lambda _item, _channel: []))
    return watched


def allowed(allowance: Any) -> None:
    """From now on this many files."""
    from ekshop.channels.models import Quota

    Quota.objects.update(rate=allowance.rate, burst=allowance.burst)


def ages(skus: list[str]) -> list[float]:
    """Seconds since each of these offers last changed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM clock_timestamp() - updated_at) FROM catalogue_offer"
            " WHERE id = ANY(%s)",
            [[int(sku.removeprefix("EK-")) for sku in skus]],
        )
        return [float(row[0]) for row in cursor.fetchall()]


def streamed(size: Size, rate: float, watched: Watched) -> Watched:
    """What goes out while so many offers a second change."""
    watched.files, watched.rows, watched.ages = 0, 0, []
    command = [sys.executable, "-W", "ignore", "-m", "bench.channels"]
    command += ["--change", str(rate), str(size.seconds)]
    changing = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert changing.stdout is not None
    changing.stdout.readline()
    start, turn = time.monotonic(), size.period / TURNS
    end = start + size.seconds
    while (left := end - time.monotonic()) > 0:
        began = time.monotonic()
        step()
        time.sleep(max(0.0, min(left, began + turn - time.monotonic())))
    step()
    watched.seconds = time.monotonic() - start
    changing.wait()
    return replace(watched)


def step() -> None:
    """What the clock job does, without the queue."""
    from ekshop.channels.models import Channel
    from ekshop.channels.services import listings_poll, listings_push, listings_wanted
    from ekshop.kernel import clock

    now, number = clock.now(), Channel.objects.get().pk
    listings_wanted(now)
    listings_poll(channel_id=number, now=now)
    listings_push(channel_id=number, now=clock.now())


def waiting() -> bool:
    from ekshop.channels.models import ChannelListing, OfferChange

    there = ChannelListing.objects
    if there.exclude(state__in=["live", "issue"]).exists():
        return True
    return bool(
        OfferChange.objects.exists()
        or there.filter(stale=True).exists()
        or there.filter(urgency__gt=0).exists()
        or there.exclude(handle="").exists()
    )


def change(*, rate: float, seconds: float) -> None:
    """Prices and stock of offers picked at random, in statements of a hundred, evenly in time."""
    from django.db import connection

    chance = random.Random(7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM catalogue_offer")
        last = cursor.fetchone()[0]
        print("begun", flush=True)
        began, done = time.monotonic(), 0
        while (passed := time.monotonic() - began) < seconds:
            if done > passed * rate:
                time.sleep(0.02)
                continue
            chosen = [chance.randint(1, last) for _ in range(AT_ONCE)]
            cursor.execute(_CHANGE, {"chosen": chosen, "more": chance.randint(1, 30) * 1_000})
            done += AT_ONCE


def differing(port: int, listings: int) -> int:
    """Listings whose price or stock is another there than here."""
    from ekshop.channels.models import ChannelListing

    url = f"http://127.0.0.1:{port}/_control/market/{KEY}/listings"
    there = httpx.post(url, json={"most": 10 * listings}, timeout=120).json()["listings"]
    has = {each["sku"]: (each["price"], each["quantity"]) for each in there}
    ours = ChannelListing.objects.values_list("sku", "wanted_price", "wanted_quantity")
    return sum(has.get(sku) != (str(price), quantity) for sku, price, quantity in ours.iterator())


_GOODS = """
INSERT INTO channels_exportgoods (offer_id, seller_id, hs_code, origin, materials, net_g, gross_g,
    length_mm, width_mm, height_mm, title_en, text_en, points_en, english, english_note,
    english_by_id, english_at, reviewed_by_id, reviewed_at, created_at, updated_at)
SELECT id, seller_id, '630419', 'BD', 'cotton', 700, 900, 300, 200, 60,
    'Goods of Bangladesh, number ' || id, 'Made by hand in a workshop of Bangladesh, and packed well.',
    '[]', 'reviewed', '', %(writer)s, %(now)s, %(reader)s, %(now)s, %(now)s, %(now)s
FROM catalogue_offer
"""
_PICTURES = """
INSERT INTO channels_exportpicture (goods_id, position, digest, file, width, height, added_at)
SELECT id, 0, repeat('a', 64), 'x', 1600, 1200, %(now)s FROM channels_exportgoods
"""
_LISTINGS = """
INSERT INTO channels_channellisting (channel_id, offer_id, goods_id, seller_id, sku, remote_ref, state,
    extra, currency, wanted_quantity, wanted_price, wanted_fingerprint, told_fingerprint, handle,
    sent_fingerprint, urgency, stale, attempts, next_try_at, ended_why, created_at)
SELECT %(channel)s, offer_id, id, seller_id, 'EK-' || lpad(offer_id::text, 8, '0'), '', 'checking',
    '{}', 'KRW', 0, 0, '', '', '', '', 0, true, 0, %(now)s, '', %(now)s
FROM channels_exportgoods
"""
_CHANGE = """
UPDATE catalogue_offer SET price_poisha = price_poisha + %(more)s,
    on_hand = reserved + (id + %(more)s) %% 40, updated_at = clock_timestamp()
WHERE id = ANY(%(chosen)s)
"""


if __name__ == "__main__":
    main()
