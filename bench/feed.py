"""A seller's feed: from XML on disk to offers that can be searched, first and again.

    python -m bench.feed --size small     20,000 rows
    python -m bench.feed --size full     500,000 rows

The peer is the least that could be done with the same rows in the same run: COPY of what ends in
the product and offer tables into bare tables, the same indexes made afterwards, and the search
index built from nothing. Without reading XML, judging a row, grouping products or keeping what
was there. `feed_first_database` leaves the search index out on both sides.

Reading runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bench.figures import figure
from bench.shop import ROOT, prepare

SIZES = {"small": 20_000, "full": 500_000}
CHANGED = 100
"""One row in so many changes for the second reading."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", help="small, full, or a number of rows")
    parser.add_argument("--read", help=argparse.SUPPRESS)
    options = parser.parse_args()
    prepare("feed")
    if options.read:
        print(json.dumps(read(Path(options.read))))
        return
    rows = SIZES.get(options.size) or int(options.size)
    folder = ROOT / "var" / "bench"
    first, again = folder / "feed.xml", folder / "feed-again.xml"
    write(first, rows, changed=0)
    write(again, rows, changed=CHANGED)
    empty()
    one = apart(first)
    peer = {"database": copied(), "search": rebuilt()}
    two = apart(again)
    print_figures(rows, one, two, peer)


def print_figures(rows: int, one: dict, two: dict, peer: dict[str, float]) -> None:
    whole = one["database"] + one["search"]
    least = peer["database"] + peer["search"]
    figure("feed_rows", rows, "rows")
    figure("feed_peer_copy_and_index", least, "s")
    figure("feed_first", whole, "s", ratio=whole / least, limit="ratio<=5")
    figure("feed_first_database", one["database"], "s", ratio=one["database"] / peer["database"])
    figure("feed_first_memory", one["memory"], "MB", limit="<=300")
    changed = two["database"] + two["search"]
    figure("feed_again_1pct", changed, "s", ratio=changed / whole, limit="ratio<=0.2")
    figure("feed_again_memory", two["memory"], "MB", limit="<=300")
    assert (one["added"], two["changed"]) == (rows, rows // CHANGED), (one, two)


def read(path: Path) -> dict[str, float]:
    """Reads a file into the shop and the index, and says how long and how much memory it took."""
    from ekshop.catalogue.search.updater import Updater
    from ekshop.federation.models import Feed
    from ekshop.federation.services import feed_ingest_file
    from ekshop.kernel import clock
    from ekshop.kernel.actors import Actor

    began = time.perf_counter()
    run = feed_ingest_file(
        actor=Actor.system("bench"), feed=Feed.objects.get(), path=path, now=clock.now()
    )
    database = time.perf_counter() - began
    memory = peak_megabytes()
    began = time.perf_counter()
    updater = Updater()
    while updater.step():
        pass
    updater.close()
    return {
        "state": run.state,
        "database": database,
        "search": time.perf_counter() - began,
        "memory": memory,
        "added": run.added,
        "changed": run.changed,
    }


def peak_megabytes() -> float:
    """Of this process alone: `getrusage` would count the parent it was forked from, too."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise LookupError("the peak of memory is read from /proc, which is not here")


def apart(path: Path) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-m", "bench.feed", "--read", str(path)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])


def empty() -> None:
    """A tree, one seller and its feed, and no goods; the search index empty, too."""
    from django.db import connection

    from demo.content.tables import read as table
    from ekshop.catalogue.search import life
    from ekshop.catalogue.services import categories_load
    from ekshop.federation.services import feed_register
    from ekshop.kernel import clock
    from ekshop.kernel.actors import Actor
    from ekshop.kernel.rulebook import rules_load
    from ekshop.parties.models import Licence, Organisation, Place, Seller

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE catalogue_category, catalogue_product, catalogue_offer, federation_feed,"
            " catalogue_searchchange, federation_categorymapping, parties_place,"
            " parties_organisation, parties_seller RESTART IDENTITY CASCADE"
        )
    rules_load()
    categories_load(table("categories"))
    place = Place.objects.create(
        code="district-1", kind="district", name_bn="ঢাকা", name_en="Dhaka", slug="dhaka"
    )
    seller = Organisation.objects.create(kind="partner", slug="s", name_bn="ক", name_en="Seller")
    Seller.objects.create(organisation=seller, kind="partner", hub_district=place)
    Licence.objects.create(
        organisation=seller, kind="dgda", number="1", valid_from=date(2020, 1, 1)
    )
    feed_register(actor=Actor.system("bench"), seller_id=seller.pk, name="Bench", now=clock.now())
    life.rebuild()


def copied() -> float:
    """COPY of the finished rows into bare tables, then the indexes those tables have."""
    from django.db import connection

    folder = ROOT / "var" / "bench"
    tables = ("catalogue_product", "catalogue_offer")
    indexes: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in tables:
            with (
                (folder / f"{table}.copy").open("wb") as file,
                cursor.copy(f"COPY {table} TO STDOUT") as copy,
            ):
                for piece in copy:
                    file.write(piece)
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", [table])
            indexes[table] = [row[0] for row in cursor.fetchall()]
            cursor.execute(f"DROP TABLE IF EXISTS bench_{table}")
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING DEFAULTS)")
        began = time.perf_counter()
        for table in tables:
            with (
                (folder / f"{table}.copy").open("rb") as file,
                cursor.copy(f"COPY bench_{table} FROM STDIN") as copy,
            ):
                while piece := file.read(1 << 20):
                    copy.write(piece)
            for definition in indexes[table]:
                cursor.execute(_renamed(definition, table))
        took = time.perf_counter() - began
        for table in tables:
            cursor.execute(f"DROP TABLE bench_{table}")
    return took


def _renamed(definition: str, table: str) -> str:
    head, _on, rest = definition.partition(" ON ")
    words = head.split()
    words[-1] = f"bench_{words[-1]}"
    return f"{' '.join(words)} ON {rest.replace(f'public.{table} ', f'bench_{table} ', 1)}"


def rebuilt() -> float:
    from ekshop.catalogue.search import life

    began = time.perf_counter()
    life.rebuild()
    return time.perf_counter() - began


def write(path: Path, rows: int, *, changed: int) -> None:
    """The demonstration's goods over and over under other names, as Google Merchant XML."""
    from demo.content.goods import products

    known = list(products("bench"))
    chance = random.Random(5)
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
            ' xmlns:g="http://base.google.com/ns/1.0"><channel><title>Bench</title>\n'
        )
        for number in range(rows):
            product = known[number % len(known)]
            price = chance.randint(20, 30_000)
            if changed and number % changed == 0:
                price += 1
            bengali = number % 2
            title = product.title_bn if bengali else product.title_en
            file.write(
                f"<item><g:id>R{number}</g:id><g:title>{escape(title)} {number}</g:title>"
                f"<g:description>{escape(product.about_bn if bengali else product.about_en)}</g:description>"
                f"<g:link>https://shop.example/goods/{number}</g:link>"
                f"<g:image_link>https://shop.example/pictures/{number}.jpg</g:image_link>"
                f"<g:price>{price}.00 BDT</g:price><g:availability>in_stock</g:availability>"
                f"<g:quantity>{number % 90 + 1}</g:quantity>"
                f"<g:brand>{escape(product.brand_en or 'Own')}</g:brand><g:mpn>M-{number}</g:mpn>"
                f"<g:product_type>{product.category}</g:product_type>"
                "<g:condition>new</g:condition></item>\n"
            )
        file.write("</channel></rss>\n")


if __name__ == "__main__":
    main()
