"""Placing orders, and one hot item: how fast, and whether exactly as many are sold as there are.

    python -m bench.orders --size small      16 clients, 400 orders; 64 clients, 500 in stock
    python -m bench.orders --size full       16 clients, 4,000 orders; 64 clients, 5,000 in stock

Orders go through `order_place`, as every screen does: three lines of two sellers, reserved, with
deadlines, events and the SMS to customer and centre. The limit they are held against is the same
machine writing the same rows with bare SQL in one round trip for each table, by as many clients.
Clients are threads, as in gunicorn, in as many processes as there are cores.
"""

import argparse
import multiprocessing
import os
import threading
import time
from collections import Counter
from typing import Any
from uuid import uuid4

from bench.figures import figure, percentile
from bench.shop import fill, prepare

SIZES = {"small": (400, 500), "full": (4_000, 5_000)}
OFFERS = 20_000
CENTRES = 200
CLIENTS, HOT_CLIENTS = 16, 64
PROCESSES = os.cpu_count() or 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", choices=SIZES)
    orders, stock = SIZES[parser.parse_args().size]
    prepare("orders")
    setting = furnish()
    took = run(place_many, setting, CLIENTS, orders)
    peer = run(write_bare, setting, CLIENTS, orders)
    rate, bare = len(took["seconds"]) / took["wall"], len(peer["seconds"]) / peer["wall"]
    figure("orders_placed", rate, "per_s", ratio=rate / bare, limit=">=200")
    figure("orders_p95", percentile(took["seconds"], 0.95) * 1000, "ms")
    figure("orders_bare_sql", bare, "per_s")
    figure("order_statements", statements(setting), "statements", limit="<=25")
    hot(setting, stock)


def furnish() -> dict[str, Any]:
    """The benchmark's shop with centres, their customers, and rules; ids for the clients."""
    from django.db import connection

    from ekshop.catalogue.models import Offer
    from ekshop.kernel import rulebook
    from ekshop.orders.tests import make
    from ekshop.parties.models import Consent, Customer
    from ekshop.parties.tests import make as parties

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE parties_person, parties_organisation, kernel_deadline, notices_message CASCADE"
        )
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    fill(OFFERS)
    rulebook.rules_load()
    make.rate(500)
    union = parties.places().bhulta
    desks = []
    for number in range(CENTRES):
        centre = parties.centre(union, f"Centre {number}")
        asha = parties.persona(
            parties.person(f"Asha {number}"), "entrepreneur", centre.organisation
        )
        karim = parties.customer(centre.organisation)
        desks.append((asha.actor, centre.pk, karim.pk, karim.mobile))
    Consent.objects.bulk_create(
        Consent(
            customer=customer,
            purpose="order",
            medium="spoken",
            wording="order-1",
            recorded_by_id=desks[0][0].person_id,
            given_at=customer.created_at,
        )
        for customer in Customer.objects.all()
    )
    Offer.objects.update(on_hand=1_000_000, reserved=0, state=Offer.LIVE)
    offers: dict[int, list[tuple[int, int, int]]] = {}
    # Medicine wants a licence, and the benchmark's sellers hold none.
    anybodys = Offer.objects.filter(product__category__regulation="")
    for pk, seller, product, price in anybodys.values_list(
        "id", "seller_id", "product_id", "price_poisha"
    )[:4_000]:
        offers.setdefault(seller, []).append((pk, product, price))
    return {"desks": desks, "offers": {s: rows for s, rows in offers.items() if len(rows) > 2}}


