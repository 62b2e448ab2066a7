"""Searching a small shop through the selectors, with a real index beside a real database."""

import os
import random
import shutil
import signal
import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from ekshop.catalogue.models import Category, Offer, SearchChange, SellerRecord
from ekshop.catalogue.search import engine, life, updater
from ekshop.catalogue.search.find import SearchFilters, offer_search
from ekshop.catalogue.search.suggest import search_suggest
from ekshop.catalogue.tests import make
from ekshop.kernel import clock
from ekshop.parties.models import Organisation

from .asking import found, refreshed, search

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("query", ["জামদানি", "জামদানী", "jamdani", "jamdany", "jmdani", "Jamdani!"])
def test_every_spelling_finds_the_goods_of_both_scripts(shop, query):
    assert set(found(query)) == {shop["jamdani"].pk, shop["cotton"].pk, shop["book"].pk}


@pytest.mark.parametrize("query", ["জামদানী শাড়ী", "jamdani sari", "jamdany saree", "জামদানি শাড়ির"])
def test_all_words_are_needed(shop, query):
    assert set(found(query)) == {shop["jamdani"].pk, shop["cotton"].pk}


def test_when_nothing_has_every_word_some_words_are_enough_and_that_is_said(shop):
    result = search("জামদানি পাঁচালী")
    assert result.relaxed
    assert result.total == 4


def test_an_unknown_word_is_left_out_and_named(shop):
    result = search("xylophone jamdani")
    assert result.unknown == ("xylophone",)
    assert result.total == 3


@pytest.mark.parametrize(
    "query", ["asdfgh", "tttt", "qwerty zxcv", "কখগঘঙ", "xylophone zebra jamdani", "xylophone ktn"]
)
def test_nonsense_finds_nothing_rather_than_what_sounds_a_little_like_it(shop, query):
    result = search(query)
    assert (result.total, result.products) == (0, ())


def test_where_nothing_is_found_words_for_sale_are_offered(shop):
    assert search("xylophone zebra jamdani", language="en").meant == ("jamdani",)
    assert search("xylophone zebra jamdany", language="bn").meant == ("জামদানি",)
    assert search("asdfgh").meant == ()


def test_a_part_number_is_found_as_it_is_written_and_never_by_its_sound(shop):
    band = make.product("Fitness band", mpn="GNBXJ-7")
    sold = make.offer(shop["book"].offers.get().seller, of=band)
    assert found("gnbxj-7") == [sold.product_id] == found("GNBXJ")
    assert found("knpkcj") == []


def test_the_query_is_told_back_as_the_goods_spell_it(shop):
    assert search("jamdany shari", language="bn").interpreted_as == "জামদানি শাড়ি"
    assert search("জামদানি", language="bn").interpreted_as == ""


def test_goods_out_of_stock_come_last_whatever_the_order(shop):
    for sort in ("relevance", "price", "delivery"):
        assert found("শাড়ি", sort=sort)[-1] == shop["katan"].pk


def test_sorting_by_price_goes_up(shop):
    assert found("শাড়ি", sort="price") == [
        shop["cotton"].pk,
        shop["jamdani"].pk,
        shop["katan"].pk,
    ]


def test_counts_are_exact_and_a_group_counts_without_itself(shop, people):
    books = Category.objects.get(slug="books")
    result = search("জামদানি", filters=SearchFilters(category=books.pk))
    assert result.total == 1
    assert {value.slug: value.count for value in result.facets["top"]} == {
        "clothing": 2,
        "books": 1,
    }
    assert [value.slug for value in result.facets["top"] if value.selected] == ["books"]
    assert {value.key: value.count for value in result.facets["seller"]} == {
        people.mina.organisation.pk: 1
    }


def test_filters_narrow(shop, people):
    jamila = people.jamila.organisation
    only = [shop["jamdani"].pk]
    assert found(filters=SearchFilters(sellers=(jamila.pk,))) == only
    assert found(filters=SearchFilters(gi=True)) == only
    assert found(filters=SearchFilters(producer=True)) == only
    assert found(filters=SearchFilters(price_from=500_000)) == only
    assert shop["katan"].pk not in found(filters=SearchFilters(in_stock=True))
    assert found(filters=SearchFilters(price_to=30_000)) == [shop["novel"].pk]
    assert found(filters=SearchFilters(districts=(jamila.seller.hub_district_id,))) == only


