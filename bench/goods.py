"""The shop's own pages on a national catalogue: how long the server takes, and with how many statements.

    python -m bench.goods --size small      50,000 offers
    python -m bench.goods --size full    1,000,000 offers

Home, searches, shelves of categories, products, sellers, districts, suggestions, and what a seller sees
of its own goods: each time another one, through the whole of Django but the network. The statements are
counted among few goods and among all: the same number, or a page does more work as the shop grows. It is
the fullest pages that are compared: among few goods many a shelf is empty, and an empty shelf asks less.
"""

import argparse
import random
import time
from itertools import cycle, islice
from typing import Any

from bench.figures import figure, percentile
from bench.pages import follow
from bench.shop import fill, prepare

SIZES = {"small": 50_000, "full": 1_000_000}
FEW = 20_000
OPENED = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", help="small, full, or a number of offers")
    size = parser.parse_args().size
    offers = SIZES.get(size) or int(size)
    prepare("goods")
    from demo.grow import grow
    from ekshop.catalogue.search import life

    fill(FEW)
    people = furnish()
    life.rebuild()
    before = {name: opened(people[who], own)[1] for name, who, own in pages()}
    before["partner_offers"] = follow(people["mina"], "/partner/offers/")[1]
    grown = grow(offers, own=True)
    figure("goods_grown", grown.seconds, "s")
    began = time.perf_counter()
    life.rebuild()
    figure("goods_indexed", time.perf_counter() - began, "s")
    for name, who, own in pages():
        told(name, *opened(people[who], own), before[name])
    told("partner_offers", *follow(people["mina"], "/partner/offers/"), before["partner_offers"])


def told(name: str, seconds: list[float], statements: int, before: int) -> None:
    figure(f"goods_{name}_p95", percentile(seconds, 0.95) * 1000, "ms", limit="<=100")
    figure(
        f"goods_{name}_statements",
        statements,
        "statements",
        ratio=statements / before,
        limit="ratio<=1",
    )


def pages() -> list[tuple[str, str, list[str]]]:
    """Name, who opens it, and its addresses."""
    from django.urls import reverse

    from ekshop.catalogue.models import Category, Product
    from ekshop.catalogue.search.wanted import queries
    from ekshop.orders.models import Basket
    from ekshop.parties.models import Organisation, Place

    chance = random.Random(4)
    typed = [query.text for query in queries()]
    codes = list(Product.objects.order_by("pk").values_list("code", flat=True)[: 20 * FEW])
    leaves = list(Category.objects.exclude(parent=None).values_list("slug", flat=True))
    tops = list(Category.objects.filter(parent=None).values_list("slug", flat=True))
    sellers = list(Organisation.objects.filter(seller__isnull=False).values_list("slug", flat=True))
    districts = list(Place.objects.filter(kind="district").values_list("slug", flat=True))

    basket = reverse("centre:goods", args=[Basket.objects.get().pk])

    def some(shape: str, words: list[str]) -> list[str]:
        return [
            shape.format(word)
            for word in islice(cycle(chance.sample(words, min(len(words), OPENED))), OPENED)
        ]

    return [
        ("home", "anybody", ["/"] * OPENED),
        ("search", "anybody", some("/search/?q={}", typed)),
        ("search_by_price", "anybody", some("/search/?q={}&sort=price", typed)),
        ("search_of_all", "anybody", ["/search/"] * OPENED),
        ("category", "anybody", some("/search/?category={}", leaves)),
        ("wide_category", "anybody", some("/search/?category={}", tops)),
        ("product", "anybody", some("/p/{}/", codes)),
        ("seller", "anybody", some("/sellers/{}/", sellers)),
        ("district", "anybody", some("/districts/{}/", districts)),
        ("districts", "anybody", ["/districts/"] * OPENED),
        ("suggest", "anybody", some("/search/suggest/?q={}", [text[:4] for text in typed])),
        ("centre_search", "asha", some(f"{basket}?q={{}}", typed)),
    ]  # fmt: skip


def opened(client: Any, addresses: list[str]) -> tuple[list[float], int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(addresses[0], follow=True)
    seconds, statements = [], []
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            answer = client.get(address, follow=True)
            seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        statements.append(len(captured))
    # Not the very most: once a minute a page also reads the names of categories and sellers.
    return seconds, sorted(statements)[len(statements) * 9 // 10]


def furnish() -> dict[str, Any]:
    """Somebody, an entrepreneur, and one of the largest seller's people."""
    from django.db import connection
    from django.test import Client

    from ekshop.kernel import clock, rulebook
    from ekshop.orders.services import basket_open
    from ekshop.orders.tests.make import agree
    from ekshop.parties.models import Organisation
    from ekshop.parties.tests import make

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE parties_person CASCADE")
    rulebook.rules_load()
    centre = make.centre(make.places().bhulta, "Bhulta", "ভুলতা").organisation
    people = {"anybody": Client(HTTP_HOST="127.0.0.1")}
    for name, role, of in (
        ("asha", "entrepreneur", centre),
        ("mina", "partner_staff", Organisation.objects.get(slug="grown-1")),
    ):
        person = make.person(name.title())
        held = make.persona(person, role, of)
        people[name] = Client(HTTP_HOST="127.0.0.1")
        people[name].force_login(person)
        if name == "asha":
            karim = make.customer(centre)
            agree(held, karim)
            basket_open(
                actor=held.actor,
                centre_id=centre.pk,
                customer_id=karim.pk,
                channel="walk_in",
                now=clock.now(),
            )
    return people


if __name__ == "__main__":
    main()