def run(
    work: Any, setting: dict[str, Any], clients: int, times: int, warm: Any = None
) -> dict[str, Any]:
    """`clients` at once, together `times` pieces of work, in fresh processes; each has done `warm`
    once before it begins."""
    context = multiprocessing.get_context("spawn")
    start, done = context.Barrier(PROCESSES + 1), context.Queue()
    each = clients // PROCESSES
    workers = [
        context.Process(
            target=process,
            args=(work, setting, each, times // clients, number, start, done, warm),
        )
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    start.wait()
    began = time.perf_counter()
    results = [done.get() for _worker in workers]
    wall = time.perf_counter() - began
    for worker in workers:
        worker.join()
    seconds = [one for result in results for one in result[0]]
    return {"wall": wall, "seconds": seconds, "count": sum((r[1] for r in results), Counter())}


def process(
    work: Any,
    setting: dict[str, Any],
    clients: int,
    times: int,
    number: int,
    start: Any,
    done: Any,
    warm: Any,
) -> None:
    os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
    import django

    django.setup()
    seconds: list[float] = []
    count: Counter[str] = Counter()
    threads = [
        threading.Thread(
            target=work, args=(setting, number * clients + client, times, seconds, count)
        )
        for client in range(clients)
    ]
    from django.db import connection

    connection.ensure_connection()
    if warm:
        warm(setting)
    start.wait()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.put((seconds, count))


def wishes(setting: dict[str, Any], client: int, turn: int) -> tuple[Any, list[tuple[int, ...]]]:
    """A desk, and three lines of two sellers, different for every client and turn."""
    step = client * 7919 + turn
    desk = setting["desks"][step % CENTRES]
    sellers = sorted(setting["offers"])
    one, other = sellers[step % len(sellers)], sellers[(step + 1) % len(sellers)]
    mine, theirs = setting["offers"][one], setting["offers"][other]
    picked = [mine[step % len(mine)], mine[(step + 1) % len(mine)], theirs[step % len(theirs)]]
    return desk, [(offer, 1 + step % 3, price) for offer, _product, price in picked]


def place_many(
    setting: dict[str, Any], client: int, times: int, seconds: list[float], count: Counter[str]
) -> None:
    from django.db import connection

    from ekshop.kernel import clock
    from ekshop.orders.services import order_place

    for turn in range(times):
        (actor, centre, customer, _mobile), lines = wishes(setting, client, turn)
        began = time.perf_counter()
        order_place(
            actor=actor,
            nonce=uuid4(),
            centre_id=centre,
            customer_id=customer,
            channel="walk_in",
            lines=lines,
            now=clock.now(),
        )
        seconds.append(time.perf_counter() - began)
    connection.close()


def write_bare(
    setting: dict[str, Any], client: int, times: int, seconds: list[float], count: Counter[str]
) -> None:
    """The rows of such an order and nothing else: no check, no price, no promise worked out."""
    from django.db import connection, transaction

    from ekshop.kernel.ids import tracking_code

    for turn in range(times):
        (actor, centre, customer, mobile), lines = wishes(setting, client, turn)
        began = time.perf_counter()
        sellers = sorted(setting["offers"])
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO orders_order (code, centre_id, customer_id, placed_by_id, channel,"
                " nonce, fingerprint, goods_poisha, delivery_poisha, placed_at)"
                " VALUES (%s,%s,%s,%s,'walk_in',%s,'x',1,1,now()) RETURNING id",
                [tracking_code("K"), centre, customer, actor.person_id, uuid4()],
            )
            order = cursor.fetchone()[0]
            cursor.execute(
                "INSERT INTO orders_sellerorder (code, order_id, seller_id, centre_id, state,"
                " same_district, goods_poisha, delivery_poisha, placed_at, confirm_by, promised_on,"
                " deliver_by) SELECT code, %s, seller, %s, 'placed', false, 1, 1, now(), now(),"
                " now(), now() FROM unnest(%s::text[], %s::bigint[]) AS t (code, seller) RETURNING id",
                [order, centre, [tracking_code("S"), tracking_code("S")], sellers[:2]],
            )
            shares = [row[0] for row in cursor.fetchall()]
            offers = sorted(offer for offer, _quantity, _price in lines)
            cursor.execute(
                "INSERT INTO orders_orderline (seller_order_id, offer_id, product_id, seller_ref,"
                " title, quantity, unit_price_poisha, commission_bp, state, decline_reason,"
                " accepted_quantity, rejected_quantity, short_quantity, returned_quantity, position)"
                " SELECT %s, id, product_id, seller_ref, title, 1, price_poisha, 500, 'placed', '',"
                " 0, 0, 0, 0, 1 FROM catalogue_offer WHERE id = ANY(%s) RETURNING id",
                [shares[0], offers],
            )
            made = [f"line:{row[0]}" for row in cursor.fetchall()]
            cursor.execute(
                "INSERT INTO kernel_deadline (entity, entity_id, kind, started_at, due_at, state,"
                " settled_reason, created_at)"
                " SELECT 'seller_order', id, 'x', now(), now(), 'waiting', '', now()"
                " FROM unnest(%s::bigint[]) AS t (id)",
                [shares],
            )
            cursor.execute(
                "INSERT INTO catalogue_stockreservation (offer_id, reference, quantity, state,"
                " created_at) SELECT offer, name, 1, 'held', now()"
                " FROM unnest(%s::bigint[], %s::text[]) AS t (offer, name)",
                [offers, made],
            )
            cursor.execute(
                "UPDATE catalogue_offer SET reserved = reserved + 1 WHERE id IN"
                " (SELECT id FROM catalogue_offer WHERE id = ANY(%s) ORDER BY id FOR UPDATE)",
                [offers],
            )
        seconds.append(time.perf_counter() - began)
    connection.close()


def statements(setting: dict[str, Any]) -> int:
    """How many statements one such order takes, its transaction not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        place_many(setting, 3, 1, [], Counter())
    return len([each for each in captured if each["sql"] not in ("BEGIN", "COMMIT")])


def hot(setting: dict[str, Any], stock: int) -> None:
    from ekshop.catalogue.models import Offer
    from ekshop.orders.models import OrderLine

    seller = min(setting["offers"])
    offer, _product, price = setting["offers"][seller][0]
    Offer.objects.filter(pk=offer).update(on_hand=stock, reserved=0)
    before = OrderLine.objects.filter(offer_id=offer).count()
    setting["hot"] = (offer, price)
    turns = HOT_CLIENTS * (stock // HOT_CLIENTS + 4)
    result = run(buy_hot, setting, HOT_CLIENTS, turns)
    sold = OrderLine.objects.filter(offer_id=offer).count() - before
    reserved = Offer.objects.get(pk=offer).reserved
    assert sold == reserved == result["count"]["sold"] <= stock, (sold, reserved, result["count"])
    figure("hot_item_sold", sold, "pieces", ratio=sold / stock, limit=f"=={stock}")
    figure("hot_item_rate", sold / result["wall"], "per_s")


def buy_hot(
    setting: dict[str, Any], client: int, times: int, seconds: list[float], count: Counter[str]
) -> None:
    from django.db import connection

    from ekshop.catalogue.services import OutOfStock
    from ekshop.kernel import clock
    from ekshop.orders.services import order_place

    offer, price = setting["hot"]
    for turn in range(times):
        (actor, centre, customer, _mobile), _lines = wishes(setting, client, turn)
        try:
            order_place(
                actor=actor,
                nonce=uuid4(),
                centre_id=centre,
                customer_id=customer,
                channel="walk_in",
                lines=[(offer, 1, price)],
                now=clock.now(),
            )
            count["sold"] += 1
        except OutOfStock:
            count["refused"] += 1
    connection.close()


if __name__ == "__main__":
    main()