def test_a_page_costs_the_same_statements_however_much_is_found(
    shop, people, django_assert_num_queries
):
    search("জামদানি")
    with django_assert_num_queries(2):
        offer_search(query="পাঁচালী")
    with django_assert_num_queries(2):
        offer_search(query="")


def test_offers_of_a_product_stand_cheapest_first_and_those_sold_out_last(shop, people):
    dear = make.offer(people.mina.organisation, of=shop["katan"], price_poisha=900_000, on_hand=2)
    [katan] = search("কাতান").products
    assert katan.best == dear
    assert katan.in_stock


def test_a_changed_price_a_withdrawal_and_selling_out_reach_the_index(shop):
    updater.catch_up()
    Offer.objects.filter(product=shop["novel"]).update(price_poisha=99_000)
    assert search("পাঁচালী", filters=SearchFilters(price_to=50_000)).total == 0
    Offer.objects.filter(product=shop["novel"]).update(reserved=5)
    assert search("পাঁচালী", filters=SearchFilters(in_stock=True)).total == 0
    Offer.objects.filter(product=shop["novel"]).update(state=Offer.WITHDRAWN)
    assert search("পাঁচালী").total == 0


def test_a_suspended_seller_disappears_and_returns(shop, people):
    mina = Organisation.objects.filter(pk=people.mina.organisation.pk)
    mina.update(state="suspended")
    assert found("জামদানি") == [shop["jamdani"].pk]
    mina.update(state="active")
    assert len(found("জামদানি")) == 3


def test_an_order_that_leaves_stock_on_the_shelf_changes_nothing_in_the_index(shop):
    updater.catch_up()
    SearchChange.objects.all().delete()
    Offer.objects.filter(product=shop["novel"]).update(reserved=1)
    assert not SearchChange.objects.exists()


def test_a_better_record_ranks_higher(shop, people):
    mina, jamila = people.mina.organisation, people.jamila.organisation
    by_mina = make.product("Nakshi kantha", in_category=Category.objects.get(slug="saree"))
    by_jamila = make.product("Nakshi kantha", in_category=Category.objects.get(slug="saree"))
    make.offer(mina, of=by_mina)
    make.offer(jamila, of=by_jamila)
    updater.catch_up()
    SellerRecord.objects.create(seller=mina, score_bp=5000, updated_at=clock.now())
    assert found("kantha") == [by_jamila.pk, by_mina.pk]


def test_changes_of_a_transaction_still_open_are_not_skipped(shop):
    """A slow transaction writes its outbox row first and commits after a faster one."""
    updater.catch_up()
    wrote, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Offer.objects.filter(product=shop["novel"]).update(price_poisha=77_000)
            wrote.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    wrote.wait(10)
    Offer.objects.filter(product=shop["book"]).update(price_poisha=88_000)
    updater.catch_up()
    may_commit.set()
    thread.join()
    assert search("পাঁচালী", filters=SearchFilters(price_from=77_000)).total == 1
    assert search("ইতিহাস", filters=SearchFilters(price_from=88_000)).total == 1


def test_without_an_index_searching_says_so_and_the_updater_builds_one(shop):
    with pytest.raises(life.SearchUnavailable):
        offer_search(query="জামদানি")
    assert len(found("জামদানি")) == 3


@pytest.mark.parametrize("chance", [random.Random(seed) for seed in range(6)])
def test_an_index_cut_at_any_byte_is_said_to_be_prepared_and_rebuilt(shop, client, chance):
    assert len(found("জামদানি")) == 3
    cut = life.root() / f"{engine.VERSION}-cut"
    shutil.copytree(life.current(), cut)
    file = chance.choice(sorted(cut.iterdir()))
    whole = file.read_bytes()
    file.write_bytes(whole[: chance.randrange(len(whole))])
    (life.root() / "current").write_text(cut.name)
    life.reader.refresh()
    with pytest.raises(life.SearchUnavailable):
        offer_search(query="জামদানি")
    assert client.get("/search/?q=জামদানি").status_code == 503
    assert len(found("জামদানি")) == 3
    assert life.current() != cut


