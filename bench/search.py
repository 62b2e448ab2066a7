"""Searching: how fast, against PostgreSQL full text in the same run, and how well across scripts.

    python -m bench.search --size small      20,000 offers
    python -m bench.search --size full    1,000,000 offers

Pages go through the web view's own selector, products loaded and every facet counted. Beside
that, both engines answer the same questions over the same terms: how many, three counts by facet,
and the ids of a ranked page. PostgreSQL gets a table made for the purpose: one row a product, a
weighted tsvector of the very terms our index holds under GIN, and the facts beside it; a prepared
statement; and the question already understood, so ours is, too. What understanding costs is told apart,
and what the comparison is when it counts on our side alone. No answer comes from memory.

They are asked in turns of some questions, as each is asked where it serves alone: asked one by one, each
waits until the processor has forgotten what the other left in its caches, which costs ours, of which
little else is to be waited for, twice its time. That figure is told as well.

Last, a thousand changes a minute come in, one by one, while an updater runs as on every node, and it
is timed how long until a reader finds some of them.
"""

import argparse
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle, islice
from typing import Any

from bench.figures import figure, geometric_mean, percentile
from bench.shop import ROOT, fill, prepare
from ekshop.catalogue.search.wanted import SCRIPTS, queries, satisfies

SIZES = {"small": 20_000, "full": 1_000_000}
QUERIES = 200
PAGE = 24
TURN = 25
A_MINUTE = 1_000
THREE = ("category", "seller", "days")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", help="small, full, or a number of offers")
    parser.add_argument(
        "--keep", action="store_true", help="use the shop and index of the last run"
    )
    options = parser.parse_args()
    offers = SIZES.get(options.size) or int(options.size)
    prepare("search")
    from ekshop.catalogue.search import life

    if not (options.keep and life.current()):
        if not options.keep:
            fill(offers)
        began = time.perf_counter()
        products = life.rebuild()
        took = time.perf_counter() - began
        figure("search_index_build", took, "s")
        figure("search_index_products", products, "products")
        peer_fill()
    folder = life.current()
    assert folder is not None
    size = sum(file.stat().st_size for file in folder.iterdir())
    figure("search_index_size", size / 1e6, "MB")
    speed()
    quality()
    followed(seconds=60 if offers > 100_000 else 20)


def questions() -> list[tuple[str, Any]]:
    """The mix: half are wishes in all their spellings, half the plain words people look around with
    (names of categories, in turn in Bengali and in English); one in three narrowed."""
    from ekshop.catalogue.models import Category
    from ekshop.catalogue.selectors import SearchFilters

    narrowings = cycle(
        [
            SearchFilters(),
            SearchFilters(),
            SearchFilters(in_stock=True),
            SearchFilters(),
            SearchFilters(),
            SearchFilters(price_from=100_000, price_to=1_000_000),
        ]
    )
    wishes = [query.text for query in queries()]
    plain = [
        (category.name_bn, category.name_en)[index % 2].split(" ও ")[0].split(" and ")[0]
        for index, category in enumerate(Category.objects.order_by("id"))
    ]
    half = QUERIES // 2
    spread = wishes[:: max(1, len(wishes) // half)][:half]
    mixed = [*spread, *islice(cycle(plain), QUERIES - len(spread))]
    return [(text, next(narrowings)) for text in mixed]


def speed() -> None:
    """The page as the web asks for it; and the bare answer (count, three facets, ranked ids)
    against the same from PostgreSQL, in turns of some questions and one by one."""
    from ekshop.catalogue.search.answers import Answer, SearchFilters, answer_to
    from ekshop.catalogue.search.directory import directory
    from ekshop.catalogue.search.life import reader
    from ekshop.catalogue.search.queries import Parsed, parse
    from ekshop.catalogue.selectors import offer_search

    asked = questions()
    for text, filters in asked:
        offer_search(query=text, filters=filters, size=PAGE)
    pages = []
    for text, filters in asked:
        reader.view().understood.clear()
        began = time.perf_counter()
        offer_search(query=text, filters=filters, size=PAGE)
        pages.append(time.perf_counter() - began)
    names = directory()
    wholes = []

    def ours(text: str, filters: SearchFilters) -> tuple[Parsed, Answer, float]:
        """The question understood, its answer, and what the answer took."""
        reader.view().understood.clear()
        began = time.perf_counter()
        parsed = parse(reader.view(), text)
        understood = time.perf_counter()
        got = answer_to(
            reader.view(),
            names,
            parsed,
            filters,
            sort="relevance",
            first=0,
            size=PAGE,
            facts=THREE,
        )
        ended = time.perf_counter()
        wholes.append(ended - began)
        return parsed, got, ended - understood

    def theirs(parsed: Parsed, filters: SearchFilters) -> tuple[int, float]:
        began = time.perf_counter()
        total = peer_search(parsed, filters)
        return total, time.perf_counter() - began

    def both(turn: int) -> tuple[list[float], list[float], list[float], list[bool]]:
        """Our times, with the understanding, theirs, and whether they counted the same."""
        wholes.clear()
        own, peer, same = [], [], []
        for start in range(0, len(plain), turn):
            part = plain[start : start + turn]
            answered = [ours(text, filters) for text, filters in part]
            for (parsed, got, took), (_text, filters) in zip(answered, part, strict=True):
                total, took_peer = theirs(parsed, filters)
                own.append(took)
                peer.append(took_peer)
                same.append(total == got.total)
        return own, list(wholes), peer, same

    # Those that nothing has whole are answered by a part of their words, which the peer is not asked.
    first = [(asking, ours(*asking)) for asking in asked]
    plain = [asking for asking, (parsed, got, _took) in first if parsed.wishes and not got.relaxed]
    both(TURN)
    answers, whole, peers, same = both(TURN)
    figure("search_page_p50", percentile(pages, 0.5) * 1000, "ms")
    figure("search_page_p95", percentile(pages, 0.95) * 1000, "ms", limit="<=10")
    figure("search_understood_and_answered_p50", percentile(whole, 0.5) * 1000, "ms")
    figure("search_understood_and_answered_p95", percentile(whole, 0.95) * 1000, "ms")
    figure("search_answer_p50", percentile(answers, 0.5) * 1000, "ms")
    figure("search_answer_p95", percentile(answers, 0.95) * 1000, "ms")
    figure("search_postgres_p50", percentile(peers, 0.5) * 1000, "ms")
    mean = times_faster(answers, peers)
    figure("search_against_postgres", mean, "times_faster", ratio=mean, limit=">=20_at_full_size")
    figure("search_against_postgres_understanding_ours", times_faster(whole, peers), "times_faster")
    figure("search_same_count_as_postgres", sum(same) / len(same), "share", limit=">=0.99")
    answers, _whole, peers, _same = both(1)
    figure("search_answer_p50_one_by_one", percentile(answers, 0.5) * 1000, "ms")
    figure("search_postgres_p50_one_by_one", percentile(peers, 0.5) * 1000, "ms")
    figure("search_against_postgres_one_by_one", times_faster(answers, peers), "times_faster")


def times_faster(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The geometric mean of what each question took there by what it took here."""
    return geometric_mean([peer / own for own, peer in zip(ours, theirs, strict=True)])


def quality() -> None:
    """The share of wishes met in the first ten, for each way of spelling them."""
    from ekshop.catalogue.models import Product
    from ekshop.catalogue.selectors import offer_search

    for_sale = [
        ((title, title_bn, title_en), slug)
        for title, title_bn, title_en, slug in Product.objects.order_by("id").values_list(
            "title", "title_bn", "title_en", "category__slug"
        )[:20_000]
    ]
    met: dict[str, list[bool]] = defaultdict(list)
    for query in queries():
        if not any(satisfies(query.wanted, titles=t, category=c) for t, c in for_sale):
            continue
        found = offer_search(query=query.text, size=10).products
        met[query.script].append(
            any(
                satisfies(
                    query.wanted,
                    titles=(one.product.title, one.product.title_bn, one.product.title_en),
                    category=one.product.category.slug,
                )
                for one in found
            )
        )
    for script in SCRIPTS:
        figure(f"search_found_{script}", _share(met[script]), "share", limit=">=0.95")
    everything = [good for group in met.values() for good in group]
    figure("search_found", _share(everything), "share", limit=">=0.95")


def _share(met: list[bool]) -> float:
    return sum(met) / len(met) if met else 0.0


def followed(seconds: int) -> None:
    """How long a change takes to be found, among a thousand a minute."""
    from django.db.models import F

    from ekshop.catalogue.models import Offer, SearchChange
    from ekshop.catalogue.search.engine import Ask, Between
    from ekshop.catalogue.search.life import reader

    chance = random.Random(3)
    # Prices nothing has, after a run before this one either.
    first = 10**9 + int(time.time())
    last = Offer.objects.order_by("-pk").values_list("pk", flat=True)[0]
    SearchChange.objects.all().delete()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "manage.py", "search_updater"], cwd=ROOT
    )
    try:
        dearest = Offer.objects.filter(pk=chance.randint(1, last))
        dearest.update(price_poisha=first, on_hand=F("reserved") + 5, state="live")
        while not reader.view().match(Ask.everything(), {"price": [Between(first, first)]}).total:
            time.sleep(0.1)
        waiting: dict[int, float] = {}
        seen: list[float] = []
        began = time.perf_counter()
        made = 0
        while time.perf_counter() - began < seconds or (
            waiting and time.perf_counter() - began < seconds + 30
        ):
            now = time.perf_counter()
            if now - began < seconds and made < (now - began) * A_MINUTE / 60:
                made += 1
                watched = made % 20 == 0
                price = first + made if watched else chance.randint(10, 30_000) * 100
                Offer.objects.filter(pk=chance.randint(1, last), state="live").update(
                    price_poisha=price, on_hand=F("reserved") + 5
                )
                if watched:
                    waiting[price] = time.perf_counter()
                continue
            time.sleep(0.01)
            view = reader.view()
            for price, since in list(waiting.items()):
                found = view.match(Ask.everything(), {"price": [Between(price, price)]})
                if found.total:
                    seen.append(time.perf_counter() - since)
                    del waiting[price]
        seen += [float("inf")] * len(waiting)
        figure("search_change_seen_p50", percentile(seen, 0.5), "s")
        figure("search_change_seen", percentile(seen, 0.95), "s", limit="<=2")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


# The peer -----------------------------------------------------------------------------------------


def peer_fill() -> None:
    """PostgreSQL's side: the same terms and facts, indexed as it indexes best."""
    from django.db import connection

    from ekshop.catalogue.search.directory import read_directory
    from ekshop.catalogue.search.entries import all_entries

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_peer")
        cursor.execute(
            "CREATE UNLOGGED TABLE bench_peer (id bigint PRIMARY KEY, terms tsvector,"
            " category int, sellers int[], districts int[], days int, price bigint,"
            " in_stock boolean, quality real)"
        )
        entries = all_entries(read_directory())
        while batch := list(islice(entries, 10_000)):
            with cursor.copy("COPY bench_peer FROM STDIN") as copy:
                for entry in batch:
                    copy.write_row(_peer_row(entry))
        cursor.execute("CREATE INDEX ON bench_peer USING gin (terms)")
        cursor.execute("VACUUM ANALYZE bench_peer")


def _peer_row(entry: Any) -> tuple[Any, ...]:
    from ekshop.catalogue.search import analysis

    named = (*entry.names, *entry.codes)
    names = [term for text in named for term in analysis.index_terms(text)]
    about = [term for text in entry.about for term in analysis.index_terms(text)]
    vector = [f"'{term}':{place}A" for place, term in enumerate(names, 1)]
    vector += [f"'{term}':{place}B" for place, term in enumerate(about, len(names) + 1)]
    return (
        entry.id,
        " ".join(vector),
        entry.category,
        list(entry.sellers),
        list(entry.districts),
        entry.days,
        entry.price_poisha,
        entry.in_stock,
        entry.quality,
    )


_PEER = """
WITH found AS MATERIALIZED (
    SELECT id, category, sellers, days, ts_rank(terms, query) * quality AS score
    FROM bench_peer, CAST(%(query)s::text AS tsquery) AS query
    WHERE terms @@ query AND (NOT %(in_stock)s::boolean OR in_stock)
      AND (%(low)s::bigint IS NULL OR price >= %(low)s::bigint)
      AND (%(high)s::bigint IS NULL OR price <= %(high)s::bigint)
)
SELECT (SELECT count(*) FROM found),
    (SELECT json_agg(f) FROM (SELECT category, count(*) FROM found GROUP BY 1) AS f),
    (SELECT json_agg(f) FROM (SELECT s, count(*) FROM found, unnest(sellers) AS s GROUP BY 1) AS f),
    (SELECT json_agg(f) FROM (SELECT days, count(*) FROM found GROUP BY 1) AS f),
    (SELECT array_agg(id) FROM (SELECT id FROM found ORDER BY score DESC LIMIT %(size)s::int) AS f)
"""


def peer_search(parsed: Any, filters: Any) -> int:
    """Count, three facets and a ranked page of ids from PostgreSQL; returns the count. The statement
    is prepared once, its plans are PostgreSQL's own choice, and so is whether it works in parallel."""
    from ekshop.kernel.statements import fetch

    asked = {
        "query": _tsquery(parsed),
        "in_stock": filters.in_stock,
        "low": filters.price_from,
        "high": filters.price_to,
        "size": PAGE,
    }
    ((total, *_rest),) = fetch(_PEER, asked)
    return int(total)


def _tsquery(parsed: Any) -> str:
    def any_of(word: Any) -> str:
        return "(" + " | ".join(f"'{term}'" for term in word.forms) + ")"

    wishes = []
    for wish in parsed.wishes:
        options = [any_of(word) for word in wish.whole]
        if wish.parts:
            options.append("(" + " & ".join(any_of(part) for part in wish.parts) + ")")
        wishes.append("(" + " | ".join(options) + ")")
    return " & ".join(wishes)


if __name__ == "__main__":
    main()