def test_an_updater_killed_at_any_moment_goes_on_where_the_index_is(shop):
    updater.catch_up()
    chance = random.Random(5)
    offers = list(Offer.objects.order_by("pk"))
    for life_of in range(6):
        child = os.fork()
        if child == 0:
            try:
                # Its parent's connection is not its own: left alone, not closed.
                connection.connection = None
                updater.run_until(threading.Event())
            finally:
                os._exit(1)
        until = time.monotonic() + chance.uniform(0.05, 0.4)
        while time.monotonic() < until:
            Offer.objects.filter(pk=chance.choice(offers).pk).update(
                price_poisha=chance.randint(1, 900) * 100 + life_of
            )
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    refreshed()
    for offer in Offer.objects.filter(product__in=[shop["cotton"].pk, shop["novel"].pk]):
        at = offer.price_poisha
        within = SearchFilters(price_from=at, price_to=at)
        assert offer.product_id in found(filters=within)


def test_a_rebuild_is_seen_by_readers_and_by_the_running_updater(shop):
    running = updater.Updater()
    running.step()
    call_command("search_rebuild", verbosity=0)
    Offer.objects.filter(product=shop["novel"]).update(state=Offer.WITHDRAWN)
    while running.step() or running.step():
        pass
    running.close()
    life.reader.refresh()
    assert offer_search(query="পাঁচালী").total == 0
    assert len(list(life.root().glob(f"{engine.VERSION}-*"))) == 1


def test_a_node_too_far_behind_a_pruned_outbox_rebuilds(shop):
    updater.catch_up()
    first = life.current()
    Offer.objects.filter(product=shop["novel"]).update(price_poisha=1_000)
    Offer.objects.filter(product=shop["novel"]).update(price_poisha=2_000)
    SearchChange.objects.filter(id__lt=SearchChange.objects.latest("id").pk).delete()
    updater.catch_up()
    assert life.current() != first


def test_the_updater_hears_of_a_change_and_stops_when_told(shop):
    updater.catch_up()
    stop = threading.Event()

    def work() -> None:
        updater.run_until(stop)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    Offer.objects.filter(product=shop["novel"]).update(state=Offer.WITHDRAWN)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        life.reader.refresh()
        if offer_search(query="পাঁচালী").total == 0:
            break
        time.sleep(0.05)
    stop.set()
    thread.join()
    assert offer_search(query="পাঁচালী").total == 0


def test_the_updater_outlives_a_lost_connection(shop):
    updater.catch_up()
    stop = threading.Event()
    started: list[int] = []

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            started.append(cursor.fetchone()[0])
        updater.run_until(stop)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    until = time.monotonic() + 60
    while not started and time.monotonic() < until:
        time.sleep(0.05)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [started[0]])
    Offer.objects.filter(product=shop["novel"]).update(state=Offer.WITHDRAWN)
    while time.monotonic() < until:
        life.reader.refresh()
        if offer_search(query="পাঁচালী").total == 0:
            break
        time.sleep(0.05)
    assert thread.is_alive()
    stop.set()
    thread.join()
    assert offer_search(query="পাঁচালী").total == 0


@pytest.mark.parametrize(
    ("prefix", "kind", "label"),
    [
        ("শা", "category", "শাড়ি"),
        ("shar", "category", "শাড়ি"),
        ("নারায়ণ", "district", "নারায়ণগঞ্জ"),
        ("narayang", "district", "নারায়ণগঞ্জ"),
        ("কাতা", "product", "কাতান শাড়ি"),
        ("kata", "product", "কাতান শাড়ি"),
    ],
)
def test_a_beginning_suggests_goods_and_places_to_go(shop, prefix, kind, label):
    refreshed()
    suggestions = search_suggest(prefix=prefix, language="bn")
    assert (kind, label) in {(held.kind, held.label) for held in suggestions}
